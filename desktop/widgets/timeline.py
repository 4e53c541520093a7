"""The steps of a decoding on a line: known ones can be clicked and scrubbed over."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from desktop.theme import fonts
from desktop.theme.theme import Theme
from desktop.widgets.chips import Chip

LABELLED = 24  # with more steps than this a label shows on hover
LABEL_GAP = 36  # and with points nearer than this
WIDEST_GAP = 160
CLOSEST_GAP = 7  # nearer than this, points would run into one band: the line alone stands for them
MARGIN = 34
Y = 14


class TimelineView(QWidget):
    """Step k is the k-th token; step 0 (nothing chosen yet) has no point."""

    chosen = Signal(int)  # a step from 1

    def __init__(self, theme: Theme, parent: QWidget | None = None):
        super().__init__(parent)
        self._theme = theme
        self._chips: list[Chip] = []
        self._current = 0
        self._whole = False
        self._hover = 0
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def set_steps(self, chips: list[Chip], current: int, is_whole: bool) -> None:
        """The known steps; where the sentence's end is not known, one more open point follows."""
        if (chips, current, is_whole) != (self._chips, self._current, self._whole):
            self._chips, self._current, self._whole = chips, current, is_whole
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(420, 48)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 48)

    def point(self, step: int) -> QPointF:
        """Where a step (from 1) is drawn."""
        count = len(self._chips) + (not self._whole)
        gap = min(WIDEST_GAP, (self.width() - 2 * MARGIN) / max(count - 1, 1))
        left = (self.width() - gap * (count - 1)) / 2
        return QPointF(left + (step - 1) * gap, Y)

    def paintEvent(self, event) -> None:
        if not self._chips and self._whole:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        count = len(self._chips) + (not self._whole)
        here = min(max(self._current, 1), count)
        for first, last, role, wide in ((1, here, "accent", 3), (here, count, "control_line", 2)):
            if first < last:
                painter.setPen(QPen(self._theme.color(role), wide))
                painter.drawLine(self.point(first), self.point(last))
        gap = self.point(2).x() - self.point(1).x() if count > 1 else WIDEST_GAP
        marked = {1, count, self._current, self._hover} - {0}
        for step in range(1, count + 1) if gap >= CLOSEST_GAP else sorted(marked):
            self._paint_point(painter, step)
        has_room = count <= LABELLED and gap >= LABEL_GAP
        for step in range(1, len(self._chips) + 1) if has_room else {self._hover, self._current}:
            if 1 <= step <= len(self._chips):
                self._paint_label(painter, step, gap if has_room else 100)

    def _paint_point(self, painter: QPainter, step: int) -> None:
        known = step <= len(self._chips)
        accent, card = self._theme.color("accent"), self._theme.color("card")
        small = len(self._chips) > LABELLED
        if step == self._current:
            painter.setPen(QPen(accent, 4))
            painter.setBrush(card)
            painter.drawEllipse(self.point(step), 6, 6)
        elif step < self._current:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(accent)
            painter.drawEllipse(self.point(step), 3.5 if small else 5.5, 3.5 if small else 5.5)
        else:
            pen = QPen(self._theme.color("control_line"), 2)
            if not known:
                pen.setStyle(Qt.PenStyle.DotLine)
            painter.setPen(pen)
            painter.setBrush(card)
            painter.drawEllipse(self.point(step), 3 if small else 5, 3 if small else 5)
        if step == self._hover and known and step != self._current:
            painter.setPen(QPen(accent, 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(self.point(step), 9, 9)

    def _paint_label(self, painter: QPainter, step: int, room: float) -> None:
        chip = self._chips[step - 1]
        current = step == self._current
        painter.setFont(fonts.font(12, bold=current, medium=True))
        role = "accent" if current else "target" if step < self._current and not chip.special else "text3"
        painter.setPen(self._theme.color(role))
        metrics = QFontMetricsF(painter.font())
        text = metrics.elidedText(chip.label, Qt.TextElideMode.ElideRight, max(room - 6, 24))
        width = metrics.horizontalAdvance(text) + 4
        x = min(max(self.point(step).x() - width / 2, 0), self.width() - width)
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)  # by its own script
        painter.drawText(QRectF(x, Y + 12, width, 20), Qt.AlignmentFlag.AlignCenter, text)

    # Pointing

    def step_at(self, x: float) -> int:
        """The known step nearest to a place; 0 where there is none."""
        if not self._chips:
            return 0
        distances = [abs(self.point(step).x() - x) for step in range(1, len(self._chips) + 1)]
        return distances.index(min(distances)) + 1

    def mousePressEvent(self, event) -> None:
        self._scrub(event)

    def mouseMoveEvent(self, event) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._scrub(event)
            return
        near = self.step_at(event.position().x())
        hover = near if near and abs(self.point(near).x() - event.position().x()) < 14 else 0
        if hover != self._hover:
            self._hover = hover
            self.setCursor(Qt.CursorShape.PointingHandCursor if hover else Qt.CursorShape.ArrowCursor)
            self.update()

    def leaveEvent(self, event) -> None:
        self._hover = 0
        self.update()

    def event(self, event) -> bool:
        if event.type() == QEvent.Type.ToolTip:
            if self._hover:
                QToolTip.showText(event.globalPos(), self._chips[self._hover - 1].text, self)
            return True
        return super().event(event)

    def _scrub(self, event) -> None:
        step = self.step_at(event.position().x())
        if step and step != self._current:
            self.chosen.emit(step)
