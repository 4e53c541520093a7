"""What the colours of a matrix mean, from 0 to 1."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.theme import fonts
from desktop.theme.theme import Theme


class ColorBar(QWidget):
    def __init__(self, theme: Theme, parent: QWidget | None = None):
        super().__init__(parent)
        self._theme = theme
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(130, 16)

    def paintEvent(self, event) -> None:
        painter = QPainter(self)
        bar = QRectF(16, 4, self.width() - 32, 8)
        painter.drawImage(bar, self._theme.glass.image(np.linspace(0, 1, 256)[None]))
        painter.setPen(QPen(self._theme.color("hairline"), 1))
        painter.drawRect(bar)
        painter.setFont(fonts.font(11))
        painter.setPen(self._theme.color("text3"))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(0, 0, 12, 16), Qt.AlignmentFlag.AlignRight | middle, "0")
        painter.drawText(QRectF(self.width() - 12, 0, 12, 16), middle, "1")
