"""The whole model: source and target ids in, loss or next-token logits out."""

from __future__ import annotations

from backends.base import Array
from core.context import Context, Packed
from core.masks import causal_mask
from core.model.decoder import Attended, KeysValues, cross_keys_values, decoder
from core.model.embedding import embed
from core.model.encoder import encoder
from core.params import Params, output_projection, source_table


def encode(ctx: Context, params: Params, src_ids: Array, src_mask: Array) -> Array:
    """src_ids [B,S], src_mask [B,1,1,S] -> memory [B,S,D]."""
    at = ctx.at("encoder")
    x = embed(at.at("embedding"), source_table(params), src_ids)
    return encoder(at, params["encoder"], x, src_mask)


def decode(ctx: Context, params: Params, tgt_in_ids: Array, memory: Array, src_mask: Array) -> Array:
    """All target positions at once: tgt_in_ids [B,T] (from BOS on) -> hidden [B,T,D]."""
    crosses = cross_keys_values(ctx.at("decoder"), params["decoder"], memory)
    return _decode(ctx, params, tgt_in_ids, crosses, src_mask)


def _decode(
    ctx: Context, params: Params, tgt_in_ids: Array, crosses: list[KeysValues], src_mask: Array
) -> Array:
    at = ctx.at("decoder")
    x = embed(at.at("embedding"), params["embedding"], tgt_in_ids)
    layers = [Attended(cross) for cross in crosses]
    mask = ctx.ops.asarray(causal_mask(tgt_in_ids.shape[1]))
    hidden, _ = decoder(at, params["decoder"], x, layers, mask, src_mask)
    return hidden


def logits(ctx: Context, params: Params, hidden: Array) -> Array:
    """hidden [N,D] -> [N,V], as a rule by the embedding table turned around (sec. 3.4)."""
    return ctx.ops.linear(hidden, *output_projection(params))


def forward(ctx: Context, params: Params, src_ids: Array, src_mask: Array, tgt_in_ids: Array) -> Array:
    """The full pass without a cache -> logits [B,T,V]."""
    memory = encode(ctx, params, src_ids, src_mask)
    return logits(ctx, params, decode(ctx, params, tgt_in_ids, memory, src_mask))


def loss(ctx: Context, params: Params, batch: dict[str, Array], label_smoothing: float,
         r_drop: float = 0.0) -> Array:
    """The weighted sum of the label-smoothed cross-entropy over a batch -> scalar.

    batch: src_ids [B,S], src_mask [B,1,1,S], tgt_in_ids and tgt_out_ids [B,T], token_weights [B,T]
    (0 at PAD; 1 / number of tokens elsewhere makes the sum the mean). With `r_drop` above 0 every sentence
    goes through twice, each time with its own dropout, and what the two say is drawn together by that weight.
    """
    ops, pad_id = ctx.ops, ctx.config.pad_id
    targets, weights = batch["tgt_out_ids"], batch["token_weights"]
    tgt = Packed.of(ops, targets, pad_id)
    if not r_drop:
        hidden = _hidden(ctx, params, batch, tgt)
    else:
        twice = {name: ops.concat([batch[name]] * 2, axis=0)
                 for name in ("src_ids", "src_mask", "tgt_in_ids", "tgt_out_ids")}
        hidden = _hidden(ctx, params, twice, Packed.of(ops, twice["tgt_out_ids"], pad_id))
    if tgt is not None:
        targets, weights = ops.pack(targets, tgt.index), ops.pack(weights, tgt.index)
    projection = output_projection(params)
    if not r_drop:
        return ops.cross_entropy(hidden, *projection, targets, weights, label_smoothing)
    return ops.consistent_cross_entropy(hidden, *projection, targets, weights, label_smoothing, r_drop)


def _hidden(ctx: Context, params: Params, batch: dict[str, Array], tgt: Packed | None) -> Array:
    """The decoder's output where a batch has target tokens: [N,D] packed, or [B,T,D]."""
    src = Packed.of(ctx.ops, batch["src_ids"], ctx.config.pad_id)
    memory = encode(ctx.packing(src), params, batch["src_ids"], batch["src_mask"])
    crosses = cross_keys_values(ctx.packing(src).at("decoder"), params["decoder"], memory)
    return _decode(ctx.packing(tgt), params, batch["tgt_in_ids"], crosses, batch["src_mask"])
