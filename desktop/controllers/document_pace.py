"""How long a document still takes: by its late pace, not that of the whole, and as a range."""

from __future__ import annotations

import time
from collections import deque

_WINDOW_S = 30.0
_MEASURED_S = 3.0  # before which no time is said to be left
_SLICE_S = 5.0  # the paces of the window's slices are what the time left lies between


class DocumentPace:
    """Told of how many sentences are done, each time some are."""

    def __init__(self):
        self._counts: deque[tuple[float, int]] = deque()  # (when, sentences done)

    def clear(self) -> None:
        self._counts.clear()

    def tell(self, done: int) -> None:
        now = time.monotonic()
        self._counts.append((now, done))
        while now - self._counts[0][0] > _WINDOW_S:
            self._counts.popleft()

    def left(self, total: int) -> tuple[float, float] | None:
        """Seconds to the last of `total` sentences at the fastest pace of late and at the slowest."""
        if not self._counts:
            return None
        (since, before), (now, done) = self._counts[0], self._counts[-1]
        if now - since < _MEASURED_S or done <= before:
            return None
        paces = [(now - since) / (done - before), *self._slices()]  # seconds a sentence
        return (total - done) * min(paces), (total - done) * max(paces)

    def _slices(self) -> list[float]:
        found, (since, before) = [], self._counts[0]
        for now, done in self._counts:
            if now - since >= _SLICE_S and done > before:
                found.append((now - since) / (done - before))
                since, before = now, done
        return found
