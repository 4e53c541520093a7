"""What is remembered of each kept pair, in some 40 bytes: what it is compared by, and where it stood.

A dict of so many numbers takes four times that; a memory of 300 MB may hold over two million pairs.
"""

from __future__ import annotations

from array import array

import numpy as np

_FEWEST = 1 << 10  # slots; always a power of two
_FULL = 0.6  # of the slots, at the most
_TAIL = 64  # slots beyond the last: a row that finds its own taken goes to the next free one
_LOW = (1 << 31) - 1


class Seen:
    """`add` each kept pair. Keys are core.corpus.normal's; `exact` is a hash of both texts as they are."""

    def __init__(self):
        self.keys = (array("q"), array("q"))
        self.lines, self.files = array("I"), array("i")
        self._exact = array("i")
        self._slots = array("i", bytes(4 * (_FEWEST + _TAIL)))  # row + 1 of the first of its pair, or 0
        self._mask = _FEWEST - 1
        self._count = 0  # of the slots that are taken
        self._spelled: dict[int, int] = {}  # another spelling of a pair that was there -> its first row

    def __len__(self) -> int:
        return len(self.lines)

    def first(self, src: int, tgt: int, exact: int) -> tuple[int, bool] | None:
        """(the row of the same pair, is it the same to the letter?), or None for a new one."""
        row = self._slots[self._place(src, tgt)] - 1
        if row < 0:
            return None
        if self._exact[row] == exact & _LOW:
            return row, True
        spelled = self._spelled.get(exact)
        return (row, False) if spelled is None else (spelled, True)

    def add(self, src: int, tgt: int, exact: int, file: int, line: int) -> None:
        row, place = len(self.lines), self._place(src, tgt)
        if self._slots[place]:
            self._spelled.setdefault(exact, row)
        else:
            self._slots[place] = row + 1
            self._count += 1
        for keys, key in zip(self.keys, (src, tgt), strict=True):
            keys.append(key)
        self._exact.append(exact & _LOW)
        self.lines.append(line)
        self.files.append(file)
        if self._count > _FULL * self._mask or place >= len(self._slots) - 2:
            self._grow()

    def done(self) -> None:
        """After the last pair: what only tells repeated ones is let go."""
        self._slots, self._spelled, self._exact = array("i"), {}, array("i")

    def _place(self, src: int, tgt: int) -> int:
        """The slot of a pair: the one that has its first row, or the free one where it belongs."""
        slots, (sources, targets) = self._slots, self.keys
        place = _home(src, tgt) & self._mask
        while row := slots[place]:
            if sources[row - 1] == src and targets[row - 1] == tgt:
                return place
            place += 1
        return place

    def _grow(self) -> None:
        """Twice the slots. Each row that has one gets the first free from its own on, in one go."""
        taken = np.frombuffer(self._slots, np.int32)
        rows = taken[taken > 0]
        del taken
        sources, targets = (np.frombuffer(keys, np.int64)[rows - 1] for keys in self.keys)
        home = _home(sources, targets)
        del sources, targets
        while True:
            self._mask = 2 * self._mask + 1
            own = (home & self._mask).astype(np.int32)
            order = np.argsort(own, kind="stable")
            steps = np.arange(len(rows), dtype=np.int32)
            places = np.maximum.accumulate(own[order] - steps) + steps
            if not len(places) or places[-1] < self._mask + _TAIL - 2:
                break
        slots = np.zeros(self._mask + 1 + _TAIL, np.int32)
        slots[places] = rows[order]
        self._slots = array("i")
        self._slots.frombytes(memoryview(slots).cast("B"))


def _home(src, tgt):
    """Of two keys, or of arrays of such; the lowest bit of a key says something else."""
    return (src >> 1) + 3 * (tgt >> 1)
