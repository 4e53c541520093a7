"""Decoding one step at a time: forward, back, and down a path not taken."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from core.config import DecodeConfig
from core.context import Context
from core.decoding import hypothesis
from core.decoding import state as decoder_state
from core.decoding.hypothesis import allowed, length_limit
from core.decoding.sampling import sampler
from core.masks import padding_mask
from core.model import transformer
from core.padding import pad
from core.params import Params
from core.trace import Recorder, Trace, attention_rows

TRACE_BYTES = 192 << 20  # traces kept; what goes beyond is forgotten and recomputed when asked for


@dataclass(frozen=True)
class Candidate:
    """One possible next token, with the model's log-probability."""

    token_id: int
    log_prob: float


@dataclass(frozen=True)
class Step:
    """One node of the tree: the decoder has read `tgt_in_ids` and offers what may come next.

    tgt_in_ids      BOS and the tokens so far: the target shifted right
    token_log_prob  of the last of them, given those before (0 for BOS)
    log_prob        of all of them together
    candidates      the most probable next tokens, best first; empty where `finished`
    rest_prob       the probability of all tokens that are not among them
    trace           what this position's pass looked like; None where `finished`, or where it was
                    forgotten to keep memory bounded (`DecodeSession.recall` computes it again)
    """

    id: int
    parent_id: int | None
    tgt_in_ids: tuple[int, ...]
    token_log_prob: float
    log_prob: float
    finished: bool
    candidates: tuple[Candidate, ...] = ()
    rest_prob: float = 0.0
    trace: Trace | None = None

    @property
    def position(self) -> int:
        """How many tokens have been chosen (BOS is not one)."""
        return len(self.tgt_in_ids) - 1


