"""A splitter whose handles are only room: the cards beside them have lines enough."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QSplitterHandle, QWidget


class _Handle(QSplitterHandle):
    def paintEvent(self, event) -> None:
        pass


class Splitter(QSplitter):
    def __init__(self, widgets: list[QWidget], gap: int = 12):
        super().__init__(Qt.Orientation.Horizontal)
        self.setChildrenCollapsible(False)
        self.setHandleWidth(gap)
        for widget in widgets:
            self.addWidget(widget)

    def createHandle(self) -> QSplitterHandle:
        return _Handle(self.orientation(), self)
