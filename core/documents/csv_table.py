"""One column of a CSV file; all other cells stay as they are."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping

from core.documents.document import Document, DocumentError, Languages, Unit
from core.documents.encoded import decode
from core.documents.inline import Inline, protect, unprotected

_DELIMITERS = ",;\t|"
_MAX_CELL = 16_000_000


class CsvTable(Document):
    """`column` is a header's name or a number from 1; "" takes the column with most text.

    The translation replaces the column, or goes into `into`, a header that is there or is added.
    """

    def __init__(self, data: bytes, languages: Languages, column: str = "", into: str = ""):
        super().__init__()
        self._file = decode(data)
        text = self._file.text
        self._newline = "\r\n" if "\r\n" in text else "\n"
        csv.field_size_limit(_MAX_CELL)
        delimiter = _delimiter(text)
        try:
            self._rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
        except csv.Error as error:
            raise DocumentError(f"expected comma-separated values: {error}") from None
        if not any(self._rows):
            raise DocumentError("the table is empty")
        self._quoted_all = _quotes_all(text)
        self._delimiter = delimiter
        self._from, has_header = self._column(column)
        self._into = self._target(into) if into else self._from
        self._places: list[int] = []
        for number, row in enumerate(self._rows):
            if number == 0 and has_header:
                continue
            if len(row) > self._from and row[self._from].strip():
                if into and len(row) > self._into and row[self._into].strip():
                    self.kept += 1
                    continue
                self._places.append(number)
                self.units.append(Unit(protect(row[self._from]), f"row {number + 1}"))

    def _column(self, column: str) -> tuple[int, bool]:
        header = self._rows[0]
        if column in header and column:
            return header.index(column), True
        if column.isdecimal() and 1 <= int(column) <= max(map(len, self._rows)):
            return int(column) - 1, False
        if column:
            raise DocumentError(f'there is no column "{column}": expected one of {", ".join(header)}, or a '
                                f"number from 1 to {max(map(len, self._rows))}")
        letters = [0] * max(map(len, self._rows))
        for row in self._rows[:1000]:
            for index, cell in enumerate(row):
                letters[index] += sum(character.isalpha() for character in cell)
        return letters.index(max(letters)), False

    def _target(self, into: str) -> int:
        header = self._rows[0]
        if into not in header:
            header.append(into)
        return header.index(into)

    def render(self, targets: Mapping[int, Inline]) -> bytes:
        for index, number in enumerate(self._places):
            if index in targets:
                row = self._rows[number]
                row += [""] * (self._into + 1 - len(row))
                row[self._into] = unprotected(targets[index])
        out = io.StringIO(newline="")
        writer = csv.writer(out, delimiter=self._delimiter, lineterminator=self._newline,
                            quoting=csv.QUOTE_ALL if self._quoted_all else csv.QUOTE_MINIMAL)
        writer.writerows(self._rows)
        text = out.getvalue()
        if not self._file.text.endswith(("\n", "\r")):
            text = text.removesuffix(self._newline)
        data, note = self._file.encode(text)
        self.notes += [note] if note else []
        return data


def _delimiter(text: str) -> str:
    """The one that cuts the first lines into most columns, of an equal number."""
    lines = text.splitlines()[:20]

    def columns(delimiter: str) -> tuple[int, int]:
        counts = [len(row) for row in csv.reader(lines, delimiter=delimiter) if row]
        return (counts.count(max(counts, default=0)) if max(counts, default=0) > 1 else 0,
                max(counts, default=0))

    return max(_DELIMITERS, key=columns)


def _quotes_all(text: str) -> bool:
    first = text.lstrip().splitlines()[:1]
    return bool(first) and first[0].startswith('"') and first[0].rstrip().endswith('"')
