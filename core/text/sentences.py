"""Text as sentences and what stands between them, so that a translation keeps its line breaks."""

from __future__ import annotations

import re
from dataclasses import dataclass

# An end mark with closing quotes; in scripts with spaces it ends a sentence only before a space.
_END = re.compile(r"[。！？…]+[”’」』）]*|[.!?]+[\"'”’)\]]*(?=\s|$)|\n+")


@dataclass(frozen=True)
class Segment:
    """`text` is translated; `gap` (spaces, line breaks) follows it and is kept."""

    text: str
    gap: str = ""


def split(text: str) -> list[Segment]:
    """The sentences of a text in order; joining text and gap of all gives the text back.

    A segment's text is empty where the text begins with blank lines.
    """
    segments, start = [], 0
    for match in _END.finditer(text):
        if match.end() <= start:
            continue
        segments.append(text[start:match.end()])
        start = match.end()
    if start < len(text):
        segments.append(text[start:])
    return [segment for part in segments for segment in _trim(part)]


def _trim(part: str) -> list[Segment]:
    """Leading blanks become the gap of an empty segment, trailing ones this segment's gap."""
    core = part.strip()
    lead = part[: len(part) - len(part.lstrip())]
    if not core:
        return [Segment("", part)]
    gap = part[len(lead) + len(core):]
    return ([Segment("", lead)] if lead else []) + [Segment(core, gap)]
