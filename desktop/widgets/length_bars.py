"""Histograms: how long the sentences of each language are, side by side, and how the sides compare."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.theme import fonts
from desktop.theme.theme import Theme

GROUPS = 16
_AXIS, _WORDS = 20, 18  # pixels below the bars, and above them
_BEYOND = 1.2  # how far the lengths reach, in those that 99 of 100 sentences keep to


class LengthBars(QWidget):
    """Source bars are filled, target bars outlined: told apart without colour too."""

    def __init__(self, theme: Theme, parent: QWidget | None = None):
        super().__init__(parent)
        self._theme = theme
        self._bars: list[tuple[str, float, float]] = []  # (up to which value, share of source, of target)
        self._is_pair = True  # two bars a value
        self._most: tuple[float, int] | None = None  # (share of the width, length) that 99 of 100 keep to
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(300, 150)

    def show_lengths(self, src: list[list[int]], tgt: list[list[int]]) -> None:
        """Histograms as [words, sentences]; a line stands where 99 of 100 end, the longest share a group."""
        longest = max((_percentile(counts) for counts in (src, tgt)), default=1)
        step = max(1, math.ceil(_BEYOND * longest / GROUPS))
        sides = [[0] * GROUPS, [0] * GROUPS]
        for side, counts in enumerate((src, tgt)):
            for words, count in counts:
                sides[side][min(GROUPS - 1, max(0, words - 1) // step)] += count
        total = max(1, sum(sides[0]))
        self._bars = [(str((index + 1) * step), a / total, b / total)
                      for index, (a, b) in enumerate(zip(*sides, strict=True))]
        self._is_pair = True
        self._most = (longest / (step * GROUPS), longest) if src and tgt else None
        self.update()

    def show_ratios(self, tenths: list[list[int]]) -> None:
        """How often each length ratio, in tenths, occurs; the highest hundredth goes into the last group."""
        step = max(1, -(-_percentile(tenths) // GROUPS))
        counts = [0] * GROUPS
        for value, count in tenths:
            counts[min(GROUPS - 1, max(0, value - 1) // step)] += count
        total = max(1, sum(counts))
        self._bars = [(f"{(index + 1) * step / 10:g}", count / total, 0.0)
                      for index, count in enumerate(counts)]
        self._is_pair, self._most = False, None
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        color, height = self._theme.color, self.height() - _AXIS
        top = max((max(src, tgt) for _, src, tgt in self._bars), default=0) or 1
        room = height - (_WORDS if self._most else 0)
        width = self.width() / max(1, len(self._bars))
        for index, (value, src, tgt) in enumerate(self._bars):
            left = index * width
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color("source" if self._is_pair else "accent"))
            bar = room * src / top
            painter.drawRect(QRectF(left + 2, height - bar, (width / 2 if self._is_pair else width) - 2, bar))
            if self._is_pair:
                painter.setPen(QPen(color("target"), 1))
                painter.setBrush(color("target_fill"))
                bar = room * tgt / top
                painter.drawRect(QRectF(left + width / 2, height - bar, width / 2 - 2, bar))
            if index % 3 == 0:
                painter.setFont(fonts.font(11))
                painter.setPen(color("text3"))
                painter.drawText(QRectF(left - 10, height + 2, width + 20, _AXIS - 2),
                                 Qt.AlignmentFlag.AlignCenter, value)
        painter.setPen(color("hairline"))
        painter.drawLine(0, height, self.width(), height)
        if self._most:
            self._mark(painter, height, *self._most)

    def _mark(self, painter: QPainter, height: int, share: float, length: int) -> None:
        x = share * self.width()
        painter.setPen(QPen(self._theme.color("text3"), 1, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(x, 0), QPointF(x, height))
        painter.setFont(fonts.font(11))
        painter.setPen(self._theme.color("text2"))
        words = self.tr("99 % have {} at most").format(length)
        beside, side = QRectF(0, 0, x - 6, _WORDS - 2), Qt.AlignmentFlag.AlignRight
        if painter.fontMetrics().horizontalAdvance(words) > beside.width():  # no room left of the line
            beside, side = QRectF(x + 6, 0, self.width() - x - 6, _WORDS - 2), Qt.AlignmentFlag.AlignLeft
        painter.drawText(beside, side | Qt.AlignmentFlag.AlignVCenter, words)


def _percentile(counts: list[list[int]], share: float = 0.99) -> int:
    total, seen = sum(count for _, count in counts), 0
    for words, count in counts:
        seen += count
        if seen >= share * total:
            return words
    return 1
