"""White space at the ends of what is translated stays, and on its side of the codes that stand there."""

from __future__ import annotations

import re
from itertools import groupby
from pathlib import Path
from xml.etree import ElementTree

import polib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.documents.document import Languages
from core.documents.inline import protect, unprotected
from core.documents.placing import place
from core.documents.reading import read_document
from tests.core.documents.loud import docx
from tests.core.documents.shuffled import shuffled
from tests.core.documents.test_docx import document_xml, run

NAMESPACE = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SOME = settings(max_examples=30)
BLANK = st.text(" \t\u00a0\u2003\u3000", max_size=2)
WORDS = st.lists(st.sampled_from(["one", "two three", "four,", "{x}", "%d"]), max_size=5).map(
    lambda words: " ".join(["word", *words, "end"]))
ENDS = re.compile(r"((?:\s|<[^<>]*>|-|7\.)*).*?((?:\s|<[^<>]*>)*)", re.DOTALL)


ITEMS = st.tuples(
    st.sampled_from(["", "- ", "7.  "]), st.sampled_from(["", "{x} ", "%d"]), WORDS).map("".join)
MARKS = st.sampled_from(["", "- ", "7. "])


def within(inner):
    return st.tuples(BLANK, inner, BLANK).map("".join)


def tagged(*forms: str):
    """Words with white space and codes around them, such as "<b>{}</b>", and the mark of a list on either
    side of these."""
    inner = st.recursive(within(ITEMS), lambda inner: within(st.tuples(st.sampled_from(forms), inner).map(
        lambda pair: pair[0].replace("{}", pair[1]))), max_leaves=4)
    return st.tuples(MARKS, inner).map("".join).filter(lambda text: len(re.findall("- |7\\.", text)) < 2)


def translated(suffix: str, data: bytes, language: str, seed: int) -> bytes:
    document = read_document(Path("x" + suffix), data, Languages("en", language))
    return document.render({index: shuffled(unit, seed, language)
                            for index, unit in enumerate(document.units)})


def same_ends(before: str, after: str) -> None:
    """And no more white space behind them."""
    assert before != after
    assert ENDS.fullmatch(before).groups() == ENDS.fullmatch(after).groups()


@SOME
@given(tagged("<b>{}</b>", "<br/>{}", "{}<br/>"), st.sampled_from(["de", "zh"]), st.integers(0, 99))
def test_text(text, language, seed):
    same_ends(text, translated(".txt", text.encode(), language, seed).decode())


@SOME
@given(tagged("<b>{}</b>", "<br/>{}", "{}<br/>"), st.sampled_from(["de", "zh"]), st.integers(0, 99))
def test_po(text, language, seed):
    data = f'msgid ""\nmsgstr ""\n\n{polib.POEntry(msgid=text)}'.encode()
    [entry] = polib.pofile(translated(".po", data, language, seed).decode() + "\n")
    same_ends(text, entry.msgstr)


@SOME
@given(tagged('<pc id="1">{}</pc>', '<ph id="2"/>{}', '<mrk id="3" translate="yes">{}</mrk>',
              '{}<ph id="2"/>'), st.sampled_from(["de", "zh"]), st.integers(0, 99))
def test_xliff(inner, language, seed):
    data = (f'<xliff version="2.0" srcLang="en" trgLang="{language}"><file id="f"><unit id="u"><segment>'
            f"<source>{inner}</source></segment></unit></file></xliff>")
    segment = ElementTree.fromstring(translated(".xlf", data.encode(), language, seed)).find(".//segment")
    same_ends(*(ElementTree.tostring(side, "unicode").partition(">")[2].rpartition("</")[0]
                for side in segment))


def runs(data: bytes) -> str:
    """A paragraph's text with tags for its formatting; neighbours of the same are one."""
    found = [(node.find(f"{NAMESPACE}rPr/*"), "".join(node.itertext()))
             for node in document_xml(data).iter(f"{NAMESPACE}r")]
    parts = groupby(found, key=lambda one: "" if one[0] is None else one[0].tag)
    return "".join(f"<{tag}>{''.join(text for _, text in same)}</{tag}>" for tag, same in parts)


BLANK_RUNS = st.lists(st.tuples(BLANK.filter(bool), st.sampled_from(["", "<w:b/>"])), max_size=2)


@SOME
@given(BLANK_RUNS, within(ITEMS), BLANK_RUNS, st.sampled_from(["de", "zh"]), st.integers(0, 99))
def test_word(ahead, words, behind, language, seed):
    """Runs of white space around one in italics."""
    before = docx("<w:p>" + "".join(run(*one) for one in [*ahead, (words, "<w:i/>"), *behind]) + "</w:p>")
    same_ends(runs(before), runs(translated(".docx", before, language, seed)))


@pytest.mark.parametrize(("source", "target", "wanted"), [
    ("%d cats", " 猫", "%d猫"), ("  %d cats ", " 猫", "  %d猫 "), ("cats %d", "猫 ", "猫 %d"),
    ("<b>{x}</b> only", " 只", "<b>{x}</b>只"), ("\t<b> a</b> ", "a", "\t<b> a</b> "),
    ("<b>a</b>", "a\n", "<b>a</b>\n"), ("%d\ncats", "\n猫", "%d\n猫"), ("cats\n%d", "猫\n", "猫\n%d"),
    ("<b> </b> <i>a</i>", "b", "<b> </b> <i>b</i>"),
])
def test_in_detail(source, target, wanted):
    """A line that began with a placeholder began with a blank."""
    assert unprotected(place(protect(source), target, [], "zh")) == wanted


@pytest.mark.parametrize(("source", "target", "wanted"), [
    ("- <b>{x}</b> only", "-  只", "- <b>{x}</b>只"), ("- <b>%d cats</b>", "-  猫", "- <b>%d猫</b>"),
    ("<b>7. {x}</b> only", "7.  只", "<b>7. {x}</b>只"), ("-<br/> %d cats", "-  猫", "-<br/> %d猫"),
])
def test_behind_the_mark_of_a_list(source, target, wanted):
    """The sentence's text has the blanks at both sides of a placeholder in a row."""
    mark = len(target.split()[0])
    links = [(0, mark, 0, mark), (mark + 3, mark + 4, len(target) - 1, len(target))]
    assert unprotected(place(protect(source), target, links, "zh")) == wanted
