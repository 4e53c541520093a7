"""What the first picture does not need is got ready after it, a little at a time."""

from __future__ import annotations

import importlib
from collections import deque
from collections.abc import Callable, Iterable, Mapping

from PySide6.QtCore import QObject, QTimer

from desktop.theme.theme import Theme
from desktop.workers.background_reader import BackgroundReader
from desktop.workers.inference import Inference

AFTER_MS = 300  # from when the window is shown, or the engine was last asked for something
Part = tuple[str, Callable[[], object]]


class Ahead(QObject):
    """Makes parts of a window one after the other, each in a turn of the event loop of its own.

    A part is (module, make): the module is imported on a thread of its own, for it may take most of a second
    and who types meanwhile is translated; then `make` is called here. What it returns may name further parts
    with `ahead()`, which are made next. Parts come in groups, in the order in which nobody asked for them:
    then nothing begins while the engine works, nor shortly after, for somebody is typing. A group that is
    `wanted` comes first and at once.
    """

    def __init__(self, inference: Inference, theme: Theme, groups: Mapping[str, Iterable[Part]],
                 parent: QObject | None = None):
        super().__init__(parent)
        self._inference, self._theme = inference, theme
        self._groups = {name: deque(parts) for name, parts in groups.items()}
        self._imported: set[str] = set()
        self._wanted: list[str] = []
        self._reader = BackgroundReader(self)
        self._is_started = self._is_importing = False
        self._start = QTimer(self, singleShot=True, interval=AFTER_MS)
        self._start.timeout.connect(self._next)
        self._turn = QTimer(self, singleShot=True, interval=0)
        self._turn.timeout.connect(self._next)
        inference.busy_changed.connect(self._wait)

    def start(self) -> None:
        """A moment later."""
        self._is_started = True
        self._wait(self._inference.is_busy)

    def want(self, group: str) -> None:
        """Somebody waits for it; of several the newest comes first."""
        self.rest(group)
        self._wanted.insert(0, group)
        self._turn.start()

    def rest(self, group: str) -> None:
        """Nobody waits for what is left of it."""
        if group in self._wanted:
            self._wanted.remove(group)

    def close(self) -> None:
        """Makes nothing any more; waits for an import under way, which must not outlive the window."""
        self._groups.clear()
        self._start.stop()
        self._turn.stop()
        self._reader.finish()

    def _wait(self, is_busy: bool) -> None:
        if is_busy:
            self._start.stop()
        elif self._is_started:
            self._start.start()

    def _queue(self) -> deque[Part] | None:
        """That of the next part, if one may be made now."""
        for name in self._wanted:
            if self._groups.get(name):
                return self._groups[name]
        if self._inference.is_busy or self._start.isActive() or not self._is_started:
            return None
        return next((parts for parts in self._groups.values() if parts), None)

    def _next(self) -> None:
        queue = self._queue()
        if queue is None or self._is_importing:
            return
        module, make = queue[0]
        if module not in self._imported:
            self._is_importing = True
            self._reader.read("import", lambda: importlib.import_module(module),
                              lambda answer: self._on_import(module, answer))
            return
        queue.popleft()
        with self._theme.unhurried():
            made = make()
        if hasattr(made, "ahead"):
            queue.extendleft(reversed(made.ahead()))
        self._turn.start()

    def _on_import(self, module: str, answer: object) -> None:
        self._is_importing = False
        # If it failed, that is in the log, and comes again to whoever makes the part.
        self._imported.add(module)
        self._turn.start()
