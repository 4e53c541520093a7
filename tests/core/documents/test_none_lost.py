"""Tags and placeholders: none lost, none added, in any order of the words, as other readers see it."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree
from xml.sax.saxutils import escape

import polib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.documents.document import Languages
from core.documents.reading import read_document
from tests.core.documents.shuffled import shuffled

PLACEHOLDERS = ["{0}", "%s", "%(name)s", "${x}", "{{x}}", "<x/>", "%1$d", "{n}",
                "https://a.b/c?d=1", "me@x.org", "\\n"]
FOUND = re.compile("|".join(map(re.escape, PLACEHOLDERS)))
SOME = settings(max_examples=50)
WORDS = st.sampled_from(["one", "two three", "four.", "(five", "six)", "seven, eight"])
TEXTS = st.lists(st.one_of(WORDS, st.sampled_from(PLACEHOLDERS)), min_size=1, max_size=8).map(" ".join)


def made(suffix: str, text: str, seed: int) -> str:
    """The document with its units' words shuffled."""
    document = read_document(Path("x" + suffix), text.encode("utf-8"), Languages("en", "de"))
    targets = {index: shuffled(unit, seed) for index, unit in enumerate(document.units) if unit.has_words}
    after = document.render(targets).decode("utf-8")
    assert not document.notes
    return after


def same_words(before: str, after: str) -> None:
    assert Counter(FOUND.findall(before)) == Counter(FOUND.findall(after))
    kept = [Counter("".join(FOUND.sub("", text).split()).upper()) for text in (before, after)]
    assert kept[0] == kept[1]


@SOME
@given(TEXTS, st.integers(0, 99))
@pytest.mark.parametrize("suffix", [".txt", ".md"])
def test_placeholders_in_text(suffix, text, seed):
    same_words(text, made(suffix, "word " + text, seed).replace("WORD", "", 1))


@SOME
@given(TEXTS, st.integers(0, 99))
def test_placeholders_in_po(text, seed):
    entry = polib.POEntry(msgid="word " + text)
    after = polib.pofile(made(".po", f'msgid ""\nmsgstr ""\n\n{entry}', seed) + "\n")
    assert [entry.msgid for entry in after] == ["word " + text]
    same_words(text, after[0].msgstr.replace("WORD", "", 1))


@SOME
@given(TEXTS, st.integers(0, 99))
def test_placeholders_in_subtitles(text, seed):
    times = "00:00:01,000 --> 00:00:02,000"
    lines = made(".srt", f"1\n{times}\nword {text}\n\n2\n{times}\nend\n", seed).split("\n")
    assert (lines[:2], lines[-4:]) == (["1", times], ["2", times, "END", ""])
    same_words(text, " ".join(lines[2:-5]).replace("WORD", "", 1))


def tree(leaf, pair):
    """Texts with inline elements of these kinds in them, some in others."""
    text = TEXTS.map(escape)
    return st.recursive(st.one_of(text, leaf), lambda inner: pair(inner) | st.lists(
        inner, min_size=1, max_size=4).map(" ".join), max_leaves=8)


XLIFF_1 = tree(
    st.sampled_from(['<x id="a"/>', '<ph id="b">&lt;br/&gt;</ph>', '<it id="c" pos="open">[i]</it>']),
    lambda inner: inner.map('<g id="g">{}</g>'.format) | inner.map('<mrk mtype="term">{}</mrk>'.format)
    | inner.map('<bpt id="1" rid="1">[b]</bpt>{}<ept id="2" rid="1">[/b]</ept>'.format)
    | inner.map('<bx id="3" rid="3"/>{}<ex id="4" rid="3"/>'.format)
    | inner.map('{}<ex id="5" rid="9"/>'.format))
XLIFF_2 = tree(
    st.sampled_from(['<ph id="a"/>', '<cp hex="0001"/>']),
    lambda inner: inner.map('<pc id="g">{}</pc>'.format)
    | inner.map('<mrk id="m" translate="yes">{}</mrk>'.format)
    | inner.map('<sc id="1"/>{}<ec startRef="1"/>'.format)
    | inner.map('<ec id="7" isolated="yes"/>{}'.format))
TMX = tree(
    st.sampled_from(['<ph x="1">&lt;br/&gt;</ph>', '<it pos="begin">[i]</it>', '<ut>u</ut>']),
    lambda inner: inner.map("<hi>{}</hi>".format)
    | inner.map('<bpt i="1">[b]</bpt>{}<ept i="1">[/b]</ept>'.format)
    | inner.map('{}<ept i="9">[/c]</ept>'.format))
HOLDERS = ("g", "mrk", "pc", "hi")


def tags(element) -> Counter:
    return Counter((node.tag, *sorted(node.attrib.items()), "" if local(node) in HOLDERS else node.text or "")
                   for node in element.iter() if node is not element)


def local(node) -> str:
    return node.tag.rpartition("}")[2]


def words(element) -> str:
    """The text, but what stands in codes."""
    own = (element.text or "") if local(element) in (*HOLDERS, "source", "target", "seg") else ""
    return own + "".join(words(node) + (node.tail or "") for node in element)


def same_tags(source, target) -> None:
    assert tags(source) == tags(target)
    same_words(words(source), words(target))
    for begin, end, key in (("bpt", "ept", "rid"), ("bx", "ex", "rid"), ("bpt", "ept", "i")):
        order = [(local(node), node.get(key)) for node in target.iter() if node.get(key)]
        if len(set(order)) < len(order):
            continue  # a number that is given twice tells no pairs
        for number, (name, value) in enumerate(order):
            if name == begin and (end, value) in order:
                assert (end, value) in order[number:]
    for was in source.iter():
        held_words = local(was) in HOLDERS and re.search("[a-z]", FOUND.sub("", words(was)))
        if held_words and tags(source)[tag_of(was)] == 1:
            [now] = [node for node in target.iter() if tag_of(node) == tag_of(was)]
            depth = sum(was in list(above.iter()) for above in source.iter() if local(above) in HOLDERS)
            assert depth > 1 or "".join(now.itertext()).strip(), "a tag that held words is empty"


def tag_of(node) -> tuple:
    return node.tag, *sorted(node.attrib.items()), ""


@SOME
@given(XLIFF_1, st.integers(0, 99))
def test_xliff_1(inner, seed):
    text = ('<xliff version="1.2"><file source-language="en" target-language="de"><body><trans-unit id="1">'
            f"<source>word {inner}</source></trans-unit></body></file></xliff>")
    unit = ElementTree.fromstring(made(".xlf", text, seed)).find(".//trans-unit")
    same_tags(*unit)


@SOME
@given(XLIFF_2, st.integers(0, 99))
def test_xliff_2(inner, seed):
    text = ('<xliff version="2.0" srcLang="en" trgLang="de"><file id="f"><unit id="u"><segment><source>'
            f"word {inner}</source></segment></unit></file></xliff>")
    same_tags(*ElementTree.fromstring(made(".xlf", text, seed)).find(".//segment"))


@SOME
@given(TMX, st.integers(0, 99))
def test_tmx(inner, seed):
    text = ('<tmx><header srclang="en"/><body><tu><tuv xml:lang="en">'
            f"<seg>word {inner}</seg></tuv></tu></body></tmx>")
    same_tags(*ElementTree.fromstring(made(".tmx", text, seed)).findall(".//seg"))
