"""The list of models, with a way to open one from anywhere. The same on every page that uses one."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QComboBox, QFileDialog, QSizePolicy, QWidget

from desktop.controllers import models
from desktop.controllers.models import ModelEntry, ModelsController
from desktop.views.words import model_label
from desktop.widgets.retranslated import Retranslated
from desktop.widgets.table import tip


class ModelCombo(Retranslated, QComboBox):
    """Shows the controller's entries; choosing one loads it."""

    def __init__(self, controller: ModelsController, parent: QWidget | None = None):
        super().__init__(parent)
        self._controller = controller
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(18)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setMaximumWidth(320)
        self.activated.connect(self._on_activated)
        controller.listed.connect(self._fill)
        controller.changed.connect(self._fill)
        self.retranslate()

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Model"))
        self.setPlaceholderText(self.tr("No model"))
        self._fill()

    def open_folder(self) -> None:
        """Asks for a folder; what is wrong with it is said on the page."""
        folder = QFileDialog.getExistingDirectory(self, self.tr("Open model folder"))
        if folder:
            self._controller.open_folder(Path(folder))

    def _fill(self) -> None:
        entries, current = self._controller.entries, self._controller.current
        folders = [entry.folder for entry in entries]
        items = [model_label(entry) for entry in entries]
        # The same name may be listed twice: where a model comes from, or its folder, tells them apart.
        items = [f"{label} · {self._origin(entry)}" if items.count(label) > 1 else label
                 for label, entry in zip(items, entries, strict=True)]
        items.append(self.tr("Open model folder…"))
        if [self.itemText(i) for i in range(self.count()) if self.itemText(i)] != items:
            self.clear()
            self.addItems(items)
            self.insertSeparator(len(entries))
        self.setCurrentIndex(folders.index(current.folder) if current and current.folder in folders else -1)
        loading = self._controller.state == models.LOADING
        self.setToolTip(self.tr("Loading…") if loading else tip(str(current.folder)) if current else "")

    def _origin(self, entry: ModelEntry) -> str:
        if entry.origin == "bundled":
            return self.tr("bundled")
        return entry.folder.name

    def _on_activated(self, index: int) -> None:
        entries = self._controller.entries
        if index < len(entries):
            self._controller.choose(entries[index].folder)
        else:
            self._fill()
            self.open_folder()
