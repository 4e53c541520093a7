"""A card: a flat surface with a hairline, a title row and what it holds."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.theme.style import mark

PADDING = 16


class Card(QFrame):
    """`title_row` takes what belongs beside the title, `body` what belongs below it."""

    def __init__(self, parent: QWidget | None = None, padding: int = PADDING):
        super().__init__(parent)
        mark(self, card="true")
        self.title = text("card-title", self)
        self.title.hide()
        self.title_row = QHBoxLayout()
        self.title_row.setSpacing(8)
        self.title_row.addWidget(self.title)
        self.title_row.addStretch(1)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(padding, 12, padding, 12)
        self.body.setSpacing(8)
        self.body.addLayout(self.title_row)

    def set_title(self, text: str) -> None:
        self.title.setText(text)
        self.title.setVisible(bool(text))


def line(parent: QWidget | None = None) -> QFrame:
    """A hairline across."""
    made = mark(QFrame(parent), line="true")
    made.setFixedHeight(1)
    return made


def text(role: str = "", parent: QWidget | None = None, wrap: bool = False) -> QLabel:
    """A label of a role of the style sheet, never rich by accident."""
    made = QLabel(parent)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    return mark(made, role=role) if role else made
