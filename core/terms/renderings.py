"""Which words of a free translation render which term: each word at most one, the clearest first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from core.decoding.constrained import Found, Spelling
from core.terms.alone import Alone
from core.text.spans import decoded_spans
from core.text.tokenizer import Tokenizer, unspaced
from core.text.words import folded, is_whole

if TYPE_CHECKING:
    from core.decoding.translator import Translation

Rendering = tuple[int, int]  # characters of the decoded tokens
_NAMED = 2.0  # what it counts that the model says the word of the term alone, against shares of at most 1;
_OWN = 0.2  # in full from this share on: "the" and "is" are in all that a model says
_LEAST = 0.1  # less is no rendering
_BESIDE = 8  # words beside which a term that none renders may stand
_JOINS = 0.5  # share from which a word beside belongs to it, if the model says both of the term alone


class _Words:
    """The words of a translation: their tokens, and their characters in the text."""

    def __init__(self, tokenizer: Tokenizer, free: Translation, spelling: Spelling):
        _, _, eos_id, _ = tokenizer.special_ids
        ids = free.token_ids[:-1] if free.token_ids[-1:] == (eos_id,) else free.token_ids
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
) -> tuple[list[Rendering | None], list[list[Rendering]]]:
    """(of each term its words, None where it has none; for those the gaps in which it may stand).

    shares: of each term [T], how far each target token comes from it.
    """
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
    return found, [[] if place is not None else _gaps(text, own[term])
                   for term, place in enumerate(found)]


def _gaps(text: _Words, own: np.ndarray) -> list[Rendering]:
    """Beside the words that come from the term most. Not within a rendering, nor before the sentence begins:
    its first word has the capital."""
    nearest = sorted(range(len(text.spans)), key=lambda word: -own[word])[:_BESIDE]
    places = dict.fromkeys(place for word in nearest for place in text.spans[word])
    return [(place, place) for place in places
            if place > text.spans[0][0] and not text.taken[place - 1:place + 1].all()]


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


def says_twice(
    tokenizer: Tokenizer, free: Translation, places: Sequence[Rendering | None], found: Found
) -> bool:
    """Does a translation with terms still have, beside one, the words that it was to take the place of?"""
    text, ids = tokenizer.decode(free.token_ids), found.hypothesis.token_ids
    met = {place.constraint for place in found.places}
    replaced = Counter(folded(text[slice(*place)]) for term, place in enumerate(places)
                       if place is not None and term in met)
    made = tokenizer.decode(ids)
    for place in found.places:
        start, end = (len(tokenizer.decode(ids[:count])) for count in (place.start, place.end))
        made = made[:start] + " " * (end - start) + made[end:]
    return any(_count(words, made) > _count(words, text) - count for words, count in replaced.items())


def _count(words: str, text: str) -> int:
    """How often words stand in a text, whole."""
    low = folded(text)
    return sum(low.startswith(words, at) and is_whole(text, at, at + len(words)) for at in range(len(low)))


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
