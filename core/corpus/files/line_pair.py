"""A Moses pair: line i of one file translates line i of the other."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from core.corpus.textfile import TextFile
from core.corpus.unit import MAX_TEXT, CorpusError, Problem, Unit


def read(src: TextFile, tgt: TextFile, langs: tuple[str, str]) -> Iterator[Unit | Problem]:
    """Raises CorpusError at the end where one file has more lines: nobody knows which belong together."""
    lines = [0, 0]
    for first, second in zip_longest(src.lines(), tgt.lines()):
        if first is None or second is None:
            lines = [_count(src, first, lines[0]), _count(tgt, second, lines[1])]
            raise CorpusError(f"{src.path} has {lines[0]} lines and {tgt.path} has {lines[1]}: expected as "
                              "many in each, line i translating line i. Find the line from which they part, "
                              "and put an empty line where a translation is missing")
        lines = [first[0], second[0]]
        if first[1] is None or second[1] is None:
            yield Problem(first[0], "", src.too_long())
        elif max(len(first[1]), len(second[1])) > MAX_TEXT:
            yield Problem(first[0], "", f"over {MAX_TEXT} characters on one side; expected a sentence a line")
        else:
            yield Unit(first[0], "", [(langs[0], first[1]), (langs[1], second[1])])


def _count(file: TextFile, at: tuple[int, str | None] | None, before: int) -> int:
    """All lines of a file of which `at` (or none after `before`) has been reached."""
    return before if at is None else sum(1 for _ in file.lines())
