"""One column of a CSV file; all other cells stay as they are."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from core.corpus.files.first_row import may_name, names_columns, shown
from core.documents.document import Document, DocumentError, Languages, Unit
from core.documents.encoded import decode
from core.documents.inline import Inline, protect, unprotected
from core.text.guess import unlike

_DELIMITERS = ",;\t|"
_MAX_CELL = 16_000_000
_LOOKED_AT = 1000  # rows
_FEWEST = 3  # rows of a table whose first may name the columns
_PREVIEWED, _SHOWN = 6, 200  # rows; characters of a cell


class CsvTable(Document):
    """`column` is a header's name or a number from 1; "" takes the column with most text in the
    language that is read.

    into    where the translation goes: a header that is there or is added, or a number; "": in its place
    header  "yes" or "no": does the first row name the columns? "": by the look of it
    """

    def __init__(self, data: bytes, languages: Languages, column: str = "", into: str = "", header: str = ""):
        super().__init__()
        self._header = header
        self._file = decode(data)
        text = self._file.text
        self._newline = "\r\n" if "\r\n" in text else "\n"
        delimiter = _delimiter(text)
        self._rows = _rows(text, delimiter)
        self._quoted_all = _quotes_all(text)
        self._delimiter = delimiter
        self._src_lang, self._tgt_lang = languages.src, languages.tgt
        self._from, has_header = self._column(column)
        self.column = self._from + 1
        has_header |= bool(into) and not into.isdecimal() and header != "no"  # it was called by a name
        is_settled = bool(header) or self._is_name(column) or self._is_name(into)
        first_row = " | ".join(shown(self._rows[0]))
        self._into = self._target(into, has_header) if into else self._from
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
        if not column and max(map(len, self._rows)) > 1:
            self.notes.append(f"of this table column {self.column} was translated, as it seems to be the one "
                              "meant; --column names another")
        if not is_settled:
            self._say_first_row(has_header, first_row)
        if not into:
            self._say_translated()

    def _say_first_row(self, is_header: bool, cells: str) -> None:
        """What it was taken for, where nobody said what it is; `cells`: as it was read."""
        names = [cell for cell in self._rows[0] if cell.strip()]
        if is_header:
            self.notes.append(f"row 1 ({cells}) was taken for names of the columns and left as it is; "
                              "--header no translates it like the others")
        elif len(self._rows) >= _FEWEST and names and may_name(names):
            self.notes.append(f"row 1 ({cells}) was translated like the others; if it only names the "
                              "columns, --header yes leaves it as it is")

    def _say_translated(self) -> None:
        """A column that holds translations already is no place to be guessed: a person says so."""
        number = next((number for number in range(max(map(len, self._rows))) if number != self._from
                       and not self._is_in(number, self._src_lang) and self._is_in(number, self._tgt_lang)),
                      None)
        if number is not None:
            self.notes.append(f"column {number + 1} seems to hold text in {self._tgt_lang} already and was "
                              f"left as it is: the translation stands in column {self.column}, in the place "
                              f"of the source. --into {number + 1} fills only the cells that are empty there")

    def _is_in(self, number: int, language: str) -> bool:
        """Could the text of a column be in a language?"""
        text = "\n".join(row[number] for row in self._rows[:_LOOKED_AT] if number < len(row))
        return bool(language) and any(map(str.isalpha, text)) and unlike(text, language) is None

    def _column(self, column: str) -> tuple[int, bool]:
        header, width = self._rows[0], max(map(len, self._rows))
        if self._is_name(column):
            return header.index(column), True
        has_header = self._header == "yes" if self._header else names_columns(self._rows[:_LOOKED_AT])
        if column.isdecimal() and 1 <= int(column) <= width:
            return int(column) - 1, has_header
        if column:
            raise DocumentError(f'there is no column "{column}": expected one of {", ".join(header)}, or a '
                                f"number from 1 to {width}")
        return _most_text(self._rows, lambda number: self._is_in(number, self._src_lang)), has_header

    def _is_name(self, column: str) -> bool:
        """Numbers are names where a header has them, unless it was said whether there is one."""
        return bool(column) and column in self._rows[0] and self._header != "no" and not (
            self._header and column.isdecimal())

    def _target(self, into: str, has_header: bool) -> int:
        header, width = self._rows[0], max(map(len, self._rows))
        if self._is_name(into):
            return header.index(into)
        if into.isdecimal() and 1 <= int(into) <= width + (not has_header):
            return int(into) - 1
        if has_header:
            header += [""] * (width - len(header)) + [into]
        return width

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


@dataclass(frozen=True)
class Preview:
    """The beginning of a table, for a person who is to say which column is meant; `likely` from 1."""

    rows: tuple[tuple[str, ...], ...]
    columns: int
    is_headed: bool  # by the look of it
    likely: int


def preview(head: bytes, is_whole: bool = True) -> Preview:
    """Of a file, or of its first bytes. Raises DocumentError."""
    if not is_whole:  # no character or row is cut in two
        head = head[:len(head) // 4 * 4] if b"\0" in head else head[:head.rfind(b"\n") + 1]
    text = decode(head).text
    rows = _rows(text, _delimiter(text))[:_LOOKED_AT]
    shown = tuple(tuple(cell[:_SHOWN] for cell in row) for row in rows[:_PREVIEWED])
    return Preview(shown, max(map(len, rows)), names_columns(rows), _most_text(rows) + 1)


def _rows(text: str, delimiter: str) -> list[list[str]]:
    csv.field_size_limit(_MAX_CELL)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise DocumentError(f"expected comma-separated values: {error}") from None
    if not any(rows):
        raise DocumentError("the table is empty")
    return rows


def _most_text(rows: list[list[str]], is_meant: Callable[[int], bool] | None = None) -> int:
    """The column with most letters; of those that `is_meant` holds for, if there are any."""
    letters = [0] * max(map(len, rows))
    for row in rows[:_LOOKED_AT]:
        for index, cell in enumerate(row):
            letters[index] += sum(character.isalpha() for character in cell)
    meant = list(filter(is_meant, range(len(letters)))) if is_meant else []
    return max(meant or range(len(letters)), key=letters.__getitem__)


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
