"""Run and pause: one step after another at a speed that can be followed."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.controllers.step import StepController

SPEEDS_MS = (2000, 1000, 500, 200)  # from one step to the next


class Player(QObject):
    """Stops by itself at the end of the branch, and where the sentence is replaced."""

    changed = Signal()

    def __init__(self, step: StepController, parent: QObject | None = None):
        super().__init__(parent)
        self._step = step
        self._timer = QTimer(self, interval=SPEEDS_MS[1])
        self._timer.timeout.connect(self._tick)
        step.model_changed.connect(self.pause)

    @property
    def is_playing(self) -> bool:
        return self._timer.isActive()

    @property
    def speed(self) -> int:
        """An index into SPEEDS_MS."""
        return SPEEDS_MS.index(self._timer.interval())

    def set_speed(self, index: int) -> None:
        self._timer.setInterval(SPEEDS_MS[index])
        self.changed.emit()

    def change_speed(self, by: int) -> None:
        """Faster by +1, slower by -1, as far as there are speeds."""
        self.set_speed(min(max(self.speed + by, 0), len(SPEEDS_MS) - 1))

    def toggle(self) -> None:
        if self.is_playing:
            self.pause()
            return
        walk = self._step.walk
        if walk is None:
            return
        if not walk.can_advance():
            self._step.first()
        self._step.next()
        self._timer.start()
        self.changed.emit()

    def pause(self) -> None:
        if self.is_playing:
            self._timer.stop()
            self.changed.emit()

    def _tick(self) -> None:
        walk = self._step.walk
        if walk is None or not walk.can_advance():
            self.pause()
        elif not self._step.is_busy:  # never faster than the engine
            self._step.next()
