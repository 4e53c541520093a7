"""One head, one sub-step at a time: scores, scaled, masked, softmax, times V. All from the real pass."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from desktop.controllers.step import StepController
from desktop.controllers.walk import DECODER_SELF, Numbers
from desktop.theme.numbers import signed
from desktop.theme.theme import Theme
from desktop.widgets.card import text
from desktop.widgets.matrix_labels import Label
from desktop.widgets.matrix_view import MatrixView
from desktop.widgets.retranslated import Retranslated
from desktop.widgets.still import say

HEIGHT = 84
OUTPUT_COLUMNS = 12
STEPS = 5


class SubstepsStrip(Retranslated, QWidget):
    """Five linked matrices: hovering a cell outlines the same cell in all but the last."""

    pointed = Signal(int, int)

    def __init__(self, controller: StepController, theme: Theme, parent: QWidget | None = None):
        super().__init__(parent)
        self._controller = controller
        self._numbers: Numbers | None = None
        self._cell = (-1, -1)  # pointed at in the first four
        self._output_cell = (-1, -1)
        self.title = text("card-title")
        self._titles = [QLabel() for _ in range(STEPS)]
        self._notes = [text("note") for _ in range(STEPS)]
        scales = ("signed", "signed", "signed", "glass", "signed")
        self.matrices = [MatrixView(theme, scale, compact=True) for scale in scales]
        grid = QGridLayout()
        grid.setHorizontalSpacing(0)
        grid.setVerticalSpacing(4)
        for step, matrix in enumerate(self.matrices):
            matrix.setFixedHeight(HEIGHT)
            matrix.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self._titles[step].setTextFormat(Qt.TextFormat.RichText)
            grid.addWidget(self._titles[step], 0, 2 * step)
            grid.addWidget(matrix, 1, 2 * step)
            grid.addWidget(self._notes[step], 2, 2 * step)
            grid.setColumnStretch(2 * step, 1)
            if step < STEPS - 1:
                arrow = text("caption")
                arrow.setText("→")
                arrow.setFixedWidth(12)
                arrow.setAlignment(Qt.AlignmentFlag.AlignCenter)
                grid.addWidget(arrow, 1, 2 * step + 1)
                matrix.pointed.connect(self.pointed)
        self.matrices[4].setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # the others follow the large matrix
        self.matrices[4].pointed.connect(self._on_output_pointed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 10, 16, 10)
        layout.setSpacing(6)
        layout.addWidget(self.title)
        layout.addLayout(grid)
        self.retranslate()

    def retranslate(self) -> None:
        names = (self.tr("Scores"), self.tr("Scaled scores"), self.tr("Masked scores"), self.tr("Weights"),
                 self.tr("Output"))
        for matrix, name in zip(self.matrices, names, strict=True):
            matrix.setAccessibleName(name)
        self._write()

    def show_head(self, rows: list[Label], columns: list[Label], row: int) -> None:
        walk, controller = self._controller.walk, self._controller
        numbers = walk.numbers(controller.kind, controller.layer, controller.head)
        output = numbers.output[:, :OUTPUT_COLUMNS]
        weights = np.where(np.isnan(numbers.masked), np.nan, numbers.weights)
        # A cached step never computes what it may not see, so even the first pictures have no such cells.
        for matrix, values in zip(self.matrices, (numbers.dot, numbers.scaled, numbers.masked, weights),
                                  strict=False):
            matrix.set_matrix(values, rows, columns, row)
        self.matrices[4].set_matrix(output, rows, [Label(str(i + 1)) for i in range(output.shape[1])], row)
        self._numbers = numbers
        self._write()

    def light(self, row: int, column: int) -> None:
        self._cell = (row, column)
        for matrix in self.matrices[:4]:
            matrix.light(row, column)
        self.matrices[4].light(-1, -1)
        self._write_notes()

    def notes(self) -> list[str]:
        """What stands below each matrix."""
        return [note.text() for note in self._notes]

    def _on_output_pointed(self, row: int, column: int) -> None:
        self._output_cell = (row, column)
        self._write_notes()

    def _write(self) -> None:
        walk, controller = self._controller.walk, self._controller
        if walk is None or self._numbers is None:
            return
        self.title.setText(
            self.tr("Head {number}, one sub-step at a time").format(number=controller.head + 1))
        root = f"{walk.config.d_head ** 0.5:.2f}"
        titles = ("QK<sup>T</sup>", f"÷ √d<sub>k</sub> = {root}", self.tr("mask"), self.tr("softmax"), "· V")
        for label, words in zip(self._titles, titles, strict=True):
            label.setText(f'<span style="font-size:12px;font-weight:600">{words}</span>')
        self._write_notes()

    def _write_notes(self) -> None:
        """Below each matrix: the value of the cell pointed at, which may be too small for figures, else what
        there is to say of all."""
        if self._numbers is None:
            return
        controller, numbers = self._controller, self._numbers
        hidden = bool(np.isnan(numbers.masked).any())
        masked = (self.tr("none set") if not hidden and controller.kind != DECODER_SELF
                  else self.tr("off") if not controller.edits.causal_mask and controller.kind == DECODER_SELF
                  else self.tr("later positions hidden") if controller.kind == DECODER_SELF
                  else self.tr("hidden keys"))
        sums = numbers.weights.sum(axis=1)
        notes = (_range(numbers.dot), _range(numbers.scaled), masked,
                 self.tr("rows sum to {value}").format(value=f"{float(sums.mean()):.3f}"),
                 self.tr("{shown} of {all} columns").format(
                     shown=min(OUTPUT_COLUMNS, numbers.output.shape[1]), all=numbers.output.shape[1]))
        for place, (label, matrix, words) in enumerate(zip(self._notes, self.matrices, notes, strict=True)):
            row, column = self._cell if place < 4 else self._output_cell
            rows, columns = matrix.values().shape
            if 0 <= row < rows and 0 <= column < columns:
                value = float(matrix.values()[row, column])
                words = "−∞" if np.isnan(value) else signed(value, 3)
                matrix.setAccessibleDescription(matrix.cell_words(row, column))
            say(label, words)


def _range(values: np.ndarray) -> str:
    """ "−3.9 … 20.8"."""
    return f"{signed(float(np.nanmin(values)), 1)} … {signed(float(np.nanmax(values)), 1)}"
