"""What a model says of a term by itself: its usual words for it, among others made up around them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.config import DecodeConfig
from core.text.words import folded, is_whole

if TYPE_CHECKING:
    from core.decoding.hypothesis import Stop
    from core.decoding.translator import Translator

_ASKED = 4  # translations of the term; a word that stands in most of them is what it means
_MOST = 0.75


@dataclass(frozen=True)
class Alone:
    """Translations of a term, folded."""

    texts: tuple[str, ...]

    def share(self, words: str) -> float:
        """How many of the translations, of 1, have these words?"""
        return sum(_stands(folded(words), text) for text in self.texts) / max(len(self.texts), 1)

    def has(self, words: str) -> bool:
        return self.share(words) >= _MOST

    def within(self, piece: str) -> tuple[int, int] | None:
        """The longest part of a piece, of a script without spaces, that most translations have."""
        for length in range(len(piece), 0, -1):
            for start in range(len(piece) - length + 1):
                if self.has(piece[start: start + length]):
                    return start, start + length
        return None


def said_of(translator: Translator, terms: Sequence[str], stop: Stop) -> dict[str, Alone]:
    """Raises Stopped."""
    asked = list(dict.fromkeys(terms))
    longest = max((len(translator.source_ids(term)) for term in asked), default=0)
    config = DecodeConfig(method="beam", beam_size=_ASKED, max_len=2 * longest + _ASKED)
    found = translator.translate_freely(asked, config, stop, _ASKED)
    return {term: Alone(tuple(folded(other.text) for other in result.n_best) or (folded(result.text),))
            for term, result in zip(asked, found, strict=True)}


def _stands(words: str, text: str) -> bool:
    start = text.find(words)
    while start >= 0:
        if is_whole(text, start, start + len(words)):
            return True
        start = text.find(words, start + 1)
    return False
