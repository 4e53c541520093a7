"""Temperature, top-k and top-p as sliders: the bars of the next token follow at once."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDoubleSpinBox, QGridLayout, QSlider, QSpinBox, QWidget

from desktop.controllers.step import StepController
from desktop.widgets.card import text
from desktop.widgets.retranslated import Retranslated

MOST_K = 100


class SamplingSliders(Retranslated, QWidget):
    """Slider and field show the same; top-k at its left end is off."""

    def __init__(self, controller: StepController, parent: QWidget | None = None):
        super().__init__(parent)
        self._controller = controller
        self._title = text("card-title")
        self.sliders = {name: QSlider(Qt.Orientation.Horizontal)
                        for name in ("temperature", "top_k", "top_p")}
        self.fields = {
            "temperature": QDoubleSpinBox(minimum=0.1, maximum=3, singleStep=0.1, decimals=2),
            "top_k": QSpinBox(minimum=0, maximum=MOST_K),
            "top_p": QDoubleSpinBox(minimum=0.05, maximum=1, singleStep=0.05, decimals=2)}
        ranges = {"temperature": (10, 300), "top_k": (0, MOST_K), "top_p": (5, 100)}
        self._labels = {name: text("body2") for name in self.sliders}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self._title, 0, 0, 1, 3)
        for row, (name, slider) in enumerate(self.sliders.items(), 1):
            slider.setRange(*ranges[name])
            slider.valueChanged.connect(lambda value, name=name: self._on_slider(name, value))
            field = self.fields[name]
            field.setFixedWidth(72)
            field.setAlignment(Qt.AlignmentFlag.AlignRight)
            field.setKeyboardTracking(False)
            field.valueChanged.connect(lambda value, name=name: controller.set_decode(**{name: value}))
            grid.addWidget(self._labels[name], row, 0)
            grid.addWidget(slider, row, 1)
            grid.addWidget(field, row, 2)
        controller.view_changed.connect(self.render)
        self.retranslate()

    def retranslate(self) -> None:
        self._title.setText(self.tr("Sampling"))
        names = {"temperature": self.tr("Temperature"), "top_k": self.tr("Top-k"), "top_p": self.tr("Top-p")}
        self.fields["top_k"].setSpecialValueText(self.tr("all"))
        for name, label in self._labels.items():
            label.setText(names[name])
            self.sliders[name].setAccessibleName(names[name])
            self.fields[name].setAccessibleName(names[name])
        self.render()

    def render(self) -> None:
        for name, field in self.fields.items():
            value = getattr(self._controller.decode, name)
            for control, shown in ((field, value),
                                   (self.sliders[name], value if name == "top_k" else round(100 * value))):
                control.blockSignals(True)
                control.setValue(shown)
                control.blockSignals(False)

    def _on_slider(self, name: str, value: int) -> None:
        self._controller.set_decode(**{name: value if name == "top_k" else value / 100})
