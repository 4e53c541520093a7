"""Which pairs share a sentence with others: after training on them a score over those is too good."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from core.corpus.normal import key
from core.corpus.unit import Pair


def sharing(pairs: Sequence[Pair], others: Iterable[Pair]) -> list[bool]:
    """Of each pair, whether it is one of the others or has the source or the target of one, as
    `core.corpus.normal` compares them. What is nothing but punctuation makes no two sentences one."""
    same = set(others)
    sides = [{key(pair[side]) for pair in same} for side in (0, 1)]

    def shares(text: str, side: int) -> bool:
        number = key(text)
        return number & 1 == 0 and number in sides[side]

    return [pair in same or shares(pair[0], 0) or shares(pair[1], 1) for pair in pairs]
