"""A place to drop one file on, with whatever stands in it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QWidget

from desktop.theme.theme import Theme
from desktop.widgets.takes_files import TakesFiles


class DropZone(TakesFiles, QFrame):
    """A dashed frame; the accent says that letting go here does something."""

    dropped = Signal(Path)
    many_dropped = Signal()  # after the first of several was told

    def __init__(self, theme: Theme, parent: QWidget | None = None):
        super().__init__(parent)
        self._theme = theme
        self._is_over = False
        self.setAcceptDrops(True)
        theme.changed.connect(self.update)

    def take_files(self, paths: list[Path]) -> None:
        self.dropped.emit(paths[0])
        if len(paths) > 1:
            self.many_dropped.emit()

    def show_over(self, is_over: bool) -> None:
        self._is_over = is_over
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(self._theme.color("accent" if self._is_over else "control_line"), 1.2)
        pen.setStyle(Qt.PenStyle.CustomDashLine)
        pen.setDashPattern([5, 4])
        painter.setPen(pen)
        painter.setBrush(self._theme.color("accent_fill" if self._is_over else "card"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
