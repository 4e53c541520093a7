"""A few named values as bars: what, bar, number."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.theme import fonts
from desktop.theme.theme import Theme

ROW, LABEL, NUMBER = 24, 76, 56


@dataclass(frozen=True)
class Bar:
    label: str
    side: str  # colours the label
    value: float  # >= 0
    words: str


class Bars(QWidget):
    """The longest bar is the largest value; all are 0: none is drawn."""

    def __init__(self, theme: Theme, parent: QWidget | None = None):
        super().__init__(parent)
        self._theme = theme
        self._bars: list[Bar] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def set_bars(self, bars: list[Bar]) -> None:
        self._bars = bars
        self.setAccessibleDescription("; ".join(f"{bar.label} {bar.words}" for bar in bars))
        self.updateGeometry()
        self.update()

    def bars(self) -> list[Bar]:
        return self._bars

    def sizeHint(self) -> QSize:
        return QSize(280, max(len(self._bars), 1) * ROW)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, self.sizeHint().height())

    def paintEvent(self, event) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        largest = max((bar.value for bar in self._bars), default=0.0)
        for place, bar in enumerate(self._bars):
            top = place * ROW
            painter.setFont(fonts.font(12, bold=True))
            painter.setPen(self._theme.color(bar.side))
            metrics = QFontMetricsF(painter.font())
            label = metrics.elidedText(bar.label, Qt.TextElideMode.ElideRight, LABEL - 8)
            painter.drawText(QRectF(0, top, LABEL - 8, ROW), Qt.AlignmentFlag.AlignVCenter, label)
            track = QRectF(LABEL, top + 8, self.width() - LABEL - NUMBER, 8)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("sunk"))
            painter.drawRoundedRect(track, 2, 2)
            if bar.value > 0:
                track.setWidth(max(2.0, track.width() * bar.value / largest))
                painter.setBrush(self._theme.color("accent"))
                painter.drawRoundedRect(track, 2, 2)
            painter.setFont(fonts.font(12))
            painter.setPen(self._theme.color("text"))
            painter.drawText(QRectF(self.width() - NUMBER, top, NUMBER, ROW),
                             Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, bar.words)
