"""Two things beside each other; where there is no room for both, one at a time."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QTabBar, QVBoxLayout, QWidget

_ANY = (1 << 24) - 1  # Qt's QWIDGETSIZE_MAX


class SideBySide(QWidget):
    """The second keeps to a width of its own; narrower than `least` pixels in all, each gets a tab."""

    def __init__(self, first: QWidget, second: QWidget, width: int, least: int,
                 parent: QWidget | None = None):
        super().__init__(parent)
        self._both, self._width, self._least = (first, second), width, least
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        for _ in self._both:
            self.tabs.addTab("")
        self.tabs.currentChanged.connect(self._fold)
        column, row = QVBoxLayout(self), QHBoxLayout()
        column.setContentsMargins(16, 16, 16, 16)
        for layout in (column, row):
            layout.setSpacing(12)
        row.addWidget(first, 3)
        row.addWidget(second, 1)
        column.addWidget(self.tabs)
        column.addLayout(row, 1)
        self._fold()

    def say(self, first: str, second: str, both: str) -> None:
        """What the tabs say, and for whom it is read aloud what they are."""
        self.tabs.setTabText(0, first)
        self.tabs.setTabText(1, second)
        self.tabs.setAccessibleName(both)

    def show_first(self, first: bool = True) -> None:
        self.tabs.setCurrentIndex(0 if first else 1)

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        if (self.width() < self._least) != self.tabs.isVisibleTo(self):
            self._fold()

    def _fold(self) -> None:
        narrow, (first, second) = self.width() < self._least, self._both
        self.tabs.setVisible(narrow)
        first.setVisible(not narrow or self.tabs.currentIndex() == 0)
        second.setVisible(not narrow or self.tabs.currentIndex() == 1)
        second.setMinimumWidth(0 if narrow else self._width)
        second.setMaximumWidth(_ANY if narrow else self._width)
