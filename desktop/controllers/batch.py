"""Several sentences in one batch, to see their padding and what the masks do about it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from core.batch_trace import BatchTrace, trace_batch
from core.edits import Edits
from core.text.tokenizer import Piece
from desktop.controllers.looks import BATCH
from desktop.controllers.step import StepController
from desktop.workers.inference import Engine, Inference, Task

MOST = 8  # sentences


@dataclass(frozen=True)
class Batch:
    sentences: tuple[str, ...]
    edits: Edits  # of the lab, and the mask as it is set here
    trace: BatchTrace
    pieces: dict[int, Piece]


class BatchController(QObject):
    """Encodes with the lab's edits, anew whenever they change.

    PAD has a switch of its own here, where there is PAD; the lab's takes it along.
    """

    changed = Signal()

    def __init__(self, inference: Inference, step: StepController, parent: QObject | None = None):
        super().__init__(parent)
        self._inference, self._step = inference, step
        self.sentences: tuple[str, ...] = ()
        self.is_masked = True
        self._lab_masks = True
        self.batch: Batch | None = None
        self.error = ""
        self._asked: tuple | None = None
        step.view_changed.connect(self.refresh)
        step.changed.connect(self.refresh)

    def set_sentences(self, lines: list[str]) -> None:
        self.sentences = tuple(line.strip() for line in lines if line.strip())[:MOST]
        self.refresh()

    def set_masked(self, on: bool) -> None:
        self.is_masked = on
        self.refresh()

    def refresh(self) -> None:
        step = self._step
        if step.edits.padding_mask != self._lab_masks:
            self._lab_masks = self.is_masked = step.edits.padding_mask
        if step.walk is not None and step.walk.is_recorded:  # there is no model to encode with
            self._inference.cancel("batch")
            self._asked, self.batch = None, None
            self.changed.emit()
            return
        if step.view != BATCH or step.walk is None or not self.sentences:
            return
        if step.model_entry is None:
            return
        asked = (self.sentences, replace(step.edits, padding_mask=self.is_masked), step.model_entry.folder)
        if asked == self._asked:
            return
        self._asked = asked
        sentences, edits, folder = asked

        def job(engine: Engine, task: Task) -> Batch:
            translator = engine.translator(folder)
            model, longest = translator.model, translator.model.config.max_len - edits.pads
            sources = []
            for sentence in sentences:
                ids = translator.source_ids(sentence)
                sources.append(ids if len(ids) <= longest else [*ids[: longest - 1], ids[-1]])
            trace = trace_batch(translator.context, model.params, sources, edits)
            ids = {int(token_id) for token_id in trace.src_ids.ravel()}
            pieces = {token_id: model.tokenizer.source_piece(token_id) for token_id in ids}
            return Batch(sentences, edits, trace, pieces)

        self._inference.submit("batch", job, self._on_done, self._on_failed)

    def _on_done(self, batch: Batch) -> None:
        self.batch, self.error = batch, ""
        self.changed.emit()

    def _on_failed(self, message: str) -> None:
        self.error, self.batch = message, None
        self.changed.emit()
