"""Markdown: paragraphs, headings, list items and table cells are translated; code and links stay."""

from __future__ import annotations

import re
from collections.abc import Mapping

from core.documents import markdown_inline
from core.documents.document import Document, Languages, Unit
from core.documents.encoded import decode
from core.documents.inline import Inline

_FENCE = re.compile(r"\s*(`{3,}|~{3,})")
_QUOTE = re.compile(r"(?:\s{0,3}>)+")
_ITEM = re.compile(r"\s*(?:[-*+]|\d{1,9}[.)])\s+(?=\S)")
_PREFIX = re.compile(r"(?:\s{0,3}>\s?|\s*(?:[-*+]|\d{1,9}[.)])\s+(?:\[[ xX]\]\s+)?|\s{0,3}#{1,6}\s+"
                     r"|\[\^[^\]]+\]:\s+|:\s+)*\s*")
_STARTS_BLOCK = re.compile(r"\s*(?:>|[-*+]\s|\d{1,9}[.)]\s|#{1,6}(?:\s|$)|\||<(?!https?:)|`{3}|~{3}|:\s|\$\$"
                           r"|\[\^[^\]]+\]:)")
_RULE = re.compile(r"\s{0,3}(?:(?:[-*_]\s*){3,}|=+|-+|:::.*)\s*$")
_TABLE_RULE = re.compile(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")
_REFERENCE = re.compile(r"\s{0,3}\[(?!\^)([^\]]+)\]:\s*\S")
_HTML_BLOCK = re.compile(r"\s{0,3}<(?:!--|/?(?:pre|script|style|table|div|details|iframe|svg|p|img)\b)", re.I)
# These go on over blank lines (CommonMark 0.31, 4.6).
_TO_ITS_END = re.compile(r"\s{0,3}<(?:(!--)|(pre|script|style|textarea)\b)", re.I)
_ADMONITION = re.compile(r"\s*(?:!!!|\?\?\?\+?)\s")
_CELL = re.compile(r"(?:\\.|`[^`]*`|[^|\\`]|`)+")
_BEGINS_BLOCK = re.compile(r"(?:[-+*]|#{1,6})(?=\s)|>|\d{1,9}(?=[.)]\s)")
_TAB = 4


class Markdown(Document):
    """Blocks are found line by line; a paragraph of several lines becomes one line."""

    def __init__(self, data: bytes, languages: Languages):
        super().__init__()
        self._file = decode(data)
        self._lines = self._file.text.splitlines(keepends=True)
        self._places: list[tuple[int, int]] = []  # characters of the text
        self._cells: set[int] = set()  # units that are cells of a table
        self._starts = [0]
        for line in self._lines:
            self._starts.append(self._starts[-1] + len(line))
        references = filter(None, map(_REFERENCE.match, self._lines))
        self._labels = {markdown_inline.label(found[1]) for found in references}
        self._indents: list[int] = []  # where the text of the open list items begins
        self._html: list[int] = []  # lines
        number = self._front_matter()
        while number < len(self._lines):
            number = self._block(number)
        if self._html:
            self.notes.append("text in blocks of HTML was left as it is: line "
                              + ", ".join(map(str, self._html)))

    def _front_matter(self) -> int:
        first = self._lines[0].rstrip() if self._lines else ""
        if first in ("---", "+++"):
            for number, line in enumerate(self._lines[1:], 1):
                if line.rstrip() in (first, "..."):
                    return number + 1
        return 0

    def _block(self, number: int) -> int:
        """Takes the block that starts at a line; returns the line after it."""
        line = self._lines[number]
        after_blank = number == 0 or not self._lines[number - 1].strip()
        if self._is_indented_code(line, after_blank) or not line.strip() or any(
                kind.match(line) for kind in (_RULE, _REFERENCE, _ADMONITION)):
            return number + 1
        fence = _FENCE.match(line[len(_PREFIX.match(line)[0]):])
        if fence:
            return self._after_fence(number, fence[1])
        if _HTML_BLOCK.match(line):
            return self._after_html(number)
        if line.lstrip().startswith("$$"):
            return self._after_formula(number)
        if number + 1 < len(self._lines) and "|" in line and _TABLE_RULE.match(self._lines[number + 1]):
            return self._table(number)
        return self._paragraph(number)

    def _is_indented_code(self, line: str, after_blank: bool) -> bool:
        """Counted from the text of the list item that it is in, which is kept here."""
        if not line.strip():
            return False
        bare = line.expandtabs(_TAB)
        indent = len(bare) - len(bare.lstrip())
        if after_blank or _ITEM.match(bare):
            self._indents = [place for place in self._indents if place <= indent]
        base = self._indents[-1] if self._indents else 0
        if after_blank and indent >= base + 4 and not (self._indents and _ITEM.match(bare)):
            return True
        found = _ITEM.match(bare)
        if found or _ADMONITION.match(bare):
            self._indents.append(found.end() if found else indent + 4)
        return False

    def _after_fence(self, number: int, fence: str) -> int:
        for after in range(number + 1, len(self._lines)):
            text = self._lines[after].strip().lstrip("> ")
            if text.startswith(fence) and not text.strip(fence[0]):
                return after + 1
        return len(self._lines)

    def _after_html(self, number: int) -> int:
        first, whole = number, _TO_ITS_END.match(self._lines[number])
        if whole:
            end = "-->" if whole[1] else f"</{whole[2].lower()}>"
            while number < len(self._lines) and end not in self._lines[number].lower():
                number += 1
            return number + 1
        while number < len(self._lines) and self._lines[number].strip():
            number += 1
        text = re.sub(r"<[^>]*>|&\w+;", "", "".join(self._lines[first:number]))
        if any(map(str.isalpha, text)):
            self._html.append(first + 1)
        return number + 1

    def _after_formula(self, number: int) -> int:
        if self._lines[number].strip().endswith("$$") and len(self._lines[number].strip()) > 2:
            return number + 1
        number += 1
        while number < len(self._lines) and not self._lines[number].rstrip().endswith("$$"):
            number += 1
        return number + 1

    def _table(self, number: int) -> int:
        first = number
        while number < len(self._lines) and "|" in self._lines[number]:
            if number != first + 1:
                for cell in _CELL.finditer(self._lines[number].rstrip("\r\n")):
                    start = self._starts[number] + cell.start()
                    self._cells.add(len(self.units))
                    self._add(start, start + len(cell[0]), number)
            number += 1
        return number

    def _paragraph(self, number: int) -> int:
        first = number
        prefix, quote = _PREFIX.match(self._lines[number])[0], _quote(self._lines[number])
        is_heading = prefix.rstrip().endswith("#")
        while True:
            line = self._lines[number].rstrip("\r\n")
            hard_break = line.endswith(("  ", "\\"))
            number += 1
            if is_heading or hard_break or number >= len(self._lines):
                break
            following = self._lines[number]
            if quote and _quote(following).count(">") == quote.count(">"):
                following = following[len(_quote(following)):]
            if not following.strip() or _RULE.match(following) or _STARTS_BLOCK.match(following):
                break
        end = self._starts[number - 1] + len(self._lines[number - 1].rstrip("\r\n").rstrip())
        if hard_break and self._file.text[end - 1] == "\\":
            end -= 1
        self._add(self._starts[first] + len(prefix), end, first, bool(quote))
        return number

    def _add(self, start: int, end: int, number: int, is_quoted: bool = False) -> None:
        text = self._file.text[start:end]
        start += len(text) - len(text.lstrip())
        text = text.strip()
        if text:
            self._places.append((start, start + len(text)))
            joined = re.sub(r"\s*\r?\n[\s>]*" if is_quoted else r"\s*\r?\n\s*", " ", text)
            self.units.append(Unit(markdown_inline.read(joined, self._labels), f"line {number + 1}"))

    def render(self, targets: Mapping[int, Inline]) -> bytes:
        parts, at = [], 0
        for index, (start, end) in enumerate(self._places):
            if index in targets:
                parts += [self._file.text[at:start], self._written(index, targets[index])]
                at = end
        data, note = self._file.encode("".join([*parts, self._file.text[at:]]))
        self.notes += [note] if note else []
        return data

    def _written(self, index: int, target: Inline) -> str:
        """What the translation would begin anew is escaped: a block, or another cell."""
        if index in self._cells:
            target = tuple(part.replace("|", "\\|") if isinstance(part, str) else part for part in target)
        text = markdown_inline.write(target)
        start, end = self._places[index]
        found = _BEGINS_BLOCK.match(text)
        if not found or _BEGINS_BLOCK.match(self._file.text[start:end]):
            return text
        return f"{found[0]}\\{text[found.end():]}" if found[0].isdecimal() else "\\" + text


def _quote(line: str) -> str:
    found = _QUOTE.match(line)
    return found[0] if found else ""
