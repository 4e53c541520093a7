"""Tokens as chips: one row, or two rows in step (what goes in above, what comes out below)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPaintEngine, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from desktop.theme import fonts
from desktop.theme.theme import Theme
from desktop.widgets.kept_picture import draw_kept

HEIGHT = 24
PAD = 8
GAP = 6
ARROW = 14  # room between the rows
MAX_WIDTH = 160
_UNCUT = (QPaintEngine.Type.SVG, QPaintEngine.Type.Pdf)  # what reaches beyond a widget is seen there


@dataclass(frozen=True)
class Chip:
    """One token as it is shown. `side` is "source" or "target"."""

    text: str
    side: str
    special: bool = False
    continues: bool = False
    current: bool = False
    pending: bool = False
    bare: bool = False  # no box: an arrow, an ellipsis
    differs: bool = False  # from what it is compared with: underlined

    @property
    def label(self) -> str:
        return f"·{self.text}" if self.continues else self.text


def width(chip: Chip, px: int = fonts.BODY) -> float:
    """How wide a chip is drawn."""
    return widths([chip], px)[0]


def widths(chips: Iterable[Chip | None], px: int = fonts.BODY) -> list[float]:
    """Of many at once; of an empty place, that of the smallest chip."""
    chips, pad = list(chips), PAD if px >= fonts.BODY else PAD - 2
    labels = ["" if chip is None else chip.label for chip in chips]
    made = []
    for chip, text in zip(chips, fonts.advances(labels, px, medium=True), strict=True):
        made.append(text + 2 if chip is not None and chip.bare
                    else min(MAX_WIDTH, max(HEIGHT, text + 2 * pad)))
    return made


def paint(painter: QPainter, rect: QRectF, chip: Chip, theme: Theme, px: int = fonts.BODY) -> None:
    """Fill, line and text of its side; specials dashed without fill; the current one in accent."""
    key = ("chip", chip, theme.palette.dark, px, fonts.base_key())
    draw_kept(painter, rect, key, lambda painter, rect: _paint(painter, rect, chip, theme, px))


def _paint(painter: QPainter, rect: QRectF, chip: Chip, theme: Theme, px: int) -> None:
    line, text = theme.color(f"{chip.side}_line"), theme.color(chip.side)
    fill = Qt.GlobalColor.transparent if chip.special or chip.pending else theme.color(f"{chip.side}_fill")
    if chip.pending:
        line, text = theme.color("control_line"), theme.color("text3")
    pen = QPen(line, 1)
    if chip.special or chip.pending:
        pen.setStyle(Qt.PenStyle.CustomDashLine)
        pen.setDashPattern([3, 2])
    if chip.current:
        pen = QPen(theme.color("accent"), 2)
        if chip.side == "target":
            fill, text = theme.color("card"), theme.color("accent")
    inset = pen.widthF() / 2
    painter.setPen(pen)
    painter.setBrush(fill)
    if not chip.bare:
        painter.drawRoundedRect(rect.adjusted(inset, inset, -inset, -inset), 5, 5)
    painter.setFont(fonts.font(px, medium=True))
    painter.setPen(text)
    label, room = chip.label, rect.width() - (0 if chip.bare else PAD)
    if fonts.advances([label], px, medium=True)[0] > room:
        label = QFontMetricsF(painter.font()).elidedText(label, Qt.TextElideMode.ElideRight, room)
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip, label)
    if chip.differs:
        painter.setPen(QPen(text, 2))
        painter.drawLine(rect.bottomLeft() + QPointF(5, -3), rect.bottomRight() + QPointF(-5, -3))


class ChipRow(QWidget):
    """Scrolls sideways (wheel, drag, arrow keys); runs in the direction of its language."""

    clicked = Signal(int)  # the column
    hovered = Signal(int)  # the column, or -1

    def __init__(self, theme: Theme, parent: QWidget | None = None):
        super().__init__(parent)
        self._theme = theme
        self._rows: list[list[Chip | None]] = [[]]
        self._lefts: list[float] = []
        self._widths: list[float] = []  # of the columns
        self._chip_widths: list[list[float]] = []  # row by row
        self._offset = 0.0
        self._rtl = False
        self._hover = -1
        self._lit: list[int] = []
        self._drag: tuple[QPoint, float] | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def set_chips(self, *rows: list[Chip | None]) -> None:
        """One list, or two of equal length; None leaves a place empty. Keeps the current chip in view."""
        if list(rows) == self._rows:
            return
        self._rows = list(rows)
        self._layout()
        self.setAccessibleDescription(", ".join(chip.text for chip in rows[-1] if chip))
        current = [i for row in rows for i, chip in enumerate(row) if chip and chip.current]
        self.updateGeometry()
        if current:
            self.show_column(current[-1])
        self._scroll_to(self._offset)
        self.update()

    def set_right_to_left(self, rtl: bool) -> None:
        if rtl != self._rtl:
            self._rtl = rtl
            self.update()

    def light(self, columns: list[int]) -> None:
        """Outlines columns from outside: a matrix cell is hovered."""
        if columns != self._lit:
            self._lit = columns
            self.update()

    def show_column(self, column: int) -> None:
        if not 0 <= column < len(self._lefts):
            return
        left, right = self._lefts[column], self._lefts[column] + self._widths[column]
        if left < self._offset:
            self._scroll_to(left - GAP)
        elif right > self._offset + self.width():
            self._scroll_to(right - self.width() + GAP)

    def chip_rect(self, column: int, row: int = 0) -> QRectF:
        """Where a chip is drawn."""
        x = self._lefts[column] - self._offset
        if self._rtl:
            x = self.width() - x - self._widths[column]
        top = 1 + row * (HEIGHT + ARROW)
        wide = self._widths[column] if self._rows[row][column] is None else self._chip_widths[row][column]
        return QRectF(x + (self._widths[column] - wide) / 2, top, wide, HEIGHT)

    def sizeHint(self) -> QSize:
        rows = len(self._rows)
        return QSize(round(min(self._total(), 10_000)) + 2, rows * HEIGHT + (rows - 1) * ARROW + 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(60, self.sizeHint().height())

    def paintEvent(self, event) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_cut = painter.paintEngine().type() not in _UNCUT
        for column in range(len(self._lefts)):
            if self._lefts[column] + self._widths[column] < self._offset:
                continue
            if self._lefts[column] > self._offset + self.width():
                break
            for row, chips in enumerate(self._rows):
                if chips[column] is not None:
                    rect = self.chip_rect(column, row)
                    if not (is_cut or (rect.left() >= 0 and rect.right() <= self.width())):
                        continue
                    paint(painter, rect, chips[column], self._theme)
                    if (column == self._hover or column in self._lit) and not chips[column].current:
                        self._outline(painter, rect)
            if len(self._rows) == 2 and None not in (self._rows[0][column], self._rows[1][column]):
                self._arrow(painter, self.chip_rect(column, 0).center().x())
        self._fade(painter)

    def _outline(self, painter: QPainter, rect: QRectF) -> None:
        painter.setPen(QPen(self._theme.color("text2"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)

    def _arrow(self, painter: QPainter, x: float) -> None:
        painter.setPen(QPen(self._theme.color("text3"), 1.2))
        top, bottom = HEIGHT + 4.5, HEIGHT + ARROW - 2.5
        painter.drawLine(QPointF(x, top), QPointF(x, bottom))
        painter.drawLine(QPointF(x - 2.5, bottom - 2.5), QPointF(x, bottom))
        painter.drawLine(QPointF(x + 2.5, bottom - 2.5), QPointF(x, bottom))

    def _fade(self, painter: QPainter) -> None:
        """A hairline at an edge beyond which the row goes on."""
        painter.setPen(QPen(self._theme.color("control_line"), 1))
        more_before, more_after = self._offset > 0.5, self._offset < self._most() - 0.5
        if self._rtl:
            more_before, more_after = more_after, more_before
        if more_before:
            painter.drawLine(QPointF(0.5, 4), QPointF(0.5, self.height() - 4))
        if more_after:
            painter.drawLine(QPointF(self.width() - 0.5, 4), QPointF(self.width() - 0.5, self.height() - 4))

    # Scrolling and pointing

    def wheelEvent(self, event) -> None:
        delta = event.angleDelta().x() or event.angleDelta().y()
        if self._most() <= 0:
            event.ignore()
            return
        self._scroll_to(self._offset - delta / 2)

    def keyPressEvent(self, event) -> None:
        steps = {Qt.Key.Key_Left: -40, Qt.Key.Key_Right: 40}
        if event.key() in steps and self._most() > 0:
            self._scroll_to(self._offset + steps[event.key()] * (-1 if self._rtl else 1))
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._drag = (event.position().toPoint(), self._offset)

    def mouseMoveEvent(self, event) -> None:
        place = event.position().toPoint()
        if self._drag is not None and event.buttons():
            moved = place.x() - self._drag[0].x()
            if abs(moved) > 3:
                self._scroll_to(self._drag[1] + (moved if self._rtl else -moved))
            return
        column, _ = self._at(place)
        if column != self._hover:
            self._hover = column
            self.hovered.emit(column)
            self.update()

    def mouseReleaseEvent(self, event) -> None:
        drag, self._drag = self._drag, None
        place = event.position().toPoint()
        column, _ = self._at(place)
        if drag is not None and column >= 0 and abs(place.x() - drag[0].x()) <= 3:
            self.clicked.emit(column)

    def leaveEvent(self, event) -> None:
        if self._hover >= 0:
            self._hover = -1
            self.hovered.emit(-1)
            self.update()

    def event(self, event) -> bool:
        if event.type() == QEvent.Type.ToolTip:
            column, row = self._at(event.pos())
            chip = self._rows[row][column] if column >= 0 else None
            if chip is not None and width(chip) >= MAX_WIDTH:
                QToolTip.showText(event.globalPos(), chip.text, self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)

    def resizeEvent(self, event) -> None:
        self._scroll_to(self._offset)

    def changeEvent(self, event) -> None:
        if event.type() == QEvent.Type.FontChange:
            self._layout()
        super().changeEvent(event)

    def _at(self, place: QPoint) -> tuple[int, int]:
        for row, chips in enumerate(self._rows):
            for column in range(len(self._lefts)):
                if chips[column] is not None and self.chip_rect(column, row).contains(place):
                    return column, row
        return -1, 0

    def _layout(self) -> None:
        self._chip_widths = [widths(row) for row in self._rows]
        self._widths = [max(places) for places in zip(*self._chip_widths, strict=True)]
        self._lefts, x = [], 1.0
        for wide in self._widths:
            self._lefts.append(x)
            x += wide + GAP

    def _total(self) -> float:
        return self._lefts[-1] + self._widths[-1] + 1 if self._lefts else 0.0

    def _most(self) -> float:
        return max(0.0, self._total() - self.width())

    def _scroll_to(self, offset: float) -> None:
        offset = min(max(0.0, offset), self._most())
        if offset != self._offset:
            self._offset = offset
            self.update()
