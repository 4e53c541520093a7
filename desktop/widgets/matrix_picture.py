"""A matrix as one picture: colour for each value, labels along two sides, a window onto a large one."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPaintEngine, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.theme import fonts
from desktop.theme.numbers import signed
from desktop.theme.theme import Theme
from desktop.widgets.matrix_labels import ColumnLabels, Label

WINDOW = 64  # rows and columns in view at a time; the rest by dragging, the wheel, or zooming out
ZOOM_RANGE = (4, 1024)
MIN_CELL = (36, 20)  # values are written from this size on
MAX_CELL = (132, 96)
LABEL_PX, LEAST_PX = 12, 10  # where rows are low, labels are smaller; then not every row has one
SIGNED_CELL = 7  # pixels each way: a smaller cell has no room for a dash
NEGATIVE = 0.25  # of the largest value: what is nearer to 0 has no sign
MOST_RECTS = 32 * 32  # cells: more of them take an image in a figure, for they would hold the window up
MOST_POINTS = 256  # of such an image, each way
VECTOR = (QPaintEngine.Type.SVG, QPaintEngine.Type.Pdf)


class MatrixPicture(QWidget):
    """[T,S] values; NaN is hatched: hidden or not computed, never a colour.

    scale "glass" (0 to 1) or "signed" (symmetric about 0, by the largest magnitude).
    `compact` is for sub-steps: no labels, small figures.
    """

    moved = Signal(int, int)  # the first row and column in view

    def __init__(self, theme: Theme, scale: str = "glass", compact: bool = False,
                 parent: QWidget | None = None):
        super().__init__(parent)
        self._theme, self._compact = theme, compact
        self.set_scale(scale)
        self._values = np.zeros((0, 0), np.float32)
        self._rows: list[Label] = []
        self._columns: list[Label] = []
        self._row = -1  # the current pass
        self._window = WINDOW
        self._leaks: np.ndarray | None = None
        self._leak_word = ""
        self._cell = (-1, -1)
        self._line = (-1, -1)  # a row or a column that is lit as a whole
        self._origin = (0, 0)
        self._image = None  # of what is in view
        self._largest = 1.0  # what the scale ends at
        self._row_width = 0.0  # of the widest row label
        self._row_ink = 0.0  # how high the highest are drawn: more than the font's height in some scripts
        self._column_labels = ColumnLabels([], LABEL_PX)
        self._area = QRectF()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme.changed.connect(self._on_theme)

    # What is shown

    def set_scale(self, scale: str) -> None:
        """For the matrix that is set next."""
        self._scale = scale
        self.decimals = 1 if self._compact and scale == "signed" else 2

    def set_matrix(self, values: np.ndarray, rows: list[Label], columns: list[Label], row: int = -1) -> None:
        """`row` is outlined as the current one and kept in view."""
        same_rows, same_columns = rows == self._rows, columns == self._columns
        same_shape = values.shape == self._values.shape and same_rows
        self._values, self._rows, self._columns, self._row = values, rows, columns, row
        if not self._compact and not (same_rows and same_columns):
            self._measure()
        if not same_shape:
            self._cell = self._line = (-1, -1)
            self._origin = (max(0, row + 1 - self._window), 0)
        self._image, self._largest = None, self._magnitude()
        self._lay_out()
        self.update()

    def values(self) -> np.ndarray:
        return self._values

    def labels(self) -> tuple[list[Label], list[Label]]:
        """Of the rows and the columns."""
        return self._rows, self._columns

    def cell_words(self, row: int, column: int) -> str:
        """ "love → 购物  0.898": a cell's row, column and value."""
        value = float(self._values[row, column])
        exact = self.tr("masked") if math.isnan(value) else signed(value, 3)
        return f"{self._rows[row].text} → {self._columns[column].text}  {exact}"

    def mark_leaks(self, leaks: np.ndarray | None, word: str = "") -> None:
        """[T,S] True: cells that are normally hidden, framed by a dashed line and the word."""
        self._leaks, self._leak_word = leaks, word
        self.update()

    @property
    def span(self) -> int:
        """How many rows and columns are in view at the most."""
        return self._window

    def set_window(self, count: int) -> None:
        """Zooms: fewer are larger."""
        count = min(max(count, ZOOM_RANGE[0]), ZOOM_RANGE[1])
        if count != self._window and self._values.size:
            self._window = count
            row, column = self._origin
            self._origin = (-1, -1)
            self._set_origin(row, column)

    @property
    def cell(self) -> tuple[int, int]:
        return self._cell

    def light(self, row: int, column: int) -> None:
        """Outlines a cell from outside, and lights its labels; tells nobody."""
        if not (row < len(self._values) and column < (self._values.shape[1] if self._values.size else 0)):
            row, column = -1, -1
        if (row, column) != self._cell:
            self._cell = (row, column)
            self.update()

    def light_line(self, row: int, column: int) -> None:
        """Outlines a whole row or a whole column, the other being -1; with both -1 none."""
        if (row, column) != self._line:
            self._line = (row, column)
            self.update()

    def cell_rect(self, row: int, column: int) -> QRectF:
        """Where a cell is drawn."""
        width, height = self._cell_size()
        return QRectF(self._area.left() + (column - self._origin[1]) * width,
                      self._area.top() + (row - self._origin[0]) * height, width, height)

    def sizeHint(self) -> QSize:
        return QSize(120, 84) if self._compact else QSize(400, 320)

    def minimumSizeHint(self) -> QSize:
        return QSize(40, 40) if self._compact else QSize(160, 120)

    # Drawing

    def paintEvent(self, event) -> None:
        if not self._values.size:
            return
        painter = QPainter(self)
        self._paint_picture(painter)
        self._paint_values(painter)
        self._paint_leaks(painter)
        painter.setPen(QPen(self._theme.color("hairline"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(self._area)
        if not self._compact:
            self._paint_labels(painter)
        self._paint_outlines(painter)

    def _visible(self) -> np.ndarray:
        row, column = self._origin
        return self._values[row:row + self._window, column:column + self._window]

    def _magnitude(self) -> float:
        if self._scale == "glass":
            return 1.0
        finite = self._values[np.isfinite(self._values)]
        return float(np.abs(finite).max()) if finite.size else 1.0

    def _paint_picture(self, painter: QPainter) -> None:
        colors = self._theme.glass if self._scale == "glass" else self._theme.signed
        visible = self._visible()
        if painter.paintEngine().type() in VECTOR and visible.size > MOST_RECTS:
            if np.isnan(visible).any():
                self._hatch(painter, self._area)
            # Several points a cell: then the program that shows the file smooths no more than a cell's rim.
            image, finer = colors.image(visible, self._largest), max(2, MOST_POINTS // max(visible.shape))
            painter.drawImage(self._area, image.scaled(image.size() * finer))
            return
        if painter.paintEngine().type() in VECTOR:
            # Rectangles of one colour: a scaled image would be smoothed by the program that shows the file.
            for row, line in enumerate(colors.indices(np.nan_to_num(visible), self._largest)):
                for start, stop in _runs(line):
                    painter.fillRect(self._run_rect(row, start, stop), colors.entry(int(line[start])))
            for row, hidden in enumerate(np.isnan(visible)):
                for start, stop in _runs(hidden):
                    if hidden[start]:
                        self._hatch(painter, self._run_rect(row, start, stop))
            return
        if np.isnan(visible).any():  # the image is clear there
            self._hatch(painter, self._area)
        if self._image is None:
            self._image = colors.image(visible, self._largest)
        painter.drawImage(self._area, self._image)

    def _hatch(self, painter: QPainter, rect: QRectF) -> None:
        painter.fillRect(rect, self._theme.color("card"))
        painter.fillRect(rect, QBrush(self._theme.color("control_line"), Qt.BrushStyle.BDiagPattern))

    def _run_rect(self, row: int, start: int, stop: int) -> QRectF:
        """Columns start to stop of a row in view."""
        first = self.cell_rect(row + self._origin[0], start + self._origin[1])
        return QRectF(first.left(), first.top(), first.width() * (stop - start), first.height())

    def _paint_leaks(self, painter: QPainter) -> None:
        if self._leaks is None or self._leaks.shape != self._values.shape:
            return
        pen = QPen(self._theme.color("bad"), 1.5, Qt.PenStyle.DashLine)
        width, height = self._cell_size()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setFont(fonts.font(11))
        for row, column in np.argwhere(self._leaks):
            rect = self.cell_rect(int(row), int(column))
            if not self._area.adjusted(-1, -1, 1, 1).contains(rect):
                continue
            painter.setPen(pen)
            painter.drawRect(rect.adjusted(2, 2, -2, -2))
            if width >= 40 and height >= 44:
                colors = self._theme.glass if self._scale == "glass" else self._theme.signed
                painter.setPen(colors.text_color(float(self._values[row, column]), self._largest))
                painter.drawText(rect.adjusted(0, 0, 0, -5), Qt.AlignmentFlag.AlignHCenter
                                 | Qt.AlignmentFlag.AlignBottom, self._leak_word)

    def _paint_values(self, painter: QPainter) -> None:
        width, height = self._cell_size()
        font = QFont(fonts.font(11 if self._compact else 13))
        if self._compact:
            font.setStretch(QFont.Stretch.SemiCondensed)
        painter.setFont(font)
        least = (MIN_CELL[0] if not self._compact else 22, MIN_CELL[1] if not self._compact else 14)
        if width < least[0] or height < least[1]:
            self._paint_signs(painter, width, height)
            return
        lowest, highest = np.nanmin(self._values), np.nanmax(self._values)
        metrics, decimals = QFontMetricsF(painter.font()), self.decimals
        while max(metrics.horizontalAdvance(signed(float(value), decimals))
                  for value in (lowest, highest)) > width - 1:
            decimals -= 1
            if decimals < 0 or highest - lowest < 10:  # fewer digits would say nothing
                self._paint_signs(painter, width, height)
                return
        colors = self._theme.glass if self._scale == "glass" else self._theme.signed
        visible = self._visible()
        needs_black = colors.needs_black(np.nan_to_num(visible), self._largest).tolist()
        pens = {True: QColor("black"), False: QColor("white"), None: self._theme.color("text3")}
        for row, line in enumerate(visible.tolist()):
            top = self._area.top() + row * height
            for column, value in enumerate(line):
                hidden = math.isnan(value)
                painter.setPen(pens[None if hidden else needs_black[row][column]])
                painter.drawText(QRectF(self._area.left() + column * width, top, width, height),
                                 Qt.AlignmentFlag.AlignCenter, "−∞" if hidden else signed(value, decimals))

    def _paint_signs(self, painter: QPainter, width: float, height: float) -> None:
        """A dash in each cell that is clearly negative: without figures, colour would be the only sign."""
        if self._scale == "glass" or min(width, height) < SIGNED_CELL:
            return
        visible = self._visible()
        negative, half = visible < -NEGATIVE * self._largest, min(width, 12) / 4
        needs_black = self._theme.signed.needs_black(np.nan_to_num(visible), self._largest)
        for color, cells in (("black", negative & needs_black), ("white", negative & ~needs_black)):
            painter.setPen(QPen(QColor(color), 1))
            places = np.argwhere(cells) + 0.5
            places = places * (height, width) + (self._area.top(), self._area.left())
            painter.drawLines([QLineF(x - half, y, x + half, y) for y, x in places.tolist()])

    def _paint_labels(self, painter: QPainter) -> None:
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)  # each label by its own script
        right = self._area.left() - 8
        px, every = self._row_fit()
        lit_row, lit_column = self._cell if self._cell[0] >= 0 else (self._row, -1)
        rows, columns = self._visible().shape
        in_view = range(self._origin[0], self._origin[0] + rows)
        covered = range(lit_row - every + 1, lit_row + every) if lit_row in in_view else ()
        for row in in_view:
            lit = row == lit_row
            if ((row - self._origin[0]) % every or row in covered) and not lit:
                continue
            painter.setFont(fonts.font(px, bold=lit))
            painter.setPen(self._theme.color(self._rows[row].side))
            text, metrics = self._rows[row].text, QFontMetricsF(painter.font())
            if self._row_width > right:
                text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, right)
            # All on one baseline: in a rectangle it would follow the font that a script is taken from.
            middle = self.cell_rect(row, self._origin[1]).center().y()
            painter.drawText(QPointF(right - metrics.horizontalAdvance(text),
                                     middle + (metrics.ascent() - metrics.descent()) / 2), text)
        every = max(1, math.ceil(self._column_labels.apart / self._cell_size()[0]))
        for column in range(self._origin[1], self._origin[1] + columns):
            lit = column == lit_column
            if (column - self._origin[1]) % every and not lit:
                continue
            painter.setPen(self._theme.color(self._columns[column].side))
            center = self.cell_rect(0, column).center().x()
            self._column_labels.paint(painter, column, center, self._area.top(), lit)

    def _paint_outlines(self, painter: QPainter) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        inside = self._origin[0] <= self._row < self._origin[0] + self._window
        if inside and self._row < len(self._values):
            rect = self.cell_rect(self._row, self._origin[1])
            painter.setPen(QPen(self._theme.color("accent"), 1 if self._compact else 2))
            painter.drawRect(QRectF(self._area.left(), rect.top(), self._area.width(), rect.height()))
        if self._line != (-1, -1):
            painter.setPen(QPen(self._theme.color("text"), 1.5))
            painter.drawRect(self._line_rect(*self._line) & self._area)
        row, column = self._cell
        if row >= self._origin[0] and column >= self._origin[1]:
            rect = self.cell_rect(row, column)
            if self._area.adjusted(-1, -1, 1, 1).contains(rect):
                painter.setPen(QPen(self._theme.color("text"), 2))
                painter.drawRect(rect.adjusted(1, 1, -1, -1))

    def _line_rect(self, row: int, column: int) -> QRectF:
        if row >= 0:
            rect = self.cell_rect(row, self._origin[1])
            return QRectF(self._area.left(), rect.top(), self._area.width(), rect.height())
        rect = self.cell_rect(self._origin[0], column)
        return QRectF(rect.left(), self._area.top(), rect.width(), self._area.height())

    # Layout

    def _measure(self) -> None:
        """The labels, once: scrolling and zooming then only place them."""
        self._row_width = max(fonts.advances([label.text for label in self._rows], LABEL_PX, bold=True),
                              default=0.0)
        self._row_ink = fonts.ink((label.text for label in self._rows), LABEL_PX, bold=True)
        self._column_labels = ColumnLabels(self._columns, LABEL_PX)

    def _row_fit(self) -> tuple[int, int]:
        """The size of the rows' labels, and of how many rows one has its label: none lies over another."""
        room = self._cell_size()[1]
        high = max(QFontMetricsF(fonts.font(LABEL_PX, bold=True)).height() - 3, self._row_ink + 1)
        px = next((px for px in range(LABEL_PX, LEAST_PX, -1) if high * px / LABEL_PX <= room), LEAST_PX)
        return px, max(1, math.ceil(high * px / LABEL_PX / room))

    def _cell_size(self) -> tuple[float, float]:
        rows, columns = self._visible().shape
        return self._area.width() / max(columns, 1), self._area.height() / max(rows, 1)

    def _lay_out(self) -> None:
        rows, columns = self._visible().shape
        if not rows or not columns:
            self._area = QRectF()
            return
        if self._compact:
            self._area = QRectF(0.5, 0.5, self.width() - 1, self.height() - 1)
            return
        left = min(max(self._row_width, 20), 104) + 10
        width = min(self.width() - left - 2, columns * MAX_CELL[0])
        self._column_labels.fit(width / columns, self.height() * 0.3)
        width = min(width, self.width() - left - 2 - self._column_labels.overhang)
        top = self._column_labels.height
        tallest = rows * MAX_CELL[1]
        self.setMaximumHeight(math.ceil(top + tallest + 2))  # so that what follows stands right below
        height = min(self.height() - top - 2, tallest)
        self._area = QRectF(left, top, max(width, 1), max(height, 1))

    def resizeEvent(self, event) -> None:
        self._lay_out()

    def _on_theme(self) -> None:
        self._image = None
        self.update()

    def _set_origin(self, row: int, column: int) -> None:
        rows, columns = self._values.shape
        origin = (min(max(row, 0), max(rows - self._window, 0)),
                  min(max(column, 0), max(columns - self._window, 0)))
        if origin != self._origin:
            self._origin, self._image = origin, None
            self._lay_out()
            self.moved.emit(*origin)
            self.update()


def _runs(line: np.ndarray) -> Iterator[tuple[int, int]]:
    """Where a row's equal values begin and end."""
    edges = np.flatnonzero(line[1:] != line[:-1]) + 1
    return itertools.pairwise([0, *edges.tolist(), len(line)])
