"""Which words of a free translation render which term: each word at most one, the clearest first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from core.decoding.constrained import Spelling
from core.terms.alone import Alone
from core.text.spans import decoded_spans
from core.text.tokenizer import Tokenizer, unspaced

if TYPE_CHECKING:
    from core.decoding.translator import Translation

Rendering = tuple[int, int]  # characters of the decoded tokens
_NAMED = 2.0  # what it counts that the model says the word of the term alone, against shares of at most 1;
_OWN = 0.2  # in full from this share on: "the" and "is" are in all that a model says
_LEAST = 0.1  # less is no rendering
_JOINS = 0.5  # share from which a word beside belongs to it, if the model says both of the term alone


class _Words:
    """The words of a translation: their tokens, and their characters in the text."""

    def __init__(self, tokenizer: Tokenizer, free: Translation, spelling: Spelling):
        ids = free.token_ids[:-1] if free.finished else free.token_ids
        self.text, spans = tokenizer.decode(free.token_ids), decoded_spans(tokenizer, free.token_ids)
        self.tokens = words(ids, spelling)
        self.spans = [(spans[first][0], spans[end - 1][1]) for first, end in self.tokens]
        self.taken = np.zeros(len(self.text) + 1, dtype=bool)

    def place(self, word: int, alone: Alone) -> Rendering:
        """Its characters; of a piece that is several words of a script without spaces those that are said."""
        start, end = self.spans[word]
        piece = self.text[start:end]
        inner = alone.within(piece) if piece and unspaced(piece[0]) else None
        return (start + inner[0], start + inner[1]) if inner is not None else (start, end)

    def is_free(self, place: Rendering) -> bool:
        return place[0] < place[1] and not self.taken[place[0]:place[1]].any()


def renderings(
    tokenizer: Tokenizer, free: Translation, shares: Sequence[np.ndarray], said: Sequence[Alone],
    spelling: Spelling,
) -> list[Rendering | None]:
    """shares: of each term [T], how far each target token comes from it."""
    text = _Words(tokenizer, free, spelling)
    own = np.array([[share[first:end].mean() for first, end in text.tokens] for share in shares])
    places = [[text.place(word, alone) for word in range(len(text.tokens))] for alone in said]
    clear = [[_clear(own[term, word], said[term].share(text.text[slice(*place)]))
              for word, place in enumerate(row)] for term, row in enumerate(places)]
    found: list[Rendering | None] = [None] * len(said)
    pairs = sorted(((term, word) for term, row in enumerate(clear) for word in range(len(row))),
                   key=lambda pair: -clear[pair[0]][pair[1]])
    for term, word in pairs:
        if found[term] is not None or clear[term][word] < _LEAST:
            continue
        if text.is_free(places[term][word]):
            place = _joined(text, term, word, places[term][word], own, said[term])
            text.taken[place[0]:place[1]] = True
            found[term] = place
    return found


def _clear(share: float, named: float) -> float:
    return share + _NAMED * named * min(1.0, share / _OWN)


def _joined(text: _Words, term: int, word: int, place: Rendering, own: np.ndarray, alone: Alone) -> Rendering:
    """The place with its neighbours that belong to it: "post office"."""
    if place != text.spans[word]:
        return place
    for step in (-1, 1):
        beside = word + step
        while 0 <= beside < len(text.spans) and own[term, beside] > _JOINS:
            longer = min(place[0], text.spans[beside][0]), max(place[1], text.spans[beside][1])
            if not alone.has(text.text[slice(*longer)]) or text.taken[slice(*text.spans[beside])].any():
                break
            place, beside = longer, beside + step
    return place


def words(token_ids: Sequence[int], spelling: Spelling) -> list[tuple[int, int]]:
    """Tokens grouped into words; of a script without spaces each stands alone."""
    found: list[tuple[int, int]] = []
    for number, token_id in enumerate(token_ids):
        before = token_ids[number - 1] if number else None
        if before is not None and spelling.begins_inside[token_id] and spelling.ends_inside[before]:
            found[-1] = (found[-1][0], number + 1)
        elif spelling.has_word[token_id]:
            found.append((number, number + 1))
    return found
