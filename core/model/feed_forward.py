"""The position-wise feed-forward network (Vaswani et al. 2017, sec. 3.3)."""

from __future__ import annotations

from backends.base import Array
from core.context import Context
from core.params import Params


def feed_forward(ctx: Context, params: Params, x: Array) -> Array:
    """act(x W1^T + b1) W2^T + b2: [B,T,D] -> [B,T,F] -> [B,T,D]."""
    ops = ctx.ops
    activation = getattr(ops, ctx.config.activation)
    inner = ops.linear(x, params["fc1"]["weight"], params["fc1"]["bias"])
    ctx.note("inner", inner)
    hidden = activation(inner)
    ctx.note("hidden", hidden)
    return ops.linear(hidden, params["fc2"]["weight"], params["fc2"]["bias"])
