"""A decoding as the window knows it: a tree of steps, the one in view, and what follows from them.

Immutable and without Qt. The worker hands one over after every move; going back or along what is
known already only changes `current_id`, so it needs no engine.

What is *shown* at a step is the pass that chose its last token: at "love -> shopping" the decoder had
read "<s> I love". So the pass in view is the parent of the current step, and at the root the root.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from core.config import ModelConfig
from core.decoding.session import DecodeSession, Step
from core.text.tokenizer import Piece, Tokenizer
from core.trace import Trace, stack_rows

ENCODER_SELF, DECODER_SELF, CROSS = "encoder_self", "decoder_self", "cross"
KINDS = (ENCODER_SELF, DECODER_SELF, CROSS)


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
    weights: np.ndarray  # [T,S]
    output: np.ndarray  # [T,d_head] weights times v


@dataclass(frozen=True)
class Walk:
    text: str
    config: ModelConfig
    src_ids: tuple[int, ...]
    steps: tuple[Step, ...]
    current_id: int
    encoder_trace: Trace
    pieces: dict[int, Piece]
    sentences: dict[int, str]  # leaf id -> the text up to there
    limit: int
    line_id: int = 0  # the end of the branch that is being followed
    hidden: frozenset[int] = frozenset()  # steps whose branch was undone

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
    def line(self) -> list[Step]:
        """The branch being followed, from the root to its known end."""
        return self.path(self.steps[self.line_id])

    @property
    def is_line_whole(self) -> bool:
        """Is the end of this branch known (the sentence or the limit of its length)?"""
        end = self.steps[self.line_id]
        return end.finished or end.position >= self.limit

    def can_advance(self) -> bool:
        return not self.current.finished and self.current.position < self.limit

    # Moves along what is known

    def at(self, step_id: int) -> Walk:
        """Standing on a known step; one that lies on another branch changes to that branch."""
        on_line = any(step.id == step_id for step in self.line)
        line_id = self.line_id if on_line else self._first_leaf(step_id)
        return replace(self, current_id=step_id, line_id=line_id)

    def known_next(self) -> Step | None:
        """The step after the current one: on the line being followed, else the most probable."""
        line = self.line
        place = self.current.position + 1
        if place < len(line):
            return line[place]
        if not self.current.candidates:
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

    def passes(self) -> list[Step]:
        """The steps whose passes are in view, one a row of the decoder's matrices."""
        return [step for step in self.path(self.shown) if step.trace is not None]

    def attention(self, kind: str, layer: int) -> np.ndarray:
        """Weights [H,T,S]; the same numbers as `DecodeSession.attention`."""
        return self._stacked(kind, layer, "weights")

    def numbers(self, kind: str, layer: int, head: int) -> Numbers:
        """What lies between q, k, v and the head's output."""
        scaled = self._stacked(kind, layer, "scores", hidden=np.nan)[head]
        if kind == ENCODER_SELF:
            output = self.encoder_trace[f"encoder.layers.{layer}.self_attn.heads"][head]
        else:
            name = f"decoder.layers.{layer}.{_block(kind)}.heads"
            output = np.concatenate([step.trace[name][head] for step in self.passes()])
        return Numbers(scaled * self.config.d_head**0.5, scaled,
                       self._stacked(kind, layer, "weights")[head], output)

    def _stacked(self, kind: str, layer: int, what: str, hidden: float = 0.0) -> np.ndarray:
        if kind == ENCODER_SELF:
            return self.encoder_trace[f"encoder.layers.{layer}.self_attn.{what}"]
        name = f"decoder.layers.{layer}.{_block(kind)}.{what}"
        rows = [step.trace[name] for step in self.passes()]
        matrix = stack_rows(rows)
        if hidden != 0.0:
            for position, row in enumerate(rows):
                matrix[:, position, row.shape[-1]:] = hidden
        return matrix

    # Words

    def piece(self, token_id: int) -> Piece:
        return self.pieces[token_id]

    def token(self, step: Step) -> Piece:
        """The last token of a step."""
        return self.pieces[step.tgt_in_ids[-1]]

    def row_pieces(self, kind: str) -> list[Piece]:
        """Who asks (query)."""
        if kind == ENCODER_SELF:
            return [self.pieces[token_id] for token_id in self.src_ids]
        return [self.token(step) for step in self.passes()]

    def column_pieces(self, kind: str) -> list[Piece]:
        """Who is asked (key)."""
        return self.row_pieces(kind) if kind != CROSS else [self.pieces[i] for i in self.src_ids]


def _block(kind: str) -> str:
    return "cross_attn" if kind == CROSS else "self_attn"


def taken(text: str, session: DecodeSession, tokenizer: Tokenizer, config: ModelConfig,
          line_id: int) -> Walk:
    """The session as it stands, as a value that may cross threads."""
    ids = set(session.src_ids)
    for step in session.steps:
        ids.add(step.tgt_in_ids[-1])
        ids.update(candidate.token_id for candidate in step.candidates)
    sentences = {leaf.id: tokenizer.decode(leaf.tgt_in_ids) for leaf in session.leaves()}
    return Walk(text, config, session.src_ids, tuple(session.steps), session.current.id,
                session.encoder_trace, {i: tokenizer.piece(i) for i in ids}, sentences, session.limit,
                line_id)
