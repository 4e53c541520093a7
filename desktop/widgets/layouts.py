"""Layouts that are filled anew."""

from __future__ import annotations

from PySide6.QtWidgets import QLayout


def take_all_out(layout: QLayout) -> None:
    """The widgets are gone from the eye at once, and deleted when none of their events is being handled."""
    while layout.count():
        widget = layout.takeAt(0).widget()
        widget.hide()
        widget.deleteLater()
