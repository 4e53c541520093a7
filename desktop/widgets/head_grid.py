"""The heads of a layer as small pictures; one is chosen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

import numpy as np
from PySide6.QtCore import QElapsedTimer, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QBrush, QImage, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.theme import fonts
from desktop.theme.theme import Theme

CELL = QSize(84, 86)
PICTURE = QSize(72, 56)
FINEST = 2  # values a pixel, each way: beyond that a thumbnail shows the largest of several
FRAME_MS = 8  # for making pictures: what does not fit follows a frame later


class HeadGrid(QWidget):
    """Two columns of thumbnails; arrow keys move the choice."""

    chosen = Signal(int)
    opened = Signal(int)  # double-clicked

    def __init__(self, theme: Theme, parent: QWidget | None = None):
        super().__init__(parent)
        self._theme = theme
        self._weights: Sequence[np.ndarray] = ()
        self._names: list[str] = []
        self._head = 0
        self._numbered = True
        self._off: frozenset[int] = frozenset()
        self._images: dict[tuple, QImage] = {}
        self.columns = 2
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme.changed.connect(self._on_theme)

    def set_heads(self, weights: Sequence[np.ndarray], names: list[str], head: int, numbered: bool = True,
                  off: frozenset[int] = frozenset()) -> None:
        """weights [T,S] a head; names say what was measured, "" where nothing was; `off` are crossed out.

        With `numbered` False the names stand alone. -1 as `head` is none.
        """
        before = self.sizeHint()
        if weights is not self._weights:
            # Pictures are known by where their numbers lie, which the old list kept alive until here: what
            # only changed its place is not made anew.
            here = {_address(head) for head in weights}
            self._images = {key: image for key, image in self._images.items() if key in here}
            self._weights = weights
        self._names, self._head, self._numbered, self._off = names, head, numbered, off
        self.setAccessibleDescription(self._label(head) if head >= 0 else "")
        if self.sizeHint() != before:
            self.updateGeometry()
        self.update()

    def table(self) -> Iterator[list[str | float]]:
        """Every head, one weight a line, for a file; made while it is written."""
        named = [(self._label(head), weights) for head, weights in enumerate(self._weights)]
        return chain([["head", "query", "key", "weight"]],
                     ([name, str(query), str(key), weight] for name, weights in named
                      for query, line in enumerate(weights.tolist(), 1)
                      for key, weight in enumerate(line, 1)))

    def head_rect(self, head: int) -> QRectF:
        """Where a head's cell is."""
        row, column = divmod(head, self.columns)
        return QRectF(column * CELL.width(), row * CELL.height(), CELL.width(), CELL.height())

    def sizeHint(self) -> QSize:
        heads = len(self._weights)
        rows = -(-heads // self.columns)
        return QSize(self.columns * CELL.width(), max(rows, 1) * CELL.height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        clock, is_late = QElapsedTimer(), False
        clock.start()
        for head, weights in enumerate(self._weights):
            cell = self.head_rect(head)
            if not cell.toAlignedRect().intersects(event.rect()):
                continue
            image = self._images.get(_address(weights))
            if image is None and clock.elapsed() < FRAME_MS:
                image = self._make(weights)
            picture = QRectF(cell.left() + 4, cell.top() + 4, PICTURE.width(), PICTURE.height())
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            if image is not None:
                painter.drawImage(picture, image)
            else:  # hatched: not there yet
                is_late = True
                painter.fillRect(picture, QBrush(self._theme.color("control_line"),
                                                 Qt.BrushStyle.BDiagPattern))
            painter.setPen(QPen(self._theme.color("hairline"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(picture)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if head in self._off:
                painter.setPen(QPen(self._theme.color("bad"), 1.6))
                painter.drawLine(picture.topLeft(), picture.bottomRight())
                painter.drawLine(picture.bottomLeft(), picture.topRight())
            if head == self._head:
                painter.setPen(QPen(self._theme.color("accent"), 2))
                painter.drawRoundedRect(picture.adjusted(-3, -3, 3, 3), 4, 4)
            painter.setFont(fonts.font(11, bold=head == self._head))
            painter.setPen(self._theme.color("accent" if head == self._head else "text3"))
            box = QRectF(picture.left(), picture.bottom() + 5, PICTURE.width() + 6, 16)
            painter.drawText(box, Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter,
                             self._label(head))
        if is_late:
            QTimer.singleShot(0, self, self.update)

    def bands(self, is_raster: bool) -> list[QRect]:
        """The rows, which a figure draws one at a time."""
        return [QRect(0, row * CELL.height(), self.width(), CELL.height())
                for row in range(-(-len(self._weights) // self.columns))]

    def complete(self, area: QRect) -> None:
        """Makes what is not there yet: a figure that is taken away is whole."""
        for head, weights in enumerate(self._weights):
            if _address(weights) not in self._images and area.intersects(self.head_rect(head).toRect()):
                self._make(weights)

    def _make(self, weights: np.ndarray) -> QImage:
        image = self._images[_address(weights)] = self._theme.glass.image(_thinned(weights))
        return image

    def mousePressEvent(self, event) -> None:
        for head in range(len(self._weights)):
            if self.head_rect(head).contains(event.position()):
                self.chosen.emit(head)
                return

    def mouseDoubleClickEvent(self, event) -> None:
        for head in range(len(self._weights)):
            if self.head_rect(head).contains(event.position()):
                self.opened.emit(head)
                return

    def keyPressEvent(self, event) -> None:
        moves = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -self.columns,
                 Qt.Key.Key_Down: self.columns}
        head = self._head + moves.get(event.key(), 0)
        if event.key() not in moves:
            super().keyPressEvent(event)
        elif 0 <= head < len(self._weights):
            self.chosen.emit(head)

    def _label(self, head: int) -> str:
        name = self._names[head] if head < len(self._names) else ""
        return f"{head + 1} {name}".strip() if self._numbered else name

    def _on_theme(self) -> None:
        self._images = {}
        self.update()


def _address(weights: np.ndarray) -> tuple:
    """Where an array's numbers lie, and which of them are its own."""
    return weights.ctypes.data, weights.shape, weights.strides


def _thinned(weights: np.ndarray) -> np.ndarray:
    """[T,S] -> no more values than a thumbnail can show; each is the largest of those it stands for."""
    for axis, pixels in enumerate((PICTURE.height(), PICTURE.width())):
        stride = -(-weights.shape[axis] // (FINEST * pixels))
        if stride > 1:
            lines = weights.swapaxes(0, axis)
            thinned = lines[::stride].copy()
            for first in range(1, stride):
                more = lines[first::stride]
                np.maximum(thinned[:len(more)], more, out=thinned[:len(more)])
            weights = thinned.swapaxes(0, axis)
    return weights
