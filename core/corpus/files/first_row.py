"""Is the first row of a table taken for names of its columns or for a pair? A person is told of either."""

from __future__ import annotations

import re
from typing import NamedTuple

from core.corpus.files.delimited import dialect, first_rows, header_in, may_be_names
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
    shown = [" ".join(cell.split())[:_LONGEST] for cell in rows[0][:_SHOWN]]
    if header_in(file, form, rows[0], reading) is not None:
        return FirstRow(True, shown)
    if file.path in reading.no_headers or len(rows) < _FEWEST:
        return None
    src, tgt = reading.columns or (1, 2)
    pair = [(rows[0] + [""] * max(src, tgt))[column - 1].strip() for column in (src, tgt)]
    return FirstRow(False, pair) if _may_be(pair) else None


def _may_be(pair: list[str]) -> bool:
    """Short, different, and in one script: names of columns are in one language."""
    is_latin = {bool(_LATIN.search(cell)) for cell in pair}
    return may_be_names(pair) and pair[0].casefold() != pair[1].casefold() and len(is_latin) == 1 and all(
        len(cell.split()) <= _WORDS for cell in pair)
