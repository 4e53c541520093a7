"""Two files that look like tables, yet are the halves of a line-aligned pair: english.txt and german.txt.

Sentences with one comma each look like a CSV of two columns. In a table the columns differ in language and
the files do not; in halves it is the other way round. Told only where there is text enough to be sure.
"""

from __future__ import annotations

from core.corpus.files.delimited import Dialect
from core.corpus.language_guess import MOST, votes
from core.corpus.textfile import TextFile

_LINES = 400  # of the beginning that are judged


def are_halves(first: TextFile, second: TextFile, forms: list[Dialect | None]) -> bool:
    """Are both columns of one file in one language, and both of the other's in another? (Whether they have
    as many lines is for the reader of halves to say.)

    `forms`: how each is written as a table, None where it looks like none.
    """
    ours, theirs = map(_language, (first, second), forms)
    return bool(ours and theirs) and ours != theirs


def _language(file: TextFile, form: Dialect | None) -> str:
    """The one in which both what stands before the first delimiter of each line and the rest is, or "".

    Of rows that are uneven, one of the two may be too short to tell: they are hardly a table.
    """
    lines = file.head.split("\n")[:_LINES]
    if form is None:
        return _main(lines)
    parts = [line.partition(form.delimiter) for line in lines]
    found = {_main([before for before, _, _ in parts]), _main([rest for _, _, rest in parts if rest])}
    if form.is_uneven:
        found.discard("")
    return found.pop() if len(found) == 1 else ""


def _main(texts: list[str]) -> str:
    counts = votes(texts)
    if not counts:
        return ""
    language, count = counts.most_common(1)[0]
    return language if count >= MOST * counts.total() else ""
