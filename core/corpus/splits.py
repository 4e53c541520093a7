"""Training, development and test parts that share no sentence."""

from __future__ import annotations

import random
from array import array
from collections.abc import Iterator, Sequence
from typing import TextIO

import numpy as np

from core.corpus.normal import key
from core.corpus.unit import Pair

TRAIN, DEV, TEST = 0, 1, 2
PARTS = ("train", "dev", "test")


def split(pairs: list[Pair], dev_size: int, seed: int) -> tuple[list[Pair], list[Pair]]:
    """(train, dev): pairs that share a normalised source or target stay on one side.

    `dev_size` is an aim; groups are kept whole, so dev may be a little larger. Never more than a
    tenth of all pairs. Both keep the order of the corpus.
    """
    return tuple([pairs[row] for row in rows] for rows in split_rows(pairs, dev_size, seed))


def split_rows(pairs: list[Pair], dev_size: int, seed: int) -> tuple[list[int], list[int]]:
    """The same by the numbers of the pairs."""
    keys = [[key(pair[side]) for pair in pairs] for side in (0, 1)]
    part = parts(*keys, [dev_size], seed)
    return np.flatnonzero(part == TRAIN).tolist(), np.flatnonzero(part == DEV).tolist()


def parts(src_keys: Sequence[int], tgt_keys: Sequence[int], sizes: list[int], seed: int,
          strata: Sequence[int] | None = None) -> np.ndarray:
    """The part of each row [num_rows]: TRAIN, or DEV and TEST of about `sizes` rows each.

    Rows that share a source or a target key (see core.corpus.normal), directly or over others, are in the
    same part; odd keys connect nothing. Each size
    is at most a tenth of all rows. With `strata` (a number a row), each stratum has parts of its own of
    these sizes; a group belongs to the stratum of its first row.
    """
    roots = components(src_keys, tgt_keys)
    part = np.full(len(roots), TRAIN, np.int8)
    if not len(roots):
        return part
    by_root = np.argsort(roots, kind="stable")
    starts = np.flatnonzero(np.r_[True, np.diff(roots[by_root]) > 0]).astype(np.int32)
    ends = np.r_[starts[1:], np.int32(len(roots))]
    of_row = np.zeros(len(roots), np.int8) if strata is None else np.asarray(strata, np.int8)
    of_group = of_row[by_root[starts]]
    for stratum in np.unique(of_row):
        order = _array(np.flatnonzero(of_group == stratum))
        random.Random(seed).shuffle(order)
        place = 0
        for number, size in enumerate(sizes, DEV):
            wanted, taken = min(size, int((of_row == stratum).sum()) // 10), 0
            while taken < wanted and place < len(order):
                group = by_root[starts[order[place]]: ends[order[place]]]
                place += 1
                if len(group) <= max(1, wanted // 10):  # a huge group would be all of the part
                    part[group] = number
                    taken += len(group)
    return part


def held_out(kept: TextIO, part: np.ndarray) -> Iterator[str]:
    """The rows that are in no training part, both sides together. `kept` has a line a row: source, TAB,
    target; it is read, never held."""
    kept.seek(0)
    for label, line in zip(part.tobytes(), kept, strict=True):
        if label != TRAIN:
            yield line.rstrip("\n").replace("\t", "", 1)


def components(src_keys: Sequence[int], tgt_keys: Sequence[int]) -> np.ndarray:
    """The first row of each row's group [num_rows]: groups are connected by equal keys (union-find)."""
    parent = _array(np.arange(len(src_keys)))

    def root(row: int) -> int:
        while parent[row] != row:
            parent[row] = parent[parent[row]]
            row = parent[row]
        return row

    for keys in (src_keys, tgt_keys):
        numbers = np.asarray(keys, np.int64)
        order = np.argsort(numbers, kind="stable").astype(np.int32)
        numbers = numbers[order]
        same = np.flatnonzero((numbers[1:] == numbers[:-1]) & (numbers[1:] & 1 == 0))
        del numbers
        for first, second in zip(_array(order[same]), _array(order[same + 1]), strict=True):
            low, high = sorted((root(first), root(second)))
            parent[high] = low
    return np.fromiter((root(row) for row in range(len(parent))), np.int32, len(parent))


def _array(numbers: np.ndarray) -> array:
    """Rows as an array of Python's, which is as quick in a loop as a list, at 4 bytes each."""
    made = array("i")
    made.frombytes(memoryview(np.ascontiguousarray(numbers, np.int32)).cast("B"))
    return made
