"""Decoding one token at a time: what was asked for, and the walk as it stands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from core.checks import Check, check, check_traces
from core.edits import Edits
from core.formats import atomic
from core.formats.trace_file import read_trace, write_trace
from core.recording import record
from desktop.controllers import lab, models
from desktop.controllers import walk as walks
from desktop.controllers.lab import Baseline
from desktop.controllers.models import ModelEntry, ModelsController
from desktop.controllers.moves import ENCODING, FAILED, NO_MODEL, NO_SENTENCE, READY, Moves
from desktop.controllers.walk import Walk
from desktop.workers.inference import Engine, Inference, Task

__all__ = ["ENCODING", "FAILED", "NO_MODEL", "NO_SENTENCE", "NUM_CANDIDATES", "READY", "StepController"]

NUM_CANDIDATES = 7
DEBOUNCE_MS = 250
CHECK_MS = 250  # after the last move: the checks wait until nothing else is asked for


class StepController(Moves):
    """One sentence under glass: what was asked for, what the lab changed, the files, the self-check."""

    model_changed = Signal()
    checked = Signal()
    saved = Signal(object)  # the path of a file
    not_saved = Signal(str)  # why

    def __init__(self, inference: Inference, models_controller: ModelsController,
                 parent: QObject | None = None):
        super().__init__(inference, parent)
        self._models = models_controller
        self.edits, self.baseline = Edits(), None
        self.keeps_target = False  # a source edited mid-way keeps what has been produced so far
        self.checks: list[Check] = []
        self._carried: tuple[int, ...] = ()  # the translation that comes with the sentence to open
        self._stand_at = 0  # the position to stand at when an edited decoding is there
        self._check_timer = QTimer(self, singleShot=True, interval=CHECK_MS)
        self._check_timer.timeout.connect(self.check)
        self._debounce = QTimer(self, singleShot=True, interval=DEBOUNCE_MS)
        self._debounce.timeout.connect(self.open_now)
        models_controller.changed.connect(self._on_model)
        self._on_model()

    # The sentence

    def set_text(self, text: str) -> None:
        """Encodes a moment later, so that typing is not held up."""
        if text == self.text:
            return
        self.text = text
        self._debounce.start()

    def open(self, text: str) -> None:
        """Encodes at once."""
        self.text = text
        self.open_now()

    def open_now(self) -> None:
        self._debounce.stop()
        self._check_timer.stop()  # its session goes
        for channel in ("step", "check"):
            self._inference.cancel(channel)
        self._waiting_steps = 0
        self._set_busy(False)
        if self._models.state != models.READY:
            return
        if not self.text.strip():
            self._show(None, NO_SENTENCE)
            return
        text, folder = self.text.strip(), self._models.current.folder
        edits, stand_at = self.edits, self._stand_at
        self._stand_at = 0
        carried, self._carried = self._carried, ()
        keeps = self.keeps_target and self.walk is not None and not carried
        kept = self.walk.current.tgt_in_ids[1:] if keeps else ()

        def job(engine: Engine, task: Task) -> tuple[Walk, Baseline | None]:
            engine.session = None
            translator = engine.translator(folder)
            session = translator.session(text, NUM_CANDIDATES, edits if edits.count else None)
            engine.session = session
            baseline = None
            for token_id in carried or kept:
                if session.can_step():
                    session.fork(token_id)
            if edits.count or stand_at:
                lab.run_to_end(session, task)
            if edits.count:
                baseline = lab.compare(translator, text, edits, session, task)
            end_id = session.current.id
            path = session.path()
            session.go_to(path[min(stand_at or len(kept), len(path) - 1)].id)
            return walks.taken(text, session, translator.model, end_id), baseline

        if self.walk is None:
            self._show(None, ENCODING)
        self._set_busy(True)
        self._inference.submit("step", job, self._on_opened, self._on_failed)

    @property
    def model_entry(self) -> ModelEntry | None:
        return self._models.current if self._models.state == models.READY else None

    def next(self) -> None:
        """One step on; opens the sentence first where that has not happened, and waits for the model."""
        if self._models.state == models.LOADING and not (self.walk is not None and self.walk.is_recorded):
            self._waiting_steps += 1
            return
        if self._debounce.isActive():
            self.open_now()
        super().next()

    def look_at(self, text: str, token_ids: Sequence[int] = ()) -> None:
        """Opens a sentence from another page, with its translation there; stands before the first token.

        The head is picked by measure again.
        """
        self._head_chosen = False
        self._carried = tuple(token_ids)
        self.open(text)

    # How the next token is chosen, and what the lab has changed

    def set_edits(self, edits: Edits) -> None:
        """Decodes the sentence anew with these edits, to its end, and stands where one stood."""
        if edits == self.edits or (self.walk is not None and self.walk.is_recorded):
            return
        self.edits = edits
        self._stand_at = self.walk.current.position if self.walk is not None else 0
        self.open_now()

    # Files

    def save_trace(self, path: Path) -> None:
        """The whole tree as a .trace file."""
        walk = self.walk
        if walk is None:
            return

        def job(engine: Engine, task: Task) -> Path:
            recording = walk
            if not walk.is_recorded:
                recording = record(walk.text, engine.session, engine.translator(self._model[0]).model)
            write_trace(path, recording)
            return path

        self._submit_file(path, job)

    def save_bytes(self, path: Path, make: Callable[[], bytes]) -> None:
        """`make` runs on the worker: packing a large picture or table takes longer than a window may stop."""
        def job(engine: Engine, task: Task) -> Path:
            atomic.write_bytes(path, make())
            return path

        self._submit_file(path, job)

    def _submit_file(self, path: Path, job: Callable[[Engine, Task], Path]) -> None:
        """One after the other: a second file does not take the place of the first."""
        def written(engine: Engine, task: Task) -> Path:
            try:
                return job(engine, task)
            except OSError as error:
                raise ValueError(f"{path}: {error.strerror or error}") from None

        self._inference.submit("file", written, self.saved.emit, self.not_saved.emit, supersede=False)

    def open_trace(self, path: Path) -> None:
        """Shows a recorded decoding; no model is needed, and none can go on from it."""
        self._debounce.stop()

        def job(engine: Engine, task: Task) -> tuple[Walk, None]:
            return walks.of_recording(read_trace(path)), None

        self._set_busy(True)
        self._inference.submit("step", job, self._on_opened, self._on_failed)

    def check(self) -> None:
        """Measures what must hold of the passes in view."""
        if self.walk is None:
            return
        walk = self.walk
        if walk.is_recorded:
            self._on_checked(check_traces([*walk.traces("encoder"), *walk.traces()]))
            return
        shown_id = walk.shown.id

        def job(engine: Engine, task: Task) -> list[Check]:
            return check(engine.session, engine.session.steps[shown_id])

        self._inference.submit("check", job, self._on_checked, lambda message: None)

    def _on_checked(self, checks: list[Check]) -> None:
        self.checks = checks
        self.checked.emit()

    def _on_opened(self, opened: tuple[Walk, Baseline | None]) -> None:
        walk, self.baseline = opened
        self._undo.clear()
        self.layer = min(self.layer, walk.config.num_decoder_layers - 1)
        self.head = min(self.head, walk.config.num_heads - 1)
        self._on_moved(walk)

    def _on_model(self) -> None:
        if self._models.state not in (models.READY, models.LOADING):
            self._waiting_steps = 0
        waiting = self._waiting_steps  # asked for while it was read
        if self._models.state == models.READY:
            if self._models.in_use != self._model:
                self._model = self._models.in_use
                self._head_chosen = False
                self.walk, self.edits, self.baseline = None, Edits(), None
                self.model_changed.emit()
                self.open_now()
                self._waiting_steps = waiting if self.is_busy else 0
            elif not self.is_busy:
                self._waiting_steps = 0
                for _ in range(waiting):
                    self.next()
        elif self.walk is None:
            loading = self._models.state == models.LOADING
            self.error = self._models.error
            self._show(None, ENCODING if loading else FAILED if self.error else NO_MODEL)

    def _show(self, walk: Walk | None, state: str) -> None:
        self.checks = []
        super()._show(walk, state)
        if walk is not None and state == READY:
            self._check_timer.start()
