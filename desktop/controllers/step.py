"""Decoding one token at a time: what was asked for, and the walk as it stands."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal

from core.decoding.session import DecodeSession
from core.decoding.translator import Stopped
from desktop.controllers import head_facts, models
from desktop.controllers import walk as walks
from desktop.controllers.models import ModelsController
from desktop.controllers.walk import CROSS, ENCODER_SELF, KINDS, Branch, Walk
from desktop.workers.inference import Engine, Inference, Task

NO_MODEL, NO_SENTENCE, ENCODING, READY, FAILED = "no model", "no sentence", "encoding", "ready", "failed"
NUM_CANDIDATES = 7
DEBOUNCE_MS = 250
WORTH_MOVING = 0.15  # better alignment by less does not move the picture to another head
REPORT_S = 0.1  # while running to the end


class StepController(QObject):
    """One sentence under glass. Moves over known steps act at once; others go to the worker."""

    changed = Signal()  # the walk or the state
    view_changed = Signal()  # kind, layer or head
    busy_changed = Signal()

    def __init__(self, inference: Inference, models_controller: ModelsController,
                 parent: QObject | None = None):
        super().__init__(parent)
        self._inference, self._models = inference, models_controller
        self.text = ""
        self.walk: Walk | None = None
        self.state = NO_MODEL
        self.error = ""
        self.is_busy = False
        self.kind, self.layer, self.head = CROSS, 0, 0
        self._head_chosen = False  # by the person: then no measure moves it
        self._waiting_steps = 0  # Next pressed while the worker was still at it
        self._undo: list[tuple[int, int, int, int]] = []  # where one stood; the pass and the token forced
        self._model_folder = None
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
        self._inference.cancel("step")
        self._waiting_steps = 0
        self._set_busy(False)
        if self._models.state != models.READY:
            return
        if not self.text.strip():
            self._show(None, NO_SENTENCE)
            return
        text, folder = self.text.strip(), self._models.current.folder

        def job(engine: Engine, task: Task) -> Walk:
            engine.session = None
            translator = engine.translator(folder)
            engine.session = session = translator.session(text, NUM_CANDIDATES)
            return walks.taken(text, session, translator.model, 0)

        if self.walk is None:
            self._show(None, ENCODING)
        self._set_busy(True)
        self._inference.submit("step", job, self._on_opened, self._on_failed)

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
        known = self.walk.known_next()
        if known is not None:
            self.go_to(known.id)
            return
        from_id = self.walk.current_id

        def move(session: DecodeSession, task: Task, report) -> tuple[int, int]:
            session.go_to(from_id)
            return (session.step().id,) * 2

        self._submit(move)

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
            end_id = _run(session, task, lambda: report(session.current.id, session.current.id))
            return end_id, end_id

        self._submit(move)

    def force(self, index: int) -> None:
        """Takes a candidate of the pass in view; the text runs on from there as a branch."""
        if self.is_busy or self.walk is None or not 0 <= index < len(self.walk.shown.candidates):
            return
        walk, token_id = self.walk, self.walk.shown.candidates[index].token_id
        known = walk.child(walk.shown, token_id)
        if known is not None:
            self.go_to(known.id)
            return
        shown_id = walk.shown.id
        self._undo.append((walk.current_id, walk.line_id, shown_id, token_id))

        def move(session: DecodeSession, task: Task, report) -> tuple[int, int]:
            session.go_to(shown_id)
            forced = session.fork(token_id)
            end_id = _run(session, task, lambda: report(forced.id, session.current.id))
            return forced.id, end_id

        self._submit(move, shown_again=(shown_id, token_id))

    def go_to(self, step_id: int) -> None:
        """To a known step: at once, and it takes the place of what is under way."""
        if self.walk is None or not 0 <= step_id < len(self.walk.steps):
            return
        if self.is_busy:
            self._inference.cancel("step")
            self._set_busy(False)
        self._waiting_steps = 0
        self._show(self.walk.at(step_id), READY)

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
        self._show(replace(self.walk, current_id=first.id, line_id=branch.leaf.id), READY)

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
        self._show(replace(self.walk, current_id=current_id, line_id=line_id, hidden=hidden), READY)

    # What of it is looked at

    @property
    def num_layers(self) -> int:
        if self.walk is None:
            return 0
        config = self.walk.config
        return config.num_encoder_layers if self.kind == ENCODER_SELF else config.num_decoder_layers

    def choose_kind(self, kind: str) -> None:
        if kind in KINDS and kind != self.kind:
            self.kind = kind
            self.layer = min(self.layer, max(self.num_layers - 1, 0))
            self.view_changed.emit()

    def choose_layer(self, layer: int) -> None:
        if self.num_layers:
            self._head_chosen = True
            self.layer = layer % self.num_layers
            self.view_changed.emit()

    def choose_head(self, head: int) -> None:
        if self.walk is not None:
            self._head_chosen = True
            self.head = head % self.walk.config.num_heads
            self.view_changed.emit()

    def weights(self):
        """[H,T,S] of the chosen kind and layer."""
        return self.walk.attention(self.kind, self.layer)

    def head_names(self) -> list[str]:
        return [head_facts.name(head, self.kind == CROSS) for head in self.weights()]

    def look_at(self, text: str) -> None:
        """Opens a sentence from another page; the head is picked by measure again."""
        self._head_chosen = False
        self.open(text)

    def _pick_head(self) -> None:
        """Cross-attention that aligns best, by measurement; until a person chooses."""
        if self._head_chosen or self.walk is None or self.kind != CROSS or len(self.walk.passes()) < 2:
            return
        layers = [self.walk.attention(CROSS, i) for i in range(self.walk.config.num_decoder_layers)]
        layer, head = head_facts.best_cross_head(layers)
        gain = head_facts.alignment(layers[layer][head]) - head_facts.alignment(layers[self.layer][self.head])
        if gain > WORTH_MOVING:
            self.layer, self.head = layer, head

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
                walk = walks.taken(text, session, model, line_id)
                again = {step.id for step in session.steps if shown_again is not None
                         and (step.parent_id, step.tgt_in_ids[-1]) == shown_again}
                return replace(walk, current_id=current_id, hidden=hidden - again)

            last = [time.monotonic()]

            def report(*ids: int) -> None:
                if time.monotonic() - last[0] > REPORT_S:
                    last[0] = time.monotonic()
                    task.report(taken(*ids))

            return taken(*move(session, task, report))

        self._set_busy(True)
        self._inference.submit("step", job, self._on_moved, self._on_failed, self._on_report)

    def _on_opened(self, walk: Walk) -> None:
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
            if self._models.current.folder != self._model_folder:
                self._model_folder = self._models.current.folder
                self._head_chosen = False
                self.walk = None
                self.open_now()
        elif self.walk is None:
            loading = self._models.state == models.LOADING
            self.error = self._models.error
            self._show(None, ENCODING if loading else FAILED if self.error else NO_MODEL)

    def _show(self, walk: Walk | None, state: str) -> None:
        self.walk, self.state = walk, state
        if state != FAILED:
            self.error = ""
        self._pick_head()
        self.changed.emit()

    def _set_busy(self, busy: bool) -> None:
        if busy != self.is_busy:
            self.is_busy = busy
            self.busy_changed.emit()


def _run(session: DecodeSession, task: Task, report: Callable[[], None]) -> int:
    """To the end of the sentence, asking at each step whether to go on."""
    while session.can_step():
        if task.stop():
            raise Stopped
        session.step()
        report()
    return session.current.id
