"""What a sentence pattern is, and how its slots are filled.

A pattern is a function that yields (Chinese, English) without final punctuation or capital letter. It
asks its `deal` for fillers. `deal` hands out each table like a pack of cards: all of it once, in random
order, before any word comes again, so that no word is left out by chance.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

Sentences = Iterator[tuple[str, str]]

# How many more combinations are dealt than a pattern may give: repeats are dropped, and what is left
# over serves to bring rare words up to strength.
DEALS_PER_SENTENCE = 5


@dataclass(frozen=True)
class Pattern:
    name: str
    build: Callable[[Deal], Sentences]
    quota: int  # how many sentences it may give, at most
    zh_mark: str
    en_mark: str

    @property
    def is_statement(self) -> bool:
        return self.zh_mark == "。"

    def sentences(self, seed: int) -> Sentences:
        """Its own random numbers, so that a change to one pattern leaves the others as they are."""
        rng = random.Random(f"{seed} {self.name}")
        return self.build(Deal(rng, self.quota * DEALS_PER_SENTENCE))


class Deal:
    def __init__(self, rng: random.Random, count: int) -> None:
        self._rng = rng
        self._count = count

    def __call__(self, *tables: Sequence) -> Iterator[tuple]:
        """`count` tuples with one entry of each table."""
        packs = [self._pack(table) for table in tables]
        for _ in range(self._count):
            yield tuple(next(pack) for pack in packs)

    def _pack(self, table: Sequence) -> Iterator:
        while True:
            yield from shuffled(table, self._rng)


def shuffled(items: Sequence, rng: random.Random) -> list:
    """Like rng.shuffle, but built on rng.random() alone: only that is promised never to change."""
    return [items[i] for _, i in sorted((rng.random(), i) for i in range(len(items)))]


PATTERNS: list[Pattern] = []


def _add(quota: int, zh_mark: str, en_mark: str) -> Callable:
    def decorate(build: Callable[[Deal], Sentences]) -> Callable[[Deal], Sentences]:
        PATTERNS.append(Pattern(build.__name__, build, quota, zh_mark, en_mark))
        return build

    return decorate


def statement(quota: int) -> Callable:
    return _add(quota, "。", ".")


def question(quota: int) -> Callable:
    return _add(quota, "？", "?")


def exclamation(quota: int) -> Callable:
    return _add(quota, "！", "!")
