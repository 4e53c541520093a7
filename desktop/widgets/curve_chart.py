"""The ground that every curve of a training stands on: hairlines, an axis of steps, names at the ends."""

from __future__ import annotations

from collections.abc import Sequence

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPen
from PySide6.QtWidgets import QWidget

from desktop.theme import fonts, numbers
from desktop.theme.theme import Theme

EDGE_PX = 16
LABEL_GAP_PX = 16  # names of lines stand at least this far apart


def nice_step(span: float, most: int) -> float:
    """The smallest 1, 2 or 5 times a power of ten that divides `span` into at most `most` parts."""
    power = 10.0 ** -6
    while True:
        for factor in (1, 2, 5):
            if span / (factor * power) <= most:
                return factor * power
        power *= 10


class Axis(pg.AxisItem):
    """No line, no tick marks; numbers in text 3."""

    def __init__(self, orientation: str):
        super().__init__(orientation)
        self.places: Sequence[float] = ()
        self.words: Sequence[str] = ()
        self.setStyle(tickLength=0, tickTextOffset=8, autoExpandTextSpace=False)

    def name_places(self, places: Sequence[float], words: Sequence[str]) -> None:
        self.places, self.words = tuple(places), tuple(words)
        self.picture = None
        self.update()

    def boundingRect(self):
        # With a grid, pyqtgraph leaves out a label that reaches over the edge: "0" and the top one.
        return super().boundingRect().adjusted(-EDGE_PX, -EDGE_PX, EDGE_PX, EDGE_PX)

    def drawPicture(self, p, axisSpec, tickSpecs, textSpecs):  # noqa: N803 (pyqtgraph's names)
        if self.orientation != "bottom" or not textSpecs:
            super().drawPicture(p, axisSpec, tickSpecs, textSpecs)
            return
        # Words in another script have another height: all stand on one line, not each in its middle.
        super().drawPicture(p, axisSpec, tickSpecs, [])
        p.setFont(self.style["tickFont"])
        p.setPen(self.textPen())
        metrics = QFontMetricsF(self.style["tickFont"])
        line = min(rect.top() for rect, _, _ in textSpecs) + metrics.ascent()
        for rect, _, word in textSpecs:
            p.drawText(QPointF(rect.center().x() - metrics.horizontalAdvance(word) / 2, line), word)

    def tickValues(self, low: float, high: float, size: float) -> list:
        return [(1.0, list(self.places))]

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:
        known = dict(zip(self.places, self.words, strict=True))
        return [known.get(value, "") for value in values]


