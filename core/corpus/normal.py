"""Texts as they are compared: what differs in writing only is the same."""

from __future__ import annotations

import re
import unicodedata


class _Kept(dict):
    """str.translate's table: letters, marks, numbers and private signs stay, all else goes."""

    def __missing__(self, code: int) -> int | None:
        kept = code if unicodedata.category(chr(code))[0] in "LNMC" else None
        self[code] = kept
        return kept


_KEPT = _Kept()
_ASCII_DROPPED = bytes(code for code in range(128) if _KEPT[code] is None)
_ASCII_MARKS = bytes(set(_ASCII_DROPPED) - set(b" "))
_MAY_GO = re.compile(r"\W")  # all others are letters and numbers


def normalised(text: str) -> str:
    """The text without case, punctuation and spaces: what makes two sentences "the same" here.

    Of one that is nothing else it keeps all: "..." and "!" are not the same.
    """
    sentence = text
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    # Most of what goes is ASCII, and bytes are quick to lose it.
    text = _bytes(text).translate(None, _ASCII_DROPPED).decode(errors="surrogatepass")
    kept = text.translate(_KEPT) if not text.isascii() and _MAY_GO.search(text) else text
    return kept or sentence


def key(text: str) -> int:
    """A number that is the same for texts that differ in writing only (64 bits, of this process).

    It is odd for a text that is nothing but punctuation: "..." says too little to make two sentences one.
    """
    same = normalised(text)
    is_lone = same == text and not any(_KEPT[ord(character)] for character in text)
    return hash(same) & ~1 | is_lone


def words(text: str) -> list[bytes]:
    """What stands between spaces, without case and ASCII punctuation, in UTF-8."""
    return _bytes(text).translate(None, _ASCII_MARKS).split()


def _bytes(text: str) -> bytes:
    return text.casefold().encode(errors="surrogatepass")
