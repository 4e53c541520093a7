"""How far the measuring of heads is, and a button that stops it or lets it go on."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from desktop.controllers.lab import LabController
from desktop.core_words import in_words
from desktop.theme.style import mark
from desktop.widgets.card import text
from desktop.widgets.retranslated import Retranslated


class MeasuringLine(Retranslated, QWidget):
    """Hidden where there is nothing to measure, or nothing more."""

    def __init__(self, lab: LabController, parent: QWidget | None = None):
        super().__init__(parent)
        self._lab = lab
        self.words, self.button = text("note", wrap=True), mark(QPushButton(), kind="link")
        self.button.clicked.connect(self._on_clicked)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.words, 1)
        row.addWidget(self.button)
        lab.measuring_changed.connect(self.render)
        self.retranslate()

    def retranslate(self) -> None:
        self.render()

    def render(self) -> None:
        lab = self._lab
        self.setVisible(not lab.is_recorded and (lab.is_measuring or lab.is_stopped or bool(lab.error)))
        if lab.error:
            words, act = in_words(lab.error), self.tr("Try again")
        elif lab.is_stopped:
            words = self.tr("What each head is worth: stopped at {count} of {total}.")
            act = self.tr("Go on")
        else:
            words, act = self.tr("Measuring what each head is worth: {count} of {total}…"), self.tr("Stop")
            if not lab.num_heads:
                words = self.tr("Measuring what each head is worth…")
        if not lab.error:
            words = words.format(count=lab.num_measured, total=lab.num_heads or "…")
        self.words.setText(words)
        self.button.setText(act)
        self.button.setAccessibleDescription(words)

    def _on_clicked(self) -> None:
        if self._lab.is_measuring:
            self._lab.stop_measuring()
        else:
            self._lab.measure_on()
