"""TMX 1.1 to 1.4b (LISA/OSCAR): a `tu` is a sentence, each of its `tuv` that sentence in one language."""

from __future__ import annotations

from collections.abc import Iterator

from core.corpus.files import xml_stream
from core.corpus.files.inline import InlineText
from core.corpus.textfile import TextFile
from core.corpus.unit import Facts, Problem, Reading, Unit


def read(file: TextFile, reading: Reading) -> Iterator[Unit | Problem | Facts]:
    return xml_stream.units(file, _Tmx(reading.codes == "keep"))


class _Tmx(xml_stream.Target):
    def __init__(self, keep_codes: bool):
        super().__init__()
        self._keep = keep_codes
        self._seg: InlineText | None = None
        self._parts: list[str] | None = None  # where text goes; None outside of sentences and inside codes
        self._nested = 0  # depth inside <seg>
        self._unit: list[tuple[str, str]] | None = None
        self._lang = self._name = ""
        self._begins = self._number = 0
        self._flaw: str | None = None

    # Called some fifty times a unit: names are looked up in place, and what is rare comes last.

    def start(self, tag, attrib):
        self.depth += 1
        if self.depth > xml_stream.MAX_DEPTH:
            self.too_deep()
        name = self.names.get(tag) or self.local(tag)
        if self._seg is not None:
            self._nested += 1
            self._seg.start(name, attrib)
            self._parts = self._seg.parts
        elif name == "seg":
            if self._unit is not None:
                self._seg = InlineText(self._keep)
                self._parts = self._seg.parts
        elif name == "tuv":
            self._lang = attrib.get(xml_stream.XML_LANG) or attrib.get("lang") or ""
            if not self._lang and self._flaw is None:
                self._flaw = "tuv has no language"
        elif name == "tu":
            self._number += 1
            self._unit, self._begins, self._flaw = [], self.line, None
            self._name = attrib.get("tuid") or f"tu {self._number}"
        elif name == "header":
            srclang = attrib.get("srclang") or ""
            self.out.append(Facts("" if srclang.lower() == "*all*" else srclang))

    def data(self, text):
        if self._parts is not None:
            self._parts.append(text)

    def end(self, tag):
        self.depth -= 1
        if self._nested:
            self._nested -= 1
            self._seg.end()
            self._parts = self._seg.parts
        elif self._seg is not None:
            text = self._seg.text()
            self._seg = self._parts = None
            self._flaw = self._flaw or self.flaw(text)
            self._unit.append((self._lang, text))
        elif self._unit is not None and (self.names.get(tag) or self.local(tag)) == "tu":
            self.out.append(Problem(self._begins, self._name, self._flaw) if self._flaw
                            else Unit(self._begins, self._name, self._unit))
            self._unit = None
