"""The keys of the Step page over the page itself; Esc, F1 or a click takes it away."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from desktop.theme.style import mark
from desktop.views.step_keys import StepKeys
from desktop.widgets.card import Card, text
from desktop.widgets.layouts import take_all_out
from desktop.widgets.retranslated import Retranslated

ROWS = 14  # in a column


class KeysHelp(Retranslated, Card):
    """A child of the page, in its middle; hidden until it is asked for."""

    def __init__(self, keys: StepKeys, parent: QWidget):
        super().__init__(parent, padding=20)
        self._keys = keys
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.close_button = mark(QPushButton("✕"), kind="quiet")
        self.close_button.clicked.connect(self.leave)
        self.title_row.addWidget(self.close_button)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(6)
        self.body.addLayout(self._grid)
        self.retranslate()
        self.hide()

    def retranslate(self) -> None:
        self._keys.refresh()
        self.set_title(self.tr("Keys of this page"))
        self.setAccessibleName(self.tr("Keys of this page"))
        self.close_button.setAccessibleName(self.tr("Close"))
        take_all_out(self._grid)
        for place, binding in enumerate(self._keys.bindings):
            shown, meaning = text("strong"), text("body2")
            shown.setText(binding.shown)
            meaning.setText(binding.words)
            column, row = divmod(place, ROWS)
            self._grid.addWidget(shown, row, 3 * column)
            self._grid.addWidget(meaning, row, 3 * column + 1)
            self._grid.setColumnMinimumWidth(3 * column + 2, 20)
        self.setAccessibleDescription("; ".join(
            f"{binding.shown}: {binding.words}" for binding in self._keys.bindings))

    def appear(self) -> None:
        """In the middle of the page."""
        self.adjustSize()
        middle = self.parentWidget().rect().center() - self.rect().center()
        self.move(max(0, middle.x()), max(0, middle.y()))
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> None:
        self.hide()
        self.parentWidget().setFocus(Qt.FocusReason.OtherFocusReason)

    def mousePressEvent(self, event) -> None:
        self.leave()

    def keyPressEvent(self, event) -> None:
        """Any key takes it away; but Tab goes to the button."""
        if event.key() != Qt.Key.Key_Tab:
            self.leave()
