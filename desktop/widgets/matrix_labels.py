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
APART = 13  # from one label that is not level to the next


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
    """Measured once for a list of labels; `fit` decides how they stand and how much height they need."""

    def __init__(self, labels: list[Label], px: int):
        self._labels, self._px = labels, px
        self._line = QFontMetricsF(fonts.font(px, bold=True)).height()
        self._widths = fonts.advances([label.text for label in labels], px, bold=True)
        self._is_wide = [is_wide(label.text) for label in labels]
        self._widest = max(self._widths, default=0.0)
        # Among stacked ones a leaning label would lie over its neighbours: it stands straight up.
        self._angle = math.radians(90 if any(self._is_wide) else ANGLE)
        # What each needs of the width where it is not level.
        self.apart = max(APART, fonts.ink((label.text for label in labels), px, bold=True)
                         / math.sin(self._angle))
        # How high each stands where it is not level: stacked, or turned.
        self._highest = max((min(len(label.text), MAX_CHARS_STACKED) * (px + 2) if wide
                             else width * math.sin(self._angle) + self._line / 2
                             for label, width, wide in zip(labels, self._widths, self._is_wide, strict=True)),
                            default=0.0)
        self.fit(0.0, 0.0)

    def fit(self, cell_width: float, max_height: float) -> None:
        """To columns of this width, under at most so much height."""
        self._cell_width, self._max = cell_width, max_height
        self.is_level = self._widest <= cell_width - 6
        self.height = self._line + 4 if self.is_level or not self._labels else min(self._highest + 4,
                                                                                   max_height)
        # How far the last label leans over the matrix's right edge.
        leans = bool(self._labels) and not self.is_level and not self._is_wide[-1]
        reach = min(self._widths[-1], max_height) * math.cos(self._angle) if leans else 0.0
        self.overhang = max(0.0, reach + self._line / 2 - cell_width / 2)

    def paint(self, painter: QPainter, index: int, center: float, bottom: float, bold: bool) -> None:
        """One label, above `bottom`, over the column's middle; the pen is set."""
        text = self._labels[index].text
        painter.setFont(fonts.font(self._px, bold=bold))
        if self.is_level:
            left, top = center - self._cell_width / 2, bottom - self._line - 3
            rect = QRectF(left, top, self._cell_width, self._line)
            painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)
        elif self._is_wide[index]:
            chars = text if len(text) <= MAX_CHARS_STACKED else text[: MAX_CHARS_STACKED - 1] + "…"
            y = bottom - 3 - len(chars) * (self._px + 2)
            for place, char in enumerate(chars):
                rect = QRectF(center - 12, y + place * (self._px + 2), 24, self._px + 2)
                painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, char)
        else:
            metrics = QFontMetricsF(painter.font())
            room = (self._max - self._line / 2) / math.sin(self._angle)
            elided = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
            painter.save()
            painter.translate(center + 4 * math.cos(self._angle), bottom - 4)
            painter.rotate(-math.degrees(self._angle))
            painter.drawText(QPointF(0, metrics.ascent() / 2 - 2), elided)
            painter.restore()
