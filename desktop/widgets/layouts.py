"""Small things about layouts."""

from __future__ import annotations

from PySide6.QtWidgets import QLayout, QVBoxLayout, QWidget


def take_all_out(layout: QLayout) -> None:
    """The widgets are gone from the eye at once, and deleted when none of their events is being handled."""
    while layout.count():
        widget = layout.takeAt(0).widget()
        widget.hide()
        widget.deleteLater()


def inset(widget: QWidget, above: int, below: int) -> QVBoxLayout:
    """As far from the sides of a page as its cards are; hidden, it takes no room."""
    layout = QVBoxLayout()
    layout.setContentsMargins(16, above, 16, below)
    layout.addWidget(widget)
    return layout
