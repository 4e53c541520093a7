"""Markdown: paragraphs, headings, list items and table cells are translated; code and links stay."""

from __future__ import annotations

import re
from collections.abc import Mapping

from core.documents.document import Document, Languages, Unit
from core.documents.encoded import decode
from core.documents.inline import (
    ADDRESS,
    CLOSE,
    OPEN,
    PLACEHOLDER,
    SINGLE,
    Code,
    Inline,
    protect,
    unprotected,
)

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_PREFIX = re.compile(r"(?:\s{0,3}>\s?|\s*(?:[-*+]|\d{1,9}[.)])\s+(?:\[[ xX]\]\s+)?|\s{0,3}#{1,6}\s+)*\s*")
_STARTS_BLOCK = re.compile(r"\s*(?:>|[-*+]\s|\d{1,9}[.)]\s|#{1,6}(?:\s|$)|\||<|`{3}|~{3})")
_RULE = re.compile(r"\s{0,3}(?:(?:[-*_]\s*){3,}|=+|-+)\s*$")
_TABLE_RULE = re.compile(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")
_REFERENCE = re.compile(r"\s{0,3}\[[^\]]+\]:\s*\S")
_HTML_BLOCK = re.compile(r"\s{0,3}<(?:!--|/?(?:pre|script|style|table|div|details|iframe|svg|p|img)\b)", re.I)
_CELL = re.compile(r"(?:\\.|`[^`]*`|[^|\\`]|`)+")

_TARGET = r"\((?:[^()\s]|\([^()\s]*\))*(?:\s+\"[^\"]*\")?\)"  # of a link: (https://example.org/a_(b) "title")

# Code spans, images, autolinks and what software fills in: letter for letter.
_OPAQUE = re.compile(r"(?P<ticks>`+)[^`].*?(?<!`)(?P=ticks)(?!`) | !\[[^\]]*\]" + _TARGET +
                     r" | <https?://[^>\s]+> | \[\^[^\]]+\] "
                     r" | \$(?![\s{$])[^$\n]*(?<!\s)\$(?!\w) | \\[^\w\s] | "
                     + PLACEHOLDER.pattern.replace(ADDRESS, r"(?<!\]\()" + ADDRESS), re.VERBOSE)
_LINK = re.compile(r"\[(?=[^\]\[]+\](?:" + _TARGET + r"|\[[^\]]*\]))")
_LINK_END = re.compile(r"\](?:" + _TARGET + r"|\[[^\]]*\])")
_EMPHASIS = re.compile(r"\*\*|__|~~|(?<![\w*])\*(?=\S)|(?<=\S)\*(?![\w*])|(?<!\w)_(?=\S)|(?<=\S)_(?!\w)|\*")


class Markdown(Document):
    """Blocks are found line by line; a paragraph of several lines becomes one line."""

    def __init__(self, data: bytes, languages: Languages):
        super().__init__()
        self._file = decode(data)
        self._lines = self._file.text.splitlines(keepends=True)
        self._places: list[tuple[int, int]] = []  # characters of the text
        self._starts = [0]
        for line in self._lines:
            self._starts.append(self._starts[-1] + len(line))
        number = self._front_matter()
        while number < len(self._lines):
            number = self._block(number)

    def _front_matter(self) -> int:
        if self._lines and self._lines[0].rstrip() == "---":
            for number, line in enumerate(self._lines[1:], 1):
                if line.rstrip() in ("---", "..."):
                    return number + 1
        return 0

    def _block(self, number: int) -> int:
        """Takes the block that starts at a line; returns the line after it."""
        line = self._lines[number]
        fence = _FENCE.match(line.lstrip("> "))
        if fence:
            return self._after_fence(number, fence[1])
        if _HTML_BLOCK.match(line):
            while number < len(self._lines) and self._lines[number].strip():
                number += 1
            return number + 1
        after_blank = number == 0 or not self._lines[number - 1].strip()
        if not line.strip() or _RULE.match(line) or _REFERENCE.match(line) \
                or (after_blank and re.match(r" {4}|\t", line) and not _STARTS_BLOCK.match(line)):
            return number + 1
        if number + 1 < len(self._lines) and "|" in line and _TABLE_RULE.match(self._lines[number + 1]):
            return self._table(number)
        return self._paragraph(number)

    def _after_fence(self, number: int, fence: str) -> int:
        for after in range(number + 1, len(self._lines)):
            text = self._lines[after].strip().lstrip("> ")
            if text.startswith(fence) and not text.strip(fence[0]):
                return after + 1
        return len(self._lines)

    def _table(self, number: int) -> int:
        first = number
        while number < len(self._lines) and "|" in self._lines[number]:
            if number != first + 1:
                for cell in _CELL.finditer(self._lines[number].rstrip("\r\n")):
                    start = self._starts[number] + cell.start()
                    self._add(start, start + len(cell[0]), number)
            number += 1
        return number

    def _paragraph(self, number: int) -> int:
        first = number
        prefix = _PREFIX.match(self._lines[number])[0]
        is_heading = prefix.rstrip().endswith("#")
        while True:
            line = self._lines[number].rstrip("\r\n")
            hard_break = line.endswith(("  ", "\\"))
            number += 1
            if is_heading or hard_break or number >= len(self._lines):
                break
            following = self._lines[number]
            if not following.strip() or _RULE.match(following) or _STARTS_BLOCK.match(following):
                break
        end = self._starts[number - 1] + len(self._lines[number - 1].rstrip("\r\n").rstrip())
        if hard_break and self._file.text[end - 1] == "\\":
            end -= 1
        self._add(self._starts[first] + len(prefix), end, first)
        return number

    def _add(self, start: int, end: int, number: int) -> None:
        text = self._file.text[start:end]
        start += len(text) - len(text.lstrip())
        text = text.strip()
        if text:
            self._places.append((start, start + len(text)))
            self.units.append(Unit(_inline(re.sub(r"\s*\r?\n\s*", " ", text)), f"line {number + 1}"))

    def render(self, targets: Mapping[int, Inline]) -> bytes:
        parts, at = [], 0
        for index, (start, end) in enumerate(self._places):
            if index in targets:
                parts += [self._file.text[at:start], unprotected(targets[index])]
                at = end
        data, note = self._file.encode("".join([*parts, self._file.text[at:]]))
        self.notes += [note] if note else []
        return data


def _inline(text: str) -> Inline:
    """Links and emphasis as pairs, all that is no text as single codes."""
    parts: list[str | Code] = []
    for index, part in enumerate(protect(text, _OPAQUE)):
        if isinstance(part, Code):
            parts.append(part)
        else:
            parts += _pairs(part, f"m{index}.")
    return tuple(parts)


def _pairs(text: str, prefix: str) -> list[str | Code]:
    """`**`, `*`, `_`, `~~` and links of a stretch without code; a mark without its partner stands alone."""
    found = sorted([(m.start(), m.end(), "[", 1) for m in _LINK.finditer(text)]
                   + [(m.start(), m.end(), "[", -1) for m in _LINK_END.finditer(text)]
                   + [(m.start(), m.end(), m[0], 0) for m in _EMPHASIS.finditer(text)])
    partner, stack = {}, []
    for number, (_, _, mark, side) in enumerate(found):
        open_marks = [entry[0] for entry in stack]
        if side != 1 and mark in open_marks:
            while stack[-1][0] != mark:
                stack.pop()
            opening = stack.pop()[1]
            partner[opening], partner[number] = number, opening
        elif side != -1:
            stack.append((mark, number))
    parts, at = [], 0
    for number, (start, end, _, _) in enumerate(found):
        if start < at:
            continue
        if start > at:
            parts.append(text[at:start])
        other = partner.get(number)
        kind = SINGLE if other is None else OPEN if other > number else CLOSE
        key = number if other is None else min(number, other)
        parts.append(Code(kind, f"{prefix}{key}", text[start:end]))
        at = end
    if at < len(text):
        parts.append(text[at:])
    return parts
