"""Given translations, run through the model in one pass: what each token cost, and what it looked at."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from backends.base import Array
from core.context import Context
from core.decoding import hypothesis
from core.masks import padding_mask
from core.model import transformer
from core.padding import pad
from core.params import Params

_CROSS = re.compile(r"decoder\.layers\.(\d+)\.cross_attn\.weights")


def cross_attention(
    ctx: Context, params: Params, sources: Sequence[Sequence[int]], targets: Sequence[Sequence[int]]
) -> list[list[Any]]:
    """For each sentence its layers' cross-attention, host arrays [H,T,S]; row t predicts target token t."""
    found: dict[int, Any] = {}

    def record(name: str, array: Array) -> None:
        match = _CROSS.fullmatch(name)
        if match:
            found[int(match[1])] = array

    _hidden(ctx.recording(record), params, sources, targets)
    layers = [ctx.ops.to_host(found[layer]) for layer in range(ctx.config.num_decoder_layers)]
    return [[layer[row, :, : len(target), : len(source)] for layer in layers]
            for row, (source, target) in enumerate(zip(sources, targets, strict=True))]


def token_log_probs(
    ctx: Context, params: Params, sources: Sequence[Sequence[int]], targets: Sequence[Sequence[int]]
) -> list[list[float]]:
    """The model's log-probability of each token of each target, given its source and the tokens before."""
    hidden = _hidden(ctx, params, sources, targets)  # [B,T,D]
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
