"""Is the first row of a table taken for names of its columns or for a pair? A person is told of either."""

from __future__ import annotations

import re
from typing import NamedTuple

from core.corpus.files.delimited import dialect, first_rows, header_in, looks_headed, may_be_names
from core.corpus.files.header import header_of, may_be_words
from core.corpus.textfile import TextFile
from core.corpus.unit import Reading

_LATIN = re.compile("[a-z]", re.IGNORECASE)
_FEWEST = 3  # rows
_WORDS = 3  # of a name, at the most
_SHOWN, _LONGEST = 6, 40  # cells, characters


class FirstRow(NamedTuple):
    is_names: bool
    cells: list[str]


def first_row(file: TextFile, reading: Reading) -> FirstRow | None:
    """None where nobody would take it for names: a sentence, or what a person has said to be a pair."""
    form = dialect(file.head, reading, len(file.head.encode()) < 1 << 15)
    rows = first_rows(file, form) if form else []
    if not rows:
        return None
    if header_in(file, form, rows[0], reading) is not None:
        return FirstRow(True, shown(rows[0]))
    if file.path in reading.no_headers or len(rows) < _FEWEST:
        return None
    src, tgt = reading.columns or (1, 2)
    pair = [(rows[0] + [""] * max(src, tgt))[column - 1].strip() for column in (src, tgt)]
    return FirstRow(False, pair) if may_name(pair) else None


def shown(row: list[str]) -> list[str]:
    """The beginning of a row, for a person."""
    return [" ".join(cell.split())[:_LONGEST] for cell in row[:_SHOWN]]


def may_name(cells: list[str]) -> bool:
    """Short, different, and in one script: names of columns are in one language."""
    is_latin = {bool(_LATIN.search(cell)) for cell in cells}
    are_unlike = len(set(map(str.casefold, cells))) == len(cells)
    return may_be_names(cells) and are_unlike and len(is_latin) == 1 and all(
        len(cell.split()) <= _WORDS for cell in cells)


def names_columns(rows: list[list[str]]) -> bool:
    """Does the first row of a table look as if it named the columns: languages, source and target, or short
    words above nothing, or above numbers and longer texts?"""
    first, rest = rows[0], rows[1:]
    found = header_of(first)
    if found is not None and rest:
        return not (found[1] and may_be_words(first, rest))
    is_over_nothing = len(rest) > 1 and may_be_names(first) and any(
        not any("".join(row[number:number + 1]).strip() for row in rest) for number in range(len(first)))
    return looks_headed(rows) or is_over_nothing
