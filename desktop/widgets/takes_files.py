"""A widget that files can be dropped on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent


def local_files(data: QMimeData) -> list[Path]:
    """The files and folders of a drag, without addresses of the web."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


Take = Callable[[list[Path]], None]
Sift = Callable[[list[Path], Take], None]


def take_all(paths: list[Path], take: Take) -> None:
    """Whatever is dropped is meant for where it was let go."""
    take(paths)


class TakesFiles:
    """Stands before the Qt class among the bases; the widget sets `acceptDrops`.

    `sift` hands on what is for this widget, at once or a moment later, and the rest elsewhere.
    """

    sift: Sift = staticmethod(take_all)

    def take_files(self, paths: list[Path]) -> None:
        """Hears of what was let go here: one file or folder at the least."""
        raise NotImplementedError

    def show_over(self, is_over: bool) -> None:
        """Files hang over the widget, or no longer do."""

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if local_files(event.mimeData()):
            event.acceptProposedAction()
            self.show_over(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.show_over(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self.show_over(False)
        paths = local_files(event.mimeData())
        if paths:
            event.acceptProposedAction()
            self.sift(paths, self.take_files)
