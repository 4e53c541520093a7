"""Two decodings side by side and in step: text, log-probability, attention, next token."""

from __future__ import annotations

from dataclasses import replace
from difflib import SequenceMatcher
from itertools import zip_longest

import numpy as np
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.controllers.comparison import ComparisonController
from desktop.controllers.looks import COMPARE
from desktop.controllers.models import ModelsController
from desktop.controllers.step import StepController
from desktop.controllers.walk import Walk
from desktop.core_words import in_words
from desktop.theme.numbers import signed
from desktop.theme.theme import Theme
from desktop.views import words
from desktop.widgets.candidates import CandidateList, CandidateRow
from desktop.widgets.card import Card, line, text
from desktop.widgets.chips import ChipRow
from desktop.widgets.matrix_view import MatrixView
from desktop.widgets.retranslated import Retranslated

CANDIDATES = 3


class Side(QWidget):
    """One of the two."""

    def __init__(self, theme: Theme, parent: QWidget | None = None):
        super().__init__(parent)
        self.name, self.sentence = text("strong", wrap=True), text("", wrap=True)
        self.log_prob = text("caption")
        self.chips = ChipRow(theme)
        self.matrix = MatrixView(theme)
        self.readout = text("note")
        self.candidates = CandidateList(theme)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for widget in (self.name, self.sentence, self.log_prob, self.chips):
            column.addWidget(widget)
        column.addWidget(self.matrix, 1)
        column.addWidget(self.readout)
        column.addStretch(0)
        column.addWidget(self.candidates)

    def _say(self, walk: Walk) -> None:
        """Of two sentences of which one is not at its end only what stands up to here can be compared."""
        end = walk.steps[walk.line_id]
        here = self.tr("log p up to here {value}").format(value=signed(walk.current.log_prob))
        whole = self.tr("of the whole {value}").format(value=signed(end.log_prob))
        self.sentence.setText(walk.sentences.get(walk.line_id, "") + ("" if walk.is_line_whole else " …"))
        self.log_prob.setText(f"{here} · {whole}" if walk.is_line_whole else here)

    def light(self, row: int, column: int) -> None:
        """Outlines a cell and says its value; nothing where this side has no such cell."""
        rows, columns = self.matrix.values().shape
        known = 0 <= row < rows and 0 <= column < columns
        self.matrix.light(row, column) if known else self.matrix.light(-1, -1)
        self.readout.setText(self.matrix.cell_words(row, column) if known else "")
        self.matrix.setAccessibleDescription(self.readout.text())

    def show_walk(self, walk: Walk, kind: str, layer: int, head: int, other: set[int]) -> None:
        """`other`: places at which the other side has another token."""
        self.chips.set_chips([
            replace(words.chip(walk.token(step), "target", current=step.id == walk.current_id),
                    differs=place in other) for place, step in enumerate(walk.line[1:])])
        self._say(walk)
        rows_side = "source" if kind == "encoder_self" else "target"
        columns_side = "target" if kind == "decoder_self" else "source"
        layer = min(layer, (walk.config.num_encoder_layers if kind == "encoder_self"
                            else walk.config.num_decoder_layers) - 1)
        head = min(head, walk.config.num_heads - 1)
        weights = walk.attention(kind, layer)[head]
        values = np.where(walk.visible(kind, layer), weights, np.nan)
        rows = [words.label(piece, rows_side) for piece in walk.row_pieces(kind)]
        columns = [words.label(piece, columns_side) for piece in walk.column_pieces(kind)]
        self.matrix.set_matrix(values, rows, columns, -1 if kind == "encoder_self" else len(rows) - 1)
        self.light(*self.matrix.cell)
        taken = walk.current.tgt_in_ids[-1]
        self.candidates.set_rows([CandidateRow(words.chip(walk.piece(c.token_id), "target"), c.log_prob,
                                               c.token_id == taken)
                                  for c in walk.shown.candidates[:CANDIDATES]])


