"""Multi-head attention (Vaswani et al. 2017, sec. 3.2.2)."""

from __future__ import annotations

from backends.base import Array
from core.context import Context
from core.params import Params


def keys_values(ctx: Context, params: Params, x: Array) -> tuple[Array, Array]:
    """What is attended: x [B,S,D] -> k, v [B,H,S,d_head]."""
    return _heads(ctx, params["k_proj"], x), _heads(ctx, params["v_proj"], x)


def attend(ctx: Context, params: Params, x: Array, k: Array, v: Array, mask: Array | None) -> Array:
    """Who attends: x [B,T,D] over k, v [B,H,S,d_head] -> [B,T,D].

    Where it is recorded the explicit path runs, which hands over scores and weights.
    """
    ops = ctx.ops
    q = _heads(ctx, params["q_proj"], x)
    if ctx.edits is not None:
        mask = _edited(ctx, mask, q.shape[2], k.shape[2])
    if ctx.record is None:
        heads = ops.attention(q, k, v, mask)
    else:
        heads, scores, weights = ops.attention_with_weights(q, k, v, mask)
        for name, array in (("q", q), ("k", k), ("v", v), ("scores", scores), ("weights", weights)):
            ctx.note(name, array)
        if mask is not None:
            ctx.note("mask", mask)
    if ctx.edits is not None:
        heads = ctx.edits.scaled_heads(ops, ctx.path, heads)
    ctx.note("heads", heads)
    merged = ops.merge_heads(heads)  # [B,T,D]
    ctx.note("merged", merged)
    if ctx.packed is not None:
        merged = ops.pack(merged, ctx.packed.index)
    return _project(ctx, params["out_proj"], merged)


def _edited(ctx: Context, mask: Array | None, num_queries: int, num_keys: int) -> Array | None:
    if not ctx.edits.touches_mask(ctx.path):
        return mask
    host = None if mask is None else ctx.ops.to_host(mask)
    edited = ctx.edits.masked(ctx.path, host, num_queries, num_keys)
    return None if edited is None else ctx.ops.asarray(edited)


def _heads(ctx: Context, params: Params, x: Array) -> Array:
    """x [B,T,D], or its packed rows, -> [B,H,T,d_head]."""
    projected = _project(ctx, params, x)
    if ctx.packed is not None:
        projected = ctx.ops.unpack(projected, ctx.packed.index, ctx.packed.batch, ctx.packed.length)
    return ctx.ops.split_heads(projected, ctx.config.num_heads)


def _project(ctx: Context, params: Params, x: Array) -> Array:
    return ctx.ops.linear(x, params["weight"], params["bias"])
