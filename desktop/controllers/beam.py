"""Beam search over the sentence in view, as a tree of everything that was considered."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from core.decoding.beam_tree import BeamTree, beam_tree
from core.decoding.translator import Stopped
from core.text.tokenizer import Piece
from desktop.controllers.looks import BEAM
from desktop.controllers.search import SearchSettings
from desktop.controllers.step import StepController
from desktop.workers.inference import Engine, Inference, Task


class BeamController(QObject):
    """Searches only while it is looked at."""

    changed = Signal()

    def __init__(self, inference: Inference, step: StepController, search: SearchSettings,
                 parent: QObject | None = None):
        super().__init__(parent)
        self._inference, self._step, self._search = inference, step, search
        self._searched = step.model_entry  # whose search it is
        self.config = replace(search.of(self._searched), method="beam")
        self.tree: BeamTree | None = None
        self.pieces: dict[int, Piece] = {}
        self.results: list[tuple[str, float, float]] = []  # text, log-probability, score; best first
        self.error = ""
        self._asked: tuple | None = None
        step.view_changed.connect(self.refresh)
        step.changed.connect(self.refresh)

    def set_config(self, **changes) -> None:
        """beam_size, length_penalty."""
        self.config = replace(self.config, **changes)
        self._search.keep(self._searched, self.config)
        self.refresh()

    def refresh(self) -> None:
        """Searches anew where the sentence, the model, the edits or the settings have changed."""
        step, walk = self._step, self._step.walk
        if step.model_entry not in (None, self._searched):
            self._searched = step.model_entry
            self.config = replace(self._search.of(self._searched), method="beam")
        if walk is not None and walk.is_recorded:  # no model; and the last tree is another sentence's
            self._inference.cancel("beam")
            self._asked, self.tree, self.results = None, None, []
            self.changed.emit()
            return
        if step.view != BEAM or walk is None or step.is_busy:
            return
        asked = (walk.text, step.model_entry and step.model_entry.folder, step.edits, self.config)
        if asked == self._asked:
            return
        self._asked = asked
        config, src_ids = self.config, [i for i in walk.src_ids if i != walk.config.pad_id]
        folder = step.model_entry.folder

        def job(engine: Engine, task: Task):
            model = engine.translator(folder).model
            tree = beam_tree(engine.session.ctx, model.params, src_ids, config, task.stop)
            if task.stop():
                raise Stopped
            pieces = {node.token_id: model.tokenizer.piece(node.token_id) for node in tree.nodes}
            results = []
            for end in tree.results:
                ids = [node.token_id for node in tree.path(end)]
                node = tree.nodes[end]
                results.append((model.tokenizer.decode(ids), node.log_prob, node.score))
            return tree, pieces, results

        self._inference.submit("beam", job, self._on_done, self._on_failed)

    def _on_done(self, answer) -> None:
        self.tree, self.pieces, self.results = answer
        self.error = ""
        self.changed.emit()

    def _on_failed(self, message: str) -> None:
        self.error, self._asked = message, None
        self.changed.emit()
