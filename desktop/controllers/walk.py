"""A decoding as the window knows it: a tree of steps, the one in view, and what follows from them.

Immutable and without Qt. The worker hands one over after every move; going back or along what is
known already only changes `current_id`, so it needs no engine.

What is *shown* at a step is the pass that chose its last token: at "love -> shopping" the decoder had
read "<s> I love". So the pass in view is the parent of the current step, and at the root the root.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import wraps

import numpy as np

from core.decoding.session import DecodeSession, Step
from core.edits import CROSS, DECODER_SELF, ENCODER_SELF, KINDS, attention_name
from core.formats.native import Model
from core.recording import Recording, facts
from core.text.tokenizer import Piece
from core.trace import Trace, attention_rows, rows
from desktop.controllers import head_facts

__all__ = ["CROSS", "DECODER_SELF", "ENCODER_SELF", "KINDS", "Branch", "Numbers", "Walk", "of_recording",
           "taken"]


def kept(answer: Callable) -> Callable:
    """A question to a walk whose answer is worked out once: a walk never changes, and a picture asks for
    the same matrices many times over."""
    @wraps(answer)
    def ask(self, *arguments):
        answers = self.__dict__.setdefault("_answers", {})  # no field: `replace` leaves it behind
        key = (answer.__name__, *arguments)
        if key not in answers:
            answers[key] = answer(self, *arguments)
        return answers[key]
    return ask


@dataclass(frozen=True)
class Branch:
    """One way to an end: `tokens` are the steps after `fork_id`, where it leaves older branches."""

    number: int  # 0: main
    leaf: Step
    fork_id: int
    tokens: tuple[Step, ...]


@dataclass(frozen=True)
class Numbers:
    """One head from scores to output, row by row; NaN where nothing was computed (masked)."""

    dot: np.ndarray  # [T,S] q k^T
    scaled: np.ndarray  # [T,S] divided by sqrt(d_head)
    masked: np.ndarray  # [T,S] the same, NaN where the mask hides
    weights: np.ndarray  # [T,S]
    output: np.ndarray  # [T,d_head] weights times v


@dataclass(frozen=True)
class Walk(Recording):
    current_id: int = 0
    line_id: int = 0  # the end of the branch that is being followed
    hidden: frozenset[int] = frozenset()  # steps whose branch was undone
    is_recorded: bool = False  # read from a file: there is no model to go on with

    # Where one stands

    @property
    def current(self) -> Step:
        return self.steps[self.current_id]

    @property
    def root(self) -> Step:
        return self.steps[0]

    @property
    def shown(self) -> Step:
        """The pass in view: the one that chose the current step's last token."""
        parent_id = self.current.parent_id
        return self.current if parent_id is None else self.steps[parent_id]

    def path(self, step: Step | None = None) -> list[Step]:
        """From the root to a step."""
        step = step or self.current
        steps = [step]
        while step.parent_id is not None:
            step = self.steps[step.parent_id]
            steps.append(step)
        return steps[::-1]

    @property
    @kept
    def line(self) -> list[Step]:
        """The branch being followed, from the root to its known end."""
        return self.path(self.steps[self.line_id])

    @property
    def is_line_whole(self) -> bool:
        """Is the end of this branch known (the sentence or the limit of its length)?"""
        end = self.steps[self.line_id]
        return self.is_recorded or end.finished or end.position >= self.limit

    def can_advance(self) -> bool:
        if self.is_recorded:
            return self.known_next() is not None
        return not self.current.finished and self.current.position < self.limit

    # Moves along what is known

    def at(self, step_id: int) -> Walk:
        """Standing on a known step; one that lies on another branch changes to that branch."""
        on_line = any(step.id == step_id for step in self.line)
        line_id = self.line_id if on_line else self._first_leaf(step_id)
        moved = replace(self, current_id=step_id, line_id=line_id)
        moved.__dict__["_known"] = self._stacks()
        return moved

    def known_next(self, sampled: bool = False) -> Step | None:
        """The step after the current one: on the line being followed, else the most probable."""
        line = self.line
        place = self.current.position + 1
        if place < len(line):
            return line[place]
        if not self.current.candidates or sampled:
            return None
        return self.child(self.current, self.current.candidates[0].token_id)

    def child(self, step: Step, token_id: int) -> Step | None:
        for other in self.steps[step.id + 1:]:
            if other.parent_id == step.id and other.tgt_in_ids[-1] == token_id:
                return None if other.id in self.hidden else other
        return None

    def _children(self, step_id: int) -> list[Step]:
        return [step for step in self.steps if step.parent_id == step_id and step.id not in self.hidden]

    def _first_leaf(self, step_id: int) -> int:
        while children := self._children(step_id):
            step_id = children[0].id
        return step_id

    # Branches

    @kept
    def branches(self) -> list[Branch]:
        """Main first, the others in the order in which they were made.

        Wherever ways part, the one taken first goes on with its branch and each other begins one.
        """
        gone, children = self._gone, {}
        for step in self.steps:
            if step.id not in gone:
                children.setdefault(step.parent_id, []).append(step)
        starts = [self.root] + [step for made in children.values() for step in made[1:]]
        found = []
        for number, start in enumerate(sorted(starts, key=lambda step: step.id)):
            tokens = [start]
            while tokens[-1].id in children:
                tokens.append(children[tokens[-1].id][0])
            found.append(Branch(number, tokens[-1], start.parent_id or 0, tuple(tokens)))
        return found

    def branch_number(self) -> int:
        """Which branch is being followed."""
        return next((b.number for b in self.branches() if b.leaf.id == self.line_id), 0)

    @property
    def _gone(self) -> set[int]:
        """Hidden steps and all that follow them."""
        gone = set(self.hidden)
        for step in self.steps:  # parents come before children
            if step.parent_id in gone:
                gone.add(step.id)
        return gone

    # What the pass in view looked like

    def is_at_hand(self, step_id: int) -> bool:
        """Is all that is shown at a step there, or was some of it forgotten to keep memory bounded?"""
        step = self.steps[step_id]
        shown = step if step.parent_id is None else self.steps[step.parent_id]
        path = [node for node in self.path(shown) if not node.finished]
        return self.is_recorded or (all(node.trace is not None for node in path) and (
            shown.finished or shown.trace.has_vocabulary))

    @kept
    def passes(self) -> list[Step]:
        """The steps whose passes are in view, one a row of the decoder's matrices."""
        return [step for step in self.path(self.shown) if step.trace is not None]

    def traces(self, side: str = "decoder") -> list[Trace]:
        """The encoder's one trace, or those of the passes in view."""
        return [self.encoder_trace] if side == "encoder" else [step.trace for step in self.passes()]

    def rows(self, name: str) -> np.ndarray:
        """What was noted under a name, one row a position: [T,...] or [H,T,d_head]."""
        return rows(self.traces(name.partition(".")[0]), name)

    def attention(self, kind: str, layer: int) -> np.ndarray:
        """Weights [H,T,S]; the same numbers as `DecodeSession.attention`."""
        return self._stacked(kind, layer, "weights")

    @kept
    def visible(self, kind: str, layer: int) -> np.ndarray:
        """[T,S] True where a query may look; by the mask that was in force."""
        name = attention_name(kind, layer)
        if kind == ENCODER_SELF or self.traces()[-1].is_whole:
            trace = self.encoder_trace if kind == ENCODER_SELF else self.traces()[-1]
            shape = trace[f"{name}.weights"].shape[1:]
            return np.broadcast_to(trace.get(f"{name}.mask", np.ones((1, 1, 1), bool))[0], shape)
        return self._along(name, "visible", kind == DECODER_SELF, lambda: _visible(self.traces(), name))

    def numbers(self, kind: str, layer: int, head: int) -> Numbers:
        """What lies between q, k, v and the head's output."""
        scaled = self._stacked(kind, layer, "scores", np.nan)[head]
        masked = np.where(self.visible(kind, layer), scaled, np.nan)
        output = self.rows(f"{attention_name(kind, layer)}.heads")[head]
        return Numbers(scaled * self.config.d_head**0.5, scaled, masked,
                       self._stacked(kind, layer, "weights")[head], output)

    def scaled_score(self, kind: str, layer: int, head: int, row: int, column: int) -> float:
        """One cell of `numbers(...).masked`."""
        if not self.visible(kind, layer)[row, column]:
            return float("nan")
        return float(self._stacked(kind, layer, "scores", np.nan)[head, row, column])

    @kept
    def head_names(self, kind: str, layer: int) -> list[str]:
        """What each head of a layer does, measured on the passes in view."""
        return [head_facts.name(head, kind == CROSS) for head in self.attention(kind, layer)]

    @kept
    def alignments(self, layer: int) -> list[float]:
        """Of each head of cross-attention, on the passes in view."""
        return head_facts.alignments(self.attention(CROSS, layer))

    @kept
    def _stacked(self, kind: str, layer: int, what: str, hidden: float = 0.0) -> np.ndarray:
        name = attention_name(kind, layer)
        traces = self.traces(name.partition(".")[0])
        if kind == ENCODER_SELF or traces[-1].is_whole:
            return attention_rows(traces, f"{name}.{what}", hidden)
        return self._along(name, what, kind == DECODER_SELF,
                           lambda: attention_rows(traces, f"{name}.{what}", hidden))

    def _along(self, name: str, what: str, is_square: bool, make: Callable[[], np.ndarray]) -> np.ndarray:
        """[...,T,S], put together once for the passes of a line: a step back sees the first rows of what
        was seen. A square one has as many columns as rows."""
        path, known = [step.id for step in self.passes()], self._stacks().get((name, what))
        if known is None or known[0][:len(path)] != path:
            known = self._stacks()[name, what] = (path, make())
        count = len(path)
        return known[1][..., :count, :count if is_square else None]

    def _stacks(self) -> dict[tuple[str, str], tuple[list[int], np.ndarray]]:
        """Matrices already put together, with the passes that are their rows; shared along known moves."""
        return self.__dict__.setdefault("_known", {})

    # Words

    def piece(self, token_id: int) -> Piece:
        return self.pieces[token_id]

    def token(self, step: Step) -> Piece:
        """The last token of a step."""
        return self.pieces[step.tgt_in_ids[-1]]

    @kept
    def row_pieces(self, kind: str) -> list[Piece]:
        """Who asks (query)."""
        if kind == ENCODER_SELF:
            return list(self.src_pieces)
        return [self.token(step) for step in self.passes()]

    def column_pieces(self, kind: str) -> list[Piece]:
        """Who is asked (key)."""
        return self.row_pieces(kind) if kind != CROSS else list(self.src_pieces)


def _visible(traces: list[Trace], name: str) -> np.ndarray:
    """[T,S] of cached passes, each with the row of its own position."""
    weights, mask, all_seen = f"{name}.weights", f"{name}.mask", np.ones((1, 1, 1), bool)
    seen = np.zeros((len(traces), traces[-1][weights].shape[-1]), bool)
    for position, trace in enumerate(traces):
        seen[position, :trace[weights].shape[-1]] = trace.get(mask, all_seen)[0, -1]
    return seen


def taken(text: str, session: DecodeSession, model: Model, line_id: int) -> Walk:
    """The session as it stands, as a value that may cross threads."""
    session.recall_path()
    parent_id = session.current.parent_id
    session.recall(session.current if parent_id is None else session.steps[parent_id])
    return Walk(**facts(text, session, model), current_id=session.current.id, line_id=line_id)


def of_recording(recording: Recording) -> Walk:
    """A decoding from a file, standing at the end of its first branch."""
    walk = Walk(**vars(recording), is_recorded=True)
    leaf_id = walk.branches()[0].leaf.id
    return replace(walk, current_id=leaf_id, line_id=leaf_id)
