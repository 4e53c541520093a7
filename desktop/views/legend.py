"""Below the translation: what its lines mean."""

from __future__ import annotations

from PySide6.QtGui import QColor, QPainter, QPen, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from desktop.theme.theme import Theme
from desktop.widgets.card import text
from desktop.widgets.retranslated import Retranslated

LINES = (Qt.PenStyle.DashLine, Qt.PenStyle.DotLine, Qt.PenStyle.SolidLine)


class Legend(Retranslated, QFrame):
    """Dashed under 60 %, dotted under 80 %, a whole line under words of a glossary."""

    def __init__(self, theme: Theme, parent: QWidget | None = None):
        super().__init__(parent)
        self.setFixedHeight(36)
        self._samples = [_Sample(theme, style, "target" if style == Qt.PenStyle.SolidLine else "watch")
                         for style in LINES]
        self._words = [text("caption") for _ in LINES]
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 8, 0)
        row.setSpacing(6)
        for sample, words in zip(self._samples, self._words, strict=True):
            row.addWidget(sample)
            row.addWidget(words)
            row.addSpacing(8)
        row.addStretch(1)
        self.retranslate()

    def retranslate(self) -> None:
        for label, words in zip(self._words, (self.tr("under 60 %"), self.tr("under 80 %"),
                                              self.tr("glossary")), strict=True):
            label.setText(words)
        self.setToolTip(self.tr(
            "A dotted line: of words this sure fewer than 80 % agreed with the reference, when the model "
            "translated sentences that it was validated on; dashed: fewer than 60 %."))


class _Sample(QWidget):
    def __init__(self, theme: Theme, style: Qt.PenStyle, role: str):
        super().__init__()
        self._theme, self._style, self._role = theme, style, role
        self.setFixedSize(24, 16)
        theme.changed.connect(self.update)

    def paintEvent(self, event) -> None:
        painter = QPainter(self)
        painter.setPen(QPen(QColor(self._theme.color(self._role)), 2, self._style))
        painter.drawLine(1, 11, 23, 11)