class CurveChart(pg.PlotWidget):
    """Steps to the right, to the planned end, so that the empty part is what is left."""

    hovered = Signal(float)  # the step under the mouse; -1 when it left

    def __init__(self, theme: Theme, parent: QWidget | None = None):
        self._x_axis, self._y_axis = Axis("bottom"), Axis("left")
        super().__init__(parent, background=None, enableMenu=False,
                         axisItems={"bottom": self._x_axis, "left": self._y_axis})
        self.theme = theme
        self._names: list[tuple[pg.TextItem, float, float, float]] = []  # item, x, y, the other line's y
        self._goes_on = False  # does a line run on to the right of its name?
        self._end, self._top = 1.0, 1.0
        self.setAntialiasing(True)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        plot = self.getPlotItem()
        plot.hideButtons()
        plot.setMenuEnabled(False)
        plot.setMouseEnabled(False, False)
        plot.setContentsMargins(0, 8, 8, 0)
        self._x_axis.setHeight(26)
        self._y_axis.setGrid(255)
        self._y_axis.setZValue(-1)  # hairlines lie behind the curves
        # A circle on the edge is drawn whole.
        self.getViewBox().setFlag(self.getViewBox().GraphicsItemFlag.ItemClipsChildrenToShape, False)
        self._cursor = pg.InfiniteLine(angle=90, movable=False)
        self._cursor.hide()
        self.addItem(self._cursor, ignoreBounds=True)

    def retheme(self) -> None:
        """Call it first in the subclass, then set the pens of your own items."""
        self.setBackground(self.theme.color("card"))
        for axis in (self._x_axis, self._y_axis):
            axis.setPen(QPen(Qt.PenStyle.NoPen))
            axis.setTextPen(self.theme.color("text3"))
            axis.setStyle(tickFont=fonts.font(11))
        self._x_axis.setTickPen(pg.mkPen(self.theme.color("card")))  # pyqtgraph draws even no pen as dots
        self._y_axis.setTickPen(pg.mkPen(self.theme.color("hairline"), width=1))
        self._cursor.setPen(pg.mkPen(self.theme.color("control_line"), width=1))

    @property
    def top(self) -> float:
        return self._top

    def set_ground(self, end: float, top: float, steps_word: str) -> None:
        """x from 0 to `end`, y from 0 to a round number over `top`; "20 000 steps" ends the axis."""
        spacing = nice_step(max(top, 1e-6), 5)
        self._end, self._top = max(1.0, end), spacing * -(-max(top, 1e-6) // spacing)
        decimals = 0 if spacing >= 1 else 1 if spacing >= 0.1 else 2
        rungs = [i * spacing for i in range(round(self._top / spacing) + 1)]
        self._y_axis.name_places(rungs, [numbers.thousands(rung, decimals) for rung in rungs])
        widest = max(len(word) for word in self._y_axis.words)
        self._y_axis.setWidth(12 + 7 * widest)
        self.getPlotItem().setRange(xRange=(0, self._end), yRange=(0, self._top), padding=0)
        last = steps_word.format(numbers.thousands(round(self._end)))
        self._label_steps(last)

    def _label_steps(self, last: str) -> None:
        metrics = QFontMetricsF(fonts.font(11))
        step_per_px = self._end / max(120.0, self.getViewBox().width())
        wide, usual = (metrics.horizontalAdvance(word) for word in (last, numbers.thousands(self._end)))
        spacing = max(1.0, nice_step(self._end, max(2, int(self._end / step_per_px / (usual + 30)))))
        ends = self._end - (wide + usual / 2 + 12) * step_per_px  # no room for others from here on
        places = [i * spacing for i in range(int(self._end / spacing) + 1) if i * spacing < ends]
        words = [numbers.thousands(place) for place in places]
        self._last_word = last
        self._x_axis.name_places([*places, self._end - wide / 2 * step_per_px], [*words, last])

    def name_line(self, item: pg.TextItem, x: float, y: float, other: float | None = None,
                  goes_on: bool = False) -> None:
        """Puts a line's name at its end; after `set_ground`, once for each line.

        `other` is where the other line runs at that step: the name goes to the other side. A line that
        `goes_on` to the right leaves no room there.
        """
        self._names.append((item, x, y, y if other is None else other))
        self._goes_on = self._goes_on or goes_on

    def place_names(self) -> None:
        """To the right of the ends, or above and below them where no room is left; never on one another."""
        per_px = self._top / max(1, self.getViewBox().height())
        step_per_px = self._end / max(1, self.getViewBox().width())
        end = max((x for _, x, _, _ in self._names), default=0.0)
        right = end < self._end * 0.72 and not self._goes_on
        ordered = sorted(self._names, key=lambda name: -name[2])
        previous = None
        for item, x, y, other in ordered:
            if right:
                place = y if previous is None else min(y, previous - LABEL_GAP_PX * per_px)
                item.setAnchor((0, 0.5))
                item.setPos(end + self._end * 0.015, place)
            else:
                away = 14 * per_px
                above = (y >= other or y < 2 * away) and y + away < self._top
                place = y + away if above else y - away
                fits = x / step_per_px > item.boundingRect().width()
                item.setAnchor((1 if fits else 0, 0.5))
                item.setPos(x if fits else x + self._end * 0.015, place)
            previous = place
            item.show()

    def clear_names(self) -> None:
        for item, *_ in self._names:
            item.hide()
        self._names.clear()
        self._goes_on = False

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        if hasattr(self, "_last_word"):
            self._label_steps(self._last_word)
            self.place_names()

    def mouseMoveEvent(self, event) -> None:
        super().mouseMoveEvent(event)
        step = self.getViewBox().mapSceneToView(self.mapToScene(event.position().toPoint())).x()
        inside = 0 <= step <= self._end
        self._cursor.setVisible(inside)
        self._cursor.setPos(step)
        self.hovered.emit(step if inside else -1.0)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._cursor.hide()
        self.hovered.emit(-1.0)