class CompareCard(Retranslated, Card):
    """The transport moves both; the left side is what the page stands on."""

    def __init__(self, controller: StepController, comparison: ComparisonController, models: ModelsController,
                 theme: Theme, parent: QWidget | None = None):
        super().__init__(parent, padding=0)
        self._controller, self._comparison, self._models = controller, comparison, models
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        self._title, self._with = text("card-title"), text("caption")
        self.choice = QComboBox()
        self.choice.setMinimumWidth(200)
        self.choice.activated.connect(self._on_chosen)
        row = QHBoxLayout()
        row.setContentsMargins(16, 6, 12, 6)
        row.setSpacing(8)
        row.addWidget(self._title, 1)
        row.addWidget(self._with)
        row.addWidget(self.choice)
        self.body.addLayout(row)
        self.not_offered = text("note", wrap=True)
        self.not_offered.setContentsMargins(16, 0, 16, 6)
        self.body.addWidget(self.not_offered)
        self.body.addWidget(line())
        self.left, self.right = Side(theme), Side(theme)
        for side in (self.left, self.right):  # a cell is read on both
            side.matrix.pointed.connect(self.left.light)
            side.matrix.pointed.connect(self.right.light)
        grid = QGridLayout()
        grid.setContentsMargins(16, 10, 16, 8)
        grid.setHorizontalSpacing(20)
        grid.addWidget(self.left, 0, 0)
        grid.addWidget(self.right, 0, 1)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        self.body.addLayout(grid, 1)
        self.summary = text("caption", wrap=True)
        self.summary.setContentsMargins(16, 4, 16, 12)
        self.body.addWidget(self.summary)
        controller.changed.connect(self.render)
        controller.view_changed.connect(self.render)
        comparison.changed.connect(self.render)
        models.listed.connect(self.render)
        self.retranslate()

    def figure(self) -> QWidget:
        """What is exported."""
        return self

    def table(self) -> list[list[str | int | float]]:
        """Both decodings token by token, for a file."""
        walks = (self._comparison.left, self._comparison.right)
        lines = [[[walk.token(step).text, step.token_log_prob] for step in walk.line[1:]] if walk else []
                 for walk in walks]
        names = [self.left.name.text(), self.right.name.text()]
        rows = [[number, *left, *right]
                for number, (left, right) in enumerate(zip_longest(*lines, fillvalue=["", ""]), 1)]
        return [["position", names[0], "log p", names[1], "log p"], *rows]

    def retranslate(self) -> None:
        self._title.setText(self.tr("Side by side"))
        self._with.setText(self.tr("with"))
        self.choice.setAccessibleName(self.tr("What to compare with"))
        self.choice.setPlaceholderText(self.tr("choose…"))
        for side in (self.left, self.right):
            side.chips.setAccessibleName(self.tr("Target tokens"))
            side.matrix.setAccessibleName(self.tr("Attention weights"))
            side.candidates.setAccessibleName(self.tr("Most probable next tokens"))
        self.render()

    def render(self) -> None:
        controller, walk = self._controller, self._controller.walk
        if walk is None or controller.view != COMPARE or not walk.passes():
            return
        self._fill_choices(walk)
        right = self._comparison.right
        look = (controller.kind, controller.layer, controller.head)
        left_ids, right_ids = (_tokens(side) if side is not None else [] for side in (walk, right))
        differing = _differing(left_ids, right_ids) if right is not None else (set(), set())
        self.left.name.setText(self._name(walk))
        self.left.show_walk(walk, *look, differing[0])
        self.right.setVisible(right is not None)
        if right is None:
            self.summary.setText(in_words(self._comparison.error) or (
                self.tr("Decoding with the other model…") if self._comparison.folder else
                self.tr("There is one branch only. Click a next token to force it, or choose another model "
                        "or checkpoint above.")))
            return
        self.right.name.setText(self._other_name(right))
        self.right.show_walk(right, *look, differing[1])
        self.summary.setText(self._summary(walk, right, left_ids, right_ids))

    def _summary(self, left: Walk, right: Walk, left_ids: list[str], right_ids: list[str]) -> str:
        same = 0
        while same < min(len(left_ids), len(right_ids)) and left_ids[same] == right_ids[same]:
            same += 1
        sentences = [self.tr("Tokens that are the same from the start: {count}.").format(count=same)]
        if left_ids != right_ids:
            sentences.append(self.tr("Underlined: not in the other."))
        ends = (left.steps[left.line_id], right.steps[right.line_id])
        if all(end.finished for end in ends):
            change = ends[1].log_prob - ends[0].log_prob
            sentences.append(self.tr("Change in log p: {value}.").format(
                value=("+" if change > 0 else "") + signed(change)))
        attention = self._comparison.attention_change()
        if attention is None:
            sentences.append(self.tr("Their attention has other rows or columns here and cannot be "
                                     "subtracted."))
        else:
            sentences.append(self.tr("Change in attention of this head up to here: {value} (0 the same, 1 "
                                     "nothing in common).").format(value=f"{attention:.3f}"))
        return " ".join(sentences)

    def _fill_choices(self, walk: Walk) -> None:
        entries: list[tuple[str, object]] = []
        for branch in walk.branches():
            if branch.leaf.id != walk.line_id:
                name = self.tr("Branch {number}").format(number=branch.number) if branch.number else self.tr(
                    "Main branch")
                entries.append((f"{name}: {walk.sentences.get(branch.leaf.id, '')}", branch.number))
        others = [entry for entry in self._models.entries if entry != self._models.current]
        readers = [entry for entry in others if words.same_language(entry.direction[0], walk.src_lang)]
        entries += [(words.model_label(entry), entry.folder) for entry in readers]
        self._say_not_offered([words.model_label(entry) for entry in others if entry not in readers], walk)
        for folder, name in self._comparison.checkpoints():
            entries.append((name, folder))
        known = [(self.choice.itemText(i), self.choice.itemData(i)) for i in range(self.choice.count())]
        if entries != known:
            self.choice.clear()
            for name, value in entries:
                self.choice.addItem(name, value)
        chosen = self._comparison.folder if self._comparison.folder is not None else self._comparison.branch
        place = next((i for i, (_, value) in enumerate(entries) if value == chosen), 0)
        nothing = self._comparison.right is None and self._comparison.folder is None
        self.choice.setCurrentIndex(-1 if nothing else place)  # what is not compared with is not named

    def _say_not_offered(self, labels: list[str], walk: Walk) -> None:
        """Why the list is shorter than that of the header."""
        self.not_offered.setVisible(bool(labels))
        if labels:
            sentence = self.tr("Not in the list, for they do not read {language}: {models}")
            self.not_offered.setText(sentence.format(language=words.language_name(walk.src_lang),
                                                     models=", ".join(labels)))

    def _on_chosen(self, index: int) -> None:
        value = self.choice.itemData(index)
        if isinstance(value, int):
            self._comparison.choose_branch(value)
        elif value is not None:
            self._comparison.choose_model(value)

    def _name(self, walk: Walk) -> str:
        number = walk.branch_number()
        branch = self.tr("Branch {number}").format(number=number) if number else self.tr("Main branch")
        edited = [self.tr("with the lab's edits")] if walk.num_edits else []
        return " · ".join([walk.model_name, branch, *edited])

    def _other_name(self, walk: Walk) -> str:
        """Another model decodes as it is, whatever the lab has changed in the page's."""
        if self._comparison.folder is None:
            return self._name(walk)
        plain = [self.tr("without the lab's edits")] if self._controller.edits.count else []
        return " · ".join([walk.model_name, *plain])


def _differing(left: list[str], right: list[str]) -> tuple[set[int], set[int]]:
    """The places on either side of what the other does not have there, in like order."""
    blocks = SequenceMatcher(None, left, right, autojunk=False).get_matching_blocks()
    return (set(range(len(left))) - {block.a + i for block in blocks for i in range(block.size)},
            set(range(len(right))) - {block.b + i for block in blocks for i in range(block.size)})


def _tokens(walk: Walk) -> list[str]:
    return [walk.token(step).text for step in walk.line[1:]]
