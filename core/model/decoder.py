"""The decoder: masked self-attention, cross-attention and feed-forward blocks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from backends.base import Array, KVCache
from core.context import Context
from core.model.attention import attend, keys_values
from core.model.feed_forward import feed_forward
from core.model.residual import layer_norm, residual
from core.params import Params

KeysValues = tuple[Array, Array]  # each [B,H,S,d_head]


@dataclass(frozen=True)
class Attended:
    """What one decoder layer looks at besides its input.

    cross   the memory's keys and values, computed once per source
    cache   keys and values of the positions already decoded; None when all positions run at once
    """

    cross: KeysValues
    cache: KVCache | None = None


def cross_keys_values(ctx: Context, params: Params, memory: Array) -> list[KeysValues]:
    """Every layer's keys and values of the memory [B,S,D]."""
    return [keys_values(ctx, params["layers"][str(index)]["cross_attn"], memory)
            for index in range(ctx.config.num_decoder_layers)]


def decoder(
    ctx: Context, params: Params, x: Array, layers: list[Attended],
    self_mask: Array | None, memory_mask: Array | None,
) -> tuple[Array, list[Any]]:
    """x [B,T,D] -> (hidden [B,T,D], each layer's cache after these positions).

    self_mask broadcastable to [B,H,T,T] (None: a cached step sees all it has), memory_mask [B,1,1,S].
    """
    caches = []
    for index, attended in enumerate(layers):
        x, cache = decoder_layer(ctx.at(f"layers.{index}"), params["layers"][str(index)], x, attended,
                                 self_mask, memory_mask)
        caches.append(cache)
    hidden = layer_norm(ctx, params["norm"], x) if ctx.config.norm_first else x
    ctx.note("output", hidden)
    return hidden, caches


def decoder_layer(
    ctx: Context, params: Params, x: Array, attended: Attended,
    self_mask: Array | None, memory_mask: Array | None,
) -> tuple[Array, KVCache | None]:
    """[B,T,D] -> ([B,T,D], cache)."""
    cache = attended.cache

    def self_attn(x: Array) -> Array:
        nonlocal cache
        at = ctx.at("self_attn")
        k, v = keys_values(at, params["self_attn"], x)
        if cache is not None:
            cache = cache.append(k, v)
            k, v = cache.keys_values()
        return attend(at, params["self_attn"], x, k, v, self_mask)

    def cross_attn(x: Array) -> Array:
        return attend(ctx.at("cross_attn"), params["cross_attn"], x, *attended.cross, memory_mask)

    def ffn(x: Array) -> Array:
        return feed_forward(ctx.at("ffn"), params["ffn"], x)

    x = residual(ctx.at("self_attn"), params["self_attn_norm"], x, self_attn)
    x = residual(ctx.at("cross_attn"), params["cross_attn_norm"], x, cross_attn)
    x = residual(ctx.at("ffn"), params["ffn_norm"], x, ffn)
    return x, cache
