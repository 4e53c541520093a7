"""What the lab's edits do, measured: the distance from the normal prediction, and what each head is worth."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from core.context import Context
from core.corpus.batches import Example, collate
from core.decoding.hypothesis import Stop, never
from core.edits import Edits, attentions
from core.masks import padding_mask
from core.model import transformer
from core.padding import pad
from core.params import Params

Progress = Callable[[int, int], None]  # done, in all


def distances(ctx: Context, params: Params, src_ids: Sequence[int], tgt_in_ids: Sequence[int],
              edits: Edits) -> np.ndarray:
    """KL(normal || edited) in nats of the next-token prediction at each position -> [T].

    Both read the same prefix `tgt_in_ids` (from BOS on), in one pass over all positions; with no edits it
    is 0 exactly.
    """
    normal = predictions(replace(ctx, edits=None), params, src_ids, tgt_in_ids)
    edited = predictions(replace(ctx, edits=edits), params, src_ids, tgt_in_ids)
    return (np.exp(normal) * (normal - edited)).sum(axis=-1).clip(min=0)  # below 0 only by rounding


def predictions(ctx: Context, params: Params, src_ids: Sequence[int],
                tgt_in_ids: Sequence[int]) -> np.ndarray:
    """Log-probabilities of the next token after each position, by one pass over all: [T,V] at float64."""
    ops, pads = ctx.ops, ctx.edits.pads if ctx.edits is not None else 0
    host = pad([[*src_ids, *[ctx.config.pad_id] * pads]], ctx.config.pad_id)
    logits = transformer.forward(ctx, params, ops.asarray(host),
                                 ops.asarray(padding_mask(host, ctx.config.pad_id)),
                                 ops.asarray([list(tgt_in_ids)]))
    logits = ops.to_host(logits)[0].astype(np.float64)
    logits -= logits.max(axis=-1, keepdims=True)
    return logits - np.log(np.exp(logits).sum(axis=-1, keepdims=True))


def head_costs(
    ctx: Context, params: Params, examples: Sequence[Example], on_progress: Progress | None = None,
    stop: Stop = never,
) -> dict[str, np.ndarray]:
    """What the loss rises by, in nats a token, with one head switched off -> sub-layer: [H].

    Measured on `examples` by teacher forcing, without smoothing. Stops early with what there is.
    """
    ops = ctx.ops
    batch = {name: ops.asarray(array) for name, array in collate(list(examples), ctx.config).items()}

    def loss(edits: Edits | None) -> float:
        return float(ops.to_host(transformer.loss(replace(ctx, edits=edits), params, batch, 0.0)))

    normal, costs = loss(None), {}
    paths, num_heads = attentions(ctx.config), ctx.config.num_heads
    for number, path in enumerate(paths):
        values = []
        for head in range(num_heads):
            if stop():
                return costs
            values.append(loss(Edits(heads={(path, head): 0.0})) - normal)
            if on_progress:
                on_progress(number * num_heads + head + 1, len(paths) * num_heads)
        costs[path] = np.array(values)
    return costs
