"""Several sentences in one batch: PAD, the padding mask and the causal mask, and what leaks without them."""

from __future__ import annotations

from functools import partial

import numpy as np
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop.controllers.batch import BatchController
from desktop.controllers.looks import BATCH
from desktop.controllers.step import StepController
from desktop.core_words import in_words
from desktop.theme.numbers import signed
from desktop.theme.style import mark
from desktop.theme.theme import Theme
from desktop.views import words
from desktop.widgets.card import Card, line, text
from desktop.widgets.chips import ChipRow
from desktop.widgets.matrix_labels import Label
from desktop.widgets.matrix_view import MatrixView
from desktop.widgets.retranslated import Retranslated
from desktop.widgets.switch import Switch

EXAMPLES = {"zh": "我爱购物\n你好\n今天天气很好，我们去公园吧。",
            "en": "I love shopping.\nHello.\nThe weather is fine today, so let us go to the park."}


class BatchCard(Retranslated, Card):
    """The encoder's attention of the layer and head that are chosen, sentence by sentence."""

    def __init__(self, controller: StepController, batch: BatchController, theme: Theme,
                 parent: QWidget | None = None):
        super().__init__(parent, padding=0)
        self._controller, self._batch, self._theme = controller, batch, theme
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        self._title, self._mask_name, self._mask_word = text("card-title"), text("body2"), text("caption")
        self.masked = Switch(theme)
        self.masked.setChecked(True)
        self.masked.toggled.connect(batch.set_masked)
        row = QHBoxLayout()
        row.setContentsMargins(16, 6, 12, 6)
        row.setSpacing(8)
        row.addWidget(self._title, 1)
        for widget in (self._mask_name, self._mask_word, self.masked):
            row.addWidget(widget)
        self.body.addLayout(row)
        self.body.addWidget(line())
        self.field = QPlainTextEdit()
        self.field.setFixedHeight(84)
        self.field.setTabChangesFocus(True)
        self._wait = QTimer(self, singleShot=True, interval=300)
        self._wait.timeout.connect(self._read_field)
        self.field.textChanged.connect(self._wait.start)
        box = QVBoxLayout()
        box.setContentsMargins(16, 10, 16, 6)
        self._hint, self.edits_note = text("note"), text("caption", wrap=True)
        self._bad = mark(text(wrap=True), tag="bad")
        box.addWidget(self._hint)
        box.addWidget(self.field)
        box.addWidget(self.edits_note)
        box.addWidget(self._bad)
        self.body.addLayout(box)
        inner = QWidget()
        inner.setObjectName("scrolled")
        column = QVBoxLayout(inner)
        column.setContentsMargins(16, 4, 16, 12)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(1, 1)
        column.addLayout(self._grid)
        self._causal_title, self._causal_note = text("strong"), text("caption", wrap=True)
        self.causal = MatrixView(theme, compact=True)
        self.causal.setFixedSize(160, 120)
        column.addSpacing(8)
        column.addWidget(self._causal_title)
        column.addWidget(self._causal_note)
        column.addWidget(self.causal)
        column.addStretch(1)
        self._scroll = scroll = QScrollArea()
        scroll.setWidget(inner)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.body.addWidget(scroll, 1)
        self._readout = text("note")
        self._readout.setContentsMargins(16, 4, 16, 8)
        self.body.addWidget(self._readout)
        self.rows: list[tuple[ChipRow, MatrixView, QWidget]] = []
        controller.view_changed.connect(self.render)
        batch.changed.connect(self.render)
        self.retranslate()

    def figure(self) -> QWidget:
        """What is exported."""
        return self

    def table(self) -> list[list[str | int | float]]:
        """Every weight in view, for a file."""
        rows = []
        for number, (_, matrix, _) in enumerate(self.rows, 1):
            if not matrix.isHidden():
                queries, keys = ([label.text for label in axis] for axis in matrix.labels())
                rows += [[number, query, key, float(value)]
                         for query, line in zip(queries, matrix.values(), strict=True)
                         for key, value in zip(keys, line, strict=True)]
        return [["sentence", "query", "key", "weight"], *rows]

    def retranslate(self) -> None:
        self._title.setText(self.tr("A batch and its padding"))
        self._mask_name.setText(self.tr("PAD mask"))
        self.masked.setAccessibleName(self.tr("PAD mask"))
        self.field.setAccessibleName(self.tr("Sentences of the batch"))
        self._scroll.setAccessibleName(self.tr("The batch, sentence by sentence"))
        self._causal_title.setText(self.tr("The causal mask, for comparison"))
        self._causal_note.setText(self.tr(
            "PAD hides filler of one sentence from all its positions. The causal mask hides later target "
            "positions from earlier ones; it is the same for every sentence."))
        self.causal.setAccessibleName(self.tr("The causal mask, for comparison"))
        self._read_out(None)
        self.render()

    def render(self) -> None:
        controller, walk = self._controller, self._controller.walk
        if controller.view != BATCH or walk is None:
            return
        if not self.field.toPlainText().strip():
            self.field.setPlainText(EXAMPLES.get(walk.src_lang.split("-")[0], walk.text))
        self.masked.blockSignals(True)
        self.masked.setChecked(self._batch.is_masked)
        self.masked.blockSignals(False)
        self._mask_word.setText(self.tr("On") if self._batch.is_masked else self.tr("Off"))
        batch = self._batch.batch
        self._render_notes()
        self._scroll.widget().setVisible(batch is not None)
        if batch is None:
            return
        trace = batch.trace
        while len(self.rows) < len(batch.sentences):
            made = (ChipRow(self._theme), MatrixView(self._theme, compact=True), text("caption", wrap=True))
            made[1].setFixedSize(160, 110)
            made[1].setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            made[1].pointed.connect(partial(self._read_out, made[1]))
            beside = QVBoxLayout()
            beside.addWidget(made[0])
            beside.addWidget(made[2])
            beside.addStretch(1)
            self._grid.addWidget(made[1], len(self.rows), 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addLayout(beside, len(self.rows), 1)
            self.rows.append(made)
        layer = min(controller.layer, trace.weights.shape[0] - 1)
        head = min(controller.head, trace.weights.shape[2] - 1)
        for place, (chips, matrix, note) in enumerate(self.rows):
            shown = place < len(batch.sentences)
            for widget in (chips, matrix, note):
                widget.setVisible(shown)
            if not shown:
                continue
            pieces = [batch.pieces[int(token_id)] for token_id in trace.src_ids[place]]
            chips.set_chips([words.chip(piece, "source", pending=not real)
                             for piece, real in zip(pieces, trace.real[place], strict=True)])
            weights = trace.weights[layer, place, head]
            values = np.where(trace.visible[place], weights, np.nan)
            labels = [Label(piece.text) for piece in pieces]
            matrix.set_matrix(values, labels, labels)
            matrix.setAccessibleName(self.tr("Encoder self-attention, sentence {number}").format(
                number=place + 1))
            chips.setAccessibleName(self.tr("Tokens of sentence {number}").format(number=place + 1))
            pads = int((~trace.real[place]).sum())
            leak = float(trace.leak[place])
            note.setText(self.tr("Tokens: {real}, PAD: {pads}. PAD changes the encoder's output of the real "
                                 "tokens by {leak} at the most.").format(
                real=len(pieces) - pads, pads=pads,
                leak=signed(leak, 3) if leak >= 5e-4 else f"{leak:.0e}".replace("-", "−")))
            mark(note, role="strong" if leak > 1e-3 else "caption")
        self.causal.set_matrix(np.where(trace.causal, 1.0, np.nan), [Label("")] * len(trace.causal),
                               [Label("")] * len(trace.causal))

    def _render_notes(self) -> None:
        """What may be typed, what the lab has changed, what could not be encoded."""
        walk, edits, error = self._controller.walk, self._controller.edits, self._batch.error
        self._hint.setText(
            self.tr("This decoding was read from a file: to encode a batch, the model itself is needed.")
            if walk.is_recorded else self.tr("One sentence a line, 8 at the most."))
        for widget in (self.field, self.masked, self._readout):
            widget.setVisible(not walk.is_recorded)
        self.edits_note.setVisible(edits.count > 0 and not walk.is_recorded)
        self.edits_note.setText(self.tr(
            "Encoded with the lab's edits ({count}). A hidden key is hidden at its place in every sentence. "
            "What is changed in the decoder changes nothing here: a batch is only encoded.").format(
                count=edits.count))
        self._bad.setVisible(bool(error) and not walk.is_recorded)
        self._bad.setText(in_words(error))

    def _read_out(self, matrix: MatrixView | None, row: int = -1, column: int = -1) -> None:
        """The cells are too small for figures: one is read out below."""
        if matrix is None or row < 0:
            self._readout.setText(self.tr(
                "Point at a cell, or go over a matrix with the arrow keys, to read its weight."))
            return
        self._readout.setText(matrix.cell_words(row, column))
        matrix.setAccessibleDescription(self._readout.text())

    def _read_field(self) -> None:
        self._batch.set_sentences(self.field.toPlainText().splitlines())
