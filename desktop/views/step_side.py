"""Beside the attention: what may come next, and the branches that were tried."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from desktop.controllers.distribution import Shaped, is_plain, shaped
from desktop.controllers.step import StepController
from desktop.controllers.walk import Branch, Walk
from desktop.theme.numbers import signed, thousands
from desktop.theme.style import mark
from desktop.theme.theme import Theme
from desktop.views import words
from desktop.widgets.branches import SHOWN, BranchLine, BranchTree
from desktop.widgets.candidates import CandidateList, CandidateRow
from desktop.widgets.card import Card, line, text
from desktop.widgets.chips import Chip
from desktop.widgets.retranslated import Retranslated

ENDING = 4  # tokens of a long line's end that have room, the one in view among them


class NextTokenCard(Retranslated, Card):
    """The most probable tokens at the position in view; a click forces one."""

    def __init__(self, controller: StepController, theme: Theme, parent: QWidget | None = None):
        super().__init__(parent)
        self._controller = controller
        self._columns = text("note")
        self.title_row.addWidget(self._columns)
        self.body.setContentsMargins(10, 12, 10, 10)
        self.title_row.setContentsMargins(6, 0, 6, 0)
        self.list = CandidateList(theme)
        self.list.forced.connect(controller.force)
        self.body.addWidget(self.list)
        self._note = text("caption", wrap=True)
        self._note.setContentsMargins(6, 0, 6, 0)
        self._note.hide()
        self.body.addWidget(self._note)
        controller.changed.connect(self.render)
        controller.view_changed.connect(self.render)
        self.retranslate()

    def retranslate(self) -> None:
        self.set_title(self.tr("Next token"))
        self._columns.setText(self.tr("%       log p"))
        self.list.setAccessibleName(self.tr("Most probable next tokens"))
        self.render()

    def render(self) -> None:
        walk = self._controller.walk
        if walk is None:
            return
        taken_id = walk.current.tgt_in_ids[-1] if walk.current.parent_id is not None else None
        shown = walk.shown
        made, normal = self._shaped(), self._normal()
        rows = [CandidateRow(words.chip(walk.piece(c.token_id), "target"), c.log_prob, c.token_id == taken_id,
                             None if made is None else float(made.probs[c.token_id]),
                             None if normal is None else float(np.exp(normal[c.token_id])),
                             made is not None and not made.kept[c.token_id])
                for c in shown.candidates]
        others = walk.config.vocab_size - len(rows)
        rest_prob = shown.rest_prob if made is None else max(0.0, 1 - sum(row.shown for row in rows))
        rest = (self.tr("{count} other tokens").format(count=thousands(others)), rest_prob)
        self.list.set_rows(rows, rest)
        notes = []
        if made is not None:
            notes.append(self.tr("After temperature, top-k and top-p; log p stays the model's."))
        if normal is not None:
            notes.append(self.tr("▎Normal decode after the same tokens, for comparison."))
        self._note.setText(" ".join(notes))
        self._note.setVisible(bool(notes))

    def _shaped(self) -> Shaped | None:
        """What sampling makes of the prediction, where its settings say anything."""
        walk, config = self._controller.walk, self._controller.decode
        trace = walk.shown.trace
        if is_plain(config) or trace is None or not trace.has_vocabulary:
            return None
        return shaped(trace["decoder.next_token.log_probs"], config, walk.config)

    def _normal(self) -> np.ndarray | None:
        """[V] the unedited model's log-probabilities after the same tokens."""
        baseline = self._controller.baseline
        return baseline.after(self._controller.walk.shown.tgt_in_ids) if baseline is not None else None


