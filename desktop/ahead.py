"""What the first picture does not need is got ready after it, while nobody is waiting for it."""

from __future__ import annotations

import importlib
from collections import deque
from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, QTimer

from desktop.theme.theme import Theme
from desktop.workers.background_reader import BackgroundReader
from desktop.workers.inference import Inference

AFTER_MS = 300  # from when the window is shown, or the engine was last asked for something


class Ahead(QObject):
    """Makes parts of a window one after the other, each in a turn of the event loop of its own.

    A part is (module, make): the module is imported on a thread of its own, for it may take most of a second
    and who types meanwhile is translated; then `make` is called here. What it returns may name further parts
    with `ahead()`, which are made next. Nothing begins while the engine works, nor shortly after: then
    somebody is typing.
    """

    def __init__(self, inference: Inference, theme: Theme, parts: Iterable[tuple[str, Callable[[], object]]],
                 parent: QObject | None = None):
        super().__init__(parent)
        self._inference, self._theme, self._parts = inference, theme, deque(parts)
        self._reader = BackgroundReader(self)
        self._is_started = self._is_imported = self._is_importing = False
        self._start = QTimer(self, singleShot=True, interval=AFTER_MS)
        self._start.timeout.connect(self._next)
        inference.busy_changed.connect(self._wait)

    def start(self) -> None:
        """A moment later."""
        self._is_started = True
        self._wait(self._inference.is_busy)

    def close(self) -> None:
        """Makes nothing any more; waits for an import under way, which must not outlive the window."""
        self._parts.clear()
        self._start.stop()
        self._reader.finish()

    def _wait(self, is_busy: bool) -> None:
        if is_busy:
            self._start.stop()
        elif self._is_started:
            self._start.start()

    def _next(self) -> None:
        if not self._parts or self._is_importing or self._inference.is_busy:
            return
        module, make = self._parts[0]
        if not self._is_imported:
            self._is_importing = True
            self._reader.read("import", lambda: importlib.import_module(module), self._imported)
            return
        self._parts.popleft()
        self._is_imported = False
        with self._theme.unhurried():
            made = make()
        if hasattr(made, "ahead"):
            self._parts.extendleft(reversed(made.ahead()))
        self._next()

    def _imported(self, answer: object) -> None:
        self._is_importing = False
        self._is_imported = True
        if isinstance(answer, Exception):  # it is in the log, and comes again to whoever opens the page
            self.close()
        elif not self._start.isActive():
            self._next()
