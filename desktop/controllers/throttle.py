"""First call now, the rest coalesced: ten events a second become as many repaints as an eye needs."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal


class Throttle(QObject):
    """`poke()` as often as you like; `due` comes at once, then at most once an interval."""

    due = Signal()

    def __init__(self, interval_ms: int, parent: QObject | None = None):
        super().__init__(parent)
        self._timer = QTimer(self, singleShot=True, interval=interval_ms)
        self._timer.timeout.connect(self._on_timeout)
        self._is_owing = False

    def poke(self) -> None:
        if self._timer.isActive():
            self._is_owing = True
            return
        self._timer.start()
        self.due.emit()

    def flush(self) -> None:
        """What is owed, now: for a last state that must not come late."""
        if self._is_owing:
            self._is_owing = False
            self.due.emit()

    def _on_timeout(self) -> None:
        if self._is_owing:
            self._timer.start()
        self.flush()
