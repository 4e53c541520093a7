"""TMX 1.1 to 1.4b (LISA/OSCAR): a `tu` is a sentence, each of its `tuv` that sentence in one language."""

from __future__ import annotations

from collections.abc import Iterator

from core.corpus.changes import Change
from core.corpus.files import xml_stream
from core.corpus.files.inline import InlineText
from core.corpus.files.tmx_plain import PlainUnits
from core.corpus.textfile import TextFile
from core.corpus.unit import Facts, Problem, Reading, Unit


def read(file: TextFile, reading: Reading) -> Iterator[Unit | Problem | Facts]:
    return xml_stream.units(file, _Tmx(reading.codes == "keep"))


class _Tmx(xml_stream.Target):
    """Tag by tag, of the units that `PlainUnits` does not take."""

    def __init__(self, keep_codes: bool):
        super().__init__()
        self.plain = None if keep_codes else PlainUnits()
        self._keep_codes = keep_codes
        self._number = 0  # of the unit in the file, from 1
        self._begins, self._name = 0, ""  # of the unit: its line, what it is called
        self._lang = ""  # of the tuv
        self._unit: list[tuple[str, str]] | None = None
        self._changes: tuple[Change, ...] = ()
        self._flaw: str | None = None
        self._seg: InlineText | None = None
        self._nested = 0  # tags open inside <seg>

    def start(self, tag, attrib):
        self.deeper()
        name = self.local(tag)
        if self._seg is not None:
            self._nested += 1
            self._seg.start(name, attrib)
            self._listen()
        elif name == "seg":
            if self._unit is not None:
                self._seg = InlineText(self._keep_codes)
                self._listen()
        elif name == "tuv":
            self._lang = attrib.get(xml_stream.XML_LANG) or attrib.get("lang") or ""
            if not self._lang and self._flaw is None:
                self._flaw = "tuv has no language"
        elif name == "tu":
            self._number += 1
            self._unit, self._begins, self._flaw, self._changes = [], self.line, None, ()
            self._name = attrib.get("tuid") or f"tu {self._number}"
        elif name == "header":
            srclang = attrib.get("srclang") or ""
            self.out.append(Facts("" if srclang.lower() == "*all*" else srclang))

    def end(self, tag):
        self.depth -= 1
        if self._nested:
            self._nested -= 1
            self._seg.end()
            self._listen()
        elif self._seg is not None:
            text = self._seg.text()
            self._changes += self._seg.changes()
            self._seg = None
            self.listen(None)
            self._flaw = self._flaw or self.flaw(text)
            self._unit.append((self._lang, text))
        elif self._unit is not None and self.local(tag) == "tu":
            self.out.append(Problem(self._begins, self._name, self._flaw) if self._flaw else
                            Unit(self._begins, self._name, self._unit, "", self._changes))
            self._unit = None

    def take(self, text, place):
        if xml_stream.HOLE in text:
            return place
        line, counted = self.line, place
        for begin, stop, name, texts, changes in self.plain.at(text, place):
            self._number += 1
            line += text.count("\n", counted, begin)
            self.out.append(Unit(line, name or f"tu {self._number}", texts, "", changes))
            counted, place, self._lang = begin, stop, texts[1][0]
        return place

    def stands_between(self):
        return self.depth > 0 and self._seg is None and self._unit is None

    def _listen(self) -> None:
        """Text counts inside of sentences."""
        self.listen(self._seg.sink.append)
