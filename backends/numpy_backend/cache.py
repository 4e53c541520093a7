"""The KV cache: values that share one growing buffer, as slices of a growing array do."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

GROWTH = 16  # positions added at a time when the buffer is full


class _Buffer:
    """Keys and values [B,H,capacity,d_head]; `used` positions belong to some cache."""

    __slots__ = ("k", "used", "v")

    def __init__(self, k: np.ndarray, v: np.ndarray, used: int):
        self.k, self.v, self.used = k, v, used


class NumpyKVCache:
    """See `backends.base.KVCache`.

    The newest cache appends in place, beyond what older ones can see. An older one, whose next
    position is taken, copies first: so a branch costs one copy and a straight decode none.
    """

    __slots__ = ("_buffer", "length")

    def __init__(self, buffer: _Buffer | None = None, length: int = 0):
        self._buffer = buffer
        self.length = length

    @classmethod
    def holding(cls, k: np.ndarray, v: np.ndarray) -> NumpyKVCache:
        return cls(_Buffer(np.ascontiguousarray(k), np.ascontiguousarray(v), k.shape[2]), k.shape[2])

    def extended(self, like: np.ndarray) -> NumpyKVCache:
        """One position longer, which is still to be written; `like` [B,H,1,d_head] tells the shape."""
        buffer = self._writable(like, like, self.length + 1)
        buffer.used = self.length + 1
        return NumpyKVCache(buffer, self.length + 1)

    def append(self, k: np.ndarray, v: np.ndarray) -> NumpyKVCache:
        new_length = self.length + k.shape[2]
        buffer = self._writable(k, v, new_length)
        buffer.k[:, :, self.length:new_length] = k
        buffer.v[:, :, self.length:new_length] = v
        buffer.used = new_length
        return NumpyKVCache(buffer, new_length)

    def _writable(self, k: np.ndarray, v: np.ndarray, new_length: int) -> _Buffer:
        buffer = self._buffer
        if buffer is not None and buffer.used == self.length and new_length <= buffer.k.shape[2]:
            return buffer
        capacity = max(new_length + GROWTH, self.length * 2)
        shape = (k.shape[0], k.shape[1], capacity, k.shape[3])
        grown = _Buffer(np.empty(shape, k.dtype), np.empty(shape, v.dtype), 0)
        if self.length:
            grown.k[:, :, :self.length], grown.v[:, :, :self.length] = self.keys_values()
        return grown

    def keys_values(self) -> tuple[np.ndarray, np.ndarray]:
        return self._buffer.k[:, :, :self.length], self._buffer.v[:, :, :self.length]

    def buffers(self) -> tuple[np.ndarray, np.ndarray]:
        """Keys and values with what is still free behind them: [B,H,capacity,d_head], contiguous."""
        return self._buffer.k, self._buffer.v

    def reorder(self, rows: Sequence[int]) -> NumpyKVCache:
        if self._buffer is None or list(rows) == list(range(len(self._buffer.k))):
            return self
        index = np.asarray(rows, np.intp)
        # With what is free: the next position then goes where it is, and nothing is copied again.
        return NumpyKVCache(_Buffer(self._buffer.k[index], self._buffer.v[index], self.length), self.length)
