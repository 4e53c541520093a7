"""Qt counts UTF-16: a character beyond the first plane counts twice."""

from __future__ import annotations


def units(text: str) -> int:
    """How long Qt takes a text to be."""
    return len(text) + (0 if text.isascii() else sum(character > "\uffff" for character in text))


def characters(text: str, place: int) -> int:
    """The character that begins at a place as Qt counts."""
    if text.isascii() or max(text, default="") <= "\uffff":
        return place
    seen = 0
    for index, character in enumerate(text):
        if seen >= place:
            return index
        seen += 1 + (character > "\uffff")
    return len(text)
