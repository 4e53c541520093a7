"""What every layer function gets first: the engine, the configuration, and where it stands.

    ctx = Context.of(ops, config)
    ctx.at("decoder.layers.2.cross_attn").note("weights", weights)

Tracing costs nothing when off: with `record` None, `note` is a comparison and attention stays fused.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from typing import Any

from backends.base import Array, Backend, Key
from core.config import ModelConfig
from core.edits import Edits
from core.sinusoid import sinusoidal_table

SMALL = 1 << 30  # multiplications
_FAR_BELOW = -1e9  # a logit of no probability at all


@dataclass(frozen=True)
class Packed:
    """A batch without its PAD: rows [N,D] for the N real tokens of a rectangle [batch,length].

    Only attention needs the rectangle; all else works on each position alone.
    """

    index: Array  # [N], where the rows stand in the flattened rectangle
    positions: Array  # [N], each one's position in its own sequence
    batch: int
    length: int

    @classmethod
    def of(cls, ops: Backend, ids: Array, pad_id: int) -> Packed | None:
        """For ids [B,T]; None where the engine computes rectangles."""
        index = ops.real_tokens(ids, pad_id)
        if index is None:
            return None
        batch, length = ids.shape
        return cls(index, index % length, batch, length)


@dataclass(frozen=True)
class Context:
    """Passed down and narrowed on the way; never changed.

    packed  what x stands for where it is rows [N,D] rather than [B,T,D], or None
    record  called with (dotted name, array) for what passes by, or None
    key     where dropout draws from; None in inference: no dropout
    edits   what the lab has changed in this pass; None: nothing
    path    the dotted name of the block that runs
    """

    ops: Backend
    config: ModelConfig
    positions: Array  # [max_len, d_model]
    left_out: Array | None  # [V], far below 0 for the same, where the model renormalizes
    bans: Array  # [V], -inf for what is never produced (as a rule PAD, BOS and UNK), and 0 for all else
    packed: Packed | None = None
    record: Callable[[str, Any], None] | None = None
    key: Key | None = None
    edits: Edits | None = None
    path: str = ""

    @classmethod
    def of(cls, ops: Backend, config: ModelConfig, **kwargs) -> Context:
        positions = ops.asarray(sinusoidal_table(config.max_len, config.d_model, config.positions))
        never = set(config.banned)
        bans = ops.asarray([-math.inf if token_id in never else 0.0 for token_id in range(config.vocab_size)])
        left_out = None
        if config.renormalize:  # finite, so that what is recorded is
            left_out = ops.asarray([_FAR_BELOW if token_id in never else 0.0
                                    for token_id in range(config.vocab_size)])
        return cls(ops, config, positions, left_out, bans, **kwargs)

    def engine_for(self, num_positions: int) -> AbstractContextManager:
        """In which passes over so many positions run: by one thread, where even the largest product takes it
        some hundredths of a second or less."""
        largest = num_positions * self.config.d_model * max(self.config.vocab_size, self.config.d_ff)
        return self.ops.small_products() if largest <= SMALL else nullcontext()

    def at(self, name: str) -> Context:
        """The context of a block inside this one."""
        if self.record is None and self.key is None and self.edits is None:
            return self  # nobody will ask where this is, and fifty copies a token are a tenth of its time
        return replace(self, path=f"{self.path}.{name}" if self.path else name)

    def packing(self, packed: Packed | None) -> Context:
        return replace(self, packed=packed)

    def training(self, key: Key) -> Context:
        return replace(self, key=key)

    def recording(self, record: Callable[[str, Any], None] | None) -> Context:
        return replace(self, record=record)

    def note(self, name: str, array: Array) -> None:
        """Hands an array to the recorder, if there is one."""
        if self.record is not None:
            self.record(f"{self.path}.{name}", array)

    def dropout(self, x: Array) -> Array:
        """Dropout at this place; its key follows from the path, so no order of calls matters."""
        if self.key is None or self.config.dropout == 0:
            return x
        key = self.ops.fold_key(self.key, zlib.crc32(self.path.encode()))
        return self.ops.dropout(x, self.config.dropout, key)
