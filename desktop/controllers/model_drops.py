"""Models among what is dropped on pages that are for other files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop.workers.background_reader import BackgroundReader


class ModelDrops(QObject):
    """Folders and archives are looked into on another thread; other files go on at once."""

    found = Signal(list)  # of Path, one at the least

    def __init__(self, parent: QObject | None = None):
        super().__init__(parent)
        self._reader = BackgroundReader(self)

    def sift(self, paths: list[Path], take: Callable[[list[Path]], None]) -> None:
        """Has `take` take what is no model, unless nothing is left; `found` tells of the others."""
        from core.importing.recognising import is_model, may_be_model  # what reads archives comes with it

        candidates = [path for path in paths if may_be_model(path)]
        if candidates:
            self._reader.read(object(), lambda: [path for path in candidates if is_model(path)],
                              lambda models: self._share(paths, models, take))
        else:
            take(paths)

    def _share(self, paths: list[Path], models: list[Path] | Exception, take: Callable) -> None:
        models = [] if isinstance(models, Exception) else models
        others = [path for path in paths if path not in models]
        if others:
            take(others)
        if models:
            self.found.emit(models)

    def close(self) -> None:
        self._reader.close()
