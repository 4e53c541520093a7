"""Very long paragraphs get line breaks at ends of sentences: a text pane lays out a whole one at each key."""

from __future__ import annotations

import re

LONGEST = 10_000  # characters of a paragraph
_NEAR = 2_000  # before that, in which a good place is looked for
# Where it may be broken, best first.
_PLACES = tuple(map(re.compile, (
    r"""[。！？｡…]["'”’」』）)]*\s*|[.!?؟۔।॥]["'”’»)\]]*\s+""", r"[，、；：]|[,;:]\s+|\s+")))


def broken(text: str, longest: int = LONGEST) -> str:
    """The same text with line breaks added, where it has paragraphs of over `longest` characters."""
    if len(text) <= longest:
        return text
    parts: list[str] = []
    for paragraph in text.split("\n"):
        start = 0
        while len(paragraph) - start > longest:
            end = _place(paragraph, start + longest, min(_NEAR, longest // 2))
            parts.append(paragraph[start:end])
            start = end
        parts.append(paragraph[start:])
    return "\n".join(parts)


def _place(paragraph: str, limit: int, near: int) -> int:
    """The last good place in the `near` characters before `limit`."""
    for pattern in _PLACES:
        ends = [match.end() for match in pattern.finditer(paragraph, limit - near, limit)]
        if ends:
            return ends[-1]
    return limit
