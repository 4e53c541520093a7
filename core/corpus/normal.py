"""Texts as they are compared: what differs in writing only is the same."""

from __future__ import annotations

import unicodedata


class _Kept(dict):
    """str.translate's table: letters, marks, numbers and private signs stay, all else goes."""

    def __missing__(self, code: int) -> int | None:
        kept = code if unicodedata.category(chr(code))[0] in "LNMC" else None
        self[code] = kept
        return kept


_KEPT = _Kept()


def normalised(text: str) -> str:
    """The text without case, punctuation and spaces: what makes two sentences "the same" here."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    return text.casefold().translate(_KEPT)
