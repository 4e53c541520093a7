"""How a translation is searched for."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDoubleSpinBox, QGridLayout, QHBoxLayout, QSpinBox, QVBoxLayout, QWidget

from core.config import METHODS
from desktop.controllers.translate import TranslateController
from desktop.theme.theme import Theme
from desktop.widgets.card import Card, text
from desktop.widgets.retranslated import Retranslated
from desktop.widgets.segmented import Segmented
from desktop.widgets.switch import Switch

_FIELDS = {  # which settings each method has
    "beam_size": ("beam",), "length_penalty": ("beam",), "temperature": ("sample",), "top_p": ("sample",),
    "seed": ("sample",),
}


class DecodingCard(Retranslated, Card):
    """Only what the chosen method uses is shown."""

    def __init__(self, controller: TranslateController, theme: Theme, parent: QWidget | None = None):
        super().__init__(parent)
        self._controller = controller
        self.method = Segmented()
        self.method.chosen.connect(lambda index: controller.set_options(method=METHODS[index]))
        self._fields = {
            "beam_size": _whole(1, 16), "length_penalty": _decimal(0, 2, 0.1, 2),
            "temperature": _decimal(0.1, 2, 0.1), "top_p": _decimal(0.05, 1, 0.05, 2),
            "seed": _whole(0, 9999)}
        self._labels = {name: text("body2") for name in self._fields}
        self._method_label, self._live_label, self._live_word = text("body2"), text("body2"), text("caption")
        method_row = QHBoxLayout()
        method_row.addWidget(self._method_label)
        method_row.addStretch(1)
        method_row.addWidget(self.method)
        self._grid = QGridLayout()
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(0, 1)
        for row, (name, field) in enumerate(self._fields.items()):
            field.valueChanged.connect(lambda value, name=name: controller.set_options(**{name: value}))
            self._grid.addWidget(self._labels[name], row, 0)
            self._grid.addWidget(field, row, 1)
            self._labels[name].setBuddy(field)
        self.live = Switch(theme)
        self.live.toggled.connect(controller.set_live)
        live_row = QHBoxLayout()
        live_row.setSpacing(8)
        live_row.addWidget(self._live_label, 1)
        live_row.addWidget(self._live_word)
        live_row.addWidget(self.live)
        self._note = text("note", wrap=True)
        column = QVBoxLayout()
        column.setSpacing(10)
        column.addSpacing(2)
        column.addLayout(method_row)
        column.addLayout(self._grid)
        column.addWidget(self._note)
        column.addLayout(live_row)
        self.body.addLayout(column)
        self.body.addStretch(1)
        controller.options_changed.connect(self.render)
        self.retranslate()

    def field(self, name: str) -> QSpinBox | QDoubleSpinBox:
        return self._fields[name]

    def retranslate(self) -> None:
        self.set_title(self.tr("Decoding"))
        self._method_label.setText(self.tr("Method"))
        self.method.set_labels([self.tr("Greedy"), self.tr("Beam"), self.tr("Sample")])
        self.method.setAccessibleName(self.tr("Method"))
        names = {"beam_size": self.tr("Beam size"), "length_penalty": self.tr("Length penalty"),
                 "temperature": self.tr("Temperature"), "top_p": self.tr("Top p"), "seed": self.tr("Seed")}
        for name, label in self._labels.items():
            label.setText(names[name])
            self._fields[name].setAccessibleName(names[name])
        self._live_label.setText(self.tr("Translate while typing"))
        self.live.setAccessibleName(self.tr("Translate while typing"))
        self.render()

    def render(self) -> None:
        config = self._controller.config
        self.method.set_current(METHODS.index(config.method))
        for name, field in self._fields.items():
            used = config.method in _FIELDS[name]
            field.setVisible(used)
            self._labels[name].setVisible(used)
            if field.value() != getattr(config, name):
                field.blockSignals(True)
                field.setMaximum(max(field.maximum(), getattr(config, name)))  # as a model's makers have it
                field.setValue(getattr(config, name))
                field.blockSignals(False)
        norm = self.tr("The length penalty is |Y|^α, as Hugging Face has it.") \
            if config.length_norm == "power" else ""
        notes = {"greedy": self.tr("Takes the most probable token each time. Fastest."),
                 "beam": "\n".join(filter(None, (
                     self.tr("Follows several beginnings at once and keeps the best whole."), norm))),
                 "sample": self.tr("Draws tokens by chance; the same seed draws the same.")}
        self._note.setText(notes[config.method])
        self.live.setChecked(self._controller.is_live)
        self._live_word.setText(self.tr("On") if self._controller.is_live else self.tr("Off"))


def _whole(low: int, high: int) -> QSpinBox:
    return _plain(QSpinBox(minimum=low, maximum=high))


def _decimal(low: float, high: float, step: float, decimals: int = 1) -> QDoubleSpinBox:
    return _plain(QDoubleSpinBox(minimum=low, maximum=high, singleStep=step, decimals=decimals))


def _plain(field):
    field.setAlignment(Qt.AlignmentFlag.AlignRight)
    field.setFixedWidth(72)
    field.lineEdit().setTextMargins(0, 0, 6, 0)
    field.setKeyboardTracking(False)
    return field
