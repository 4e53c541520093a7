"""Parts of the form of a new run: when it ends, what it starts from, and what it must not forget."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QTime, Signal
from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QPushButton, QTimeEdit, QWidget

from desktop.controllers.models import ModelsController
from desktop.theme.style import mark
from desktop.views import run_words
from desktop.views.words import model_label
from desktop.widgets.card import text

TIMES_MIN = (5, 10, 20, 60, 120, 480, None)
USUAL_TIME = 20
UNTIL = "until"
PATIENCES = (0, 5, 10, 20)  # validations; 0: for ever
MIXES = (0.0, 0.1, 0.3, 0.5)
USUAL_MIX = 0.3


class EndOptions(QWidget):
    """How long at the most, or until which time of the day. `patience_combo`, which has a place of its own:
    whether to end earlier."""

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self.time_combo, self.patience_combo = QComboBox(), QComboBox()
        for minutes in (*TIMES_MIN, UNTIL):
            self.time_combo.addItem("", minutes)
        self.time_combo.setCurrentIndex(TIMES_MIN.index(USUAL_TIME))
        self.clock = QTimeEdit(QTime(18, 0))
        self.clock.setDisplayFormat("HH:mm")
        self.clock.hide()
        for validations in PATIENCES:
            self.patience_combo.addItem("", validations)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.time_combo, 3)
        row.addWidget(self.clock, 1)
        self.time_combo.currentIndexChanged.connect(
            lambda: self.clock.setVisible(self.time_combo.currentData() == UNTIL))

    def retranslate(self) -> None:
        for index in range(self.time_combo.count()):
            minutes = self.time_combo.itemData(index)
            self.time_combo.setItemText(index, self.tr("Until a time of the day") if minutes == UNTIL else
                                        run_words.duration(minutes * 60) if minutes else
                                        self.tr("None: until the last step"))
        for index, validations in enumerate(PATIENCES):
            self.patience_combo.setItemText(
                index, self.tr("After {} validations without a better one").format(validations)
                if validations else self.tr("Never"))
        self.time_combo.setAccessibleName(self.tr("Time limit"))
        self.clock.setAccessibleName(self.tr("Until a time of the day"))
        self.patience_combo.setAccessibleName(self.tr("Stop early"))

    @property
    def minutes(self) -> float | None:
        minutes = self.time_combo.currentData()
        return None if minutes == UNTIL else minutes

    @property
    def until(self) -> str:
        """HH:MM, or "" where no time of the day was asked for."""
        return self.clock.time().toString("HH:mm") if self.time_combo.currentData() == UNTIL else ""

    @property
    def patience(self) -> int:
        return self.patience_combo.currentData()

    def fill(self, minutes: float | None, until: str, patience: int) -> None:
        known = [one for one in TIMES_MIN if one]
        nearest = min(known, key=lambda one: abs(one - minutes)) if minutes else None
        self.time_combo.setCurrentIndex(self.time_combo.findData(UNTIL if until else nearest))
        if until:
            self.clock.setTime(QTime.fromString(until, "HH:mm"))
        nearest = min(PATIENCES, key=lambda one: abs(one - patience))
        self.patience_combo.setCurrentIndex(self.patience_combo.findData(nearest))


class StartCombo(QComboBox):
    """A new model, or one of those there are: bundled, trained here, imported."""

    def __init__(self, models: ModelsController | None = None, parent: QWidget | None = None):
        super().__init__(parent)
        self._models = models
        self.addItem("", None)
        if models is not None:
            models.listed.connect(self._fill)
            self._fill()

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Start from"))
        self.setItemText(0, self.tr("A new model"))

    def direction(self) -> tuple[str, str] | None:
        """The languages of the model that is chosen; None of a new one, and of one that says none."""
        entry = next((entry for entry in self._models.entries if entry.folder == self.currentData()), None) \
            if self._models else None
        return entry.direction if entry and all(entry.direction) else None

    def choose(self, folder: Path, name: str) -> None:
        if self._index_of(folder) < 0:
            self.addItem(name, folder)
        self.setCurrentIndex(self._index_of(folder))

    def _index_of(self, folder: Path) -> int:
        """-1 where it is not listed. (findData knows only the very same object.)"""
        return next((index for index in range(self.count()) if self.itemData(index) == folder), -1)

    def _fill(self) -> None:
        """The list as it is now; what was chosen stays."""
        known = {entry.folder: model_label(entry) for entry in self._models.entries}
        for index in range(self.count() - 1, 0, -1):
            if self.itemData(index) not in known and index != self.currentIndex():
                self.removeItem(index)
        for folder, name in known.items():
            index = self._index_of(folder)
            if index < 0:
                self.addItem(name, folder)
            else:
                self.setItemText(index, name)


class GeneralOptions(QWidget):
    """Sentences of all sorts: what a fine-tuning makes of them is watched, and some can be mixed in."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self.file: Path | None = None
        self.file_label = text("caption")
        self.choose_button, self.none_button = QPushButton(), mark(QPushButton(), kind="link")
        self.mix_combo = QComboBox()
        for share in MIXES:
            self.mix_combo.addItem("", share)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.file_label, 1)
        row.addWidget(self.none_button)
        row.addWidget(self.mix_combo)
        row.addWidget(self.choose_button)
        self.choose_button.clicked.connect(self._choose)
        self.none_button.clicked.connect(lambda: self.take_file(None))
        self.take_file(None)

    def retranslate(self) -> None:
        self.choose_button.setText(self.tr("Choose file…"))
        self.none_button.setText(self.tr("None"))
        for index, share in enumerate(MIXES):
            self.mix_combo.setItemText(index, self.tr("{} % mixed in").format(round(100 * share))
                                       if share else self.tr("only watched"))
        self.mix_combo.setAccessibleName(self.tr("Share of general sentences in the training"))
        self._show()

    @property
    def mix(self) -> float:
        return self.mix_combo.currentData() if self.file else 0.0

    def take_file(self, file: Path | None, mix: float = USUAL_MIX) -> None:
        self.file = file
        self.mix_combo.setCurrentIndex(self.mix_combo.findData(mix))
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        self.file_label.setText(self.file.name if self.file else self.tr(
            "Optional: sentences of all sorts. Shows how much of them it forgets; some can be mixed in"))
        self.file_label.setWordWrap(self.file is None)
        for widget in (self.none_button, self.mix_combo):
            widget.setVisible(self.file is not None)

    def _choose(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self, self.tr("Choose general sentences"), str(self.file.parent) if self.file else "",
            self.tr("Sentence pairs (*.tsv *.csv *.tmx *.xlf *.xliff *.po *.jsonl);;All files (*)"))
        if name:
            self.take_file(Path(name))
