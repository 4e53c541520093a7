"""What a search returns, and what all searches share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from backends.base import Array
from core.config import DecodeConfig, ModelConfig
from core.context import Context
from core.decoding import lean
from core.decoding import state as decoder_state
from core.masks import padding_mask
from core.padding import pad
from core.params import Params


@dataclass(frozen=True)
class Hypothesis:
    """One translation as ids: without BOS, with EOS where it was reached or forced.

    `finished`: the model ended it itself; an EOS that only the length limit forced is no end of its own.

    `score` is what the search ranked by: the log-probability, or for beam search that divided by
    the length penalty.
    """

    token_ids: tuple[int, ...]
    token_log_probs: tuple[float, ...]
    finished: bool
    score: float

    @property
    def log_prob(self) -> float:
        return sum(self.token_log_probs)


Stop = Callable[[], bool]  # asked once a step: should the search end where it is?


def never() -> bool:
    return False


def length_limit(model: ModelConfig, config: DecodeConfig, src_length: int) -> int:
    """The most tokens to produce: as asked, else twice the source and 20, within the positions."""
    wanted = config.max_len or 2 * src_length + 20
    return min(wanted, model.max_len)


def start(ctx: Context, params: Params, sources: Sequence[Sequence[int]]) -> decoder_state.DecoderState:
    """Encodes B sources (each ending in EOS) and stands before the first target token."""
    src_ids = pad(sources, ctx.config.pad_id)
    is_real = padding_mask(src_ids, ctx.config.pad_id)
    src_mask = ctx.ops.asarray(is_real)
    memory = lean.encode(ctx, params, ctx.ops.asarray(src_ids), src_mask)
    return decoder_state.start(ctx, params, memory, None if is_real.all() else src_mask)


def log_probs(ctx: Context, logits: Array) -> Array:
    """logits [B,V] -> log-probabilities; a model that renormalizes gives what it never produces none."""
    return ctx.ops.log_softmax(_normalized(ctx, logits))


def allowed(ctx: Context, log_probs: Array) -> Array:
    """log_probs [B,V] with what is never produced at -inf.

    The probabilities of the others stay as they are.
    """
    return log_probs + ctx.bans


def _normalized(ctx: Context, logits: Array) -> Array:
    return logits if ctx.left_out is None else logits + ctx.left_out


def is_forced(ctx: Context, length: int, limit: int) -> bool:
    """After `length` tokens, is the next one EOS whatever the model says? It then costs nothing."""
    return ctx.config.forced_eos and length == limit - 1
