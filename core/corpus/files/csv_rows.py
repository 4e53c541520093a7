"""The rows of a table whose quotes stand around cells. A cell may have several lines, a quote no end."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator

from core.corpus.files import quoting
from core.corpus.textfile import LONGEST_LINE, TextFile
from core.corpus.unit import Problem, quoted

MOST_LINES = 100  # of one row; a cell of more is no sentence, but a quote that nobody closed


def rows(file: TextFile, delimiter: str, quote: str, escapes: bool) -> Iterator[
        tuple[int, list[str] | Problem]]:
    """(line on which the row begins, its cells, or why it has none).

    A row whose quote is not closed costs its first line; reading goes on behind that.
    """
    reader = _Rows(file, delimiter, quote, escapes)
    before = csv.field_size_limit(4 * LONGEST_LINE)
    try:
        yield from reader
    finally:
        csv.field_size_limit(before)


class _Rows:
    def __init__(self, file: TextFile, delimiter: str, quote: str, escapes: bool):
        self._file, self._lines = file, file.lines()
        self._delimiter, self._quote, self._escapes = delimiter, quote, escapes
        self._again: deque[tuple[int, str | None]] = deque()  # lines to be read once more
        self._held: list[tuple[int, str]] = []  # lines of the row that is being read
        self._asked_for_more = False  # a quote was open at the end of its first

    def __iter__(self) -> Iterator[tuple[int, list[str] | Problem]]:
        while (item := self._next()) is not None:
            number, line = item
            if line is None:
                yield number, Problem(number, "", self._file.too_long())
            elif self._quote not in line:
                yield number, line.split(self._delimiter) if line else []
            else:
                yield number, self._row(number, line)

    def _row(self, number: int, line: str) -> list[str] | Problem:
        self._held, self._asked_for_more = [(number, line)], False
        try:
            row = next(self._parsed(self._feed(), False))
        except csv.Error:
            return Problem(number, "", "a carriage return stands within a cell without quotes in "
                                       f"{quoted(line)}")
        if self._asked_for_more:
            try:
                row = next(self._parsed((self._text(held) for _, held in self._held), True))
            except csv.Error:
                self._again.extendleft(reversed(self._held[1:]))
                return Problem(number, "", f"a quote opens in {quoted(line)} and does not close within "
                                           f"{MOST_LINES} lines; close it, or say --quote none if quotes are "
                                           "letters like others")
        return row

    def _parsed(self, lines: Iterator[str], strict: bool) -> Iterator[list[str]]:
        return csv.reader(lines, delimiter=self._delimiter, quotechar=self._quote, strict=strict)

    def _feed(self) -> Iterator[str]:
        """The line that begins the row, and while a quote is open those after it."""
        size = 0
        yield self._text(self._held[0][1])
        self._asked_for_more = True
        while len(self._held) < MOST_LINES and size < LONGEST_LINE:
            item = self._next()
            if item is None:
                break
            if item[1] is None:
                self._again.appendleft(item)
                break
            self._held.append(item)
            size += len(item[1])
            yield self._text(item[1])

    def _text(self, line: str) -> str:
        return (quoting.unescaped(line) if self._escapes else line) + "\n"

    def _next(self) -> tuple[int, str | None] | None:
        return self._again.popleft() if self._again else next(self._lines, None)
