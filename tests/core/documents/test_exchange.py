"""Documents of other tools there and back: what was not translated is as it was, as readers that are not
ours see it.

The files lie beside the repository where the project's shared data is, and nowhere else: without them these
tests are skipped.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

import polib
import pytest

from core.documents.document import Languages
from core.documents.inline import Code
from core.documents.reading import read_document

EXCHANGE = Path(__file__).parents[4] / "shared" / "data" / "exchange"
FILES = sorted(path for path in EXCHANGE.glob("*") if path.is_file()) if EXCHANGE.is_dir() else []
pytestmark = pytest.mark.skipif(not FILES, reason="no folder of exchange files beside this one")
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def translated(path: Path) -> tuple[bytes, bytes, int]:
    """(before, after, how many units were put into capitals)."""
    before = path.read_bytes()
    said = re.search(rb'(?:target-language|trgLang)="([^"]+)"', before)  # a file with translations says which
    document = read_document(path, before, Languages("en", said[1].decode() if said else "zh"))
    targets = {index: tuple(part if isinstance(part, Code) else part.upper() for part in unit.source)
               for index, unit in enumerate(document.units)}
    return before, document.render(targets), len(targets)


def of_kind(*suffixes: str):
    files = [path for path in FILES if path.suffix in suffixes]
    return pytest.mark.parametrize("path", files, ids=[path.name for path in files])


def local(element) -> str:
    return element.tag.rpartition("}")[2]


def facts(root, left_out) -> list[tuple]:
    """Every element, its attributes, and its text, but what is inside those left out."""
    found = []
    for element in root:
        if not left_out(element):
            found += [(element.tag, sorted(element.attrib.items()), (element.text or "").strip(),
                       (element.tail or "").strip()), *facts(element, left_out)]
    return found


def inline(element) -> Counter:
    """The tags in a text, by all that is known of each."""
    return Counter((local(node), *sorted(node.attrib.items()), "" if local(node) in ("g", "pc", "mrk", "hi")
                    else (node.text or "")) for node in element.iter() if node is not element)


@of_kind(".xlf", ".sdlxliff")
def test_xliff(path):
    before, after, count = translated(path)
    one, other = map(ElementTree.fromstring, (before, after))

    def is_target(element):
        return local(element) == "target"

    def others(root):  # but for attributes: a unit's state may change
        return [(tag, *texts) for tag, _, *texts in facts(root, is_target)]

    assert others(one) == others(other)
    changed = 0
    units = [[unit for unit in root.iter() if local(unit) in ("trans-unit", "segment")]
             for root in (one, other)]
    for old, new in zip(*units, strict=True):
        source = next(node for node in new if local(node) == "source")
        was, now = (next((node for node in unit if is_target(node)), None) for unit in (old, new))
        text = "" if now is None else "".join(now.itertext())
        if now is not None and text != ("" if was is None else "".join(was.itertext())):
            changed += 1
            if not any(local(node) == "mrk" for node in now.iter()):
                assert inline(now) == inline(source), text
    assert (changed > 0) == (count > 0)


@of_kind(".tmx")
def test_tmx(path):
    before, after, count = translated(path)
    one, other = map(ElementTree.fromstring, (before, after))

    def is_ours(element):
        return local(element) == "tuv" and element.get(LANG, "").lower().startswith("zh")

    assert facts(one, is_ours) == facts(other, is_ours)
    ours = [(unit, tuv) for unit in other.iter("tu") for tuv in unit if is_ours(tuv)]
    assert len(ours) == count > 0
    for unit, tuv in ours:
        text = "".join(tuv.find("seg").itertext())
        assert any(inline(tuv.find("seg")) == inline(seg) and len("".join(seg.itertext())) == len(text)
                   for seg in unit.iter("seg") if seg is not tuv.find("seg"))
    mark = next((mark for mark in (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
                 if before.startswith(mark)), b"<")
    assert after.startswith(mark)


@of_kind(".po")
def test_po(path):
    before, after, count = translated(path)
    one, other = (polib.pofile(data.decode("utf-8")) for data in (before, after))

    def kept(entry):
        comments = [" ".join(text.split()) for text in (entry.comment, entry.tcomment)]  # wrapped anew
        return (entry.msgid, entry.msgid_plural, entry.msgctxt, comments, entry.occurrences,
                [flag for flag in entry.flags if flag != "fuzzy"], entry.obsolete)

    assert [kept(entry) for entry in one] == [kept(entry) for entry in other]
    changed = 0
    for old, new in zip(one, other, strict=True):
        if (old.msgstr, old.msgstr_plural) != (new.msgstr, new.msgstr_plural):
            changed += 1
            assert not old.translated()
            assert new.msgstr == new.msgid.upper() or new.msgstr_plural or re.search("%|{|<", new.msgid)
    assert (changed > 0) == (count > 0)


@of_kind(".csv")
def test_csv(path):
    before, after, count = translated(path)
    one, other = (list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
                  for data in (before, after))
    assert [len(row) for row in one] == [len(row) for row in other]
    changed = [(old, new) for rows in zip(one, other, strict=True) for old, new in zip(*rows, strict=True)
               if old != new]
    assert len(changed) == count > 0
    assert all(new.casefold() == old.casefold() for old, new in changed)


@of_kind(".srt")
def test_srt(path):
    before, after, count = translated(path)
    times = re.compile(rb"^(?:\d+|.*-->.*)\r?$", re.MULTILINE)
    assert times.findall(before) == times.findall(after)
    assert before.upper() == after.upper()
    assert count > 0
    assert before != after
