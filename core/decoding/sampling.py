"""Sampling: temperature, top-k and top-p (nucleus; Holtzman et al. 2020), each step visible."""

from __future__ import annotations

import math
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from backends.base import Array
from core.config import DecodeConfig
from core.context import Context
from core.decoding import hypothesis
from core.decoding.hypothesis import allowed


@dataclass(frozen=True)
class Distribution:
    """What one position is drawn from, most probable first (host arrays).

    token_ids, probs [V]; `kept` of them may be drawn, with `cumulative` [kept] not renormalised.
    """

    token_ids: Any
    probs: Any
    kept: int
    cumulative: Any

    def draw(self, uniform: float) -> int:
        """The token at a uniform number in [0, 1) of the kept mass."""
        threshold = uniform * float(self.cumulative[-1])
        index = int((self.cumulative <= threshold).sum())
        return int(self.token_ids[min(index, self.kept - 1)])


def distribution(ctx: Context, log_probs: Array, config: DecodeConfig) -> list[Distribution]:
    """log_probs [B,V] (-inf: banned) -> one Distribution a row."""
    ops = ctx.ops
    scaled = ops.log_softmax(ops.scale(log_probs, 1 / config.temperature))
    values, ids = ops.top_k(scaled, ctx.config.vocab_size)
    values, ids = ops.to_host(values), ops.to_host(ids)
    rows = []
    for row_values, row_ids in zip(values, ids, strict=True):
        probs = math.e ** row_values.astype("float64")
        cumulative = probs.cumsum()
        kept = int((probs > 0).sum())
        if config.top_k:
            kept = min(kept, config.top_k)
        # The smallest set whose mass reaches top_p: a token stays while the mass before it is less.
        kept = min(kept, max(1, int((cumulative - probs < config.top_p).sum())))
        rows.append(Distribution(row_ids, probs, kept, cumulative[:kept]))
    return rows


def sampler(
    ctx: Context, config: DecodeConfig, sources: Sequence[Sequence[int]]
) -> Callable[[Array, list[int], int], tuple[list[float], list[int]]]:
    """A chooser for `search`.

    A draw follows from the seed, the source itself and the position: what else is translated in the
    same batch makes no difference.
    """
    ops = ctx.ops
    root = ops.key(config.seed)
    keys = [ops.fold_key(root, zlib.crc32(repr(list(source)).encode())) for source in sources]

    def choose(logits: Array, live: list[int], position: int) -> tuple[list[float], list[int]]:
        log_probs = allowed(ctx, hypothesis.log_probs(ctx, logits))
        chosen = []
        for row, number in zip(distribution(ctx, log_probs, config), live, strict=True):
            uniform = ops.random_uniform([1], ops.fold_key(keys[number], position))
            chosen.append(row.draw(float(ops.to_host(uniform)[0])))
        host = ops.to_host(log_probs)
        return [float(row[token_id]) for row, token_id in zip(host, chosen, strict=True)], chosen

    return choose
