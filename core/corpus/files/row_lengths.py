"""How many cells the rows of a table have, and how many columns it has by that."""

from __future__ import annotations

import csv
from collections import Counter

from core.corpus.files import quoting
from core.corpus.files.quoting import LETTERS


def usual(lengths: list[int]) -> int:
    """The columns of 19 in 20 rows, two or more; else 0. The odd ones are skipped and listed later."""
    [(columns, rows)] = Counter(lengths).most_common(1) or [(0, 0)]
    return columns if columns >= 2 and 20 * (len(lengths) - rows) <= len(lengths) else 0


def num_columns(lines: list[str], delimiter: str, quote: str) -> int:
    """As most rows have, or as over a third do: a few more cells are slips, many are a column of notes."""
    counts = Counter(row_lengths(lines, delimiter, quote))
    if not counts:
        return 1
    most = max(counts.values())
    return max(number for number, rows in counts.items() if rows == most or 3 * rows > counts.total())


def row_lengths(lines: list[str], delimiter: str, quote: str) -> list[int]:
    if quote == LETTERS:
        return [line.count(delimiter) + 1 for line in lines]
    if quote in quoting.PAIRS:
        return [len(quoting.between(line, delimiter, quote) or line.split(delimiter)) for line in lines]
    try:
        return [len(row) for row in csv.reader((line + "\n" for line in lines), delimiter=delimiter,
                                               quotechar=quote) if row]
    except csv.Error:
        return []


def line_lengths(lines: list[str], delimiter: str, quote: str) -> list[int]:
    """The same where a quote is left open, which would take all lines behind it for its cell."""
    # A carriage return within a line is no letter that the reader takes.
    return [len(row) for line in lines for row in csv.reader([line.replace("\r", " ")], delimiter=delimiter,
                                                             quotechar=quote)]
