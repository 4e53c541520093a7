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
from core.params import Params, count

PART = 1e9  # weights times tokens, of which the engine is done in some 30 ms: nobody waits for longer


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

    Measured on `examples` by teacher forcing, without smoothing: a pass a head, in parts that are soon over.
    `go_on` may be called again and again, so that whoever measures can do something else in between.
    """

    def __init__(self, ctx: Context, params: Params, examples: Sequence[Example], part: float = PART):
        self._ctx, self._params = ctx, params
        self._parts = _parts(examples, part / count(ctx.config))
        self._tokens = sum(len(example.tgt_ids) for example in examples)
        self._paths = attentions(ctx.config)
        self._losses: list[float] = []  # the normal one, then head by head in the order of the paths
        self._sum, self._next = 0.0, 0  # of the pass that is under way: nats, and the part that comes next

    @property
    def num_heads(self) -> int:
        """Of all layers."""
        return len(self._paths) * self._ctx.config.num_heads

    @property
    def num_measured(self) -> int:
        return max(len(self._losses) - 1, 0)

    @property
    def is_done(self) -> bool:
        return self.num_measured == self.num_heads

    def go_on(self, pause: Stop = never) -> None:
        """Measures on until all is known or, asked after each part, `pause()`."""
        while not self.is_done:
            self._measure_part()
            if pause():
                return

    def costs(self) -> dict[str, np.ndarray]:
        """sub-layer -> [H]; once it is done."""
        by_path = np.array(self._losses[1:]).reshape(len(self._paths), -1) - self._losses[0]
        return dict(zip(self._paths, by_path, strict=True))

    def _measure_part(self) -> None:
        edits = None
        if self._losses:
            path, head = divmod(len(self._losses) - 1, self._ctx.config.num_heads)
            edits = Edits(heads={(self._paths[path], head): 0.0})
        ctx, examples = replace(self._ctx, edits=edits), self._parts[self._next]
        batch = {name: ctx.ops.asarray(array) for name, array in collate(examples, ctx.config).items()}
        mean = float(ctx.ops.to_host(transformer.loss(ctx, self._params, batch, 0.0)))
        self._sum += mean * sum(len(example.tgt_ids) for example in examples)
        self._next += 1
        if self._next == len(self._parts):
            self._losses.append(self._sum / self._tokens)
            self._sum, self._next = 0.0, 0


def _parts(examples: Sequence[Example], most: float) -> list[list[Example]]:
    """Of at most so many tokens each, or of one example."""
    parts, room = [], 0.0
    for example in examples:
        tokens = len(example.src_ids) + len(example.tgt_ids)
        if not parts or tokens > room:
            parts.append([])
            room = most
        parts[-1].append(example)
        room -= tokens
    return parts
