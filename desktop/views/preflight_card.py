"""Before a training: what each size takes on this computer."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from core.training.presets import PRESETS
from desktop.controllers.preflight import PreflightController
from desktop.core_words import in_words
from desktop.theme import numbers
from desktop.theme.style import mark
from desktop.theme.theme import Theme
from desktop.views.run_words import gigabytes, preset_word, time_range
from desktop.widgets.card import Card, text
from desktop.widgets.choice_card import ChoiceCard
from desktop.widgets.retranslated import Retranslated


class PreflightCard(Retranslated, Card):
    size_chosen = Signal(str)  # by the person, or as the one that is suggested

    def __init__(self, controller: PreflightController, theme: Theme, parent: QWidget | None = None):
        super().__init__(parent)
        self._controller = controller
        self.measure_button = mark(QPushButton(), small="true")
        self.title_row.addWidget(self.measure_button)
        self.sizes = {preset: ChoiceCard(theme, self) for preset in PRESETS}
        self._was_chosen = False
        for card in self.sizes.values():
            card.clicked.connect(self._on_chosen)
            self.body.addWidget(card)
        self.note = text("caption", self, wrap=True)
        self.body.addWidget(self.note)
        self.measure_button.clicked.connect(controller.measure)
        controller.changed.connect(self._show)
        self.retranslate()

    def _on_chosen(self) -> None:
        self._was_chosen = True
        self.size_chosen.emit(self.chosen_size())

    def chosen_size(self) -> str:
        """The size that is marked, or "" where none is yet."""
        return next((preset for preset, card in self.sizes.items() if card.isChecked()), "")

    def retranslate(self) -> None:
        self.set_title(self.tr("Before you train"))
        self.measure_button.setText(self.tr("Measure"))
        self._show()

    def _show(self) -> None:
        controller = self._controller
        self.measure_button.setEnabled(not controller.measuring)
        for preset, card in self.sizes.items():
            self._describe(preset, card)
        found = next(iter(controller.found.values()), None)
        if controller.problem:
            self.note.setText(in_words(controller.problem))
        elif controller.is_preparing:
            self.note.setText(self.tr("The engine is being prepared for this computer, once; this takes some "
                                      "ten seconds. Then the steps are timed."))
        elif found is None:
            self.note.setText(self.tr("“Measure” times a few steps of each size on this computer: how long a "
                                      "training takes, and how much memory."))
        else:
            words = self.tr("Time for {} readings of the corpus, a rule of thumb for a good model; "
                            "from the fastest and the slowest timed step.")
            self.note.setText(f"{words.format(found['good_epochs'])}\n{self._epochs()}")

    def _epochs(self) -> str:
        """How long each size takes for one reading of the corpus."""
        times = [f"{preset_word(preset)} {' '.join(time_range(*found['epoch_s']))}"
                 for preset, found in self._controller.found.items()]
        return self.tr("One epoch: {times}.").format(times=" · ".join(times))

    def _describe(self, preset: str, card: ChoiceCard) -> None:
        controller, found = self._controller, self._controller.found.get(preset)
        size = PRESETS[preset]
        note = self.tr("{encoder} + {decoder} layers of {width}").format(
            encoder=size["num_encoder_layers"], decoder=size["num_decoder_layers"], width=size["d_model"])
        if found is None:
            measuring = preset == controller.measuring
            card.describe(preset_word(preset), note,
                          self.tr("measuring…") if measuring else self.tr("not measured"))
            return
        note = self.tr("{size}, {weights} weights, {memory}").format(
            size=note, weights=numbers.short(found["num_weights"]),
            memory=" ".join(gigabytes(found["peak_bytes"])))
        card.describe(preset_word(preset), note, " ".join(time_range(*found["good_s"])))
        if found["suggested"] and not self._was_chosen:
            card.setChecked(True)
            self.size_chosen.emit(preset)
