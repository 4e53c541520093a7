"""Attention as lines: queries on one side, keys on the other, a line as strong as its weight."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.theme import fonts
from desktop.theme.theme import Theme
from desktop.widgets.matrix_labels import Label

LEAST = 0.02  # weaker lines are left out
ROW = (18, 30)  # pixels a token, at least and at most
COLUMN = 120
BAND = 32


class LineView(QWidget):
    """Keys (source) on the left, queries (target) on the right, as one reads a translation."""

    pointed = Signal(int, int)  # query and key: the one hovered, or chosen by arrow keys, and its strongest

    def __init__(self, theme: Theme, parent: QWidget | None = None):
        super().__init__(parent)
        self._theme = theme
        self._values = np.zeros((0, 0), np.float32)
        self._rows: list[Label] = []
        self._columns: list[Label] = []
        self._row = -1
        self._lit = (-1, -1)  # the query, or else the key, whose lines alone are drawn
        self._first = 0.0  # rows scrolled away
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme.changed.connect(self.update)

    def set_matrix(self, values: np.ndarray, rows: list[Label], columns: list[Label], row: int = -1) -> None:
        """values [T,S]; NaN draws no line. `row` is the current query."""
        self._values, self._rows, self._columns, self._row = np.nan_to_num(values), rows, columns, row
        self._lit = (-1, -1)
        self._first = min(self._first, self._most())
        self.update()

    def values(self) -> np.ndarray:
        return self._values

    def labels(self) -> tuple[list[Label], list[Label]]:
        return self._rows, self._columns

    def sizeHint(self) -> QSize:
        return QSize(400, 320)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 120)

    def row_rect(self, row: int) -> QRectF:
        """A query's label, on the right."""
        return self._rect(row, self._right())

    def column_rect(self, column: int) -> QRectF:
        """A key's label, on the left."""
        return self._rect(column, 0)

    def bands(self, is_raster: bool) -> list[QRect]:
        """What a figure draws one after the other: a thousand lines in fine pixels take long."""
        high = BAND if is_raster else max(self.height(), 1)
        return [QRect(0, top, self.width(), high) for top in range(0, self.height(), high)]

    def paintEvent(self, event) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        query, key = self._lit
        color = QColor(self._theme.palette.accent)
        height, left, right = self._row_height(), self.column_rect(0).right() + 5, self._right() - 5
        for row, column in self._in_view(event.rect()):
            weight = float(self._values[row, column])
            color.setAlphaF(min(1.0, 0.06 + 0.94 * weight))
            painter.setPen(QPen(color, 1 + 2.5 * weight))
            painter.drawLine(QPointF(left, (column - self._first + 0.5) * height),
                             QPointF(right, (row - self._first + 0.5) * height))
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)  # each label by its own script
        self._paint_labels(painter, self._columns, self.column_rect, Qt.AlignmentFlag.AlignRight, key)
        self._paint_labels(painter, self._rows, self.row_rect, Qt.AlignmentFlag.AlignLeft,
                           query if query >= 0 else self._row)
        painter.setPen(self._theme.color("text2"))
        painter.setFont(fonts.font(11))
        if query >= 0:
            self._paint_weights(painter, self._values[query], 0)
        elif key >= 0:
            self._paint_weights(painter, self._values[:, key], self.row_rect(0).right() - 30)

    def _paint_weights(self, painter: QPainter, weights: np.ndarray, left: float) -> None:
        """Those of the one that is lit, beside its partners."""
        for place in np.flatnonzero(weights >= LEAST).tolist():
            rect = self._rect(place, left)
            rect.setWidth(30)
            painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter, f"{float(weights[place]):.2f}")

    def _in_view(self, area: QRect) -> list[list[int]]:
        """(row, column) of each line to be drawn: strong enough, and not wholly above or below the area."""
        places = np.argwhere(self._values >= LEAST)
        for axis, lit in enumerate(self._lit):
            if lit >= 0:
                places = places[places[:, axis] == lit]
        height = self._row_height()
        ends = (places + 1 - self._first - area.top() / height,
                places - self._first - (area.bottom() + 1) / height)
        return places[(ends[0] > 0).any(axis=1) & (ends[1] < 0).any(axis=1)].tolist()

    def _paint_labels(self, painter: QPainter, labels: list[Label], rect_of, align, bold: int) -> None:
        for place, label in enumerate(labels):
            rect = rect_of(place)
            if rect.bottom() < 0 or rect.top() > self.height():
                continue
            painter.setFont(fonts.font(13, bold=place == bold))
            painter.setPen(self._theme.color(label.side))
            metrics = painter.fontMetrics()
            text = metrics.elidedText(label.text, Qt.TextElideMode.ElideRight, int(rect.width()))
            painter.drawText(rect, align | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter,
                             text)

    def _rect(self, place: int, left: float) -> QRectF:
        height = self._row_height()
        return QRectF(left, (place - self._first) * height, min(COLUMN, self.width() / 3), height)

    def _right(self) -> float:
        return max(min(self.width() - COLUMN, 420), self.width() * 2 / 3 if self.width() < 360 else 240)

    def _row_height(self) -> float:
        count = max(len(self._rows), len(self._columns), 1)
        return min(max(self.height() / count, ROW[0]), ROW[1])

    def _most(self) -> float:
        return max(0.0, max(len(self._rows), len(self._columns), 1) - self.height() / self._row_height())

    def wheelEvent(self, event) -> None:
        if self._most() <= 0:
            event.ignore()
            return
        self._first = min(max(0.0, self._first - event.angleDelta().y() / 40), self._most())
        self.update()

    def mouseMoveEvent(self, event) -> None:
        place = int(event.position().y() / self._row_height() + self._first)
        if event.position().x() >= self._right() - 40:
            self._point(place if 0 <= place < len(self._rows) else -1)
        elif event.position().x() <= self.column_rect(0).right() + 40:
            self._point(-1, place if 0 <= place < len(self._columns) else -1)
        else:
            self._point(-1)

    def leaveEvent(self, event) -> None:
        self._point(-1)

    def light(self, query: int, key: int) -> None:
        """From outside, and tells nobody; -1 none."""
        if (query, key) != self._lit:
            self._lit = (query, key)
            self.update()

    def keyPressEvent(self, event) -> None:
        moves = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if event.key() not in moves or not self._rows:
            super().keyPressEvent(event)
            return
        at = self._lit[0] if self._lit[0] >= 0 else max(self._row, 0)
        self._point(min(max(at + moves[event.key()], 0), len(self._rows) - 1))

    def _point(self, query: int, key: int = -1) -> None:
        if (query, key) == self._lit:
            return
        self.light(query, key)
        if query >= 0:
            key = int(self._values[query].argmax())
        elif key >= 0:
            query = int(self._values[:, key].argmax())
        self.pointed.emit(query, key)
