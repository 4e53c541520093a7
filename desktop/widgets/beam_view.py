"""A beam search as a tree from left to right: one column a length, pruned prefixes grey and crossed out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.theme import fonts
from desktop.theme.theme import Theme
from desktop.widgets import chips
from desktop.widgets.chips import Chip

Table = list[list[str | int | float]]
ROW, COLUMN = 40, 132
MARGIN = 8


@dataclass(frozen=True)
class BeamCell:
    """One prefix. `parent` is an index into the cells; `row` its place in its column."""

    chip: Chip
    parent: int
    column: int
    row: int
    words: str  # below the chip: log p and score
    fate: str  # "live", "pruned", "ended"
    is_best: bool  # on the path of the best result
    spoken: str


class BeamView(QWidget):
    """Hovering says everything of a prefix; a click chooses it."""

    pointed = Signal(int)
    chosen = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None):
        super().__init__(parent)
        self._theme = theme
        self._cells: list[BeamCell] = []
        self.table: Callable[[], Table] = list
        self._at = -1
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def set_cells(self, cells: list[BeamCell], table: Callable[[], Table] = list) -> None:
        """`table` makes that of the numbers behind all of the tree, for a file."""
        self._cells, self.table, self._at = cells, table, -1
        self.updateGeometry()
        self.resize(self.sizeHint())
        self.update()

    def cells(self) -> list[BeamCell]:
        return self._cells

    def sizeHint(self) -> QSize:
        columns = max((cell.column for cell in self._cells), default=0) + 1
        rows = max((cell.row for cell in self._cells), default=0) + 1
        return QSize(columns * COLUMN + 2 * MARGIN, rows * ROW + 2 * MARGIN)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def cell_rect(self, index: int) -> QRectF:
        """Where a prefix's chip is drawn."""
        cell = self._cells[index]
        width = min(chips.width(cell.chip, 12), COLUMN - 36)
        return QRectF(MARGIN + cell.column * COLUMN, MARGIN + cell.row * ROW, width, chips.HEIGHT)

    def paintEvent(self, event) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for index, cell in enumerate(self._cells):
            if cell.parent >= 0 and event.rect().intersects(
                    self.cell_rect(index).united(self.cell_rect(cell.parent)).toAlignedRect()):
                self._paint_link(painter, index, cell)
        for index, cell in enumerate(self._cells):
            rect = self.cell_rect(index)
            if not event.rect().intersects(rect.adjusted(-4, -4, 90, 20).toAlignedRect()):
                continue
            chips.paint(painter, rect, cell.chip, self._theme, 12)
            if cell.fate == "pruned":  # never by colour alone
                painter.setPen(QPen(self._theme.color("text3"), 1.2))
                painter.drawLine(QPointF(rect.left() + 3, rect.center().y()),
                                 QPointF(rect.right() - 3, rect.center().y()))
            painter.setFont(fonts.font(11, bold=cell.is_best))
            painter.setPen(self._theme.color("text3" if cell.fate == "pruned" else "text2"))
            painter.drawText(QRectF(rect.left(), rect.bottom(), COLUMN - 12, 15),
                             Qt.AlignmentFlag.AlignVCenter, cell.words)
            if index == self._at:
                painter.setPen(QPen(self._theme.color("accent"), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(rect.adjusted(-2, -2, 2, 2), 6, 6)

    def _paint_link(self, painter: QPainter, index: int, cell: BeamCell) -> None:
        parent, child = self.cell_rect(cell.parent), self.cell_rect(index)
        pen = QPen(self._theme.color("accent" if cell.is_best else "control_line"), 2 if cell.is_best else 1)
        if cell.fate == "pruned":
            pen.setStyle(Qt.PenStyle.DotLine)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        start, end = QPointF(parent.right(), parent.center().y()), QPointF(child.left(), child.center().y())
        path = QPainterPath(start)
        middle = child.left() - 16
        path.cubicTo(QPointF(middle, start.y()), QPointF(middle, end.y()), end)
        painter.drawPath(path)

    def mouseMoveEvent(self, event) -> None:
        at = next((index for index in range(len(self._cells))
                   if self.cell_rect(index).adjusted(0, 0, 0, 14).contains(event.position())), -1)
        self._point(at)

    def leaveEvent(self, event) -> None:
        self._point(-1)

    def mousePressEvent(self, event) -> None:
        if self._at >= 0:
            self.chosen.emit(self._at)

    def keyPressEvent(self, event) -> None:
        if not self._cells or event.key() not in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left,
                                                   Qt.Key.Key_Right, Qt.Key.Key_Return):
            super().keyPressEvent(event)
            return
        if event.key() == Qt.Key.Key_Return:
            if self._at >= 0:
                self.chosen.emit(self._at)
            return
        here = self._cells[max(self._at, 0)]
        column, row = {Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1), Qt.Key.Key_Left: (-1, 0),
                       Qt.Key.Key_Right: (1, 0)}[event.key()]
        wanted = [index for index, cell in enumerate(self._cells) if cell.column == here.column + column]
        if wanted:
            self._point(min(wanted, key=lambda index: abs(self._cells[index].row - here.row - row)))

    def _point(self, at: int) -> None:
        if at != self._at:
            self._at = at
            self.setAccessibleDescription(self._cells[at].spoken if at >= 0 else "")
            self.pointed.emit(at)
            self.update()
