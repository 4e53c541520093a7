"""Two files that look like tables, yet are the halves of a line-aligned pair: english.txt and german.txt.

Sentences with one comma each look like a CSV of two columns. In a table the columns differ in language and
the files do not; in halves it is the other way round. Told only where there is text enough to be sure.
"""

from __future__ import annotations

from core.corpus.language_guess import MOST, votes
from core.corpus.textfile import TextFile

_LINES = 400  # of the beginning that are judged


def are_halves(first: TextFile, second: TextFile, delimiter: str = ",") -> bool:
    """Are both columns of one file in one language, and both of the other's in another? (Whether they have
    as many lines is for the reader of halves to say.)"""
    ours, theirs = _language(first, delimiter), _language(second, delimiter)
    return bool(ours and theirs) and ours != theirs


def _language(file: TextFile, delimiter: str) -> str:
    """The one in which both what stands before the first delimiter of each line and the rest is, or ""."""
    lines = [line.partition(delimiter) for line in file.head.split("\n")[:_LINES]]
    found = {_main([before for before, _, _ in lines]), _main([rest for _, _, rest in lines if rest])}
    return found.pop() if len(found) == 1 else ""


def _main(texts: list[str]) -> str:
    counts = votes(texts)
    if not counts:
        return ""
    language, count = counts.most_common(1)[0]
    return language if count >= MOST * counts.total() else ""
