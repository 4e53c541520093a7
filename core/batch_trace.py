"""Several sentences in one batch: their padding, the masks, and what the encoder does with both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from core.context import Context
from core.edits import ENCODER_SELF, Edits
from core.masks import causal_mask, padding_mask
from core.model import transformer
from core.padding import pad
from core.params import Params
from core.trace import Recorder

NO_EDITS = Edits()


@dataclass(frozen=True)
class BatchTrace:
    """src_ids, real  [B,S] token ids and where they are no PAD
    weights        [L,B,H,S,S] the encoder's self-attention
    visible        [B,S,S] which position sees which, by the masks in force
    leak           [B] the most that PAD changed in the encoder's output of real tokens, against the sentence
                   encoded alone: rounding with the mask on, more with it off
    causal         [T,T] which target position sees which
    """

    src_ids: np.ndarray
    real: np.ndarray
    weights: np.ndarray
    visible: np.ndarray
    leak: np.ndarray
    causal: np.ndarray


def trace_batch(ctx: Context, params: Params, sources: Sequence[Sequence[int]], edits: Edits = NO_EDITS,
                num_targets: int = 8) -> BatchTrace:
    """Encodes the sources together, with the lab's edits; a key that the encoder may not see is hidden in
    each of them.

    Raises ValueError where an edit names what the model or one of the sources does not have.
    """
    hidden = frozenset(key for key in edits.hidden_keys if key[0] == ENCODER_SELF)
    edits = replace(edits, hidden_keys=hidden)
    for source in sources:
        edits.check(ctx.config, len(source))
    ctx = replace(ctx, edits=edits)
    recorder = Recorder(ctx.ops)
    src_ids = np.pad(pad(sources, ctx.config.pad_id), ((0, 0), (0, edits.pads)),
                     constant_values=ctx.config.pad_id)
    memory = _encoded(ctx.recording(recorder), params, src_ids)
    noted = recorder.batch()
    weights = np.stack([noted[f"encoder.layers.{layer}.self_attn.weights"]
                        for layer in range(ctx.config.num_encoder_layers)])
    first, leak = "encoder.layers.0.self_attn", []  # every layer has the same mask
    visible = np.broadcast_to(noted.get(f"{first}.mask", np.ones((1, 1, 1, 1), bool))[:, 0],
                              weights[0, :, 0].shape)
    for row, source in enumerate(sources):
        alone = _encoded(ctx, params, pad([source], ctx.config.pad_id))[0]
        leak.append(float(np.abs(memory[row, : len(source)] - alone).max()))
    causal = causal_mask(num_targets)[0, 0] | (not edits.causal_mask)
    return BatchTrace(src_ids, src_ids != ctx.config.pad_id, weights, visible, np.array(leak), causal)


def _encoded(ctx: Context, params: Params, src_ids: np.ndarray) -> np.ndarray:
    """-> memory [B,S,D] on the host."""
    mask = ctx.ops.asarray(padding_mask(src_ids, ctx.config.pad_id))
    return ctx.ops.to_host(transformer.encode(ctx, params, ctx.ops.asarray(src_ids), mask))
