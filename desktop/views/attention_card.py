"""The attention of one layer: which kind, which layer, which head, and every weight of that head."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QTabBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from core.edits import attention_name
from desktop.controllers import head_facts
from desktop.controllers.looks import ATTENTION
from desktop.controllers.step import StepController
from desktop.controllers.values import as_text
from desktop.controllers.walk import CROSS, DECODER_SELF, ENCODER_SELF, KINDS
from desktop.theme.style import mark
from desktop.theme.theme import Theme
from desktop.views import words
from desktop.views.cell_readout import CellReadout
from desktop.views.substeps_strip import SubstepsStrip
from desktop.widgets.card import Card, line, text
from desktop.widgets.color_bar import ColorBar
from desktop.widgets.head_grid import CELL, HeadGrid
from desktop.widgets.line_view import LineView
from desktop.widgets.matrix_labels import Label
from desktop.widgets.matrix_view import MatrixView
from desktop.widgets.retranslated import Retranslated
from desktop.widgets.segmented import Segmented
from desktop.widgets.turns import Turns

AT_ONCE = 64 * 64  # values; of a larger matrix, what stands around it follows a frame later
STRIP_FROM = 470  # a card lower than this has no room for the sub-steps


class AttentionCard(Retranslated, Card):
    """Hovering a cell reads it out and lights its chips; nothing needs hovering."""

    cell_lit = Signal(list, list)  # the source tokens and the target tokens of the cell pointed at
    key_hidden = Signal(str, int)  # the kind of attention and the key that is to be hidden, or shown again
    export_asked = Signal()

    def __init__(self, controller: StepController, theme: Theme, parent: QWidget | None = None):
        super().__init__(parent, padding=0)
        self._controller, self._theme = controller, theme
        self._labels: tuple[list[Label], list[Label]] = ([], [])
        self._pointed = (-1, -1)
        self._turns = Turns(self)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        self.body.addLayout(self._build_tabs())
        self.body.addWidget(line())
        self.body.addLayout(self._build_looks())
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
        self.heads.opened.connect(lambda head: self._controller.set_look(is_alone=True))
        scroll = QScrollArea()
        scroll.setWidget(self.heads)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFixedWidth(2 * CELL.width() + 8)
        scroll.viewport().setAutoFillBackground(False)
        self.heads.setAutoFillBackground(False)
        self._left = QWidget()
        left = QVBoxLayout(self._left)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(6)
        left.addWidget(self._heads_label)
        left.addWidget(scroll, 1)
        self.matrix = MatrixView(self._theme)
        self.matrix.pointed.connect(self._on_pointed)
        self.matrix.moved.connect(lambda row, column: self._note_window())
        self.matrix.opened.connect(lambda: self._controller.set_look(is_alone=not self._controller.is_alone))
        self.lines = LineView(self._theme)
        self.lines.pointed.connect(self._on_pointed)
        self.picture = QStackedWidget()
        for view in (self.matrix, self.lines):
            view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            view.customContextMenuRequested.connect(self._on_menu)
            self.picture.addWidget(view)
        self._leak_note = mark(QLabel(), tag="bad")
        self._leak_note.setWordWrap(True)
        top = QHBoxLayout()
        top.addWidget(self._axes_label)
        top.addStretch(1)
        top.addWidget(ColorBar(self._theme))
        self._readout = CellReadout(self._controller, self._theme)
        right = QVBoxLayout()
        right.setSpacing(6)
        right.addWidget(self._leak_note)
        right.addLayout(top)
        right.addWidget(self.picture, 1)
        right.addWidget(self._readout)
        self._window_note = text("note")
        self._window_note.hide()
        right.addWidget(self._window_note)
        middle = QHBoxLayout()
        middle.setContentsMargins(16, 6, 16, 12)
        middle.setSpacing(12)
        middle.addWidget(self._left)
        middle.addLayout(right, 1)
        return middle

    def _build_looks(self) -> QHBoxLayout:
        """How the weights are drawn; nothing is averaged or joined unless it is asked for here."""
        look = self._controller.set_look
        self.form = Segmented()
        self.form.chosen.connect(lambda index: look(as_lines=index == 1))
        self.by_words, self.averaged, self.alone = (mark(QToolButton(), kind="toggle") for _ in range(3))
        for button, name in ((self.by_words, "by_words"), (self.averaged, "is_averaged"),
                             (self.alone, "is_alone")):
            button.setCheckable(True)
            button.clicked.connect(lambda on, name=name: look(**{name: on}))
        row = QHBoxLayout()
        row.setContentsMargins(16, 8, 16, 0)
        row.setSpacing(6)
        row.addWidget(self.form)
        for button in (self.by_words, self.averaged, self.alone):
            row.addWidget(button)
        row.addStretch(1)
        return row

    def retranslate(self) -> None:
        self.form.set_labels([self.tr("Matrix"), self.tr("Lines")])
        self.form.setAccessibleName(self.tr("How attention is drawn"))
        self.by_words.setText(self.tr("Words"))
        self.by_words.setToolTip(self.tr(
            "Pieces of a word joined: summed over the key, the mean over the query"))
        self.averaged.setText(self.tr("Mean of heads"))
        self.averaged.setToolTip(self.tr("The mean hides what single heads do"))
        self.alone.setText(self.tr("Alone"))
        self.alone.setToolTip(self.tr("One head over the whole card; Esc goes back"))
        self.lines.setAccessibleName(self.tr("Attention as lines"))
        names = (self.tr("Encoder self"), self.tr("Decoder masked self"), self.tr("Cross"))
        for index, name in enumerate(names):
            self.tabs.setTabText(index, name)
        self._layer_label.setText(self.tr("Layer"))
        self._heads_label.setText(self.tr("Heads"))
        self.tabs.setAccessibleName(self.tr("Kind of attention"))
        self.heads.setAccessibleName(self.tr("Attention heads"))
        self.matrix.setAccessibleName(self.tr("Attention weights"))
        self.render()

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        self._show_strip()

    def minimumSizeHint(self) -> QSize:
        """Without the sub-steps, which give way where there is no room for them."""
        least = super().minimumSizeHint()
        if not self.strip.isHidden():
            least.setHeight(least.height() - self.strip.minimumSizeHint().height() - 1)
        return least

    def _show_strip(self) -> None:
        look, was_hidden = self._controller, self.strip.isHidden()
        shown = self.height() >= STRIP_FROM and not (look.is_alone or look.is_averaged or look.by_words)
        self.strip.setVisible(shown)
        self._strip_line.setVisible(shown)
        if shown and was_hidden and look.walk is not None and look.walk.passes():
            self._render_strip()  # hidden, it was passed over

    # What is shown

    def render(self) -> None:
        walk, controller = self._controller.walk, self._controller
        if walk is None or controller.view != ATTENTION or not walk.passes():
            return
        self.tabs.blockSignals(True)
        self.tabs.setCurrentIndex(KINDS.index(controller.kind))
        self.tabs.blockSignals(False)
        numbers = range(1, controller.num_layers + 1)
        self.layers.set_labels([str(number) for number in numbers],
                               [self.tr("Layer {number}").format(number=number) for number in numbers])
        self.layers.set_current(controller.layer)
        self._render_looks()
        rows, columns = self._tokens()
        self._labels = (rows, columns)
        if controller.by_words:
            self._labels = tuple([Label("".join(labels[place].text.removeprefix("·") for place in group),
                                        labels[0].side) for group in groups]
                                 for labels, groups in zip((rows, columns), controller.word_groups(),
                                                           strict=True))
        values = controller.shown_weights()
        self.matrix.set_matrix(values, *self._labels, self.current_row())
        self._mark_leaks(values)
        if controller.as_lines:
            self.lines.set_matrix(values, *self._labels, self.current_row())
        self._axes_label.setText(self._axes())
        self._note_window()
        self._read_out()
        self._turns.take((self._render_heads, self._render_strip))
        if values.size <= AT_ONCE:
            self._turns.finish()

    def _render_heads(self) -> None:
        controller = self._controller
        self.heads.set_heads(controller.weights(), [self._head_name(n) for n in controller.head_names()],
                             -1 if controller.is_averaged else controller.head, off=self._silent())

    def _render_strip(self) -> None:
        if self.strip.isVisibleTo(self):
            self.strip.show_head(*self._tokens(), self.current_row())

    def _render_looks(self) -> None:
        controller = self._controller
        self.form.set_current(1 if controller.as_lines else 0)
        self.picture.setCurrentIndex(1 if controller.as_lines else 0)
        self.by_words.setChecked(controller.by_words)
        self.averaged.setChecked(controller.is_averaged)
        self.alone.setChecked(controller.is_alone)
        self._left.setVisible(not controller.is_alone)
        self._show_strip()

    def _tokens(self) -> tuple[list[Label], list[Label]]:
        walk, kind = self._controller.walk, self._controller.kind
        row_side, column_side = self.sides()
        return ([words.label(piece, row_side) for piece in walk.row_pieces(kind)],
                [words.label(piece, column_side) for piece in walk.column_pieces(kind)])

    def _silent(self) -> frozenset[int]:
        """The heads of this layer that the lab has switched off."""
        place = attention_name(self._controller.kind, self._controller.layer)
        return frozenset(head for (of, head), factor in self._controller.edits.heads.items()
                         if of == place and factor == 0)

    def _mark_leaks(self, values: np.ndarray) -> None:
        """Cells that a position normally may not see, where the lab has taken the causal mask off."""
        leaking = (self._controller.kind == DECODER_SELF and not self._controller.edits.causal_mask
                   and not self._controller.by_words)
        self._leak_note.setVisible(leaking)
        self._leak_note.setText(self.tr(
            "Causal mask off: cells marked “leak” are normally hidden from their row."))
        self.matrix.mark_leaks(np.triu(np.ones(values.shape, bool), 1) if leaking else None, self.tr("leak"))

    def _axes(self) -> str:
        controller = self._controller
        axes = (self.tr("Target (query) × source (key)") if controller.kind == CROSS
                else self.tr("Source (query) × source (key)") if controller.kind == ENCODER_SELF
                else self.tr("Target (query) × target (key)"))
        if controller.is_averaged:
            axes += " · " + self.tr("mean of all heads ({count})").format(
                count=controller.walk.config.num_heads)
        if controller.by_words:
            axes += " · " + self.tr("by words")
        return axes

    def current_row(self) -> int:
        """The row of the pass in view; the encoder reads all its tokens at once."""
        return -1 if self._controller.kind == ENCODER_SELF else len(self._labels[0]) - 1

    def sides(self) -> tuple[str, str]:
        return self._controller.sides()

    def default_cell(self) -> tuple[int, int]:
        """What the readout says while nothing is pointed at: the largest weight of the current row."""
        values = self.matrix.values()
        if not values.size:
            return -1, -1
        row = self.current_row() if self.current_row() >= 0 else 0
        return row, int(np.nanargmax(values[row]))

    def _head_name(self, name: str) -> str:
        return {
            head_facts.ALIGNS: self.tr("aligns"), head_facts.DIAGONAL: self.tr("diagonal"),
            head_facts.PREVIOUS: self.tr("previous"), head_facts.NEXT: self.tr("next"),
            head_facts.FIRST: self.tr("first"), head_facts.END_SINK: self.tr("end sink"),
            head_facts.EVEN: self.tr("even"),
        }.get(name, "")

    def _note_window(self) -> None:
        longest = max(self.matrix.values().shape)
        window = self.matrix.span
        self._window_note.setVisible(longest > window and not self._controller.as_lines)
        self._window_note.setText(
            self.tr("{count} tokens: the picture shows {window} at a time. Drag to move, Ctrl + wheel to "
                    "zoom.").format(count=longest, window=window))

    # The readout

    def _on_pointed(self, row: int, column: int) -> None:
        self._pointed = (row, column)
        self.matrix.light(row, column)
        self.strip.light(row, column)
        self._read_out()
        lit = {"source": [], "target": []}
        for axis, place in enumerate((row, column)):
            if place >= 0:
                lit[self.sides()[axis]] += self._controller.tokens_at(axis, place)
        self.cell_lit.emit(lit["source"], lit["target"])

    def point_at(self, side: str, token: int) -> None:
        """A token of either side, -1 none: its row lights up, or its column where it does not ask, with what
        it has most to do with."""
        controller = self._controller
        if controller.walk is None or controller.view != ATTENTION or not controller.walk.passes():
            return
        row, column = controller.partner(side, token)
        place = (row, -1) if side == self.sides()[0] else (-1, column)
        self.matrix.light_line(*place)
        self.lines.light(*place)
        self._on_pointed(row, column)

    def _read_out(self) -> None:
        # Out of view it shows what was looked at before, which may be another attention or sentence.
        if self._controller.walk is None or not self._labels[0] or self._controller.view != ATTENTION:
            return
        values = self.matrix.values()
        row, column = self._pointed
        if not (0 <= row < values.shape[0] and 0 <= column < values.shape[1]):
            row, column = self.default_cell()
        if row < 0:
            return
        spoken = self._readout.say(row, column, float(values[row, column]), self.sides())
        for widget in (self.matrix, self.lines):
            widget.setAccessibleDescription(spoken)

    def figure(self) -> QWidget:
        """What is exported."""
        return self.picture.currentWidget()

    def readout(self) -> str:
        """What the readout says, as plain text (for tests and screen readers)."""
        return self._readout.accessibleDescription()

    def division(self) -> str:
        return self._readout.division()

    # The menu of a cell

    def _on_menu(self, place: QPoint) -> None:
        view = self.picture.currentWidget()
        menu = QMenu(self)
        column = self.matrix.cell_at(place.toPointF())[1] if view is self.matrix else -1
        if column >= 0 and not self._controller.by_words:
            kind = self._controller.kind
            hidden = (kind, column) in self._controller.edits.hidden_keys
            words_of = self.tr("Show {key} again") if hidden else self.tr("Hide {key} as a key")
            menu.addAction(words_of.format(key=self._labels[1][column].text),
                           lambda: self.key_hidden.emit(kind, column))
        menu.addAction(self.tr("Copy values"), self.copy_values)
        menu.addAction(self.tr("Export…"), self.export_asked.emit)
        menu.popup(view.mapToGlobal(place))

    def copy_values(self) -> None:
        """The matrix with its labels, as a spreadsheet takes it."""
        labels = ([label.text for label in axis] for axis in self._labels)
        QGuiApplication.clipboard().setText(as_text(self.matrix.values(), *labels))

    def hide_key(self) -> None:
        """Hides the key of the cell that is read out from every query, or shows it again."""
        column = self._pointed[1] if self._pointed[1] >= 0 else self.default_cell()[1]
        if column >= 0 and not self._controller.by_words:
            self.key_hidden.emit(self._controller.kind, column)
