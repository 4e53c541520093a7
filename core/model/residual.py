"""Add & Norm: how each sub-layer joins the residual stream."""

from __future__ import annotations

from collections.abc import Callable

from backends.base import Array
from core.context import Context
from core.params import Params


def residual(ctx: Context, norm: Params, x: Array, sublayer: Callable[[Array], Array]) -> Array:
    """norm(x + dropout(sublayer(x))) (Vaswani et al. 2017, sec. 3.1 and 5.4), or with `norm_first`
    x + dropout(sublayer(norm(x))) (Xiong et al. 2020)."""
    ctx.note("input", x)
    if ctx.config.norm_first:
        normed = layer_norm(ctx, norm, x)
        ctx.note("normed", normed)
        y = _join(ctx, x, sublayer(normed))
        ctx.note("residual", y)
        return y
    y = _join(ctx, x, sublayer(x))
    ctx.note("sum", y)
    y = layer_norm(ctx, norm, y)
    ctx.note("residual", y)
    return y


def _join(ctx: Context, x: Array, update: Array) -> Array:
    if ctx.edits is not None:
        x, update = ctx.edits.joined(ctx.ops, ctx.path, x, update)
    ctx.note("update", update)
    return x + ctx.dropout(update)


def layer_norm(ctx: Context, params: Params, x: Array) -> Array:
    return ctx.ops.layer_norm(x, params["weight"], params["bias"], ctx.config.norm_eps)
