"""Translations for other programs on this machine: `pellucid serve` in a child, off unless started."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from desktop.controllers.models import ModelsController
from desktop.workers.training_process import CLI, Ending, Outcome, TrainingProcess

OFF, STARTING, ON, STOPPING = "off", "starting", "on", "stopping"
PORT = 5000  # where LibreTranslate listens; the next ones where it is taken


class ServingController(QObject):
    """`address` and `key` while it is on. The key stays the same, so that a plug-in is set up once."""

    changed = Signal()

    def __init__(self, key_file: Path, terms: Path, models: ModelsController, parent: QObject | None = None,
                 command: Sequence[str] = CLI):
        super().__init__(parent)
        self._key_file, self._terms, self._models, self._command = key_file, terms, models, command
        self._child: TrainingProcess | None = None
        self._offered: list[str] = []
        for signal in (models.listed, models.changed):
            signal.connect(self._offer)
        self.state = OFF
        self.address = self.key = self.problem = ""

    def start(self) -> None:
        """With all models that say their languages; what becomes of them later is followed."""
        if self.state != OFF:
            return
        folders = self._offered = self._folders()
        self.problem = "" if folders else self.tr("There is no model that says between which languages it "
                                                  "translates.")
        if folders:
            self._key_file.parent.mkdir(parents=True, exist_ok=True)
            self._child = TrainingProcess(
                ["serve", "--port", str(PORT), "--key-file", str(self._key_file), "--terms",
                 str(self._terms), *self._models.weights,
                 *(part for folder in folders for part in ("--model", folder))],
                self._command, parent=self)
            self._child.event.connect(self._on_event)
            self._child.ended.connect(self._on_ended)
            self._child.ended.connect(self._child.deleteLater)
            self.state = STARTING
            self._child.start()
        self.changed.emit()

    @property
    def offered(self) -> list[str]:
        """The folders of the models that other programs can ask."""
        return self._offered if self.state in (STARTING, ON) else []

    def _folders(self) -> list[str]:
        """Of the models that say their languages, the one in use first."""
        entries = sorted(self._models.entries, key=lambda entry: entry != self._models.current)
        return [str(entry.folder) for entry in entries if all(entry.direction)]

    def _offer(self) -> None:
        """Tells the child where models came, went or changed places."""
        if self.state == ON and (folders := self._folders()) != self._offered:
            self._offered = folders
            self._child.tell(json.dumps(folders))

    def stop(self) -> None:
        if self._child is not None:
            self.state = STOPPING
            self._child.stop()
            self.changed.emit()

    def close(self) -> None:
        """With the window: nothing listens then."""
        if self._child is not None:
            self._child.close()

    def _on_event(self, event: dict[str, Any]) -> None:
        if event["event"] == "serving" and self.state == STARTING:
            self.state, self.address, self.key = ON, event["address"], event["key"]
            self._offer()
            self.changed.emit()

    def _on_ended(self, ending: Ending) -> None:
        if ending.outcome == Outcome.REFUSED:
            self.problem = ending.message
        elif self.state != STOPPING:
            self.problem = self.tr("It stopped unexpectedly. {}").format(" ".join(ending.log[-1:])).strip()
        self._child, self.state, self.address, self.key = None, OFF, "", ""
        self.changed.emit()
