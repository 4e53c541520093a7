"""A block of the machine opened: every sub-step with its formula, its shape in words, and its values."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import chain

import numpy as np
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from desktop.controllers.looks import INSIDE
from desktop.controllers.stages import KEYS, KIND_OF_BLOCK, VOCABULARY, Stage, stages
from desktop.controllers.step import StepController
from desktop.theme.numbers import signed, thousands
from desktop.theme.style import mark
from desktop.theme.theme import Theme
from desktop.views import words
from desktop.widgets.card import Card, line, text
from desktop.widgets.matrix_labels import Label
from desktop.widgets.matrix_view import MatrixView
from desktop.widgets.retranslated import Retranslated
from desktop.widgets.segmented import Segmented
from desktop.widgets.turns import Turns

LINE_PX, LEAST_PX, MOST_PX = 14, 26, 190
ROWS_AHEAD = 14  # sub-steps of the longest block


class StageRow(QWidget):
    """Words on the left, the matrix on the right; hovering reads the exact value."""

    opened = Signal(object)  # the stage, to be seen large

    def __init__(self, theme: Theme, parent: QWidget | None = None):
        super().__init__(parent)
        self.stage: Stage | None = None
        self.title, self.formula = text("strong"), QLabel()
        self.formula.setTextFormat(Qt.TextFormat.RichText)
        self.formula.setWordWrap(True)
        mark(self.formula, role="caption")
        self.shape_note, self.note = text("note", wrap=True), text("note", wrap=True)
        left = QVBoxLayout()
        left.setSpacing(2)
        for label in (self.title, self.formula, self.shape_note, self.note):
            left.addWidget(label)
        left.addStretch(1)
        box = QWidget()
        box.setLayout(left)
        left.setContentsMargins(0, 0, 0, 0)
        box.setFixedWidth(196)
        self.matrix = MatrixView(theme, compact=True)
        self.matrix.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.matrix.pointed.connect(self._on_pointed)
        self.matrix.opened.connect(lambda: self.opened.emit(self.stage))
        self.read = text("caption")
        right = QVBoxLayout()
        right.setSpacing(2)
        right.addWidget(self.matrix)
        right.addWidget(self.read)
        right.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 8, 0, 8)
        row.setSpacing(12)
        row.addWidget(box)
        row.addLayout(right, 1)
        self._rows: list[Label] = []
        self._columns: list[Label] = []

    def show_stage(self, stage: Stage, rows: list[Label], columns: list[Label], current: int) -> None:
        self.stage, self._rows, self._columns = stage, rows, columns
        height = min(max(len(stage.values) * LINE_PX, LEAST_PX), MOST_PX)
        self.matrix.setFixedHeight(height)
        self.matrix.set_scale(stage.scale)
        self.matrix.set_matrix(stage.values, rows, columns, current)
        self._on_pointed(-1, -1)

    def _on_pointed(self, row: int, column: int) -> None:
        if self.stage is None:
            return
        values = self.stage.values
        if row < 0 or row >= values.shape[0] or column >= values.shape[1]:
            finite = values[np.isfinite(values)]
            low, high = (float(finite.min()), float(finite.max())) if finite.size else (0.0, 0.0)
            self.read.setText(f"{signed(low, 3)} … {signed(high, 3)}")
            return
        value = float(values[row, column])
        exact = "−∞" if np.isnan(value) else f"{value:.9g}".replace("-", "−")
        self.read.setText(f"{self._rows[row].text} · {self._columns[column].text}:  {exact}")
        self.matrix.setAccessibleDescription(self.read.text())


class _Column(QWidget):
    """All sub-steps, one below the other, as a figure that has a table of its values."""

    def __init__(self, table: Callable[[], Iterator[list[str | float]]]):
        super().__init__()
        self.table = table


class BlockCard(Retranslated, Card):
    """Which block follows the diagram; layer and head as everywhere on the page."""

    def __init__(self, controller: StepController, theme: Theme, parent: QWidget | None = None):
        super().__init__(parent, padding=0)
        self._controller, self._theme = controller, theme
        self._large: Stage | None = None
        self._turns = Turns(self)
        self._rows: list[StageRow] = []
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        self.name = text("card-title")
        self._layer_label, self._head_label = text("caption"), text("caption")
        self.layers, self.heads = Segmented(), Segmented()
        self.layers.chosen.connect(controller.choose_layer)
        self.heads.chosen.connect(controller.choose_head)
        row = QHBoxLayout()
        row.setContentsMargins(16, 6, 12, 6)
        row.setSpacing(8)
        row.addWidget(self.name, 1)
        for widget in (self._layer_label, self.layers, self._head_label, self.heads):
            row.addWidget(widget)
        self.body.addLayout(row)
        self.body.addWidget(line())
        self._about = text("caption", wrap=True)
        self._about.setContentsMargins(16, 8, 16, 4)
        self.body.addWidget(self._about)
        inner = _Column(self._table)
        inner.setObjectName("scrolled")
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(16, 0, 16, 12)
        self._column.setSpacing(0)
        self._column.addStretch(1)
        self.scroll = QScrollArea()
        self.scroll.setWidget(inner)
        self.scroll.setWidgetResizable(True)
        self.scroll.setFrameShape(QFrame.Shape.NoFrame)
        self.scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.body.addWidget(self.scroll, 1)
        self.large = MatrixView(theme)
        self.large.hide()
        self.large.opened.connect(self.close_large)
        self.large.pointed.connect(self._on_large_pointed)
        self.body.addWidget(self.large, 1)
        controller.changed.connect(self.render)
        controller.view_changed.connect(self.render)
        self.retranslate()

    def retranslate(self) -> None:
        self._layer_label.setText(self.tr("Layer"))
        self._head_label.setText(self.tr("Head"))
        self.layers.setAccessibleName(self.tr("Layer"))
        self.heads.setAccessibleName(self.tr("Head"))
        self.scroll.setAccessibleName(self.tr("Sub-steps of the block"))
        self.large.setAccessibleName(self.tr("One sub-step, enlarged"))
        self.render()

    def keyPressEvent(self, event) -> None:
        if event.key() == Qt.Key.Key_Escape and self._large is not None:
            self.close_large()
        else:
            super().keyPressEvent(event)

    def shown(self) -> list[StageRow]:
        """The sub-steps in view."""
        self._turns.finish()
        return [row for row in self._rows if not row.isHidden()]

    def figure(self) -> QWidget:
        """What is exported: the matrix that is enlarged, or all."""
        self._turns.finish()
        return self.large if self.large.isVisible() else self.scroll.widget()

    def _table(self) -> Iterator[list[str | float]]:
        """Every sub-step, one value a line, for a file; made while it is written."""
        stages_shown = [(row.title.text(), row.stage.values, *self._labels(row.stage)[:2])
                        for row in self.shown()]
        return chain([["sub-step", "row", "column", "value"]],
                     ([title, row.text, column.text, value] for title, values, rows, columns in stages_shown
                      for row, line in zip(rows, values.tolist(), strict=True)
                      for column, value in zip(columns, line, strict=True)))

    def render(self) -> None:
        controller, walk = self._controller, self._controller.walk
        if walk is None or controller.view != INSIDE or not walk.passes():
            return
        block = controller.block
        made = stages(walk, block, controller.layer, controller.head, controller.decode)
        has_layer = not (block.endswith("_embedding") or block in ("linear", "output"))
        for widget in (self._layer_label, self.layers):
            widget.setVisible(has_layer)
        for widget in (self._head_label, self.heads):
            widget.setVisible(block in KIND_OF_BLOCK)
        numbers = range(1, controller.num_layers + 1)
        self.layers.set_labels([str(number) for number in numbers],
                               [self.tr("Layer {number}").format(number=number) for number in numbers])
        self.layers.set_current(controller.layer)
        numbers = range(1, walk.config.num_heads + 1)
        self.heads.set_labels([str(number) for number in numbers],
                              [self.tr("Head {number}").format(number=number) for number in numbers])
        self.heads.set_current(controller.head)
        self.name.setText(self._block_name(block))
        self._about.setText(self.tr("Every value comes from the pass in view. Hover to read one exactly; "
                                    "double-click a matrix to enlarge it."))
        is_first = len(self._rows) < len(made) or any(row.stage is None for row in self._rows[:len(made)])
        for row in self._rows[len(made):]:
            row.hide()
        self._turns.take(partial(self._render_row, place, stage) for place, stage in enumerate(made))
        if not is_first:  # later all together take less than their first look takes one of them
            self._turns.finish()
        if self._large is not None:
            known = [stage for stage in made if stage.name == self._large.name]
            self.open_large(known[0]) if known else self.close_large()

    def _render_row(self, place: int, stage: Stage) -> None:
        row, (rows, columns, current) = self._row(place), self._labels(stage)
        title, explanation = self._words(stage)
        row.title.setText(title)
        row.formula.setText(stage.formula)
        row.shape_note.setText(self._shape(stage))
        row.note.setText(explanation)
        row.note.setVisible(bool(explanation))
        row.matrix.setAccessibleName(title)
        row.show_stage(stage, rows, columns, current)
        row.show()

    def show_stage(self, name: str) -> None:
        """Scrolls to a sub-step, once all have their places."""
        QTimer.singleShot(0, self, lambda: self._scroll_to(name))

    def _scroll_to(self, name: str) -> None:
        row = next((row for row in self.shown() if row.stage.name == name), None)
        if row is not None:
            self._column.activate()
            self.scroll.widget().adjustSize()
            self.scroll.verticalScrollBar().setValue(row.y())

    def open_large(self, stage: Stage) -> None:
        """One matrix over the whole card, with its labels; Esc or a double-click goes back."""
        self._large = stage
        self.large.set_scale(stage.scale)
        self.large.set_matrix(stage.values, *self._labels(stage))
        self.large.setAccessibleName(self._words(stage)[0])
        self.scroll.hide()
        self.large.show()
        self.large.setFocus()
        self._about.setText(f"{self._words(stage)[0]}   {self._shape(stage)}")

    def close_large(self) -> None:
        self._large = None
        self.large.hide()
        self.scroll.show()
        self.render()

    def _on_large_pointed(self, row: int, column: int) -> None:
        if self._large is None or row < 0:
            return
        rows, columns, _ = self._labels(self._large)
        value = float(self._large.values[row, column])
        exact = "−∞" if np.isnan(value) else f"{value:.9g}".replace("-", "−")
        query, key = words.isolated(rows[row].text), words.isolated(columns[column].text)
        self._about.setText(f"{query} · {key}:  {exact}")

    def ahead(self) -> list[tuple[str, Callable[[], object]]]:
        """For `Ahead`: the rows, which are many to make at once."""
        return [(__name__, partial(self._row, place)) for place in range(ROWS_AHEAD)]

    def _row(self, place: int) -> StageRow:
        """The row at a place, hidden if it was not there yet."""
        while place >= len(self._rows):
            row = StageRow(self._theme)
            row.hide()
            row.opened.connect(self.open_large)
            self._column.insertWidget(len(self._rows), row)
            self._rows.append(row)
        return self._rows[place]

    def _labels(self, stage: Stage) -> tuple[list[Label], list[Label], int]:
        """Row labels, column labels, and the row of this step."""
        walk = self._controller.walk

        def tokens(side: str) -> list[Label]:
            pieces = (walk.src_pieces if side == "source"
                      else [walk.token(step) for step in walk.passes()])
            return [words.label(piece, side) for piece in pieces]

        rows = tokens(stage.side)[-len(stage.values):]
        if stage.columns == KEYS:
            columns = tokens(stage.key_side)
        elif stage.columns == VOCABULARY:
            columns = [Label(walk.piece(i).text, "target") for i in stage.token_ids]
        else:
            columns = [Label(str(i + 1), "text2") for i in range(stage.values.shape[1])]
        return rows, columns, len(rows) - 1 if stage.side == "target" else -1

    def _shape(self, stage: Stage) -> str:
        """ "[B, H, T, d_head] = [1, 4, 3, 32]" and the same in words."""
        names = {
            "B": self.tr("sentence"), "H": self.tr("heads"), "T": self.tr("target positions"),
            "S": self.tr("source tokens"), "d_model": self.tr("numbers each"),
            "d_ff": self.tr("numbers each"),
            "d_head": self.tr("numbers a head"), "V": self.tr("tokens of the vocabulary"),
        }
        of_one = {"H": self.tr("head"), "T": self.tr("target position"), "S": self.tr("source token")}
        symbols = ", ".join(symbol for symbol, _ in stage.shape)
        sizes = ", ".join(str(size) for _, size in stage.shape)
        spoken = self.tr(", ").join(
            f"{thousands(size)} {of_one.get(symbol, names[symbol]) if size == 1 else names[symbol]}"
            for symbol, size in stage.shape)
        made = f"[{symbols}] = [{sizes}]\n{spoken}"
        if stage.now >= 0:
            made += "\n" + self.tr("KV cache: row {now} computed now, {kept} kept").format(
                now=stage.now + 1, kept=stage.now)
        return made

    def _block_name(self, block: str) -> str:
        return {
            "output": self.tr("Softmax"), "linear": self.tr("Linear"),
            "decoder_ffn": self.tr("Decoder: feed-forward"), "encoder_ffn": self.tr("Encoder: feed-forward"),
            "cross": self.tr("Cross-attention"), "decoder_self": self.tr("Masked self-attention"),
            "encoder_self": self.tr("Self-attention"),
            "encoder_embedding": self.tr("Source: embedding and position"),
            "decoder_embedding": self.tr("Target: embedding and position"),
        }[block]

    def _words(self, stage: Stage) -> tuple[str, str]:
        """A stage's title and, where it needs one, a sentence."""
        cached = self.tr("Computed once for the whole sentence, from the encoder's output.")
        is_cross = self._controller.block == "cross"
        return {
            "tokens": (self.tr("Token embedding"), ""),
            "positions": (self.tr("Position"),
                          self.tr("Sines and cosines: one wavelength a pair of columns.")),
            "halved_positions": (self.tr("Position"), self.tr("All sines first, then all cosines.")),
            "embedded": (self.tr("Sum"), ""),
            "input": (self.tr("Input"), ""),
            "query": (self.tr("Queries Q"), ""),
            "key": (self.tr("Keys K"), cached if is_cross else ""),
            "value": (self.tr("Values V"), cached if is_cross else ""),
            "scores": (self.tr("Scores"), self.tr("How well each query fits each key.")),
            "scaled": (self.tr("Scaled scores"), self.tr("So that the softmax does not saturate.")),
            "masked": (self.tr("Masked scores"), self.tr("−∞ where a query may not look.")),
            "weights": (self.tr("Weights"), self.tr("Each row sums to 1.")),
            "head": (self.tr("Output of the head"), self.tr("The values, mixed by the weights.")),
            "concatenated": (self.tr("Heads side by side"), ""),
            "projected": (self.tr("Output projection"), ""),
            "skip": (self.tr("Skip connection"), ""),
            "added": (self.tr("Add"), self.tr("Before the norm.")),
            "normed": (self.tr("Norm"), self.tr(
                "LayerNorm: each position by itself, to mean 0 and variance 1; then γ and β.")),
            "batch_normed": (self.tr("For comparison: BatchNorm"), self.tr(
                "Not part of the model: mean and variance of each column over these positions. It would mix "
                "what the tokens around say into every token, and change with the length.")),
            "inner": (self.tr("First layer"), ""),
            "activated": (self.tr("Activation"), ""),
            "hidden": (self.tr("Last hidden state"), ""),
            "logits": (self.tr("Logits"), self.tr("The most probable tokens of all.")),
            "tempered": (self.tr("Temperature"), ""),
            "filtered": (self.tr("Filtered by top-k and top-p"), self.tr("Hatched: cannot be drawn.")),
            "normalised": (self.tr("Normalised"), self.tr("What a token is drawn by.")),
        }[stage.name]
