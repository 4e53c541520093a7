"""A matrix that is pointed at: hovered, dragged, scrolled, zoomed and walked over by keys."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QWidget

from desktop.theme.theme import Theme
from desktop.widgets.matrix_picture import MatrixPicture


class MatrixView(MatrixPicture):
    """One cell at a time is read out; a `compact` one takes no keys unless it is given the focus."""

    pointed = Signal(int, int)  # the cell to read out: hovered, chosen by arrow keys, or (-1, -1)
    activated = Signal(int, int)  # clicked
    opened = Signal()  # double-clicked, or Enter

    def __init__(self, theme: Theme, scale: str = "glass", compact: bool = False,
                 parent: QWidget | None = None):
        super().__init__(theme, scale, compact, parent)
        self._drag: tuple[QPoint, tuple[int, int]] | None = None
        self.setMouseTracking(True)
        if not compact:
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def mouseMoveEvent(self, event) -> None:
        place = event.position().toPoint()
        if self._drag is not None and event.buttons():
            self._pan(place)
            return
        self._point(*self.cell_at(event.position()))

    def mousePressEvent(self, event) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._drag = (event.position().toPoint(), self._origin)

    def mouseReleaseEvent(self, event) -> None:
        drag, self._drag = self._drag, None
        cell = self.cell_at(event.position())
        if drag is not None and self._origin == drag[1] and cell[0] >= 0:
            self._point(*cell)
            self.activated.emit(*cell)

    def mouseDoubleClickEvent(self, event) -> None:
        self.opened.emit()

    def wheelEvent(self, event) -> None:
        """Scrolls what does not fit; with Ctrl it zooms."""
        delta = event.angleDelta()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.set_window(round(self._window * (0.8 if delta.y() > 0 else 1.25)))
        elif max(self._values.shape) > self._window:
            lines = -round(delta.y() / 40), -round(delta.x() / 40)
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                lines = lines[::-1]
            self._set_origin(self._origin[0] + lines[0], self._origin[1] + lines[1])
        else:
            event.ignore()
            return
        event.accept()

    def leaveEvent(self, event) -> None:
        self._point(-1, -1)

    def keyPressEvent(self, event) -> None:
        moves = {Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0),
                 Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1)}
        zooms = {Qt.Key.Key_Plus: 0.8, Qt.Key.Key_Equal: 0.8, Qt.Key.Key_Minus: 1.25}
        if event.key() in zooms:
            self.set_window(round(self._window * zooms[event.key()]))
            return
        if event.key() not in moves or not self._values.size:
            super().keyPressEvent(event)
            return
        down, right = moves[event.key()]
        row, column = self._cell if self._cell[0] >= 0 else (max(self._row, 0) - down, 0 - right)
        rows, columns = self._values.shape
        row, column = min(max(row + down, 0), rows - 1), min(max(column + right, 0), columns - 1)
        self._show(row, column)
        self._point(row, column)
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.NameChanged))

    def focusOutEvent(self, event) -> None:
        super().focusOutEvent(event)
        self._point(-1, -1)

    def cell_at(self, place: QPointF) -> tuple[int, int]:
        """The cell at a place in the widget, or (-1, -1)."""
        if not self._area.contains(place) or not self._values.size:
            return -1, -1
        width, height = self._cell_size()
        row = int((place.y() - self._area.top()) / height) + self._origin[0]
        column = int((place.x() - self._area.left()) / width) + self._origin[1]
        return min(row, len(self._values) - 1), min(column, self._values.shape[1] - 1)

    def _point(self, row: int, column: int) -> None:
        if (row, column) != self._cell:
            self._cell = (row, column)
            self.pointed.emit(row, column)
            self.update()

    def _pan(self, place: QPoint) -> None:
        start, (row, column) = self._drag
        width, height = self._cell_size()
        self._set_origin(row - round((place.y() - start.y()) / height),
                         column - round((place.x() - start.x()) / width))

    def _show(self, row: int, column: int) -> None:
        top, left = self._origin
        last = self._window - 1
        self._set_origin(min(max(top, row - last), row), min(max(left, column - last), column))
