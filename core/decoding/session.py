"""Decoding one step at a time: forward, back, and down a path not taken."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from core.config import DecodeConfig
from core.context import Context
from core.decoding import state as decoder_state
from core.decoding.hypothesis import allowed, length_limit
from core.model import transformer
from core.params import Params
from core.trace import Recorder, Trace, stack_rows


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
    trace           what this position's pass looked like; None where `finished`
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
    branching reuse what is known. Same moves, same numbers.

    src_ids must end in EOS. Raises ValueError where it is longer than the model's max_len.
    """

    def __init__(self, ctx: Context, params: Params, src_ids: Sequence[int], num_candidates: int = 10):
        if len(src_ids) > ctx.config.max_len:
            raise ValueError(f"the source has {len(src_ids)} tokens; this model takes at most "
                             f"{ctx.config.max_len}")
        self._ctx, self._params = ctx, params
        self._num_candidates = min(num_candidates, ctx.config.vocab_size)
        self.src_ids = tuple(src_ids)
        self.limit = length_limit(ctx.config, DecodeConfig(), len(src_ids))
        recorder = Recorder(ctx.ops)
        memory = transformer.encode(
            ctx.recording(recorder), params, ctx.ops.asarray([list(src_ids)]),
            ctx.ops.asarray([[[[True] * len(src_ids)]]]))
        self.encoder_trace = recorder.trace()
        self.steps: list[Step] = []
        self._states: dict[int, decoder_state.DecoderState] = {}
        self._children: dict[tuple[int, int], int] = {}
        before = decoder_state.start(ctx, params, memory, None)
        self.current = self._reach(None, ctx.config.bos_id, 0.0, before)

    @property
    def root(self) -> Step:
        return self.steps[0]

    def can_step(self) -> bool:
        """False at the end of a sentence and at the limit of its length."""
        return not self.current.finished and self.current.position < self.limit

    def step(self) -> Step:
        """Takes the most probable token; stays where nothing can follow."""
        return self.fork(self.current.candidates[0].token_id) if self.can_step() else self.current

    def back(self) -> Step:
        """Returns to the step before; stays at the first."""
        if self.current.parent_id is not None:
            self.current = self.steps[self.current.parent_id]
        return self.current

    def fork(self, token_id: int) -> Step:
        """Takes this token, whatever its probability; a path taken before is found again."""
        if not self.can_step():
            raise ValueError("this sentence has ended: go back before choosing another token")
        if not 0 <= token_id < self._ctx.config.vocab_size:
            raise ValueError(f"token id {token_id} is outside the vocabulary "
                             f"(0 to {self._ctx.config.vocab_size - 1})")
        known = self._children.get((self.current.id, token_id))
        if known is not None:
            self.current = self.steps[known]
        else:
            log_prob = float(self.current.trace["decoder.next_token.log_probs"][token_id])
            self.current = self._reach(self.current, token_id, log_prob, self._states[self.current.id])
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
        step = step or self.current
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
        config = self._ctx.config
        num_layers = config.num_encoder_layers if kind == "encoder_self" else config.num_decoder_layers
        if not 0 <= layer < num_layers:
            raise ValueError(f"layer should be 0 to {num_layers - 1}, and is {layer}")
        if kind == "encoder_self":
            return self.encoder_trace[f"encoder.layers.{layer}.self_attn.weights"]
        blocks = {"decoder_self": "self_attn", "cross": "cross_attn"}
        if kind not in blocks:
            raise ValueError(f"kind should be encoder_self, decoder_self or cross, and is {kind!r}")
        name = f"decoder.layers.{layer}.{blocks[kind]}.weights"
        return stack_rows([node.trace[name] for node in self.path(step) if node.trace is not None])

    def _reach(self, parent: Step | None, token_id: int, log_prob: float, state) -> Step:
        """Makes the step that follows `parent` by `token_id`; `state` is the one before reading it."""
        config = self._ctx.config
        prefix = (*parent.tgt_in_ids, token_id) if parent else (token_id,)
        facts = {
            "id": len(self.steps),
            "parent_id": parent.id if parent else None,
            "tgt_in_ids": prefix,
            "token_log_prob": log_prob,
            "log_prob": log_prob + (parent.log_prob if parent else 0.0),
        }
        if parent is not None and token_id == config.eos_id:
            step = Step(**facts, finished=True)
        else:
            step = self._computed(facts, state, token_id)
        self.steps.append(step)
        if parent is not None:
            self._children[parent.id, token_id] = step.id
        return step

    def _computed(self, facts: dict, state, token_id: int) -> Step:
        ops = self._ctx.ops
        recorder = Recorder(ops)
        ctx = self._ctx.recording(recorder)
        if len(facts["tgt_in_ids"]) > self._ctx.config.max_len:  # no position is left to read it at
            return Step(**facts, finished=False)
        logits, state = decoder_state.advance(ctx, self._params, state, [token_id])
        log_probs = ops.log_softmax(logits)
        ctx.at("decoder.next_token").note("log_probs", log_probs)
        values, ids = ops.top_k(allowed(ctx, log_probs), self._num_candidates)
        candidates = tuple(
            Candidate(token_id, value)
            for value, token_id in zip(ops.to_host(values)[0].tolist(), ops.to_host(ids)[0].tolist(),
                                       strict=True)
            if value != float("-inf"))
        shown = sum(math.exp(candidate.log_prob) for candidate in candidates)
        self._states[facts["id"]] = state
        return Step(**facts, finished=False, candidates=candidates, rest_prob=max(0.0, 1 - shown),
                    trace=recorder.trace())
