"""Other ways to cut a word into the same vocabulary's pieces: BPE-dropout (Provilkov et al. 2020).

The merges are applied as they were learned, but each one possible is left out with a probability at every
turn (algorithm 1). The tokenizers library has such a dropout too, without a seed: a training that resumes
could not repeat it.
"""

from __future__ import annotations

import random
from collections.abc import Sequence


class Merges:
    """The merges of a vocabulary, first learned first."""

    def __init__(self, merges: Sequence[tuple[str, str]], ids: dict[str, int]):
        self._ranks = {pair: rank for rank, pair in enumerate(merges)}
        self._ids = ids

    def cut(self, word: str, rate: float, rng: random.Random) -> tuple[int, ...]:
        """The ids of one way to cut `word`, every character of which is in the vocabulary. At rate 0 it is
        the tokenizer's own."""
        pieces = list(word)
        while True:
            best = None
            for place in range(len(pieces) - 1):
                rank = self._ranks.get((pieces[place], pieces[place + 1]))
                if rank is None or (best is not None and rank >= best[0]):
                    continue
                if not rate or rng.random() >= rate:
                    best = rank, place
            if best is None:
                return tuple(self._ids[piece] for piece in pieces)
            place = best[1]
            pieces[place: place + 2] = [pieces[place] + pieces[place + 1]]

    def draws(self, word: str, rate: float, seed: int, count: int) -> list[tuple[int, ...]]:
        """`count` ways, some of them alike; the same ones for the same word and seed, whenever asked."""
        rng = random.Random(f"{seed} {word}")
        return [self.cut(word, rate, rng) for _ in range(count)]
