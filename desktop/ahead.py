"""What the first picture does not need is got ready after it, while nobody is waiting for it."""

from __future__ import annotations

import importlib
import logging
from collections import deque
from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, QTimer

from desktop.theme.theme import Theme
from desktop.workers.inference import Inference

AFTER_MS = 300  # from when the window is shown
_log = logging.getLogger(__name__)


class Ahead(QObject):
    """Makes parts of a window one after the other, each in a turn of the event loop of its own.

    A part is (module, make): the module is imported on the worker's thread, where it holds up nobody,
    behind whatever else was asked of it; then `make` is called here. What it returns may name
    further parts with `ahead()`, which are made next.
    """

    def __init__(self, inference: Inference, theme: Theme, parts: Iterable[tuple[str, Callable[[], object]]],
                 parent: QObject | None = None):
        super().__init__(parent)
        self._inference, self._theme, self._parts = inference, theme, deque(parts)
        self._start = QTimer(self, singleShot=True, interval=AFTER_MS)
        self._start.timeout.connect(self._next)

    def start(self) -> None:
        """A moment later."""
        self._start.start()

    def _next(self) -> None:
        if self._parts:
            module, make = self._parts.popleft()
            self._inference.submit("ahead", lambda engine, task: importlib.import_module(module) and None,
                                   lambda _: self._make(make), _log.error)

    def _make(self, make: Callable[[], object]) -> None:
        with self._theme.unhurried():
            made = make()
        if hasattr(made, "ahead"):
            self._parts.extendleft(reversed(made.ahead()))
        self._next()
