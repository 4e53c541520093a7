"""The encoder: a stack of self-attention and feed-forward blocks."""

from __future__ import annotations

from backends.base import Array
from core.context import Context
from core.model.attention import attend, keys_values
from core.model.feed_forward import feed_forward
from core.model.residual import layer_norm, residual
from core.params import Params


def encoder(ctx: Context, params: Params, x: Array, mask: Array) -> Array:
    """x [B,S,D], mask [B,1,1,S] -> memory [B,S,D]."""
    for index in range(ctx.config.num_encoder_layers):
        x = encoder_layer(ctx.at(f"layers.{index}"), params["layers"][str(index)], x, mask)
    memory = layer_norm(ctx, params["norm"], x) if ctx.config.norm_first else x
    ctx.note("output", memory)
    return memory


def encoder_layer(ctx: Context, params: Params, x: Array, mask: Array) -> Array:
    """[B,S,D] -> [B,S,D]."""

    def self_attn(x: Array) -> Array:
        at = ctx.at("self_attn")
        return attend(at, params["self_attn"], x, *keys_values(at, params["self_attn"], x), mask)

    def ffn(x: Array) -> Array:
        return feed_forward(ctx.at("ffn"), params["ffn"], x)

    x = residual(ctx.at("self_attn"), params["self_attn_norm"], x, self_attn)
    return residual(ctx.at("ffn"), params["ffn_norm"], x, ffn)
