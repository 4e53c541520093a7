"""The language that a model of several is to translate into; hidden where the model has only one."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QComboBox, QWidget

from desktop.controllers.models import ModelsController
from desktop.views.words import language_name
from desktop.widgets.retranslated import Retranslated


class CodeCombo(Retranslated, QComboBox):
    """Lists the current model's languages by name; choosing one is heard by every page."""

    def __init__(self, controller: ModelsController, parent: QWidget | None = None):
        super().__init__(parent)
        self._controller = controller
        self._codes: tuple[str, ...] = ()
        self.setMaximumWidth(200)
        self.activated.connect(lambda index: controller.choose_code(self.itemData(index)))
        controller.changed.connect(self._fill)
        self.retranslate()

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Translates into"))
        self.setToolTip(self.tr("The language that this model of several is to translate into"))
        self.setPlaceholderText(self.tr("Into…"))
        self._codes = ()
        self._fill()

    def _fill(self) -> None:
        codes = self._controller.codes
        self.setVisible(bool(codes))
        with QSignalBlocker(self):
            if codes != self._codes:
                self._codes = codes
                fill_codes(self, codes)
            self.setCurrentIndex(self.findData(self._controller.code))


def fill_codes(combo: QComboBox, codes: tuple[str, ...]) -> None:
    """The languages of a model by name, ">>fra<<" as the data of each."""
    combo.clear()
    for name, code in sorted((language_name(code.strip("<>")) or code, code) for code in codes):
        combo.addItem(f"{name} ({code.strip('<>')})", code)
