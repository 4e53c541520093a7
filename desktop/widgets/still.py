"""Labels whose words change at every step: everything around them is laid out anew only where it must be.

Qt asks all layouts up to the window for each text that is set, one after the other, and then draws a second
time what that might have moved. It asks nobody about a widget of fixed size, nor about one in no layout.
"""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QLabel, QWidget


def say(label: QLabel, words: str) -> None:
    """The label gets more room where it needs more, and gives none back."""
    if words == label.text():
        return
    label.setText(words)
    needed, has = label.sizeHint(), label.minimumSize()
    if has != label.maximumSize() or needed.width() > has.width() or needed.height() > has.height():
        label.setFixedSize(needed.expandedTo(has))


class Still(QWidget):
    """Holds a label that has what room there is."""

    def __init__(self, label: QLabel, parent: QWidget | None = None):
        super().__init__(parent)
        self._label = label
        label.setParent(self)

    def resizeEvent(self, event) -> None:
        self._label.resize(self.size())

    def sizeHint(self) -> QSize:
        return QSize(0, self._label.sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()
