"""Labels along a matrix: level where they fit, CJK stacked upright, other scripts turned by 60 degrees."""

from __future__ import annotations

import math
import unicodedata
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter

from desktop.theme import fonts

ANGLE = 60
MAX_CHARS_STACKED = 6


@dataclass(frozen=True)
class Label:
    """A row's or a column's token; `side` ("source" or "target") colours it."""

    text: str
    side: str = "source"


def is_wide(text: str) -> bool:
    """Mostly Chinese, Japanese or Korean: such text is read downwards as well as across."""
    wide = sum(unicodedata.east_asian_width(char) in "WF" for char in text)
    return wide * 2 > len(text)


class ColumnLabels:
    """Decides once per matrix how its column labels stand, and how much height they need."""

    def __init__(self, labels: list[Label], cell_width: float, px: int, max_height: float):
        self._labels, self._cell_width, self._px = labels, cell_width, px
        metrics = QFontMetricsF(fonts.font(px, bold=True))
        widths = [metrics.horizontalAdvance(label.text) for label in labels]
        self.is_level = all(width <= cell_width - 6 for width in widths)
        self._line = metrics.height()
        # How far the last label leans over the matrix's right edge.
        leaning = not self.is_level and labels and not is_wide(labels[-1].text)
        reach = min(widths[-1], max_height) * math.cos(math.radians(ANGLE)) if leaning else 0.0
        self.overhang = max(0.0, reach + self._line / 2 - cell_width / 2)
        self._max = max_height
        if self.is_level or not labels:
            self.height = self._line + 4
        else:
            needs = [self._stack_height(label.text) if is_wide(label.text)
                     else width * math.sin(math.radians(ANGLE)) + self._line / 2
                     for label, width in zip(labels, widths, strict=True)]
            self.height = min(max(needs) + 4, max_height)

    def _stack_height(self, text: str) -> float:
        return min(len(text), MAX_CHARS_STACKED) * (self._px + 2)

    def paint(self, painter: QPainter, index: int, center: float, bottom: float, bold: bool) -> None:
        """One label, above `bottom`, over the column's middle; the pen is set."""
        text = self._labels[index].text
        painter.setFont(fonts.font(self._px, bold=bold))
        metrics = QFontMetricsF(painter.font())
        if self.is_level:
            left, top = center - self._cell_width / 2, bottom - self._line - 3
            rect = QRectF(left, top, self._cell_width, self._line)
            painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)
        elif is_wide(text):
            chars = text if len(text) <= MAX_CHARS_STACKED else text[: MAX_CHARS_STACKED - 1] + "…"
            y = bottom - 3 - len(chars) * (self._px + 2)
            for place, char in enumerate(chars):
                rect = QRectF(center - 12, y + place * (self._px + 2), 24, self._px + 2)
                painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, char)
        else:
            room = (self._max - self._line / 2) / math.sin(math.radians(ANGLE))
            elided = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
            painter.save()
            painter.translate(center + 2, bottom - 4)
            painter.rotate(-ANGLE)
            painter.drawText(QPointF(0, metrics.ascent() / 2 - 2), elided)
            painter.restore()
