"""Two decodings side by side: two branches of one tree, or one sentence by two models, in step."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, Signal

from core.training import checkpoints
from desktop.controllers import lab
from desktop.controllers import walk as walks
from desktop.controllers.looks import COMPARE
from desktop.controllers.step import NUM_CANDIDATES, StepController
from desktop.controllers.walk import Walk
from desktop.workers.inference import Engine, Inference, Task


class ComparisonController(QObject):
    """The left side is the page's own decoding; the right side is a branch of it, or another model's."""

    changed = Signal()

    def __init__(self, inference: Inference, step: StepController, parent: QObject | None = None):
        super().__init__(parent)
        self._inference, self._step = inference, step
        self.branch = 1  # the branch beside, where no model is
        self.folder: Path | None = None  # the model beside
        self._other: Walk | None = None  # its decoding, to the end
        self.error = ""
        self._asked: tuple | None = None
        step.view_changed.connect(self.refresh)
        step.changed.connect(self.refresh)
        step.model_changed.connect(lambda: self.choose_branch(1))  # who knows what language this one reads

    def choose_branch(self, number: int) -> None:
        self.folder, self._asked, self.branch = None, None, number
        self.changed.emit()

    def choose_model(self, folder: Path) -> None:
        self.folder, self._other = folder, None
        self.refresh()
        self.changed.emit()

    def checkpoints(self) -> list[tuple[Path, str]]:
        """Other checkpoints of the run that the current model comes from: (folder, name)."""
        entry = self._step.model_entry
        if entry is None:
            return []
        return [(path, f"{entry.card.name} · {path.name}") for path in checkpoints.listed(entry.folder)]

    @property
    def left(self) -> Walk | None:
        return self._step.walk

    @property
    def right(self) -> Walk | None:
        """At the same position as the left side, or at its end where it is shorter."""
        left = self._step.walk
        if left is None:
            return None
        if self.folder is not None:
            return _at(self._other, left.current.position) if self._other is not None else None
        others = [branch for branch in left.branches() if branch.leaf.id != left.line_id]
        if not others:
            return None
        chosen = next((branch for branch in others if branch.number == self.branch), others[0])
        right = _at(replace(left, line_id=chosen.leaf.id), left.current.position)
        return right if right.is_at_hand(right.current_id) else None

    def attention_change(self) -> float | None:
        """The mean over rows of half the absolute difference of the head in view: 0 same, 1 nothing shared.

        None where the two have other rows or columns.
        """
        left, right, step = self.left, self.right, self._step
        if left is None or right is None:
            return None
        if step.layer >= right.config.num_decoder_layers or step.head >= right.config.num_heads:
            return None
        one, other = (walk.attention(step.kind, step.layer)[step.head] for walk in (left, right))
        if one.shape != other.shape:
            return None
        return float(np.abs(one - other).sum(axis=1).mean() / 2)

    def refresh(self) -> None:
        """Decodes with the other model where that has not been done for this sentence."""
        walk = self._step.walk
        if self._step.view != COMPARE or walk is None or self.folder is None:
            self.changed.emit()
            return
        asked = (walk.text, self.folder)
        if asked == self._asked:
            self.changed.emit()
            return
        self._asked, self._other = asked, None
        text, folder = asked

        def job(engine: Engine, task: Task) -> Walk:
            translator = engine.translator(folder)
            session = translator.session(text, NUM_CANDIDATES)
            lab.run_to_end(session, task)
            return walks.taken(text, session, translator.model, session.current.id)

        self._inference.submit("compare", job, self._on_done, self._on_failed)

    def _on_done(self, walk: Walk) -> None:
        self._other, self.error = walk, ""
        self.changed.emit()

    def _on_failed(self, message: str) -> None:
        self.error, self._asked = message, None
        self.changed.emit()


def _at(walk: Walk, position: int) -> Walk:
    line = walk.line
    return replace(walk, current_id=line[min(position, len(line) - 1)].id)
