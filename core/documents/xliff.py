"""XLIFF 1.x (with its SDL dialect) and 2.x: targets are added where there is none yet."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from core.documents import xml_file
from core.documents.document import Document, DocumentError, Languages, Unit, other_languages
from core.documents.inline import CLOSE, OPEN, Inline
from core.documents.xml_file import XML_LANG, XML_SPACE, Grammar, child, name, read_inline
from core.text.languages import base

_UNTRANSLATED = ("new", "needs-translation")


def _partner_1(element) -> tuple[str, str] | None:
    ends = {"bpt": OPEN, "bx": OPEN, "ept": CLOSE, "ex": CLOSE}
    number = element.get("rid") or element.get("id")
    return (ends[name(element)], number) if name(element) in ends and number else None


def _partner_2(element) -> tuple[str, str] | None:
    if name(element) in ("sc", "sm"):
        return (OPEN, f"{name(element)[1]} {element.get('id')}") if element.get("id") else None
    if name(element) in ("ec", "em"):
        return (CLOSE, f"{name(element)[1]} {element.get('startRef')}") if element.get("startRef") else None
    return None


GRAMMAR_1 = Grammar(frozenset({"g", "mrk"}), _partner_1)
GRAMMAR_2 = Grammar(frozenset({"pc", "mrk"}), _partner_2)


def read_xliff(data: bytes, languages: Languages) -> Document:
    """Either version, by what the root says."""
    tree = xml_file.parse(data)
    root = tree.getroot()
    if name(root) != "xliff":
        raise DocumentError(f"expected <xliff>, found <{name(root)}>")
    is_second = root.get("version", "").startswith("2")
    return (_Xliff2 if is_second else _Xliff1)(tree, data, languages)


class _Xliff(Document):
    def __init__(self, tree: etree._ElementTree, data: bytes, languages: Languages):
        super().__init__()
        self._tree, self._data, self._languages = tree, data, languages
        self._homes: list = []  # for each unit, what `_put` needs to place its target
        self._kept: list = []  # elements with a translation
        self._fixed = 0  # units with words that are marked not to be translated

    def _say_fixed(self) -> None:
        if self._fixed:
            self.notes.append(f"units marked not to be translated: {self._fixed}; they were left as they are")

    def _keep(self, element) -> None:
        self.kept += 1
        self._kept.append(element)

    def _into(self, element, attribute: str) -> None:
        """Names the language of the translations on an element that says another. Raises DocumentError where
        it has some in that one: two languages under one name would mislead whoever reads them."""
        said, meant = element.get(attribute, ""), self._languages.tgt
        if not said or not meant or base(said) == base(meant):
            return
        kept = sum(element in one.iterancestors() for one in self._kept)
        if kept:
            raise DocumentError(f"holds translations into {said} already ({kept}), and the model translates "
                                f"into {meant}; choose a model that translates into {said}, or an XLIFF file "
                                "without translations")
        element.set(attribute, meant)
        self.notes.append(f"the file said that it goes into {said}, and had no translation yet; it was "
                          f"translated into {meant} and says so now")

    def render(self, targets: Mapping[int, Inline]) -> bytes:
        for index, home in enumerate(self._homes):
            if index in targets:
                self._put(home, targets[index])
        return xml_file.serialize(self._tree, self._data)

    def _put(self, home, inline: Inline) -> None:
        raise NotImplementedError


class _Xliff1(_Xliff):
    def __init__(self, tree, data, languages):
        super().__init__(tree, data, languages)
        files = [element for element in tree.iter() if name(element) == "file"]
        for said in sorted({file.get("source-language", "") for file in files}):
            self.notes += other_languages(Languages(said, languages.tgt), languages)
        for number, unit in enumerate(element for element in tree.iter() if name(element) == "trans-unit"):
            self._add(unit, f"trans-unit {unit.get('id') or number + 1}")
        for file in files:
            self._into(file, "target-language")
        self._say_fixed()

    def _add(self, unit, where: str) -> None:
        source = child(unit, "source")
        if source is None:
            self.notes.append(f"{where} has no <source>; it was left as it is")
            return
        if any(ancestor.get("translate") == "no" for ancestor in (unit, *unit.iterancestors())):
            self._fixed += any(map(str.isalpha, "".join(source.itertext())))
            return
        target, segmented = child(unit, "target"), child(unit, "seg-source")
        marks = _segments(segmented) if segmented is not None else []
        if not marks:
            self._add_part(unit, "", source, target, target, where)
            return
        done = {mark.get("mid"): mark for mark in _segments(target)} if target is not None else {}
        for mark in marks:
            mid = mark.get("mid", "")
            self._add_part(unit, mid, mark, done.get(mid), target, f"{where}, segment {mid}")

    def _add_part(self, unit, mid: str, source, existing, target, where: str) -> None:
        inline = read_inline(source, GRAMMAR_1)
        part = Unit(inline, where)
        if not part.text.strip():
            return
        if existing is not None and "".join(existing.itertext()).strip() \
                and target.get("state") not in _UNTRANSLATED:
            self._keep(unit)
            return
        self.units.append(part)
        self._homes.append((unit, mid))

    def _put(self, home, inline: Inline) -> None:
        unit, mid = home
        target = child(unit, "target")
        if target is None:
            source = child(unit, "source")
            target = etree.Element(etree.QName(etree.QName(unit).namespace, "target"), nsmap=unit.nsmap)
            after = child(unit, "seg-source")
            after = source if after is None else after
            target.tail, after.tail = after.tail, after.tail
            after.addnext(target)
            self._name_language(unit)
        if not mid:
            xml_file.fill(target, inline)
        else:
            mark = next((mark for mark in _segments(target) if mark.get("mid") == mid), None)
            if mark is None:
                self._copy_segments(unit, target)
                mark = next(mark for mark in _segments(target) if mark.get("mid") == mid)
            xml_file.fill(mark, inline)
        if target.get(XML_LANG) and self._languages.tgt:
            target.set(XML_LANG, self._languages.tgt)
        target.set("state", "needs-review-translation")
        target.set("state-qualifier", "mt-suggestion")

    @staticmethod
    def _copy_segments(unit, target) -> None:
        """The target gets the segments of <seg-source>; those it has already keep what they hold."""
        done = {mark.get("mid"): read_inline(mark, GRAMMAR_1) for mark in _segments(target)}
        xml_file.fill(target, read_inline(child(unit, "seg-source"), GRAMMAR_1))
        for mark in _segments(target):
            xml_file.fill(mark, done.get(mark.get("mid"), ()))

    def _name_language(self, unit) -> None:
        file = next((ancestor for ancestor in unit.iterancestors() if name(ancestor) == "file"), None)
        if file is not None and not file.get("target-language") and self._languages.tgt:
            file.set("target-language", self._languages.tgt)


class _Xliff2(_Xliff):
    def __init__(self, tree, data, languages):
        super().__init__(tree, data, languages)
        root = tree.getroot()
        self.notes += other_languages(Languages(root.get("srcLang", ""), languages.tgt), languages)
        if languages.tgt and not root.get("trgLang"):
            root.set("trgLang", languages.tgt)
        number = 0
        for element in tree.iter():
            if name(element) != "segment":
                continue
            number += 1
            unit = element.getparent()
            where = f"unit {unit.get('id', '?')}, segment {element.get('id') or number}"
            source, target = child(element, "source"), child(element, "target")
            if source is None:
                self.notes.append(f"{where} has no <source>; it was left as it is")
                continue
            if next((a.get("translate") for a in (unit, *unit.iterancestors()) if a.get("translate")),
                    "yes") == "no":
                self._fixed += any(map(str.isalpha, "".join(source.itertext())))
                continue
            part = Unit(read_inline(source, GRAMMAR_2), where)
            if not part.text.strip():
                continue
            if target is not None and "".join(target.itertext()).strip():
                self._keep(element)
                continue
            self.units.append(part)
            self._homes.append(element)
        self._into(root, "trgLang")
        self._say_fixed()

    def _put(self, home, inline: Inline) -> None:
        target, source = child(home, "target"), child(home, "source")
        if target is None:
            target = etree.Element(etree.QName(etree.QName(home).namespace, "target"), nsmap=home.nsmap)
            if source.get(XML_SPACE):
                target.set(XML_SPACE, source.get(XML_SPACE))
            target.tail = source.tail
            source.addnext(target)
        if target.get(XML_LANG) and self._languages.tgt:
            target.set(XML_LANG, self._languages.tgt)
        xml_file.fill(target, inline)
        home.set("state", "translated")


def _segments(element) -> list:
    """The <mrk mtype="seg"> of <seg-source> or <target>, at any depth."""
    return [mark for mark in element.iter() if name(mark) == "mrk" and mark.get("mtype") == "seg"]
