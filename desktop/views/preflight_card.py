"""Before a training: how the vocabulary cuts a sentence, and what each size takes on this computer."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from core.training.presets import PRESETS
from desktop.controllers.preflight import PreflightController
from desktop.theme import numbers
from desktop.theme.style import mark
from desktop.theme.theme import Theme
from desktop.views.run_words import duration, gigabytes, preset_word
from desktop.widgets.card import Card, text
from desktop.widgets.chips import Chip, ChipRow
from desktop.widgets.choice_card import ChoiceCard
from desktop.widgets.retranslated import Retranslated

LONGEST = 1000  # characters of the sentence to be tried


class PreflightCard(Retranslated, Card):
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
        self.rows = [ChipRow(theme, self) for _ in range(2)]
        self.vocabulary = text("caption", self, wrap=True)
        self.sentence, self.pieces = QLineEdit(self), ChipRow(theme, self)
        self.sentence.setMaxLength(LONGEST)
        self.tried = text("caption", self, wrap=True)
        for widget in (self.note, *self.rows, self.sentence, self.pieces, self.tried, self.vocabulary):
            self.body.addWidget(widget)
        self.measure_button.clicked.connect(controller.measure)
        self.sentence.textChanged.connect(lambda _: self._try())
        controller.changed.connect(self._show)
        self.retranslate()

    def _on_chosen(self) -> None:
        self._was_chosen = True
        self._try()

    def _try(self) -> None:
        """By the vocabulary of the chosen size, or of one that is measured."""
        found = self._controller.found
        size = self.chosen_size() if self.chosen_size() in found else next(iter(found), "")
        self._controller.try_sentence(self.sentence.text(), size)

    def chosen_size(self) -> str:
        """The size that is marked, or "" where none is yet."""
        return next((preset for preset, card in self.sizes.items() if card.isChecked()), "")

    def retranslate(self) -> None:
        self.set_title(self.tr("Before you train"))
        self.measure_button.setText(self.tr("Measure"))
        self.sentence.setPlaceholderText(self.tr("Type a sentence to see its pieces"))
        self.sentence.setAccessibleName(self.tr("Try it"))
        self._show()

    def _show(self) -> None:
        controller = self._controller
        self.measure_button.setEnabled(not controller.measuring)
        for preset, card in self.sizes.items():
            self._describe(preset, card)
        found = next(iter(controller.found.values()), None)
        for widget in (*self.rows, self.sentence, self.vocabulary):
            widget.setVisible(found is not None)
        self._show_tried()
        if controller.problem:
            self.note.setText(controller.problem)
        elif found is None:
            self.note.setText(self.tr("“Measure” times a few steps of each size on this computer: how long a "
                                      "training takes, and how much memory."))
        else:
            words = self.tr("Time for {} readings of the corpus, a rule of thumb for a good model; "
                            "from the fastest and the slowest timed step.")
            self.note.setText(words.format(found["good_epochs"]))
        if found is not None:
            for row, side, key in zip(self.rows, ("source", "target"), ("src_pieces", "tgt_pieces"),
                                      strict=True):
                row.set_chips([Chip(piece.removeprefix("·"), side, continues=piece.startswith("·"))
                               for piece in found[key]])
            self._show_vocabulary()

    def _show_tried(self) -> None:
        pieces, unknown = self._controller.tried, self._controller.tried_unknown
        is_shown = bool(self.sentence.text() and pieces)
        self.pieces.setVisible(is_shown)
        self.tried.setVisible(is_shown)
        self.pieces.set_chips([Chip(piece.removeprefix("·"), "source", continues=piece.startswith("·"))
                               for piece in pieces])
        lines = [self.tr("{} pieces").format(len(pieces))]
        if unknown:
            lines.append(self.tr("Not known: {}").format(" ".join(unknown)))
        self.tried.setText(" · ".join(lines))

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
        low, high = (duration(seconds) for seconds in found["good_s"])
        note = self.tr("{size}, {weights} weights, {memory}").format(
            size=note, weights=numbers.short(found["num_weights"]),
            memory=" ".join(gigabytes(found["peak_bytes"])))
        card.describe(preset_word(preset), note, low if low == high else f"{low} – {high}")
        if found["suggested"] and not self._was_chosen:
            card.setChecked(True)

    def _show_vocabulary(self) -> None:
        found = next((one for one in self._controller.found.values() if one["suggested"]),
                     next(iter(self._controller.found.values())))
        lines = [self.tr("A vocabulary of {size} pieces suits {pairs} pairs: each is seen in several "
                         "sentences.").format(size=numbers.thousands(found["vocab_size"]),
                                              pairs=numbers.thousands(found["pairs"]))]
        if found["unknown"]:
            lines.append(self.tr("Characters that it will not know: {}").format(" ".join(found["unknown"])))
        self.vocabulary.setText("\n".join(lines))
