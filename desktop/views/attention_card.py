"""The attention of one layer: which kind, which layer, which head, and every weight of that head."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from desktop.controllers import head_facts
from desktop.controllers.step import StepController
from desktop.controllers.walk import CROSS, DECODER_SELF, ENCODER_SELF, KINDS
from desktop.theme.numbers import signed
from desktop.theme.style import mark
from desktop.theme.theme import Theme
from desktop.views import words
from desktop.views.substeps_strip import SubstepsStrip
from desktop.widgets.card import Card, line, text
from desktop.widgets.color_bar import ColorBar
from desktop.widgets.head_grid import CELL, HeadGrid
from desktop.widgets.matrix_labels import Label
from desktop.widgets.matrix_view import WINDOW, MatrixView
from desktop.widgets.segmented import Segmented

STRIP_FROM = 470  # a card lower than this has no room for the sub-steps


class AttentionCard(Card):
    """Hovering a cell reads it out and lights its chips; nothing needs hovering."""

    cell_lit = Signal(int, int)  # (source token, target token) of the cell pointed at; -1 none

    def __init__(self, controller: StepController, theme: Theme, parent: QWidget | None = None):
        super().__init__(parent, padding=0)
        self._controller, self._theme = controller, theme
        self._pointed = (-1, -1)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        self.body.addLayout(self._build_tabs())
        self.body.addWidget(line())
        self.body.addLayout(self._build_middle(), 1)
        self._strip_line = line()
        self.body.addWidget(self._strip_line)
        self.strip = SubstepsStrip(controller, theme)
        self.body.addWidget(self.strip)
        self.strip.pointed.connect(self._on_pointed)
        controller.changed.connect(self.render)
        controller.view_changed.connect(self.render)
        theme.changed.connect(self._read_out)
        self.retranslate()

    def _build_tabs(self) -> QHBoxLayout:
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(False)
        self.tabs.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        for _ in KINDS:
            self.tabs.addTab("")
        self.tabs.currentChanged.connect(lambda index: self._controller.choose_kind(KINDS[index]))
        self._layer_label = text("caption")
        self.layers = Segmented()
        self.layers.chosen.connect(self._controller.choose_layer)
        row = QHBoxLayout()
        row.setContentsMargins(16, 0, 12, 0)
        row.setSpacing(8)
        row.addWidget(self.tabs)
        row.addStretch(1)
        row.addWidget(self._layer_label)
        row.addWidget(self.layers)
        return row

    def _build_middle(self) -> QHBoxLayout:
        self._heads_label, self._axes_label = text("caption"), text("caption")
        self.heads = HeadGrid(self._theme)
        self.heads.chosen.connect(self._controller.choose_head)
        scroll = QScrollArea()
        scroll.setWidget(self.heads)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFixedWidth(2 * CELL.width() + 8)
        scroll.viewport().setAutoFillBackground(False)
        self.heads.setAutoFillBackground(False)
        left = QVBoxLayout()
        left.setSpacing(6)
        left.addWidget(self._heads_label)
        left.addWidget(scroll, 1)
        self.matrix = MatrixView(self._theme)
        self.matrix.pointed.connect(self._on_pointed)
        self.matrix.moved.connect(lambda row, column: self._note_window())
        top = QHBoxLayout()
        top.addWidget(self._axes_label)
        top.addStretch(1)
        top.addWidget(ColorBar(self._theme))
        self._readout = mark(QFrame(), sunk="true")
        self._pair, self._division = QLabel(), text("caption")
        self._pair.setTextFormat(Qt.TextFormat.RichText)
        row = QHBoxLayout(self._readout)
        row.setContentsMargins(10, 4, 10, 4)
        row.addWidget(self._pair, 1)
        row.addWidget(self._division)
        self._readout.setFixedHeight(28)
        right = QVBoxLayout()
        right.setSpacing(6)
        right.addLayout(top)
        right.addWidget(self.matrix, 1)
        right.addWidget(self._readout)
        right.addStretch(0)
        self._window_note = text("note")
        self._window_note.hide()
        right.addWidget(self._window_note)
        middle = QHBoxLayout()
        middle.setContentsMargins(16, 10, 16, 12)
        middle.setSpacing(12)
        middle.addLayout(left)
        middle.addLayout(right, 1)
        return middle

    def retranslate(self) -> None:
        names = (self.tr("Encoder self"), self.tr("Decoder masked self"), self.tr("Cross"))
        for index, name in enumerate(names):
            self.tabs.setTabText(index, name)
        self._layer_label.setText(self.tr("Layer"))
        self._heads_label.setText(self.tr("Heads"))
        self.tabs.setAccessibleName(self.tr("Kind of attention"))
        self.heads.setAccessibleName(self.tr("Attention heads"))
        self.matrix.setAccessibleName(self.tr("Attention weights"))
        self._readout.setAccessibleName(self.tr("Cell"))
        self.render()

    def changeEvent(self, event) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        roomy = self.height() >= STRIP_FROM
        self.strip.setVisible(roomy)
        self._strip_line.setVisible(roomy)

    # What is shown

    def render(self) -> None:
        walk, controller = self._controller.walk, self._controller
        if walk is None:
            return
        self.tabs.blockSignals(True)
        self.tabs.setCurrentIndex(KINDS.index(controller.kind))
        self.tabs.blockSignals(False)
        self.layers.set_labels([str(i + 1) for i in range(controller.num_layers)])
        self.layers.set_current(controller.layer)
        weights = controller.weights()
        row_side, column_side = self.sides()
        rows = [Label(words.chip(piece, row_side).label, row_side)
                for piece in walk.row_pieces(controller.kind)]
        columns = [Label(words.chip(piece, column_side).label, column_side)
                   for piece in walk.column_pieces(controller.kind)]
        self.heads.set_heads(weights, [self._head_name(n) for n in controller.head_names()], controller.head)
        self.matrix.set_matrix(self._masked(weights[controller.head]), rows, columns, self.current_row())
        self._axes_label.setText(
            self.tr("Target (query) × source (key)") if controller.kind == CROSS
            else self.tr("Source (query) × source (key)") if controller.kind == ENCODER_SELF
            else self.tr("Target (query) × target (key)"))
        self.strip.show_head(rows, columns, self.current_row())
        self._note_window()
        self._read_out()

    def current_row(self) -> int:
        """The row of the pass in view; the encoder reads all its tokens at once."""
        return -1 if self._controller.kind == ENCODER_SELF else len(self.matrix_rows()) - 1

    def matrix_rows(self) -> list:
        return self._controller.walk.row_pieces(self._controller.kind)

    def sides(self) -> tuple[str, str]:
        kind = self._controller.kind
        return ("source" if kind == ENCODER_SELF else "target",
                "target" if kind == DECODER_SELF else "source")

    def default_cell(self) -> tuple[int, int]:
        """What the readout says while nothing is pointed at: the largest weight of the current row."""
        values = self.matrix.values()
        if not values.size:
            return -1, -1
        row = self.current_row() if self.current_row() >= 0 else 0
        return row, int(np.nanargmax(values[row]))

    def _masked(self, weights: np.ndarray) -> np.ndarray:
        """Places that a position may not see are NaN: hatched, not a colour."""
        if self._controller.kind != DECODER_SELF:
            return weights
        shown = weights.copy()
        shown[np.triu_indices(len(shown), 1, shown.shape[1])] = np.nan
        return shown

    def _head_name(self, name: str) -> str:
        return {
            head_facts.ALIGNS: self.tr("aligns"), head_facts.DIAGONAL: self.tr("diagonal"),
            head_facts.PREVIOUS: self.tr("previous"), head_facts.NEXT: self.tr("next"),
            head_facts.FIRST: self.tr("first"), head_facts.END_SINK: self.tr("end sink"),
            head_facts.EVEN: self.tr("even"),
        }.get(name, "")

    def _note_window(self) -> None:
        rows, columns = self.matrix.values().shape
        longest = max(rows, columns)
        self._window_note.setVisible(longest > WINDOW)
        self._window_note.setText(
            self.tr("{count} tokens: the picture shows {window} at a time. Drag to move.").format(
                count=longest, window=WINDOW))

    # The readout

    def _on_pointed(self, row: int, column: int) -> None:
        self._pointed = (row, column)
        self.matrix.light(row, column)
        self.strip.light(row, column)
        self._read_out()
        row_side, column_side = self.sides()
        lit = {"source": -1, "target": -1}
        lit[row_side] = row
        lit[column_side] = column
        self.cell_lit.emit(lit["source"], lit["target"])

    def _read_out(self) -> None:
        walk, controller = self._controller.walk, self._controller
        if walk is None:
            return
        values = self.matrix.values()
        row, column = self._pointed
        if not (0 <= row < values.shape[0] and 0 <= column < values.shape[1]):
            row, column = self.default_cell()
        if row < 0:
            return
        query = walk.row_pieces(controller.kind)[row].text
        key = walk.column_pieces(controller.kind)[column].text
        row_side, column_side = self.sides()
        palette = self._theme.palette
        weight = float(values[row, column])
        hidden = np.isnan(weight)
        value = self.tr("masked") if hidden else signed(weight, 3)
        self._pair.setText(f"{words.colored(query, row_side, palette)} → "
                           f"{words.colored(key, column_side, palette)}&nbsp;&nbsp; <b>{value}</b>")
        scaled = float(walk.numbers(controller.kind, controller.layer, controller.head).scaled[row, column])
        root = walk.config.d_head ** 0.5
        self._division.setText(
            "−∞" if np.isnan(scaled) else f"{signed(scaled * root, 1)} ÷ {root:.2f} = {signed(scaled)}")
        self._division.setToolTip(self.tr("score q·k ÷ √d_k, before the softmax"))
        spoken = self.tr("{query} attends to {key}, {value}").format(query=query, key=key, value=value)
        self._readout.setAccessibleDescription(spoken)
        self.matrix.setAccessibleDescription(spoken)

    def readout(self) -> str:
        """What the readout says, as plain text (for tests and screen readers)."""
        return self._readout.accessibleDescription()

    def division(self) -> str:
        return self._division.text()
