"""Layers by heads: a number and a colour for what each is worth, a cross for what is switched off."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.theme import fonts
from desktop.theme.numbers import signed
from desktop.theme.theme import Theme

ROW, LABEL, TOP, WIDEST = 28, 32, 18, 64


class HeadTable(QWidget):
    """A click or Space switches a head; a right click or Enter asks for its factor."""

    toggled = Signal(int, int)  # layer, head
    factor_asked = Signal(int, int)

    def __init__(self, theme: Theme, parent: QWidget | None = None):
        super().__init__(parent)
        self._theme = theme
        self._factors = np.ones((0, 0))
        self._costs: np.ndarray | None = None
        self._at = (0, 0)
        self.words = ("off", "layer", "head")  # as the screen reader says them
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def set_heads(self, factors: np.ndarray, costs: np.ndarray | None) -> None:
        """factors [L,H], 1 as it was; costs [L,H] in nats a token, or None while they are unknown."""
        self._factors, self._costs = factors, costs
        self._at = (min(self._at[0], len(factors) - 1), min(self._at[1], factors.shape[1] - 1))
        self._say()
        self.updateGeometry()
        self.update()

    def cell_rect(self, layer: int, head: int) -> QRectF:
        width = min(WIDEST, (self.width() - LABEL) / max(self._factors.shape[1], 1))
        return QRectF(LABEL + head * width + 1.5, TOP + layer * ROW + 1.5, width - 3, ROW - 3)

    def sizeHint(self) -> QSize:
        return QSize(300, TOP + len(self._factors) * ROW)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, self.sizeHint().height())

    def paintEvent(self, event) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = Qt.AlignmentFlag.AlignCenter
        top = float(np.abs(self._costs).max()) if self._costs is not None and self._costs.size else 1.0
        for layer, row in enumerate(self._factors):
            painter.setFont(fonts.font(11))
            painter.setPen(self._theme.color("text2"))
            painter.drawText(QRectF(0, TOP + layer * ROW, LABEL - 6, ROW), Qt.AlignmentFlag.AlignVCenter,
                             f"L{layer + 1}")
            for head, factor in enumerate(row):
                rect = self.cell_rect(layer, head)
                if layer == 0:
                    painter.setPen(self._theme.color("text2"))
                    painter.drawText(QRectF(rect.left(), 0, rect.width(), TOP), middle, str(head + 1))
                self._paint_cell(painter, rect, layer, head, float(factor), max(top, 1e-9))
        if self.hasFocus() and self._factors.size:
            painter.setPen(QPen(self._theme.color("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self.cell_rect(*self._at), 4, 4)

    def _paint_cell(self, painter: QPainter, rect: QRectF, layer: int, head: int, factor: float,
                    top: float) -> None:
        glass, cost = self._theme.glass, None if self._costs is None else float(self._costs[layer, head])
        share = 0.0 if cost is None else max(0.0, cost / top)
        painter.setPen(QPen(self._theme.color("control_line"), 1))
        painter.setBrush(glass.color(share) if factor == 1 else self._theme.color("card"))
        if factor != 1:
            painter.setPen(QPen(self._theme.color("bad"), 1.4, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(rect, 3, 3)
        painter.setFont(fonts.font(11))
        if factor == 0:
            painter.setPen(QPen(self._theme.color("bad"), 1.6))
            center = rect.center()
            for sign in (1, -1):
                painter.drawLine(center.x() - 5, center.y() - 5 * sign, center.x() + 5, center.y() + 5 * sign)
        else:
            painter.setPen(glass.text_color(share) if factor == 1 else self._theme.color("bad"))
            words = f"×{factor:g}" if factor != 1 else "" if cost is None else signed(cost, 2)
            painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, words)

    def _cell_at(self, place) -> tuple[int, int] | None:
        for layer, row in enumerate(self._factors):
            for head in range(len(row)):
                if self.cell_rect(layer, head).contains(place):
                    return layer, head
        return None

    def mousePressEvent(self, event) -> None:
        cell = self._cell_at(event.position())
        if cell is not None:
            self._at = cell
            asks = event.button() == Qt.MouseButton.RightButton
            (self.factor_asked if asks else self.toggled).emit(*cell)

    def keyPressEvent(self, event) -> None:
        moves = {Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0), Qt.Key.Key_Left: (0, -1),
                 Qt.Key.Key_Right: (0, 1)}
        if event.key() in moves and self._factors.size:
            layer, head = (at + by for at, by in zip(self._at, moves[event.key()], strict=True))
            rows, columns = self._factors.shape
            self._at = (min(max(layer, 0), rows - 1), min(max(head, 0), columns - 1))
            self._say()
            self.update()
        elif event.key() == Qt.Key.Key_Space and self._factors.size:
            self.toggled.emit(*self._at)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._factors.size:
            self.factor_asked.emit(*self._at)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event) -> None:
        super().focusInEvent(event)
        self.update()

    def _say(self) -> None:
        if not self._factors.size:
            return
        layer, head = self._at
        factor = float(self._factors[layer, head])
        spoken = f"{self.words[1]} {layer + 1}, {self.words[2]} {head + 1}"
        if self._costs is not None:
            spoken += f", {signed(float(self._costs[layer, head]), 3)}"
        if factor != 1:
            spoken += f", {self.words[0] if factor == 0 else f'×{factor:g}'}"
        self.setAccessibleDescription(spoken)
