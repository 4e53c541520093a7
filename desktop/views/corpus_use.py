"""How the chosen file is used in a training: its name, whether at all, as what part, how often."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QDoubleSpinBox, QGridLayout, QLineEdit, QWidget

from core.corpus.project import GENERAL, HEAVIEST, Member
from desktop.widgets.retranslated import Retranslated
from desktop.widgets.table import tip

LONGEST_NAME = 80
WEIGHT_WIDTH = 72
VALIDATION = 2  # its place among the parts


class CorpusUse(Retranslated, QWidget):
    """Two rows of fields; each change is told at once."""

    changed = Signal(dict)  # fields of desktop.controllers.corpus_wish.Use

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self.on, self.name, self.part, self.weight = QCheckBox(), QLineEdit(), QComboBox(), QDoubleSpinBox()
        self.name.setMaxLength(LONGEST_NAME)
        self.part.addItems(["", "", ""])
        self.weight.setRange(0.05, HEAVIEST)
        self.weight.setSingleStep(0.25)
        self.weight.setPrefix("× ")
        self.weight.setFixedWidth(WEIGHT_WIDTH)
        grid = QGridLayout(self)  # two rows: a name is long, and the card may be narrow
        grid.setContentsMargins(0, 4, 0, 0)
        grid.setSpacing(8)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self.on, 0, 0)
        grid.addWidget(self.name, 0, 1, 1, 2)
        grid.addWidget(self.part, 1, 1)
        grid.addWidget(self.weight, 1, 2)
        self.on.toggled.connect(lambda on: self.changed.emit({"on": on}))
        self.name.editingFinished.connect(lambda: self.changed.emit({"name": self.name.text().strip()}))
        self.part.activated.connect(lambda index: self.changed.emit(
            {"is_general": index == 1, "is_dev": index == VALIDATION}))
        self.weight.setKeyboardTracking(False)
        self.weight.valueChanged.connect(lambda value: self.changed.emit({"weight": round(value, 2)}))
        self.retranslate()

    def retranslate(self) -> None:
        self.on.setText(self.tr("Use"))
        self.part.setItemText(0, self.tr("In-domain"))
        self.part.setItemText(1, self.tr("General"))
        self.part.setItemText(VALIDATION, self.tr("Validation"))
        self.name.setAccessibleName(self.tr("Name of the corpus"))
        self.part.setAccessibleName(self.tr("Part"))
        self.part.setToolTip(self.tr("What the model is for; or text of all sorts: a training watches what "
                                     "it forgets of that; or a set of your own to validate on"))
        self.weight.setAccessibleName(self.tr("How often an epoch has it"))
        self.weight.setToolTip(self.tr("How often an epoch has it: 2 is twice, 0.25 another quarter "
                                       "each time"))

    def show_member(self, member: Member, is_dev: bool) -> None:
        blockers = [QSignalBlocker(widget) for widget in (self.on, self.name, self.part, self.weight)]
        self.on.setChecked(member.on)
        if not self.name.hasFocus():  # it may be in the middle of being typed
            self.name.setText(member.name)
            self.name.setCursorPosition(0)
            self.name.setToolTip(tip(member.name))
        self.part.setCurrentIndex(VALIDATION if is_dev else int(member.part == GENERAL))
        for widget in (self.on, self.name, self.weight):
            widget.setEnabled(not is_dev)
        self.weight.setValue(member.weight)
        for blocker in blockers:
            blocker.unblock()
