"""From which language, and into which: the directions that there are models for."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QComboBox, QSizePolicy, QWidget

from desktop.controllers.models import ModelsController
from desktop.views.words import language_name
from desktop.widgets.retranslated import Retranslated


class LanguageCombo(Retranslated, QComboBox):
    """One side of the direction. Choosing a language takes a model that has it; the other side may follow."""

    def __init__(self, controller: ModelsController, side: int, parent: QWidget):
        """side: 0 the source, 1 the target. It shows itself: without a parent it would be a window."""
        super().__init__(parent)
        self._controller, self._side = controller, side
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setMinimumContentsLength(8)
        self.setMaximumWidth(150)
        self.activated.connect(lambda index: controller.choose_language(side, self.itemData(index)))
        controller.changed.connect(self._fill)
        controller.listed.connect(self._fill)
        self.retranslate()

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Translate from") if self._side == 0 else self.tr("Translate into"))
        self._fill()

    def _fill(self) -> None:
        codes = self._controller.languages(self._side)
        items = [(language_name(code) or code, code) for code in codes]
        with QSignalBlocker(self):
            if [(self.itemText(index), self.itemData(index)) for index in range(self.count())] != items:
                self.clear()
                for name, code in items:
                    self.addItem(name, code)
            self.setCurrentIndex(self.findData(self._controller.direction[self._side]))
        self.setVisible(bool(items))
