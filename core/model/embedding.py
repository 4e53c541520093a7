"""Token embedding plus position (Vaswani et al. 2017, sec. 3.4 and 3.5)."""

from __future__ import annotations

import math

from backends.base import Array
from core.context import Context
from core.params import Params


def embed(ctx: Context, params: Params, ids: Array, first_position: int = 0) -> Array:
    """ids [B,T] -> sqrt(d_model) table[ids] + positions [B,T,D]; unscaled where the model is.

    `first_position` is the position of ids[:, 0]: a cached decoding embeds one token at a time.
    A packed batch gives its rows [N,D].
    """
    ops = ctx.ops
    if ctx.packed is not None:
        ids = ops.pack(ids, ctx.packed.index)
        indices = ctx.packed.positions
    else:
        indices = ops.arange(first_position, first_position + ids.shape[1])
    tokens = ops.embedding(params["weight"], ids)
    if ctx.config.scale_embedding:
        tokens = ops.scale(tokens, math.sqrt(ctx.config.d_model))
    positions = ops.take(ctx.positions, indices, axis=0)  # [T,D] or [N,D]
    ctx.note("tokens", tokens)
    ctx.note("positions", positions)
    x = tokens + positions
    ctx.note("output", x)
    return ctx.dropout(x)
