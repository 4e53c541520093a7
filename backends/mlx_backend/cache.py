"""The KV cache as a value: sealed blocks that caches share, and an open one at the end."""

from __future__ import annotations

from collections.abc import Sequence

import mlx.core as mx
import numpy as np

BLOCK = 32  # positions after which the open block is sealed

KeysValues = tuple[mx.array, mx.array]


def _joined(blocks: Sequence[KeysValues]) -> KeysValues:
    if len(blocks) == 1:
        return blocks[0]
    return tuple(mx.concatenate(arrays, axis=2) for arrays in zip(*blocks, strict=True))


class MlxKVCache:
    """See `backends.base.KVCache`.

    MLX arrays never change, so an older cache is right for nothing. Appending copies only the open
    block: a session that keeps the cache of each of T steps holds O(T) positions, where joining the
    whole each time would hold O(T^2).
    """

    __slots__ = ("_blocks", "length")

    def __init__(self, blocks: tuple[KeysValues, ...] = ()):
        self._blocks = blocks
        self.length = sum(k.shape[2] for k, _ in blocks)

    def append(self, k: mx.array, v: mx.array) -> MlxKVCache:
        if not self._blocks or self._blocks[-1][0].shape[2] >= BLOCK:
            return MlxKVCache((*self._blocks, (k, v)))
        *sealed, open_block = self._blocks
        return MlxKVCache((*sealed, _joined([open_block, (k, v)])))

    def keys_values(self) -> KeysValues:
        return _joined(self._blocks)

    def reorder(self, rows: Sequence[int]) -> MlxKVCache:
        if not self._blocks:
            return self
        index = mx.array(np.array(rows, np.int32))
        return MlxKVCache(tuple((k[index], v[index]) for k, v in self._blocks))
