"""Where a cached decoding stands, as a value: stepping gives a new state and leaves the old one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from backends.base import Array, DecoderCache, KVCache
from core.context import Context
from core.decoding import lean
from core.decoding.output import Output
from core.model.decoder import Attended, cross_keys_values, decoder
from core.model.embedding import embed
from core.params import Params


@dataclass(frozen=True)
class DecoderState:
    """After `position` target tokens: each layer's caches, and which memory positions are real."""

    layers: tuple[Attended, ...]
    src_mask: Array | None  # [B,1,1,S]
    position: int = 0

    @property
    def batch_size(self) -> int:
        return self.layers[0].cross[0].shape[0]

    def longer(self, caches: Sequence[KVCache]) -> DecoderState:
        """The state one token on."""
        layers = tuple(Attended(layer.cross, cache) for layer, cache in zip(self.layers, caches, strict=True))
        return DecoderState(layers, self.src_mask, self.position + 1)

    def reorder(
        self, ctx: Context, rows: Sequence[int], sources: Sequence[int] | None = None
    ) -> DecoderState:
        """The state whose batch row i continues this one's row rows[i].

        `sources` are the rows of the memory when they change too (a sentence has finished); a beam
        that only shuffles the hypotheses of each sentence leaves the memory's keys and values alone.
        """
        ops = ctx.ops
        layers = [replace(layer, cache=layer.cache.reorder(rows)) for layer in self.layers]
        if sources is None:
            return replace(self, layers=tuple(layers))
        index = ops.asarray(list(sources))
        layers = [replace(layer, cross=tuple(ops.take(x, index, axis=0) for x in layer.cross))
                  for layer in layers]
        mask = None if self.src_mask is None else ops.take(self.src_mask, index, axis=0)
        return replace(self, layers=tuple(layers), src_mask=mask)


@dataclass(frozen=True)
class WholeState:
    """The same, in the keeping of an engine's WholeModel."""

    cache: DecoderCache
    position: int = 0

    @property
    def batch_size(self) -> int:
        return self.cache.batch_size

    def reorder(self, ctx: Context, rows: Sequence[int], sources: Sequence[int] | None = None) -> WholeState:
        """As `DecoderState.reorder`; which memory a row reads goes with the row."""
        return replace(self, cache=self.cache.reorder(rows))


State = DecoderState | WholeState


def start(ctx: Context, params: Params, memory: Array, src_mask: Array | None) -> State:
    """Before the first target token: memory [B,S,D], src_mask [B,1,1,S] or None for no PAD."""
    if "whole" in params and lean.applies(ctx, params):
        crosses = cross_keys_values(ctx.at("decoder"), params["decoder"], memory)
        return WholeState(params["whole"].start(crosses, src_mask))
    crosses = [ctx.ops.kv_cache(*cross).keys_values()  # laid out to be read once a token
               for cross in cross_keys_values(ctx.at("decoder"), params["decoder"], memory)]
    return DecoderState(tuple(Attended(cross, ctx.ops.kv_cache()) for cross in crosses), src_mask)


def advance(
    ctx: Context, params: Params, state: State, token_ids: Sequence[int], output: Output | None = None,
    looks: dict[int, Array] | None = None,
) -> tuple[Array, State]:
    """Reads one more token in each row: B token ids -> (logits [B,V] of the output's tokens, state).

    `looks`: as `lean.decode_one` has it, for prepared parameters without `whole`.
    """
    output = output or Output.of(ctx, params)
    at = ctx.at("decoder")
    ids = ctx.ops.asarray([[token_id] for token_id in token_ids])  # [B,1]
    x = embed(at.at("embedding"), params["embedding"], ids, state.position)
    if isinstance(state, WholeState):
        logits, cache = params["whole"].decode(x[:, 0], state.cache, output.weight, output.bias)
        return logits, WholeState(cache, state.position + 1)
    if lean.applies(ctx, params):
        layers = [(layer.cross, layer.cache) for layer in state.layers]
        hidden, caches = lean.decode_one(ctx, params["decoder"], x[:, 0], layers, state.src_mask, looks)
        return ctx.ops.linear(hidden, output.weight, output.bias), state.longer(caches)
    hidden, caches = decoder(at, params["decoder"], x, list(state.layers), None, state.src_mask)
    last = ctx.ops.take(hidden, ctx.ops.asarray([0]), axis=1)  # [B,1,D]
    logits = ctx.ops.linear(last, output.weight, output.bias)[:, 0]
    return logits, state.longer(caches)
