"""Units with both sides in each format, counted by other means than Pellucid's readers: whole documents
in memory, trees and regular expressions."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from xml.etree import ElementTree

_CODE = {"bpt", "ept", "ph", "it", "ut", "x", "bx", "ex"}
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def decoded(path: Path) -> str:
    raw = path.read_bytes()
    return raw.decode("utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")


def tree(path: Path) -> ElementTree.Element:
    """Without the XML declaration (the text is decoded already) and namespaces."""
    text = re.sub(r"^\s*<\?xml.*?\?>|<!DOCTYPE[^>]*>", "", decoded(path), flags=re.DOTALL)
    root = ElementTree.fromstring(text)
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
    return root


def plain(element: ElementTree.Element | None) -> str:
    if element is None:
        return ""
    inner = "".join(("" if child.tag in _CODE else plain(child)) + (child.tail or "") for child in element)
    return ((element.text or "") + inner).strip()


def tmx(path: Path, src: str, tgt: str) -> int:
    """Units with text in both languages; "en" takes all its regions."""
    count = 0
    for unit in tree(path).iter("tu"):
        langs = [(tuv.get(_XML_LANG) or tuv.get("lang")).lower() for tuv in unit.iter("tuv")
                 if plain(tuv.find("seg"))]
        count += all(any((lang + "-").startswith(want + "-") for lang in langs) for want in (src, tgt))
    return count


def further(path: Path, src: str, tgt: str) -> int:
    """The texts that its units have in either language beyond the first."""
    count = 0
    for unit in tree(path).iter("tu"):
        langs = [(tuv.get(_XML_LANG) or tuv.get("lang")).lower() + "-" for tuv in unit.iter("tuv")
                 if plain(tuv.find("seg"))]
        sides = [sum(lang.startswith(want + "-") for lang in langs) for want in (src, tgt)]
        count += sum(sides) - 2 if all(sides) else 0
    return count


def xliff1(path: Path) -> int:
    """Segments where target and source are cut alike, else whole units."""
    count = 0
    for unit in tree(path).iter("trans-unit"):
        target = unit.find("target")
        if target is None:
            continue
        segments = [mark for mark in target.iter("mrk") if mark.get("mtype") == "seg"]
        if segments and unit.find("seg-source") is not None:
            sources = {mark.get("mid"): plain(mark) for mark in unit.find("seg-source").iter("mrk")
                       if mark.get("mtype") == "seg"}
            count += sum(bool(plain(mark) and sources.get(mark.get("mid"))) for mark in segments)
        else:
            count += bool(plain(unit.find("source")) and plain(target))
    return count


def xliff2(path: Path) -> int:
    return sum(bool(plain(segment.find("source")) and plain(segment.find("target")))
               for segment in tree(path).iter("segment"))


def po(path: Path) -> int:
    """Translations that say something, each plural form counted; the header and obsolete entries are not."""
    text = re.sub(r'"\s*\n"', "", decoded(path).replace("\r\n", "\n"))
    entries = [entry for entry in re.split(r"\n(?=msgid )", text)
               if not re.search(r'^msgid ""$', entry, re.M)]
    said = re.compile(r'^msgstr(?:\[\d\])? "(?=[^"\n]*\S)[^\n]*[^"\s]', re.M)
    return sum(len(said.findall(entry)) for entry in entries)


def table(path: Path) -> int:
    with open(path, encoding="utf-8", newline="") as file:
        return sum(len(row) >= 2 and bool(row[0].strip() and row[1].strip()) for row in csv.reader(file))
