"""Work that may wait until after the next picture, each piece in a turn of the event loop of its own."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, QTimer


class Turns(QObject):
    """What is asked for anew takes the place of all that still waits."""

    def __init__(self, parent: QObject):
        super().__init__(parent)
        self._waiting: deque[Callable[[], None]] = deque()
        self._next = QTimer(self, singleShot=True, interval=0)
        self._next.timeout.connect(self._do_next)

    @property
    def is_waiting(self) -> bool:
        """Is there something yet to be done?"""
        return bool(self._waiting)

    def take(self, pieces: Iterable[Callable[[], None]]) -> None:
        self._waiting = deque(pieces)
        self._next.start()

    def add(self, piece: Callable[[], None]) -> None:
        """After what waits; a piece may add the next one."""
        self._waiting.append(piece)
        self._next.start()

    def finish(self) -> None:
        """Does all that waits, now."""
        while self._waiting:
            self._waiting.popleft()()

    def _do_next(self) -> None:
        if self._waiting:
            self._waiting.popleft()()
            self._next.start()
