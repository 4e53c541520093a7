"""One of several answers, as a card: a ring, a name, a fact at the right, a note below."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from desktop.theme import fonts
from desktop.theme.theme import Theme


class ChoiceCard(QAbstractButton):
    """Exclusive among its siblings; arrow keys move between them."""

    def __init__(self, theme: Theme, parent: QWidget | None = None):
        super().__init__(parent)
        self._theme = theme
        self._note, self._fact = "", ""
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        theme.changed.connect(self.update)

    def describe(self, name: str, note: str, fact: str) -> None:
        self.setText(name)
        self._note, self._fact = note, fact
        self.setAccessibleName(name)
        self.setAccessibleDescription(", ".join(part for part in (note, fact) if part))
        self.update()

    def sizeHint(self) -> QSize:
        lines = QFontMetrics(fonts.font(13)).height() + QFontMetrics(fonts.font(12)).height()
        return QSize(240, max(52, lines + 18))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        color = self._theme.color
        chosen = self.isChecked()
        width = 2 if chosen else 1
        painter.setPen(QPen(color("accent" if chosen or self.hasFocus() else "hairline"), width))
        painter.setBrush(color("accent_fill" if chosen else "sunk" if self.underMouse() else "card"))
        inside = QRectF(self.rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2)
        painter.drawRoundedRect(inside, 6, 6)
        self._draw_ring(painter, chosen)
        self._draw_words(painter)

    def _draw_ring(self, painter: QPainter, chosen: bool) -> None:
        ring = QRectF(14, self.height() / 2 - 7, 14, 14)
        painter.setPen(QPen(self._theme.color("accent" if chosen else "control_line"), 1.6))
        painter.setBrush(self._theme.color("card"))
        painter.drawEllipse(ring)
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("accent"))
            painter.drawEllipse(ring.adjusted(3.5, 3.5, -3.5, -3.5))

    def _draw_words(self, painter: QPainter) -> None:
        middle = self.height() // 2
        upper = QRect(40, 7, self.width() - 56, middle - 7)
        lower = QRect(40, middle + 1, self.width() - 56, self.height() - middle - 8)
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.setFont(fonts.font(13, bold=True))
        painter.setPen(self._theme.color("text"))
        painter.drawText(upper, left, self.text())
        painter.setFont(fonts.font(12))
        painter.setPen(self._theme.color("text2"))
        painter.drawText(lower, left, painter.fontMetrics().elidedText(
            self._note, Qt.TextElideMode.ElideRight, lower.width()))
        painter.drawText(upper, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self._fact)
