"""Decoding one token at a time: what was asked for, and the walk as it stands."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from core.checks import Check, check, check_traces
from core.config import DecodeConfig
from core.decoding.session import DecodeSession, Step
from core.decoding.translator import Stopped
from core.edits import Edits
from core.formats.trace_file import read_trace, write_trace
from core.recording import record
from desktop.controllers import lab, models
from desktop.controllers import walk as walks
from desktop.controllers.lab import Baseline
from desktop.controllers.looks import Looks
from desktop.controllers.models import ModelEntry, ModelsController
from desktop.controllers.walk import Branch, Walk
from desktop.workers.inference import Engine, Inference, Task

NO_MODEL, NO_SENTENCE, ENCODING, READY, FAILED = "no model", "no sentence", "encoding", "ready", "failed"
NUM_CANDIDATES = 7
DEBOUNCE_MS = 250
CHECK_MS = 250  # after the last move: the checks wait until nothing else is asked for
REPORT_S = 0.1  # while running to the end


class StepController(Looks):
    """One sentence under glass. Moves over known steps act at once; others go to the worker."""

    changed = Signal()  # the walk or the state
    busy_changed = Signal()
    model_changed = Signal()
    checked = Signal()
    saved = Signal(object)  # the path of a file

    def __init__(self, inference: Inference, models_controller: ModelsController,
                 parent: QObject | None = None):
        super().__init__(parent)
        self._inference, self._models = inference, models_controller
        self.text = ""
        self.state = NO_MODEL
        self.error = ""
        self.is_busy = False
        self.decode = DecodeConfig()
        self.edits, self.baseline = Edits(), None
        self.keeps_target = False  # a source edited mid-way keeps what has been produced so far
        self.checks: list[Check] = []
        self._stand_at = 0  # the position to stand at when an edited decoding is there
        self._check_timer = QTimer(self, singleShot=True, interval=CHECK_MS)
        self._check_timer.timeout.connect(self.check)
        self._waiting_steps = 0  # Next pressed while the worker was still at it
        self._undo: list[tuple[int, int, int, int]] = []  # where one stood; the pass and the token forced
        self._model: tuple[Path, str] | None = None  # its folder, and the language that it was told
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
        kept = self.walk.current.tgt_in_ids[1:] if self.keeps_target and self.walk is not None else ()

        def job(engine: Engine, task: Task) -> tuple[Walk, Baseline | None]:
            engine.session = None
            translator = engine.translator(folder)
            session = translator.session(text, NUM_CANDIDATES, edits if edits.count else None)
            engine.session = session
            baseline = None
            for token_id in kept:
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

    @property
    def is_open(self) -> bool:
        """Does the walk belong to the sentence as it stands in the field?"""
        return self.walk is not None and self.walk.text == self.text.strip()

    # Moves

    def next(self) -> None:
        """One step on; opens the sentence first where that has not happened."""
        if self._debounce.isActive():
            self.open_now()
        if self.is_busy:
            self._waiting_steps += 1
            return
        if self.walk is None or not self.walk.can_advance():
            return
        self._inference.cancel("check")
        known = self.walk.known_next(sampled=self.decode.method == "sample")
        if known is not None:
            self.go_to(known.id)
            return
        from_id = self.walk.current_id

        def move(session: DecodeSession, task: Task, report) -> tuple[int, int]:
            session.go_to(from_id)
            return (advance(session).id,) * 2

        advance = self._advance()
        self._submit(move)

    def _advance(self) -> Callable[[DecodeSession], Step]:
        """How one more token is taken, as it is set now."""
        config = self.decode
        if config.method == "sample":
            return lambda session: session.sample(config)
        return lambda session: session.step()

    def back(self) -> None:
        if self.walk is not None and self.walk.current.parent_id is not None:
            self.go_to(self.walk.current.parent_id)

    def first(self) -> None:
        if self.walk is not None:
            self.go_to(0)

    def last_known(self) -> None:
        if self.walk is not None:
            self.go_to(self.walk.line_id)

    def run(self) -> None:
        """To the end of this branch."""
        if self.is_busy or self.walk is None:
            return
        start_id = self.walk.line_id
        if self.walk.is_line_whole:
            self.go_to(start_id)
            return

        def move(session: DecodeSession, task: Task, report) -> tuple[int, int]:
            session.go_to(start_id)
            end_id = _run(session, task, advance, lambda: report(session.current.id, session.current.id))
            return end_id, end_id

        advance = self._advance()
        self._submit(move)

    def force(self, index: int) -> None:
        """Takes a candidate of the pass in view; the text runs on from there as a branch."""
        if self.walk is not None and 0 <= index < len(self.walk.shown.candidates):
            self.force_token(self.walk.shown.candidates[index].token_id)

    def force_token(self, token_id: int) -> None:
        """Any token of the vocabulary."""
        if self.is_busy or self.walk is None:
            return
        walk = self.walk
        known = walk.child(walk.shown, token_id)
        if known is not None:
            self.go_to(known.id)
            return
        if walk.is_recorded:
            return
        shown_id = walk.shown.id
        self._undo.append((walk.current_id, walk.line_id, shown_id, token_id))

        def move(session: DecodeSession, task: Task, report) -> tuple[int, int]:
            session.go_to(shown_id)
            forced = session.fork(token_id)
            end_id = _run(session, task, advance, lambda: report(forced.id, session.current.id))
            return forced.id, end_id

        advance = self._advance()
        self._submit(move, shown_again=(shown_id, token_id))

    def go_to(self, step_id: int) -> None:
        """To a known step: at once, and it takes the place of what is under way."""
        if self.walk is None or not 0 <= step_id < len(self.walk.steps):
            return
        if self.is_busy:
            self._inference.cancel("step")
            self._set_busy(False)
        self._waiting_steps = 0
        self._stand(self.walk.at(step_id))

    def _stand(self, walk: Walk) -> None:
        """On a known step; what of it was forgotten is computed again first."""
        if walk.is_at_hand(walk.current_id):
            self._show(walk, READY)
            return

        def move(session: DecodeSession, task: Task, report) -> tuple[int, int]:
            return session.go_to(walk.current_id).id, walk.line_id

        self._submit(move)

    def branches(self) -> list[Branch]:
        return self.walk.branches() if self.walk is not None else []

    def go_to_branch(self, offset: int) -> None:
        """The next (+1) or previous (-1) branch, at the same position where it has one."""
        branches = self.branches()
        if len(branches) < 2:
            return
        self.follow(branches[(self.walk.branch_number() + offset) % len(branches)])

    def follow(self, branch: Branch) -> None:
        """Changes to a branch; stands where it begins to differ."""
        first = branch.tokens[0] if branch.tokens else branch.leaf
        if branch.number == 0:
            path = self.walk.path(branch.leaf)
            first = path[min(self.walk.current.position, len(path) - 1)]
        self._stand(replace(self.walk, current_id=first.id, line_id=branch.leaf.id))

    @property
    def can_undo(self) -> bool:
        return bool(self._undo) and not self.is_busy

    def undo(self) -> None:
        """Takes the newest branch away and stands where one stood before."""
        if not self.can_undo or self.walk is None:
            return
        current_id, line_id, shown_id, token_id = self._undo.pop()
        forced = self.walk.child(self.walk.steps[shown_id], token_id)
        hidden = self.walk.hidden | ({forced.id} if forced is not None else set())
        self._stand(replace(self.walk, current_id=current_id, line_id=line_id, hidden=hidden))

    def look_at(self, text: str) -> None:
        """Opens a sentence from another page; the head is picked by measure again."""
        self._head_chosen = False
        self.open(text)

    # How the next token is chosen, and what the lab has changed

    def set_decode(self, **changes) -> None:
        """method, temperature, top_k, top_p, seed: what Next and Run take. Known steps stay as they are."""
        self.decode = replace(self.decode, **changes)
        self.view_changed.emit()

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

        self._inference.submit("file", job, self.saved.emit, self._on_failed)

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

    # The worker's answers

    def _submit(self, move: Callable[..., tuple[int, int]],
                shown_again: tuple[int, int] | None = None) -> None:
        """Runs `move(session, task, report)` -> (current id, id of the line's end) on the worker.

        `shown_again` is a token forced once more after it was undone: (parent id, token id).
        """
        text, folder, hidden = self.walk.text, self._models.current.folder, self.walk.hidden

        def job(engine: Engine, task: Task) -> Walk:
            model, session = engine.translator(folder).model, engine.session

            def taken(current_id: int, line_id: int) -> Walk:
                at = session.current.id
                session.go_to(current_id)
                walk = walks.taken(text, session, model, line_id)
                again = {step.id for step in session.steps if shown_again is not None
                         and (step.parent_id, step.tgt_in_ids[-1]) == shown_again}
                session.go_to(at)
                return replace(walk, hidden=hidden - again)

            last = [time.monotonic()]

            def report(*ids: int) -> None:
                if time.monotonic() - last[0] > REPORT_S:
                    last[0] = time.monotonic()
                    task.report(taken(*ids))

            return taken(*move(session, task, report))

        self._set_busy(True)
        self._inference.submit("step", job, self._on_moved, self._on_failed, self._on_report)

    def _on_opened(self, opened: tuple[Walk, Baseline | None]) -> None:
        walk, self.baseline = opened
        self._undo.clear()
        self.layer = min(self.layer, walk.config.num_decoder_layers - 1)
        self.head = min(self.head, walk.config.num_heads - 1)
        self._on_moved(walk)

    def _on_moved(self, walk: Walk) -> None:
        self._set_busy(False)
        self._show(walk, READY)
        if self._waiting_steps:
            self._waiting_steps -= 1
            waiting = self._waiting_steps
            self.next()
            if self.is_busy:
                self._waiting_steps = waiting

    def _on_report(self, walk: Walk) -> None:
        self._show(walk, READY)

    def _on_failed(self, message: str) -> None:
        self._set_busy(False)
        self._waiting_steps = 0
        self.error = message
        self._show(self.walk if self.is_open else None, FAILED)

    def _on_model(self) -> None:
        if self._models.state == models.READY:
            if self._models.in_use != self._model:
                self._model = self._models.in_use
                self._head_chosen = False
                self.walk, self.edits, self.baseline = None, Edits(), None
                self.model_changed.emit()
                self.open_now()
        elif self.walk is None:
            loading = self._models.state == models.LOADING
            self.error = self._models.error
            self._show(None, ENCODING if loading else FAILED if self.error else NO_MODEL)

    def _show(self, walk: Walk | None, state: str) -> None:
        self.walk, self.state = walk, state
        if state != FAILED:
            self.error = ""
        self.checks = []
        self.layer = min(self.layer, max(self.num_layers - 1, 0))
        self._pick_head()
        self.changed.emit()
        if walk is not None and state == READY:
            self._check_timer.start()

    def _set_busy(self, busy: bool) -> None:
        if busy != self.is_busy:
            self.is_busy = busy
            self.busy_changed.emit()


def _run(session: DecodeSession, task: Task, advance: Callable[[DecodeSession], Step],
         report: Callable[[], None]) -> int:
    """To the end of the sentence, asking at each step whether to go on."""
    while session.can_step():
        if task.stop():
            raise Stopped
        advance(session)
        report()
    return session.current.id
