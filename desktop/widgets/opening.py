"""What stands in the place of a page that is still being made."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.widgets.card import text
from desktop.widgets.retranslated import Retranslated


class Opening(Retranslated, QWidget):
    """One quiet word."""

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self._word = text("body2")
        self._word.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout = QVBoxLayout(self)
        layout.addWidget(self._word)
        self.retranslate()

    def retranslate(self) -> None:
        self._word.setText(self.tr("Opening…"))
