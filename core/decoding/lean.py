"""The model in use, with nothing recorded: the same sums in a third of the calls.

At d_model 256 a token's arithmetic takes less than a millisecond, and the forty operations a layer that the
model is written in twice that for being called. Here query, key and value are one product, what lies between
two products is one operation, and an engine may take over the whole encoder and decoder.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from backends.base import Array, Backend, KVCache
from core.context import Context
from core.model import transformer
from core.model.decoder import KeysValues
from core.model.embedding import embed
from core.model.encoder import encoder_layer
from core.model.residual import layer_norm
from core.params import Params, map_params, source_table

LARGE_BYTES = 1 << 26  # of parameters, from where a model is not held in two layouts
_QKV = ("q_proj", "k_proj", "v_proj")


def prepared(ctx: Context, params: Params) -> Params:
    """The parameters laid out for decoding, in arrays of their own where the engine makes other ones."""
    return lay_out(ctx, map_params(lambda array: array, params))


def lay_out(ctx: Context, params: Params) -> Params:
    """Lays them out in place, array by array, so that a large model is not held in two layouts at once.

    Each self-attention has its `qkv_proj` [3D,D] besides, of which the three are then parts. -> the same
    with `whole`, the engine's WholeModel where it has one. Gradients are not for these; all else is. What
    has been laid out before can be again, after the engine's `warm_up`.
    """
    config, ops = ctx.config, ctx.ops
    sides = [params[side] for side in ("encoder", "decoder")]
    attentions = [layer["self_attn"] for side in sides for layer in side["layers"].values()]
    for name, table in params.items():  # the largest arrays first, while nothing is joined yet
        if name not in ("encoder", "decoder"):
            _replace(ops, table)
    for side in sides:
        for layer in side["layers"].values():
            _join(ctx, layer["self_attn"])
        _replace(ops, side)
    whole = ops.whole_model(params, config.num_heads, config.activation, config.norm_first, config.norm_eps)
    for attention in attentions:  # last, for the whole model has moved what they are parts of
        _take_apart(ops, attention)
    return params if whole is None else {**params, "whole": whole}


def while_loading(ops: Backend, num_bytes: int) -> Callable[[str, Array], Array]:
    """What a reader of models (of `num_bytes` as float32) does with each array, by its dotted name, as soon
    as it is read: one that is laid out in place is then never held whole as it was."""
    if not is_in_place(ops, num_bytes):
        return lambda name, array: array
    joined = tuple(f".self_attn.{part}.weight" for part in _QKV)  # only from what they are as read
    return lambda name, array: array if name.endswith(joined) else ops.for_decoding(array)


def is_in_place(ops: Backend, num_bytes: int) -> bool:
    """Whether parameters of so many bytes are laid out in place; they are for inference alone then."""
    return ops.lays_out and (ops.saves_memory or num_bytes >= LARGE_BYTES)


def _join(ctx: Context, params: Params) -> None:
    if "qkv_proj" not in params:
        params["qkv_proj"] = {part: ctx.ops.concat([params[name][part] for name in _QKV], axis=0)
                              for part in ("weight", "bias")}
    for name in _QKV:
        params[name] = {"bias": params[name]["bias"]}


def _take_apart(ops: Backend, params: Params) -> None:
    joined = params["qkv_proj"]["weight"]
    size = joined.shape[0] // len(_QKV)
    for index, name in enumerate(_QKV):
        params[name]["weight"] = ops.rows_for_decoding(joined, slice(index * size, (index + 1) * size))


def _replace(ops: Backend, tree: Params) -> None:
    for name, child in tree.items():
        if isinstance(child, dict):
            _replace(ops, child)
        else:
            tree[name] = ops.for_decoding(child)


def applies(ctx: Context, params: Params) -> bool:
    """Whether this way may be taken: prepared parameters, and nobody who looks or changes anything."""
    plain = ctx.record is None and ctx.edits is None and ctx.key is None
    return plain and "qkv_proj" in params["decoder"]["layers"]["0"]["self_attn"]


def encode(ctx: Context, params: Params, src_ids: Array, src_mask: Array) -> Array:
    """As `transformer.encode`: src_ids [B,S], src_mask [B,1,1,S] -> memory [B,S,D]."""
    if not applies(ctx, params):
        return transformer.encode(ctx, params, src_ids, src_mask)
    config, encoder = ctx.config, params["encoder"]
    x = embed(ctx, source_table(params), src_ids)
    memory = params["whole"].encode(x, src_mask) if "whole" in params else None
    if memory is not None:
        return memory
    for index in range(config.num_encoder_layers):
        x = encoder_layer(ctx, encoder["layers"][str(index)], x, src_mask)
    return layer_norm(ctx, encoder["norm"], x) if config.norm_first else x


def decode_one(
    ctx: Context, params: Params, x: Array, layers: list[tuple[KeysValues, KVCache]],
    memory_mask: Array | None, looks: dict[int, Array] | None = None,
) -> tuple[Array, list[KVCache]]:
    """x [B,D] -> (hidden [B,D], the caches one position longer); memory_mask [B,1,1,S] or None for no PAD.

    Of each layer whose number is in `looks` the cross-attention's weights [B,H,1,S] are put there.
    """
    caches = []
    for index, (cross, cache) in enumerate(layers):
        x, cache = _layer(ctx, params["layers"][str(index)], x, cross, cache, memory_mask, looks, index)
        caches.append(cache)
    return (layer_norm(ctx, params["norm"], x) if ctx.config.norm_first else x), caches


def _layer(
    ctx: Context, params: Params, x: Array, cross: KeysValues, cache: KVCache, memory_mask: Array | None,
    looks: dict[int, Array] | None, index: int,
) -> tuple[Array, KVCache]:
    ops, num_heads, norm_first = ctx.ops, ctx.config.num_heads, ctx.config.norm_first

    def self_attn(x: Array) -> Array:
        nonlocal cache
        heads, cache = ops.attend_cached(_linear(ops, params["self_attn"]["qkv_proj"], x), cache, num_heads)
        return _linear(ops, params["self_attn"]["out_proj"], heads)

    def cross_attn(x: Array) -> Array:
        q = _linear(ops, params["cross_attn"]["q_proj"], x)
        if looks is not None and index in looks:
            _, _, looks[index] = ops.attention_with_weights(
                ops.split_heads(q[:, None], num_heads), *cross, memory_mask)
        return _linear(ops, params["cross_attn"]["out_proj"], ops.attend_memory(q, *cross, memory_mask))

    def ffn(x: Array) -> Array:
        hidden = getattr(ops, ctx.config.activation)(_linear(ops, params["ffn"]["fc1"], x))
        return _linear(ops, params["ffn"]["fc2"], hidden)

    for name, sublayer in (("self_attn_norm", self_attn), ("cross_attn_norm", cross_attn), ("ffn_norm", ffn)):
        norm = params[name]
        if norm_first:
            x = x + sublayer(layer_norm(ctx, norm, x))
        else:
            x = ops.add_norm(x, sublayer(x), norm["weight"], norm["bias"], ctx.config.norm_eps)
    return x, cache


def _linear(ops: Any, params: Params, x: Array) -> Array:
    return ops.linear(x, params["weight"], params["bias"])
