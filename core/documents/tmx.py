"""Translation memories (TMX): a variant in the target language is added where there is none."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from core.documents import xml_file
from core.documents.document import Document, DocumentError, Languages, Unit
from core.documents.inline import CLOSE, OPEN, Inline
from core.documents.xml_file import XML_LANG, Grammar, child, children, name, read_inline
from core.text.languages import base


def _partner(element) -> tuple[str, str] | None:
    ends = {"bpt": OPEN, "ept": CLOSE}
    number = element.get("i")
    return (ends[name(element)], number) if name(element) in ends and number else None


GRAMMAR = Grammar(frozenset({"hi"}), _partner)


class Memory(Document):
    def __init__(self, data: bytes, languages: Languages):
        super().__init__()
        self._tree, self._data, self._languages = xml_file.parse(data), data, languages
        root = self._tree.getroot()
        if name(root) != "tmx":
            raise DocumentError(f"expected <tmx>, found <{name(root)}>")
        if not languages.tgt:
            raise DocumentError("a TMX file holds many languages: the model must say which it writes")
        header = child(root, "header")
        self._header_lang = header.get("srclang", "") if header is not None else ""
        self._homes: list = []
        missing = 0
        for number, tu in enumerate((node for node in root.iter() if name(node) == "tu"), 1):
            missing += not self._add(tu, tu.get("tuid") or str(number))
        if missing:
            self.notes.append(f"{missing} units have no text in {languages.src or 'the source language'}; "
                              "they were left as they are")

    def _add(self, tu, number: str) -> bool:
        wanted = self._languages.src or tu.get("srclang") or self._header_lang
        variants = {base(_language(tuv)): tuv for tuv in reversed(children(tu, "tuv"))}
        source = variants.get(base(wanted))
        segment = child(source, "seg") if source is not None else None
        if segment is None:
            return False
        target = variants.get(base(self._languages.tgt))
        if target is not None and "".join(target.itertext()).strip():
            self.kept += 1
            return True
        unit = Unit(read_inline(segment, GRAMMAR), f"tu {number}")
        if unit.text.strip():
            self.units.append(unit)
            self._homes.append((source, target))
        return True

    def render(self, targets: Mapping[int, Inline]) -> bytes:
        for index, (source, target) in enumerate(self._homes):
            if index not in targets:
                continue
            if target is None:
                target = etree.Element(source.tag, nsmap=source.nsmap)
                target.set(XML_LANG, self._languages.tgt)
                target.tail = source.tail
                source.addnext(target)
            segment = child(target, "seg")
            if segment is None:
                segment = etree.SubElement(target, child(source, "seg").tag)
            xml_file.fill(segment, targets[index])
        return xml_file.serialize(self._tree, self._data)


def _language(tuv) -> str:
    return tuv.get(XML_LANG) or tuv.get("lang") or ""
