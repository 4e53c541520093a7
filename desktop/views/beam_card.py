"""Beam search over the sentence in view: its tree, its results, and the length penalty at work."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDoubleSpinBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSpinBox,
    QWidget,
)

from core.decoding.beam_tree import ENDED, PRUNED
from desktop.controllers.beam import BeamController
from desktop.controllers.looks import BEAM
from desktop.controllers.step import StepController
from desktop.core_words import in_words
from desktop.theme.numbers import signed
from desktop.theme.theme import Theme
from desktop.views import words
from desktop.widgets.beam_view import BeamCell, BeamView
from desktop.widgets.card import Card, line, text
from desktop.widgets.retranslated import Retranslated

SHOWN_PRUNED = 2  # of each length; the others are counted


class BeamCard(Retranslated, Card):
    """Nothing here is drawn that the search did not consider."""

    def __init__(self, controller: StepController, beam: BeamController, theme: Theme, parent=None):
        super().__init__(parent, padding=0)
        self._controller, self._beam = controller, beam
        self._nodes: list[int] = []  # of each cell
        self._hidden = 0
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        self._name = text("card-title")
        self._size_label, self._penalty_label = text("caption"), text("caption")
        self.size = QSpinBox(minimum=1, maximum=10)
        self.penalty = QDoubleSpinBox(minimum=0, maximum=3, singleStep=0.1, decimals=2)
        for field, name in ((self.size, "beam_size"), (self.penalty, "length_penalty")):
            field.setFixedWidth(64)
            field.setKeyboardTracking(False)
            field.valueChanged.connect(lambda value, name=name: beam.set_config(**{name: value}))
        row = QHBoxLayout()
        row.setContentsMargins(16, 6, 12, 6)
        row.setSpacing(8)
        row.addWidget(self._name, 1)
        for widget in (self._size_label, self.size, self._penalty_label, self.penalty):
            row.addWidget(widget)
        self.body.addLayout(row)
        self.body.addWidget(line())
        self.note = text("caption", wrap=True)
        self.note.setContentsMargins(16, 8, 16, 4)
        self.body.addWidget(self.note)
        self.view = BeamView(theme)
        self.view.pointed.connect(self._on_pointed)
        self.scroll = QScrollArea()
        self.scroll.setWidget(self.view)
        self.scroll.setFrameShape(QFrame.Shape.NoFrame)
        self.scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setObjectName("scrolled")
        self.body.addWidget(self.scroll, 1)
        self.body.addWidget(line())
        self._results = QGridLayout()
        self._results.setContentsMargins(16, 8, 16, 12)
        self._results.setColumnStretch(0, 1)
        self._results.setHorizontalSpacing(16)
        self._headings = [text("note") for _ in range(4)]
        for column, label in enumerate(self._headings):
            self._results.addWidget(label, 0, column)
        self._lines: list[list[QLabel]] = []
        self.body.addLayout(self._results)
        controller.view_changed.connect(self.render)
        beam.changed.connect(self.render)
        self.retranslate()

    def retranslate(self) -> None:
        self._name.setText(self.tr("Beam search"))
        self._size_label.setText(self.tr("Beam size"))
        self._penalty_label.setText(self.tr("Length penalty α"))
        self.size.setAccessibleName(self.tr("Beam size"))
        self.penalty.setAccessibleName(self.tr("Length penalty α"))
        self.view.setAccessibleName(self.tr("Tree of the beam search"))
        for label, name in zip(self._headings, (self.tr("Result"), "log p", "lp(|Y|)", self.tr("score")),
                               strict=True):
            label.setText(name)
        self.render()

    def figure(self) -> QWidget:
        """What is exported."""
        return self.view

    def results(self) -> list[tuple[str, ...]]:
        """Each line of the results."""
        return [tuple(label.text() for label in row) for row in self._lines if not row[0].isHidden()]

    def render(self) -> None:
        if self._controller.view != BEAM:
            return
        tree = self._beam.tree
        walk = self._controller.walk
        is_recorded = walk is not None and walk.is_recorded
        for field, value in ((self.size, self._beam.config.beam_size),
                             (self.penalty, self._beam.config.length_penalty)):
            field.setEnabled(not is_recorded)
            field.blockSignals(True)
            field.setMaximum(max(field.maximum(), value))  # as a model's makers have it
            field.setValue(value)
            field.blockSignals(False)
        if tree is None:
            self.view.set_cells([])
            for row in self._lines:
                for label in row:
                    label.hide()
            self.note.setText(
                self.tr("This decoding was read from a file: to search, the model itself is needed.")
                if is_recorded else in_words(self._beam.error) or self.tr("Searching…"))
            return
        self.view.set_cells(self._cells(), self._table)
        self._on_pointed(-1)
        while len(self._lines) < len(self._beam.results):
            row = [text("body" if column else "strong", wrap=not column) for column in range(4)]
            for column, label in enumerate(row):
                self._results.addWidget(label, len(self._lines) + 1, column)
            self._lines.append(row)
        for place, row in enumerate(self._lines):
            shown = place < len(self._beam.results)
            for label in row:
                label.setVisible(shown)
            if shown:
                sentence, log_prob, score = self._beam.results[place]
                length = tree.nodes[tree.results[place]].length
                for label, words_of in zip(row, (
                        sentence, signed(log_prob), f"{tree.penalty(length):.3f}",
                        signed(score, 3)), strict=True):
                    label.setText(words_of)

    def _cells(self) -> list[BeamCell]:
        """Live and ended prefixes, and the best of the pruned ones of each length."""
        tree = self._beam.tree
        best = {node.id for node in tree.path(tree.results[0])} if tree.results else set()
        shown, pruned = [], {}
        for node in tree.nodes:
            if node.fate == PRUNED:
                pruned[node.length] = pruned.get(node.length, 0) + 1
                if pruned[node.length] > SHOWN_PRUNED:
                    continue
            shown.append(node)
        self._hidden = len(tree.nodes) - len(shown)
        places = {node.id: place for place, node in enumerate(shown)}
        rows: dict[int, int] = {}
        cells = []
        for node in shown:
            row = rows.get(node.length, 0)
            rows[node.length] = row + 1
            below = f"{signed(node.log_prob)} → {signed(node.score)}" if node.length else ""
            chip = words.chip(self._beam.pieces[node.token_id], "target", current=node.fate == ENDED,
                              pending=node.fate == PRUNED)
            cells.append(BeamCell(chip, places.get(node.parent_id, -1), node.length, row, below, node.fate,
                                  node.id in best, self._spoken(node.id)))
        self._nodes = [node.id for node in shown]
        return cells

    def _table(self) -> list[list[str | int | float]]:
        """All that the search considered, with what is too much to be drawn."""
        tree, prefixes, rows = self._beam.tree, {}, []
        for node in tree.nodes:
            before = prefixes.get(node.parent_id, "")
            prefixes[node.id] = f"{before} {self._beam.pieces[node.token_id].text}".strip()
            if node.length:
                rows.append([prefixes[node.id], node.length, node.log_prob, tree.penalty(node.length),
                             node.score, node.rank + 1, node.fate])
        return [["prefix", "length", "log p", "length penalty", "score", "rank", "fate"], *rows]

    def _spoken(self, node_id: int) -> str:
        tree = self._beam.tree
        node = tree.nodes[node_id]
        fate = {"live": self.tr("goes on"), "ended": self.tr("ended"), "pruned": self.tr("pruned")}[node.fate]
        prefix = words.isolated(" ".join(self._beam.pieces[part.token_id].text
                                         for part in tree.path(node_id)))
        if node.length == 0:
            return prefix
        return self.tr("{prefix}: {fate}. log p {log_prob} ÷ lp {penalty} = {score}; rank {rank}").format(
            prefix=prefix, fate=fate, log_prob=signed(node.log_prob, 3), score=signed(node.score, 3),
            penalty=f"{tree.penalty(node.length):.3f}", rank=node.rank + 1)

    def _on_pointed(self, index: int) -> None:
        if index >= 0:
            self.note.setText(self._spoken(self._nodes[index]))
            return
        penalty = "|Y|^α" if self._beam.tree.length_norm == "power" else "((5 + |Y|) ÷ 6)^α"
        self.note.setText(self.tr(
            "One column a length; below each token log p → score = log p ÷ {penalty}. Pruned ones "
            "are grey and struck through; considered and pruned besides: {count}.").format(
                count=self._hidden, penalty=penalty))
