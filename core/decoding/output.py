"""What a decoding chooses among."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from backends.base import Array
from core.context import Context
from core.params import Params, output_projection


@dataclass(frozen=True)
class Output:
    """The output projection and what is never produced, for the V tokens of `ids`; None means all, in order.

    weight [V,D], bias [V] or None, bans [V] and left_out [V] or None, as `Context` has them.
    """

    weight: Array
    bias: Array | None
    bans: Array
    left_out: Array | None
    ids: Sequence[int] | None = None

    @classmethod
    def of(cls, ctx: Context, params: Params, ids: Sequence[int] | None = None) -> Output:
        """The model's own, or its rows of a shortlist."""
        weight, bias = output_projection(params)
        if ids is None:
            return cls(weight, bias, ctx.bans, ctx.left_out)
        ops, index = ctx.ops, ctx.ops.asarray(list(ids))
        bias, bans, left_out = (None if vector is None else ops.take(vector, index, axis=0)
                                for vector in (bias, ctx.bans, ctx.left_out))
        return cls(ops.rows_for_decoding(weight, index), bias, bans, left_out, ids)

    def best(self, ctx: Context, logits: Array, k: int) -> tuple[list[list[float]], list[list[int]]]:
        """logits [B,V] -> for each row the log-probabilities and ids of the k best tokens, best first."""
        ops = ctx.ops
        normalized = logits if self.left_out is None else logits + self.left_out
        values, places = ops.top_log_probs(normalized, self.bans, min(k, self.bans.shape[0]))
        values, places = ops.to_host(values).tolist(), ops.to_host(places).tolist()
        if self.ids is None:
            return values, places
        return values, [[self.ids[place] for place in row] for row in places]
