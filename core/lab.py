"""What the lab's edits do, measured: the distance from the normal prediction, and what each head is worth."""

from __future__ import annotations

from collections.abc import Sequence
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


class HeadMeter:
    """What the loss rises by, in nats a token, with one head switched off.

    Measured on `examples` by teacher forcing, without smoothing: a pass a head. `go_on` may be called again
    and again, so that whoever measures can do something else in between.
    """

    def __init__(self, ctx: Context, params: Params, examples: Sequence[Example]):
        self._ctx, self._params = ctx, params
        self._batch = {name: ctx.ops.asarray(array)
                       for name, array in collate(list(examples), ctx.config).items()}
        self._paths = attentions(ctx.config)
        self._normal: float | None = None
        self._values: list[float] = []  # head by head, in the order of the paths

    @property
    def is_done(self) -> bool:
        return len(self._values) == len(self._paths) * self._ctx.config.num_heads

    def go_on(self, pause: Stop = never) -> None:
        """Measures on until all is known or, asked after each pass, `pause()`."""
        if self._normal is None:
            self._normal = self._loss(None)
        while not self.is_done and not pause():
            path, head = divmod(len(self._values), self._ctx.config.num_heads)
            self._values.append(self._loss(Edits(heads={(self._paths[path], head): 0.0})) - self._normal)

    def costs(self) -> dict[str, np.ndarray]:
        """sub-layer -> [H]; once it is done."""
        by_path = np.array(self._values).reshape(len(self._paths), self._ctx.config.num_heads)
        return dict(zip(self._paths, by_path, strict=True))

    def _loss(self, edits: Edits | None) -> float:
        ctx = replace(self._ctx, edits=edits)
        return float(ctx.ops.to_host(transformer.loss(ctx, self._params, self._batch, 0.0)))
