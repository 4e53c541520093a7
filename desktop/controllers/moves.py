"""Moving over a decoding: known steps at once, new ones through the worker."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from core.config import DecodeConfig
from core.decoding.session import DecodeSession, Step
from core.decoding.translator import Stopped
from desktop.controllers import walk as walks
from desktop.controllers.looks import Looks
from desktop.controllers.walk import Branch, Walk
from desktop.workers.inference import Engine, Inference, Task

NO_MODEL, NO_SENTENCE, ENCODING, READY, FAILED = "no model", "no sentence", "encoding", "ready", "failed"
REPORT_S = 0.1  # while running to the end


class Moves(Looks):
    """A walk and the ways over it: next, back, run, force, branches, undo."""

    changed = Signal()  # the walk or the state
    busy_changed = Signal()

    def __init__(self, inference: Inference, parent: QObject | None = None):
        super().__init__(parent)
        self._inference = inference
        self.text = ""
        self.state = NO_MODEL
        self.error = ""
        self.is_busy = False
        self.decode = DecodeConfig()
        self._model: tuple[Path, str] | None = None  # its folder, and the language that it was told
        self._waiting_steps = 0  # Next pressed while the worker was still at it
        self._undo: list[tuple[int, int, int, int]] = []  # where one stood; the pass and the token forced

    @property
    def is_open(self) -> bool:
        """Does the walk belong to the sentence as it stands in the field?"""
        return self.walk is not None and self.walk.text == self.text.strip()

    def set_decode(self, **changes) -> None:
        """method, temperature, top_k, top_p, seed: what Next and Run take. Known steps stay as they are."""
        self.decode = replace(self.decode, **changes)
        self.view_changed.emit()

    def next(self) -> None:
        """One step on; asked for while the worker is busy, it follows."""
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

    # The worker's answers

    def _submit(self, move: Callable[..., tuple[int, int]],
                shown_again: tuple[int, int] | None = None) -> None:
        """Runs `move(session, task, report)` -> (current id, id of the line's end) on the worker.

        `shown_again` is a token forced once more after it was undone: (parent id, token id).
        """
        text, folder, hidden = self.walk.text, self._model[0], self.walk.hidden

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

    def _show(self, walk: Walk | None, state: str) -> None:
        self.walk, self.state = walk, state
        if state != FAILED:
            self.error = ""
        self.layer = min(self.layer, max(self.num_layers - 1, 0))
        self._pick_head()
        self.changed.emit()

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
