"""TMX 1.1 to 1.4b (LISA/OSCAR): a `tu` is a sentence, each of its `tuv` that sentence in one language."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from core.corpus.files import xml_stream
from core.corpus.files.inline import InlineText
from core.corpus.textfile import TextFile
from core.corpus.unit import Facts, Problem, Reading, Unit


def read(file: TextFile, reading: Reading) -> Iterator[Unit | Problem | Facts]:
    return xml_stream.units(file, _Tmx(reading.codes == "keep"))


class _Tmx(xml_stream.Target):
    """What lxml calls fifty times a unit are closures: their variables cost half of what attributes do."""

    def __init__(self, keep_codes: bool):
        super().__init__()
        self.start, self.data, self.end = _handlers(self, keep_codes)


def _handlers(target: xml_stream.Target, keep_codes: bool) -> tuple[Callable, Callable, Callable]:
    names, max_depth = target.names, xml_stream.MAX_DEPTH
    depth = nested = number = begins = 0  # `nested`: tags open inside <seg>
    seg: InlineText | None = None
    parts: list[str] | None = None  # where text goes; None outside of sentences and inside codes
    unit: list[tuple[str, str]] | None = None
    flaw: str | None = None
    lang = unit_name = ""

    def start(tag, attrib):
        nonlocal depth, nested, number, begins, seg, parts, unit, flaw, lang, unit_name
        depth += 1
        if depth > max_depth:
            target.too_deep()
        name = names.get(tag) or target.local(tag)
        if seg is not None:
            nested += 1
            seg.start(name, attrib)
            parts = seg.parts
        elif name == "seg":
            if unit is not None:
                seg = InlineText(keep_codes)
                parts = seg.parts
        elif name == "tuv":
            lang = attrib.get(xml_stream.XML_LANG) or attrib.get("lang") or ""
            if not lang and flaw is None:
                flaw = "tuv has no language"
        elif name == "tu":
            number += 1
            unit, begins, flaw = [], target.line, None
            unit_name = attrib.get("tuid") or f"tu {number}"
        elif name == "header":
            srclang = attrib.get("srclang") or ""
            target.out.append(Facts("" if srclang.lower() == "*all*" else srclang))

    def data(text):
        if parts is not None:
            parts.append(text)

    def end(tag):
        nonlocal depth, nested, seg, parts, unit, flaw
        depth -= 1
        if nested:
            nested -= 1
            seg.end()
            parts = seg.parts
        elif seg is not None:
            text = seg.text()
            seg = parts = None
            flaw = flaw or target.flaw(text)
            unit.append((lang, text))
        elif unit is not None and (names.get(tag) or target.local(tag)) == "tu":
            target.out.append(Problem(begins, unit_name, flaw) if flaw else Unit(begins, unit_name, unit))
            unit = None

    return start, data, end
