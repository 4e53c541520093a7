"""What is, or will be, trained from a model: of the runs of this computer, and of those that wait."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop.controllers.runs import Run
from desktop.controllers.training import TrainingController


class ModelUses(QObject):
    """Models by their folders, as a run keeps the one that it began with: a new name changes nothing."""

    changed = Signal()

    def __init__(self, training: TrainingController, parent: QObject | None = None):
        super().__init__(parent)
        self._training = training
        training.runs_changed.connect(self.changed)
        training.waiting.changed.connect(self.changed)

    def is_trained(self, folder: Path) -> bool:
        """Whether it is the run that is being trained now."""
        active = self._training.active
        return active is not None and active.run.status.is_active and active.run.path == folder

    def runs(self, folder: Path) -> list[Run]:
        """The runs that began with it. Each keeps the weights it began with in its own folder."""
        return self._from(folder, self._training.runs, lambda run: run.parent)

    def waiting(self, folder: Path) -> list[str]:
        """The names of the trainings that wait and will begin with it: these need it where it is."""
        found = self._from(folder, self._training.waiting.runs, lambda run: run.request.init)
        return [run.request.name for run in found]

    @staticmethod
    def _from(folder: Path, runs: list, start: Callable) -> list:
        wanted = os.path.abspath(folder)
        return [run for run in runs if start(run) and os.path.abspath(start(run)) == wanted]
