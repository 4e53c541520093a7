"""Several sentences in one batch: their padding, the masks, and what the encoder does with both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from core.context import Context
from core.edits import Edits
from core.masks import causal_mask, padding_mask
from core.model import transformer
from core.padding import pad
from core.params import Params
from core.trace import Recorder


@dataclass(frozen=True)
class BatchTrace:
    """src_ids, real  [B,S] token ids and where they are no PAD
    weights        [L,B,H,S,S] the encoder's self-attention
    leak           [B] the most that PAD changed in the encoder's output of real tokens, against the sentence
                   encoded alone: rounding with the mask on, more with it off
    causal         [T,T] which target position sees which
    """

    src_ids: np.ndarray
    real: np.ndarray
    weights: np.ndarray
    leak: np.ndarray
    causal: np.ndarray


def trace_batch(ctx: Context, params: Params, sources: Sequence[Sequence[int]], padding_masked: bool = True,
                num_targets: int = 8) -> BatchTrace:
    """Encodes the sources together, with the padding mask or without it."""
    ctx = replace(ctx, edits=Edits(padding_mask=padding_masked))
    recorder = Recorder(ctx.ops)
    src_ids = pad(sources, ctx.config.pad_id)
    memory = _encoded(ctx.recording(recorder), params, src_ids)
    noted = recorder.batch()
    weights = np.stack([noted[f"encoder.layers.{layer}.self_attn.weights"]
                        for layer in range(ctx.config.num_encoder_layers)])
    leak = []
    for row, source in enumerate(sources):
        alone = _encoded(ctx, params, pad([source], ctx.config.pad_id))[0]
        leak.append(float(np.abs(memory[row, : len(source)] - alone).max()))
    return BatchTrace(src_ids, src_ids != ctx.config.pad_id, weights, np.array(leak),
                      causal_mask(num_targets)[0, 0])


def _encoded(ctx: Context, params: Params, src_ids: np.ndarray) -> np.ndarray:
    """-> memory [B,S,D] on the host."""
    mask = ctx.ops.asarray(padding_mask(src_ids, ctx.config.pad_id))
    return ctx.ops.to_host(transformer.encode(ctx, params, ctx.ops.asarray(src_ids), mask))
