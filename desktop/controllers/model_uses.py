"""What a model is needed for: runs that are, or will be, trained from it, documents, other programs."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop.controllers.document_jobs import DONE
from desktop.controllers.documents import DocumentsController
from desktop.controllers.runs import Run
from desktop.controllers.serving import ServingController
from desktop.controllers.training import TrainingController


class ModelUses(QObject):
    """Models by their folders, as a run keeps the one that it began with: a new name changes nothing."""

    changed = Signal()

    def __init__(self, training: TrainingController, documents: DocumentsController,
                 serving: ServingController, parent: QObject | None = None):
        super().__init__(parent)
        self._training, self._documents, self._serving = training, documents, serving
        self._known: tuple = ()
        training.runs_changed.connect(self.changed)
        training.waiting.changed.connect(self.changed)
        documents.changed.connect(self._look)
        serving.changed.connect(self._look)

    def is_trained(self, folder: Path) -> bool:
        """Whether it is the run that is being trained now."""
        active = self._training.active
        return active is not None and active.run.status.is_active and active.run.path == folder

    def runs(self, folder: Path) -> list[Run]:
        """The runs that began with it. Each keeps the weights it began with in its own folder."""
        return self._from(folder, self._training.runs, lambda run: run.parent)

    def waiting(self, folder: Path) -> list[str]:
        """The names of the trainings that wait and will begin with it: these need it where it is."""
        found = self._from(folder, self._training.waiting.runs,
                           lambda run: run.request.again or run.request.init)
        return [run.request.name for run in found]

    def documents(self, folder: Path) -> list[str]:
        """The names of the documents that it translates, or is to, also after a pause or a failure."""
        return [job.source.name for job in self._from(folder, self._unfinished, lambda job: job.model)]

    def is_served(self, folder: Path) -> bool:
        """Whether other programs get its translations now."""
        return str(folder) in self._serving.offered

    @property
    def _unfinished(self) -> list:
        """What failed can be tried again, and goes on where it was."""
        return [job for job in self._documents.jobs if job.state != DONE]

    def _look(self) -> None:
        """A document tells of each of its sentences."""
        known = tuple((job.id, job.model) for job in self._unfinished), tuple(self._serving.offered)
        if known != self._known:
            self._known = known
            self.changed.emit()

    @staticmethod
    def _from(folder: Path, runs: list, start: Callable) -> list:
        wanted = os.path.abspath(folder)
        return [run for run in runs if start(run) and os.path.abspath(start(run)) == wanted]