class DecodeSession:
    """A tree of steps over one source, and the step one stands on.

    Each step is computed once, with the KV cache, when it is first reached; going back and
    branching reuse what is known. Same moves, same numbers. With `ctx.edits` it is the decoding of the
    edited model; where they take the causal mask off there is no cache, and each step is a pass over all
    positions.

    src_ids must end in EOS. Raises ValueError where it is longer than the model's max_len.
    """

    def __init__(self, ctx: Context, params: Params, src_ids: Sequence[int], num_candidates: int = 10,
                 trace_bytes: int = TRACE_BYTES):
        if ctx.edits is not None:
            ctx.edits.check(ctx.config, len(src_ids))
        pads = ctx.edits.pads if ctx.edits is not None else 0
        if len(src_ids) + pads > ctx.config.max_len:
            raise ValueError(f"the source has {len(src_ids) + pads} tokens; this model takes at most "
                             f"{ctx.config.max_len}")
        self.ctx, self._params = ctx, params
        self._num_candidates = min(num_candidates, ctx.config.vocab_size)
        self._trace_bytes = trace_bytes
        self.limit = length_limit(ctx.config, DecodeConfig(), len(src_ids))
        self.src_ids = (*src_ids, *[ctx.config.pad_id] * pads)
        host = pad([self.src_ids], ctx.config.pad_id)
        self._src_mask = ctx.ops.asarray(padding_mask(host, ctx.config.pad_id))
        recorder = Recorder(ctx.ops)
        # By one thread where that is soon done: others would spin for a while after it, on cores that the
        # first steps and their pictures need.
        with ctx.engine_for(len(self.src_ids)):
            self._memory = transformer.encode(ctx.recording(recorder), params, ctx.ops.asarray(host),
                                              self._src_mask)
        self.encoder_trace = recorder.trace(is_whole=True)
        self.steps: list[Step] = []
        self._before = decoder_state.start(ctx, params, self._memory, self._src_mask if pads else None)
        self._states: dict[int, decoder_state.DecoderState] = {}
        self._children: dict[tuple[int, int], int] = {}
        self._recent: dict[int, None] = {}  # steps with a trace, the longest unused first
        self.current = self._reach(None, ctx.config.bos_id, 0.0)

    @property
    def root(self) -> Step:
        return self.steps[0]

    def can_step(self) -> bool:
        """False at the end of a sentence and at the limit of its length."""
        return not self.current.finished and self.current.position < self.limit

    def step(self) -> Step:
        """Takes the most probable token; stays at an end."""
        return self.fork(self.current.candidates[0].token_id) if self.can_step() else self.current

    def sample(self, config: DecodeConfig) -> Step:
        """Takes a token drawn as `search.sample` draws it for this source; stays at an end."""
        if not self.can_step():
            return self.current
        ops = self.ctx.ops
        log_probs = ops.asarray(self.recall(self.current).trace["decoder.next_token.log_probs"][None])
        choose = sampler(self.ctx, config, [self.src_ids])
        _, [token_id] = choose(log_probs, [0], self.current.position)  # their softmax is themselves
        return self.fork(token_id)

    def back(self) -> Step:
        """Returns to the step before; stays at the first."""
        if self.current.parent_id is not None:
            self.current = self.steps[self.current.parent_id]
        return self.current

    def fork(self, token_id: int) -> Step:
        """Takes this token, whatever its probability; a path taken before is found again."""
        if not self.can_step():
            raise ValueError("this sentence has ended: go back before choosing another token")
        if not 0 <= token_id < self.ctx.config.vocab_size:
            raise ValueError(f"token id {token_id} is outside the vocabulary "
                             f"(0 to {self.ctx.config.vocab_size - 1})")
        known = self._children.get((self.current.id, token_id))
        if known is not None:
            self.current = self.steps[known]
        else:
            parent = self.recall(self.current)
            log_prob = float(parent.trace["decoder.next_token.log_probs"][token_id])
            self.current = self._reach(parent, token_id, log_prob)
        return self.current

    def run(self) -> Step:
        """Steps to the end of the sentence or the limit of its length."""
        while self.can_step():
            self.step()
        return self.current

    def go_to(self, step_id: int) -> Step:
        """Stands on a step that is known."""
        if not 0 <= step_id < len(self.steps):
            raise ValueError(f"there is no step {step_id} (0 to {len(self.steps) - 1})")
        self.current = self.steps[step_id]
        return self.current

    def path(self, step: Step | None = None) -> list[Step]:
        """From the root to a step (by default the current one)."""
        step = self.steps[(step or self.current).id]
        steps = [step]
        while step.parent_id is not None:
            step = self.steps[step.parent_id]
            steps.append(step)
        return steps[::-1]

    def leaves(self) -> list[Step]:
        """The ends of all branches, in the order in which they were reached."""
        parents = {step.parent_id for step in self.steps}
        return [step for step in self.steps if step.id not in parents]

    def attention(self, kind: str, layer: int, step: Step | None = None):
        """Weights of one layer up to a step, as a host array [H,T,S].

        `kind` is "encoder_self" [H,S,S], "decoder_self" [H,T,T] or "cross" [H,T,S]; row t is the
        pass that read target token t (0: BOS) and predicts token t + 1.
        """
        config = self.ctx.config
        num_layers = config.num_encoder_layers if kind == "encoder_self" else config.num_decoder_layers
        if not 0 <= layer < num_layers:
            raise ValueError(f"layer should be 0 to {num_layers - 1}, and is {layer}")
        if kind == "encoder_self":
            return self.encoder_trace[f"encoder.layers.{layer}.self_attn.weights"]
        blocks = {"decoder_self": "self_attn", "cross": "cross_attn"}
        if kind not in blocks:
            raise ValueError(f"kind should be encoder_self, decoder_self or cross, and is {kind!r}")
        name = f"decoder.layers.{layer}.{blocks[kind]}.weights"
        return attention_rows([node.trace for node in self.recall_path(step) if node.trace is not None], name)

    @property
    def num_edits(self) -> int:
        """How many things the lab has changed."""
        return self.ctx.edits.count if self.ctx.edits is not None else 0

    # Traces: kept within bounds, computed again exactly

    def recall(self, step: Step) -> Step:
        """The step with its whole trace, computed again where it was forgotten."""
        step = self.steps[step.id]
        if not self._has_pass(step):
            return step
        if step.trace is None or not step.trace.has_vocabulary:
            step = self.steps[step.id] = replace(step, trace=self._pass(step)[2])
            if self.current.id == step.id:
                self.current = step
        self._touch(step)
        return step

    def recall_path(self, step: Step | None = None) -> list[Step]:
        """The path to a step (by default the current one), each pass with its trace."""
        return [self.recall(node) if node.trace is None else node for node in self.path(step)]

    def plain_logits(self, step: Step):
        """What the decoder gives after reading the step's prefix where nothing is recorded: host [V]."""
        state, logits = self._before, None
        if self._is_whole:
            logits = self._whole(self.ctx, step.tgt_in_ids)
        else:
            for token_id in step.tgt_in_ids:
                logits, state = decoder_state.advance(self.ctx, self._params, state, [token_id])
        return self.ctx.ops.to_host(logits)[0]

    @property
    def traced_bytes(self) -> int:
        """What all kept traces hold."""
        return sum(self.steps[step_id].trace.nbytes for step_id in self._recent)

    def _touch(self, step: Step) -> None:
        """Marks a trace as the latest used, and forgets what is beyond the bound.

        First the vocabulary-wide arrays of other steps go, then whole traces; never those of the path to
        the current step, so that the bound is this one or that path's.
        """
        self._recent.pop(step.id, None)
        self._recent[step.id] = None
        spare = self.traced_bytes - self._trace_bytes
        if spare <= 0:
            return
        path = {node.id for node in self.path(step)}
        for slim in (True, False):
            for step_id in list(self._recent):
                if spare <= 0:
                    return
                if step_id == step.id or (not slim and step_id in path):
                    continue
                trace = self.steps[step_id].trace
                kept = trace.without_vocabulary() if slim else None
                spare -= trace.nbytes - (kept.nbytes if kept is not None else 0)
                self.steps[step_id] = replace(self.steps[step_id], trace=kept)
                if kept is None:
                    del self._recent[step_id]

    def _has_pass(self, step: Step) -> bool:
        return not step.finished and len(step.tgt_in_ids) <= self.ctx.config.max_len

    # Computing

    def _reach(self, parent: Step | None, token_id: int, log_prob: float) -> Step:
        """Makes the step that follows `parent` by `token_id`."""
        prefix = (*parent.tgt_in_ids, token_id) if parent else (token_id,)
        step = Step(len(self.steps), parent.id if parent else None, prefix, log_prob,
                    log_prob + (parent.log_prob if parent else 0.0),
                    finished=parent is not None and token_id == self.ctx.config.eos_id)
        if self._has_pass(step):
            step = self._computed(step)
        self.steps.append(step)
        if parent is not None:
            self._children[parent.id, token_id] = step.id
        if step.trace is not None:
            self._touch(step)
        return step

    def _computed(self, step: Step) -> Step:
        ops = self.ctx.ops
        log_probs, state, trace = self._pass(step)
        values, ids = ops.top_k(allowed(self.ctx, log_probs), self._num_candidates)
        candidates = tuple(
            Candidate(token_id, value)
            for value, token_id in zip(ops.to_host(values)[0].tolist(), ops.to_host(ids)[0].tolist(),
                                       strict=True)
            if value != float("-inf"))
        shown = sum(math.exp(candidate.log_prob) for candidate in candidates)
        self._states[step.id] = state
        return replace(step, candidates=candidates, rest_prob=max(0.0, 1 - shown), trace=trace)

    def _pass(self, step: Step):
        """Reads the step's last token, recording: (log_probs [1,V], the state after it, trace)."""
        recorder = Recorder(self.ctx.ops)
        ctx = self.ctx.recording(recorder)
        state = self._before if step.parent_id is None else self._states[step.parent_id]
        if self._is_whole:
            logits = self._whole(ctx, step.tgt_in_ids)
        else:
            logits, state = decoder_state.advance(ctx, self._params, state, [step.tgt_in_ids[-1]])
        log_probs = hypothesis.log_probs(ctx, logits)
        at = ctx.at("decoder.next_token")
        at.note("logits", logits)
        at.note("log_probs", log_probs)
        return log_probs, state, recorder.trace(self._is_whole)

    @property
    def _is_whole(self) -> bool:
        return self.ctx.edits is not None and not self.ctx.edits.causal_mask

    def _whole(self, ctx: Context, tgt_in_ids: Sequence[int]):
        """One pass over all positions -> the last one's logits [1,V]."""
        ops = ctx.ops
        hidden = transformer.decode(ctx, self._params, ops.asarray([list(tgt_in_ids)]), self._memory,
                                    self._src_mask)
        last = ops.take(hidden, ops.asarray([len(tgt_in_ids) - 1]), axis=1)  # [1,1,D]
        return transformer.logits(ctx, self._params, last)[:, 0]
