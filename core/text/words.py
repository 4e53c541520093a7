"""Where words begin and end, for looking words up in a text."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from core.text.tokenizer import unspaced


@lru_cache(1 << 14)
def in_word(character: str) -> bool:
    """Is it part of a word of a script that puts spaces between words? (Han and its like: no.)"""
    return unicodedata.category(character)[0] in "LMN" and not unspaced(character)


def is_whole(text: str, start: int, end: int) -> bool:
    """Do text[start:end] begin and end where words do?"""
    cuts_before = start > 0 and in_word(text[start - 1]) and in_word(text[start])
    cuts_after = end < len(text) and in_word(text[end - 1]) and in_word(text[end])
    return not cuts_before and not cuts_after


def folded(text: str) -> str:
    """Small letters and plain spaces, character for character as long as the text."""
    low = ((character, " " if character.isspace() else character.lower()) for character in text)
    return "".join(small if len(small) == 1 else character for character, small in low)


def capitalized(text: str) -> str:
    """With a capital where a sentence begins; only if that is one letter, too."""
    first = text[:1].upper()
    return first + text[1:] if len(first) == 1 else text


def runs_right_to_left(text: str) -> bool:
    """Does its first letter belong to a script that is written so? (Unicode annex 9, rules P2 and P3.)"""
    kinds = map(unicodedata.bidirectional, text)
    return next((kind != "L" for kind in kinds if kind in ("L", "R", "AL")), False)
