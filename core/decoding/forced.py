"""Given translations, run through the model in one pass: what each token cost, and what it looked at."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any

from backends.base import Array
from core.context import Context
from core.decoding import hypothesis
from core.masks import padding_mask
from core.model import transformer
from core.padding import pad
from core.params import Params

MOST_LOGITS = 1 << 24  # floats: 64 MB
_CROSS = re.compile(r"decoder\.layers\.(\d+)\.cross_attn\.weights")


def cross_attention(
    ctx: Context, params: Params, sources: Sequence[Sequence[int]], targets: Sequence[Sequence[int]]
) -> list[list[Any]]:
    """For each sentence its layers' cross-attention, host arrays [H,T,S]; row t predicts target token t."""
    found: dict[int, Any] = {}
    with _engine(ctx, sources, targets):
        _hidden(_looking(ctx, found), params, sources, targets)
    return _looks(ctx, found, sources, targets)


def token_log_probs(
    ctx: Context, params: Params, sources: Sequence[Sequence[int]], targets: Sequence[Sequence[int]]
) -> list[list[float]]:
    """The model's log-probability of each token of each target, given its source and the tokens before."""
    found: list[list[float]] = []
    for part in _parts(ctx, targets):
        with _engine(ctx, sources[part], targets[part]):
            hidden = _hidden(ctx, params, sources[part], targets[part])  # [B,T,D]
            found += _log_probs(ctx, params, hidden, targets[part])
    return found


def scored(
    ctx: Context, params: Params, sources: Sequence[Sequence[int]], targets: Sequence[Sequence[int]]
) -> tuple[list[list[float]], list[list[Any]]]:
    """`token_log_probs` and `cross_attention` of the same pass."""
    log_probs, looks = [], []
    for part in _parts(ctx, targets):
        found: dict[int, Any] = {}
        with _engine(ctx, sources[part], targets[part]):
            hidden = _hidden(_looking(ctx, found), params, sources[part], targets[part])
            log_probs += _log_probs(ctx, params, hidden, targets[part])
        looks += _looks(ctx, found, sources[part], targets[part])
    return log_probs, looks


def _parts(ctx: Context, targets: Sequence[Sequence[int]]) -> Iterator[slice]:
    """Sentences whose logits exist at the same time: at most MOST_LOGITS of them, and at least one's."""
    longest = max(map(len, targets), default=1)
    size = max(1, MOST_LOGITS // (max(longest, 1) * ctx.config.vocab_size))
    return (slice(first, first + size) for first in range(0, len(targets), size))


def _engine(ctx: Context, sources, targets) -> AbstractContextManager:
    return ctx.engine_for(len(sources) * max(max(map(len, rows), default=0) for rows in (sources, targets)))


def _looking(ctx: Context, found: dict[int, Any]) -> Context:
    def record(name: str, array: Array) -> None:
        match = _CROSS.fullmatch(name)
        if match:
            found[int(match[1])] = array

    return ctx.recording(record)


def _looks(ctx: Context, found: dict[int, Any], sources, targets) -> list[list[Any]]:
    layers = [ctx.ops.to_host(found[layer]) for layer in range(ctx.config.num_decoder_layers)]
    return [[layer[row, :, : len(target), : len(source)] for layer in layers]
            for row, (source, target) in enumerate(zip(sources, targets, strict=True))]


def _log_probs(ctx: Context, params: Params, hidden: Array, targets) -> list[list[float]]:
    log_probs = ctx.ops.to_host(hypothesis.log_probs(ctx, transformer.logits(ctx, params, hidden)))
    return [[float(log_probs[row, position, token_id]) for position, token_id in enumerate(target)]
            for row, target in enumerate(targets)]


def token_logits(
    ctx: Context, params: Params, sources: Sequence[Sequence[int]], targets: Sequence[Sequence[int]]
) -> Array:
    """[B,T,V], before the softmax: position t predicts target token t."""
    return transformer.logits(ctx, params, _hidden(ctx, params, sources, targets))


def _hidden(ctx: Context, params: Params, sources, targets) -> Array:
    ops, config = ctx.ops, ctx.config
    src_ids = pad(sources, config.pad_id)
    src_mask = ops.asarray(padding_mask(src_ids, config.pad_id))
    memory = transformer.encode(ctx, params, ops.asarray(src_ids), src_mask)
    tgt_in_ids = pad([[config.bos_id, *target[:-1]] for target in targets], config.pad_id)
    return transformer.decode(ctx, params, ops.asarray(tgt_in_ids), memory, src_mask)
