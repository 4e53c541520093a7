"""Training and development parts that share no sentence."""

from __future__ import annotations

import random
import unicodedata

from core.corpus.readers import Pair


def split(pairs: list[Pair], dev_size: int, seed: int) -> tuple[list[Pair], list[Pair]]:
    """(train, dev): pairs that share a normalised source or target stay on one side.

    `dev_size` is an aim; groups are kept whole, so dev may be a little larger. Never more than a
    tenth of all pairs. Both keep the order of the corpus.
    """
    groups = _connected(pairs)
    order = sorted(groups)
    random.Random(seed).shuffle(order)
    wanted, dev_rows = min(dev_size, len(pairs) // 10), set()
    for root in order:
        if len(dev_rows) >= wanted:
            break
        if len(groups[root]) <= max(1, wanted // 10):  # a huge group would be all of dev
            dev_rows.update(groups[root])
    train = [pair for row, pair in enumerate(pairs) if row not in dev_rows]
    return train, [pairs[row] for row in sorted(dev_rows)]


def normalised(text: str) -> str:
    """The text without case, punctuation and spaces: what makes two sentences "the same" here."""
    return "".join(character for character in unicodedata.normalize("NFKC", text).casefold()
                   if unicodedata.category(character)[0] in "LNMC")


def _connected(pairs: list[Pair]) -> dict[int, list[int]]:
    """Rows grouped by shared sentences (union-find), each group under its first row."""
    parent = list(range(len(pairs)))

    def root(row: int) -> int:
        while parent[row] != row:
            parent[row] = parent[parent[row]]
            row = parent[row]
        return row

    first_with: dict[tuple[int, str], int] = {}
    for row, pair in enumerate(pairs):
        for side, text in enumerate(pair):
            other = first_with.setdefault((side, normalised(text)), row)
            low, high = sorted((root(row), root(other)))
            parent[high] = low
    groups: dict[int, list[int]] = {}
    for row in range(len(pairs)):
        groups.setdefault(root(row), []).append(row)
    return groups