class BranchesCard(Retranslated, Card):
    """The tree of what was tried, and each whole sentence with its log-probability."""

    def __init__(self, controller: StepController, theme: Theme, parent: QWidget | None = None):
        super().__init__(parent)
        self._controller = controller
        self._delta = text("note")
        self.title_row.addWidget(self._delta)
        self.tree = BranchTree(theme)
        self.tree.chosen.connect(self._on_chosen)
        self._sentences_title, self._log_p = text("note"), text("note")
        self._sentences = QGridLayout()
        self._sentences.setColumnStretch(0, 1)
        self._sentences.setVerticalSpacing(6)
        self._labels: list[tuple[QLabel, QLabel]] = []
        self._sentences.addWidget(self._sentences_title, 0, 0)
        self._sentences.addWidget(self._log_p, 0, 1, Qt.AlignmentFlag.AlignRight)
        self._hint = text("caption", wrap=True)
        inner = QWidget()
        inner.setObjectName("scrolled")
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.tree)
        column.addWidget(line())
        column.addLayout(self._sentences)
        column.addSpacing(4)
        column.addWidget(self._hint)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidget(inner)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.body.addWidget(scroll, 1)
        controller.changed.connect(self.render)
        self.retranslate()

    def retranslate(self) -> None:
        self.set_title(self.tr("Branches"))
        self._delta.setText(self.tr("Δ log p to main"))
        self._sentences_title.setText(self.tr("Whole sentence"))
        self._log_p.setText(self.tr("log p"))
        self._hint.setText(self.tr("Click a next token to force it: the text runs on from there as a "
                                   "new branch."))
        self.tree.setAccessibleName(self.tr("Branches"))
        self.render()

    def render(self) -> None:
        walk = self._controller.walk
        if walk is None:
            return
        branches = walk.branches()
        self.tree.set_lines(self._lines(walk, branches), [
            ["sentence", "log p"], *([walk.sentences.get(branch.leaf.id, ""), branch.leaf.log_prob]
                                     for branch in branches)])
        self._write_sentences(walk, branches)

    def sentences(self) -> list[tuple[str, str]]:
        """Each line of the list: sentence and log-probability."""
        return [(sentence.text(), value.text()) for sentence, value in self._labels
                if not sentence.isHidden()]

    def _lines(self, walk: Walk, branches: list[Branch]) -> list[BranchLine]:
        starts = [_start(walk, branches, branch) for branch in branches]
        lines = []
        for branch in branches:
            start = starts[branch.number]
            chips = [words.chip(walk.token(step), "target", current=step.id == walk.current_id)
                     for step in branch.tokens[start:]]
            if start:
                chips[0] = Chip(f"… {chips[0].text}", "target", current=chips[0].current)
            if not _is_whole(walk, branch):
                chips.append(Chip("…", "target", pending=True))
            parent, after = _fork(branches, branch)
            lines.append(BranchLine(chips, parent, min(after - starts[parent], SHOWN - 1),
                                    _difference(walk, branches[0], branch), branch.leaf.id == walk.line_id))
        return lines

    def _write_sentences(self, walk: Walk, branches: list[Branch]) -> None:
        while len(self._labels) < len(branches):
            sentence, value = text(wrap=True), text()
            row = len(self._labels) + 1
            self._sentences.addWidget(sentence, row, 0)
            self._sentences.addWidget(value, row, 1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
            self._labels.append((sentence, value))
        for index, (sentence, value) in enumerate(self._labels):
            shown = index < len(branches)
            sentence.setVisible(shown)
            value.setVisible(shown)
            if not shown:
                continue
            leaf = branches[index].leaf
            followed = leaf.id == walk.line_id
            words_of = walk.sentences.get(leaf.id, "")
            sentence.setText(words_of + ("" if _is_whole(walk, branches[index]) else " …"))
            value.setText(signed(leaf.log_prob))
            for label in (sentence, value):
                mark(label, role="strong" if followed else "body")

    def _on_chosen(self, number: int) -> None:
        branches = self._controller.branches()
        if number < len(branches):
            self._controller.follow(branches[number])


def _is_whole(walk: Walk, branch: Branch) -> bool:
    return branch.leaf.finished or branch.leaf.position >= walk.limit


def _fork(branches: list[Branch], branch: Branch) -> tuple[int, int]:
    """The line that a branch leaves, and behind which of its tokens."""
    for other in branches:
        if other is not branch:
            for place, step in enumerate(other.tokens):
                if step.id == branch.fork_id:
                    return other.number, place
    return 0, 0


def _start(walk: Walk, branches: list[Branch], branch: Branch) -> int:
    """The first token shown of a line too long to show whole: just before what matters in it."""
    if len(branch.tokens) <= SHOWN:
        return 0
    forks = [_fork(branches, other)[1] for other in branches[1:] if _fork(branches, other)[0] == branch.number
             and other is not branch]
    here = [place for place, step in enumerate(branch.tokens) if step.id == walk.current_id]
    matters = forks + here
    return max(0, min(min(matters) - 1, len(branch.tokens) - ENDING)) if matters else 0


def _difference(walk: Walk, main: Branch, branch: Branch) -> str:
    if branch is main:
        return "0"
    if not (_is_whole(walk, branch) and _is_whole(walk, main)):
        return "…"
    difference = branch.leaf.log_prob - main.leaf.log_prob
    return ("+" if difference > 0 else "") + signed(difference)
