"""Text as sentences and what stands between them, so that a translation keeps its line breaks."""

from __future__ import annotations

import re
from dataclasses import dataclass

# Titles stand before a name: their stop ends no sentence. (Longer lists of abbreviations belong to a
# language, and are wrong as often as right at the end of a sentence.)
_TITLES = "".join(rf"(?<!\b{title}\.)" for title in ("Mr", "Mrs", "Ms", "Dr", "Prof", "St"))

# An end mark with closing quotes; in scripts with spaces it ends a sentence only before a space.
# Nothing here backtracks (++ and the look-behind): 10,000 dots take no longer than other text.
_END = re.compile(
    rf"""(?: [。！？…]++ [”’」』）]*+
          | (?<![.!?؟۔।॥]) [.!?؟۔।॥]++ {_TITLES} ["'”’)\]]*+ (?=\s|$)
          | \n
        ) \s*+""", re.VERBOSE)


@dataclass(frozen=True)
class Segment:
    """`text` is translated; `gap` (spaces, line breaks) follows it and is kept."""

    text: str
    gap: str = ""


def split(text: str) -> list[Segment]:
    """The sentences of a text in order; joining text and gap of all gives the text back.

    Only the first segment's text can be empty: where the text begins with blanks. A stop after an
    abbreviation ends a sentence as well ("etc. And"), but for the English titles before a name.
    """
    segments, start = [], 0
    for match in _END.finditer(text):
        segments += _trim(text[start:match.end()])
        start = match.end()
    return segments + _trim(text[start:])


def _trim(part: str) -> list[Segment]:
    """Trailing blanks become the segment's gap, leading ones the gap of an empty segment."""
    core = part.strip()
    lead = part[: len(part) - len(part.lstrip())]
    if not core:
        return [Segment("", part)] if part else []
    gap = part[len(lead) + len(core):]
    return ([Segment("", lead)] if lead else []) + [Segment(core, gap)]
