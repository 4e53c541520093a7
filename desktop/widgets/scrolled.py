"""Cards one below the other, in a column that scrolls where it is higher than the window."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget


class GivingColumn(QVBoxLayout):
    """Asks a scroll area for the least that it can do with: Qt's own asks for the height that it would like,
    wherever words wrap in it."""

    def hasHeightForWidth(self) -> bool:
        return False


def scrolled(cards: Sequence[QWidget], parent: QWidget | None = None) -> QScrollArea:
    column = QWidget()
    layout = QVBoxLayout(column)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(12)
    for card in cards:
        layout.addWidget(card)
    layout.addStretch(1)
    return in_scroll_area(column, parent)


def in_scroll_area(column: QWidget, parent: QWidget | None = None, sideways: bool = False) -> QScrollArea:
    """Scrolls where there is less height than it needs, and only there; `sideways` too, for wider letters."""
    column.setObjectName("scrolled")
    area = QScrollArea(parent)
    area.setWidget(column)
    area.setWidgetResizable(True)
    for filled in (column, area.viewport()):  # clear, as the sheet says: Qt would paint all in it twice
        filled.setAutoFillBackground(False)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # what is in it has the focus, and is scrolled to
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded if sideways
                                      else Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return area
