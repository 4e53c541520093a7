"""What the rows of all lists have in common: their ground and their tag."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from desktop.theme import fonts
from desktop.theme.theme import Theme

TAG_HEIGHT = 19


def draw_ground(painter: QPainter, option: QStyleOptionViewItem, theme: Theme) -> None:
    """Chosen, pointed at or neither, with a hairline to the row below."""
    row = option.rect
    if option.state & QStyle.StateFlag.State_Selected:
        painter.fillRect(row, theme.color("accent_fill"))
        painter.fillRect(QRect(row.left(), row.top(), 3, row.height()), theme.color("accent"))
    elif option.state & QStyle.StateFlag.State_MouseOver:
        painter.fillRect(row, theme.color("sunk"))
    painter.fillRect(QRect(row.left(), row.bottom(), row.width(), 1), theme.color("hairline"))


def draw_tag(painter: QPainter, place: QRect, word: str, fill: str, ink: str, theme: Theme) -> int:
    """A word in a box at the right of a place, in the colours of two roles; returns the width it takes."""
    painter.setFont(fonts.font(11))
    width = painter.fontMetrics().horizontalAdvance(word) + 12
    tag = QRect(place.right() - width + 1, place.center().y() - TAG_HEIGHT // 2, width, TAG_HEIGHT)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color(fill))
    painter.drawRoundedRect(tag, 4, 4)
    painter.setPen(theme.color(ink))
    painter.drawText(tag, Qt.AlignmentFlag.AlignCenter, word)
    return width
