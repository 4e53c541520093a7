"""The branches of a decoding: each leaves an older one where another token was forced."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.theme import fonts
from desktop.theme.theme import Theme
from desktop.widgets import chips
from desktop.widgets.chips import Chip

ROW = 36
GAP = 9
LEFT = 16  # from a fork to the chip below it
DELTA = 50
PX = 12
SHOWN = 6  # tokens of a line before it is cut


@dataclass(frozen=True)
class BranchLine:
    """One branch. `parent` is the line it leaves, `after` the index of the chip it leaves behind."""

    chips: list[Chip]
    parent: int
    after: int
    delta: str
    active: bool


class BranchTree(QWidget):
    """Main on top, then the latest fork first, so that lines never cross; a click follows a branch."""

    chosen = Signal(int)  # which line

    def __init__(self, theme: Theme, parent: QWidget | None = None):
        super().__init__(parent)
        self._theme = theme
        self._lines: list[BranchLine] = []
        self._table: list[list[str | float]] = []
        self._rects: list[list[QRectF]] = []
        self._order: list[int] = []
        self._hover = -1
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # as the figure to export
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def set_lines(self, lines: list[BranchLine], table: list[list[str | float]] = ()) -> None:
        """In the order in which they were made; a line's parent stands before it. `table` has the numbers
        behind them, for a file."""
        self._table = table
        if lines == self._lines:
            return
        is_as_high, self._lines = len(lines) == len(self._lines), lines
        self._lay_out()
        self.setAccessibleDescription("; ".join(
            " ".join(chip.text for chip in line.chips) + f" {line.delta}" for line in lines))
        if not is_as_high:
            self.updateGeometry()
        self.update()

    def table(self) -> list[list[str | float]]:
        return self._table

    def sizeHint(self) -> QSize:
        return QSize(280, max(len(self._lines), 1) * ROW)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height())

    def line_rect(self, line: int) -> QRectF:
        """A branch's row."""
        return QRectF(0, self._order.index(line) * ROW, self.width(), ROW)

    def paintEvent(self, event) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._hover >= 0:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("sunk"))
            painter.drawRoundedRect(self.line_rect(self._hover), 4, 4)
        for index in range(len(self._lines)):
            self._paint_links(painter, index)
        for index, line in enumerate(self._lines):
            shown = self._fitting(self._rects[index])
            for chip, rect in list(zip(self._cut(line.chips), self._rects[index], strict=True))[:shown]:
                chips.paint(painter, rect, chip, self._theme, PX)
            if shown < len(self._rects[index]):
                rest = self._rects[index][shown]
                painter.setPen(self._theme.color("text3"))
                painter.drawText(QRectF(rest.left(), rest.top(), 16, rest.height()),
                                 Qt.AlignmentFlag.AlignCenter, "…")
        for index, line in enumerate(self._lines):
            painter.setFont(fonts.font(13, bold=line.active))  # not by colour alone
            painter.setPen(self._theme.color("accent" if line.active else "text"))
            painter.drawText(self.line_rect(index).adjusted(0, 0, -4, 0),
                             Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, line.delta)

    def _paint_links(self, painter: QPainter, index: int) -> None:
        line, rects = self._lines[index], self._rects[index]
        role = "accent" if line.active else "control_line"
        painter.setPen(QPen(self._theme.color(role), 2.5 if line.active else 1.2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.save()
        painter.setClipRect(QRectF(0, 0, self.width() - DELTA, self.height()))
        for left, right in pairwise(rects[:self._fitting(rects)]):
            y = left.center().y()
            painter.drawLine(QPointF(left.right(), y), QPointF(right.left(), y))
        if index > 0 and rects:
            above = self._fork_rect(line)
            x, y = above.center().x(), rects[0].center().y()
            path = QPainterPath(QPointF(x, above.bottom()))
            path.lineTo(x, y - 6)
            path.quadTo(x, y, x + 6, y)
            path.lineTo(rects[0].left(), y)
            painter.drawPath(path)
        painter.restore()

    def _fork_rect(self, line: BranchLine) -> QRectF:
        rects = self._rects[line.parent]
        return rects[min(max(line.after, 0), len(rects) - 1)]

    def _fitting(self, rects: list[QRectF]) -> int:
        """How many chips of a line have room before the number at its end; the last needs none after it."""
        room = self.width() - DELTA
        if not rects or rects[-1].right() <= room:
            return len(rects)
        return max(1, sum(rect.right() <= room - 20 for rect in rects))

    @staticmethod
    def _cut(line: list[Chip]) -> list[Chip]:
        return line if len(line) <= SHOWN else [*line[: SHOWN - 1], Chip("…", "target", pending=True)]

    def _lay_out(self) -> None:
        self._order = self._below(0) if self._lines else []
        self._rects = []
        for index, line in enumerate(self._lines):
            x = 1.0 if index == 0 else self._fork_rect(line).center().x() + LEFT
            y = self._order.index(index) * ROW + (ROW - chips.HEIGHT) / 2
            rects = []
            for chip in self._cut(line.chips):
                width = chips.width(chip, PX)
                rects.append(QRectF(x, y, width, chips.HEIGHT))
                x += width + GAP
            self._rects.append(rects)

    def _below(self, line: int) -> list[int]:
        """A line and its branches, the latest fork first: so a link runs left of what it passes."""
        forks = [i for i in range(1, len(self._lines)) if self._lines[i].parent == line]
        forks.sort(key=lambda i: (-self._lines[i].after, i))
        return [line, *(place for fork in forks for place in self._below(fork))]

    # Pointing

    def _at(self, y: float) -> int:
        row = int(y // ROW)
        return self._order[row] if 0 <= row < len(self._order) else -1

    def mouseMoveEvent(self, event) -> None:
        hover = self._at(event.position().y()) if len(self._lines) > 1 else -1
        if hover != self._hover:
            self._hover = hover
            self.update()

    def leaveEvent(self, event) -> None:
        self._hover = -1
        self.update()

    def mousePressEvent(self, event) -> None:
        line = self._at(event.position().y())
        if line >= 0:
            self.chosen.emit(line)
