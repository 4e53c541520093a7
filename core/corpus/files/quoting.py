"""Which sign stands around the cells of a table, if any does: told by the beginning of the table."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

LETTERS = "none"  # quotes are letters like others
SIGNS = ('"', "'")  # a quote within a cell is doubled, a cell may have several lines
PAIRS = {"«": "»", "»": "«", "“": "”", "„": "“", "‹": "›", "「": "」"}  # opening: closing, on one line
DOUBT = "unclear"
_ESCAPED = re.compile(r'(?<!\\)\\"')
_LOOKED_AT = 16_384  # characters: a hostile table takes time by the square of them
_FEW = 0.1  # of the quoted cells; so many may be badly written


def pair_around(lines: list[str], delimiters: str) -> tuple[str, str, int] | None:
    """(delimiter, opening sign, columns) where each cell of each line stands between two signs of a pair."""
    for delimiter in delimiters:
        for sign in PAIRS:
            counts = {len(found) if (found := between(line, delimiter, sign)) else 0 for line in lines}
            if len(counts) == 1 and min(counts) >= 2:
                return delimiter, sign, counts.pop()
    return None


def between(line: str, delimiter: str, sign: str) -> list[str] | None:
    """The cells of a line that all stand between the signs of a pair, or None."""
    line = line.strip()
    if not line.startswith(sign) or not line.endswith(PAIRS[sign]):
        return None
    cells = line[1:-1].split(f"{PAIRS[sign]}{delimiter}{sign}")
    return None if any(f"{PAIRS[sign]}{delimiter}" in cell for cell in cells) else cells


def verdict(lines: list[str], delimiter: str, sign: str) -> tuple[str, str]:
    """Are the signs at the beginning of cells quotes (`sign`), LETTERS, or is it in DOUBT? With a row that
    speaks for letters."""
    text = "\n".join(line.rstrip("\r") for line in lines)[:_LOOKED_AT]
    found = list(_cells(text, delimiter, sign))
    bad = [place for place, is_quoted in found if not is_quoted]
    if len(bad) <= _FEW * len(found):
        return sign, ""
    row = text[text.rfind("\n", 0, bad[0]) + 1:].split("\n", 1)[0]
    return DOUBT if len(bad) < len(found) else LETTERS, row


def unescaped(line: str) -> str:
    """The same with \\" written as "": both ways stand for a quote within a cell."""
    return _ESCAPED.sub('""', line)


def are_escaped(lines: list[str], delimiter: str) -> bool:
    """Are quotes within quoted cells written \\"? Where more cells end as they should if they are."""
    if not any('\\"' in line for line in lines):
        return False
    bad = [sum(not is_quoted for _, is_quoted in _cells("\n".join(some)[:_LOOKED_AT], delimiter, '"'))
           for some in (lines, list(map(unescaped, lines)))]
    return bad[1] < bad[0]


def tidiness(lines: list[str], delimiter: str, sign: str) -> int:
    """How a delimiter leaves the signs: 2 around whole cells only, 1 in twos within cells, 0 cut apart."""
    text = "\n".join(line.rstrip("\r") for line in lines)[:_LOOKED_AT]
    quoted, open_ended, plain = _patterns(delimiter, sign)
    found, place = Counter(), 0
    while place < len(text):
        cell = quoted.match(text, place)
        if cell is None and open_ended.match(text, place):
            break  # it closes beyond the beginning of the file
        begins = cell.end() if cell else place
        place = plain.match(text, begins).end()
        count = text.count(sign, begins, place)
        if cell or count:
            found[0 if count % 2 else 1 if count else 2] += 1
        place += 1
    few = _FEW * found.total()
    return 0 if found[0] > few else 1 if found[0] + found[1] > few else 2


def _patterns(delimiter: str, sign: str) -> tuple[re.Pattern, re.Pattern, re.Pattern]:
    """A quoted cell, one that is not closed, and a cell without quotes."""
    mark, end = re.escape(sign), rf"(?=[ \t]*(?:{re.escape(delimiter)}|\n|\Z))"
    return (re.compile(rf"{mark}(?:[^{mark}]|{mark}{mark})*+{mark}{end}"),
            re.compile(rf"{mark}(?:[^{mark}]|{mark}{mark})*+\Z"),
            re.compile(rf"[^{re.escape(delimiter)}\n]*+"))


def _cells(text: str, delimiter: str, sign: str) -> Iterator[tuple[int, bool]]:
    """Of each cell that begins with the sign: its place, and whether it ends where a quoted cell should."""
    quoted, open_ended, plain = _patterns(delimiter, sign)
    place = 0
    while place < len(text):
        cell = None
        if text.startswith(sign, place):
            cell = quoted.match(text, place)
            if cell is None and open_ended.match(text, place):
                return  # it closes beyond the beginning of the file
            yield place, cell is not None
        place = plain.match(text, cell.end() if cell else place).end() + 1
