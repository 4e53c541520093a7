"""TMX 1.1 to 1.4b (LISA/OSCAR): a `tu` is a sentence, each of its `tuv` that sentence in one language."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from core.corpus.files import xml_stream
from core.corpus.files.inline import InlineText
from core.corpus.files.tmx_plain import PlainUnits
from core.corpus.textfile import TextFile
from core.corpus.unit import Facts, Problem, Reading, Unit


def read(file: TextFile, reading: Reading) -> Iterator[Unit | Problem | Facts]:
    return xml_stream.units(file, _Tmx(reading.codes == "keep"))


class _Tmx(xml_stream.Target):
    """What is called twenty times a unit are closures: their variables cost half of what attributes do."""

    def __init__(self, keep_codes: bool):
        super().__init__()
        self.plain = None if keep_codes else PlainUnits()
        self.start, self.end, self.take, self.stands_between = _handlers(self, keep_codes)


def _handlers(target: xml_stream.Target, keep_codes: bool) -> tuple[Callable, ...]:
    names, max_depth, parser = target.names, xml_stream.MAX_DEPTH, target.parser
    depth = nested = number = begins = 0  # `nested`: tags open inside <seg>
    seg: InlineText | None = None
    unit: list[tuple[str, str]] | None = None
    flaw: str | None = None
    lang = unit_name = ""

    def listen() -> None:
        """Text counts inside of sentences, and there outside of codes."""
        parts = seg.parts if seg is not None else None
        parser.CharacterDataHandler = None if parts is None else parts.append

    def start(tag, attrib):
        nonlocal depth, nested, number, begins, seg, unit, flaw, lang, unit_name
        depth += 1
        if depth > max_depth:
            target.too_deep()
        name = names.get(tag) or target.local(tag)
        if seg is not None:
            nested += 1
            parts = seg.parts
            seg.start(name, attrib)
            if seg.parts is not parts:
                listen()
        elif name == "seg":
            if unit is not None:
                seg = InlineText(keep_codes)
                listen()
        elif name == "tuv":
            lang = attrib.get(xml_stream.XML_LANG) or attrib.get("lang") or ""
            if not lang and flaw is None:
                flaw = "tuv has no language"
        elif name == "tu":
            number += 1
            unit, begins, flaw = [], parser.CurrentLineNumber, None
            unit_name = attrib.get("tuid") or f"tu {number}"
        elif name == "header":
            srclang = attrib.get("srclang") or ""
            target.out.append(Facts("" if srclang.lower() == "*all*" else srclang))

    def end(tag):
        nonlocal depth, nested, seg, unit, flaw
        depth -= 1
        if nested:
            nested -= 1
            parts = seg.parts
            seg.end()
            if seg.parts is not parts:
                listen()
        elif seg is not None:
            text = seg.text()
            seg = parser.CharacterDataHandler = None
            flaw = flaw or target.flaw(text)
            unit.append((lang, text))
        elif unit is not None and (names.get(tag) or target.local(tag)) == "tu":
            target.out.append(Problem(begins, unit_name, flaw) if flaw else Unit(begins, unit_name, unit))
            unit = None

    def take(text, place):
        nonlocal number, lang
        if xml_stream.HOLE in text:
            return place
        line, counted = parser.CurrentLineNumber, place
        for begin, stop, name, texts in target.plain.at(text, place):
            number += 1
            line += text.count("\n", counted, begin)
            target.out.append(Unit(line, name or f"tu {number}", texts))
            counted, place, lang = begin, stop, texts[1][0]
        return place

    def stands_between():
        return depth > 0 and seg is None and unit is None

    return start, end, take, stands_between
