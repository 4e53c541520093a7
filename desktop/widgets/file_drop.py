"""Files dropped on widgets that are also there for something else."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.widgets.takes_files import Sift, local_files, take_all


class FileDrop(QObject):
    """Files that are dropped on any of some widgets; other things that are dropped go their usual way."""

    dropped = Signal(list)  # of Path
    _KINDS = (QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.Drop)

    def __init__(self, widgets: list[QWidget], parent: QObject, sift: Sift = take_all):
        super().__init__(parent)
        self._sift = sift  # as of `TakesFiles`
        for widget in widgets:
            widget.setAcceptDrops(True)
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() not in self._KINDS:
            return False
        paths = local_files(event.mimeData())
        if not paths:
            return False
        event.acceptProposedAction()
        if event.type() == QEvent.Type.Drop:
            self._sift(paths, self.dropped.emit)
        return True
