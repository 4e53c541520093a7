"""One choice of a few, side by side."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QSizePolicy, QToolButton, QWidget

from desktop.theme.style import mark


class Segmented(QFrame):
    """Checkable buttons, one of which is on; `chosen` tells what a person picked."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        mark(self, segments="true")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(1, 1, 1, 1)
        self._row.setSpacing(0)
        self._group = QButtonGroup(self)
        self._group.idClicked.connect(self.chosen)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(28)

    def set_labels(self, labels: list[str], names: list[str] | None = None) -> None:
        """Keeps the buttons where only their words change. `names` say what a bare number is, read aloud."""
        buttons = self._group.buttons()
        for button in buttons[len(labels):]:
            self._group.removeButton(button)
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()
        for index, label in enumerate(labels):
            if index >= len(buttons):
                button = mark(QToolButton(self), segment="true")
                button.setCheckable(True)
                button.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
                self._group.addButton(button, index)
                self._row.addWidget(button)
            self._group.button(index).setText(label)
            self._group.button(index).setAccessibleName(names[index] if names else "")

    def set_current(self, index: int) -> None:
        button = self._group.button(index)
        if button is not None:
            button.setChecked(True)

    def current(self) -> int:
        return self._group.checkedId()

    def button(self, index: int) -> QToolButton:
        return self._group.button(index)

    def count(self) -> int:
        return len(self._group.buttons())
