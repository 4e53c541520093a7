"""A place to drop one file on, with whatever stands in it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, QRectF, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QWidget

from desktop.theme.theme import Theme


def dropped_file(data: QMimeData) -> Path | None:
    """The first local file of a drag; None where there is none."""
    return next((Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()), None)


class DropZone(QFrame):
    """A dashed frame; the accent says that letting go here does something."""

    dropped = Signal(Path)

    def __init__(self, theme: Theme, parent: QWidget | None = None):
        super().__init__(parent)
        self._theme = theme
        self._is_over = False
        self.setAcceptDrops(True)
        theme.changed.connect(self.update)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_file(event.mimeData()) is not None:
            event.acceptProposedAction()
            self._set_over(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._set_over(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self._set_over(False)
        file = dropped_file(event.mimeData())
        if file is not None:
            event.acceptProposedAction()
            self.dropped.emit(file)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(self._theme.color("accent" if self._is_over else "control_line"), 1.2)
        pen.setStyle(Qt.PenStyle.CustomDashLine)
        pen.setDashPattern([5, 4])
        painter.setPen(pen)
        painter.setBrush(self._theme.color("accent_fill" if self._is_over else "card"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)

    def _set_over(self, is_over: bool) -> None:
        self._is_over = is_over
        self.update()
