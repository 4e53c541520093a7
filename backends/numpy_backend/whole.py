"""The encoder and the decoder as one operation each, with the weights laid out for it. Inference only."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import ModuleType

import numpy as np

from backends.numpy_backend.kernels import NO_MASK
from backends.numpy_backend.packed import PackedMatrix
from backends.numpy_backend.parallel import Workers, is_worker

GROWTH = 16  # positions added at a time when a cache is full
LONGEST = 64  # source positions; with more, BLAS makes up for what the general encoder copies
# Rows a share: with fewer, two threads get more done inside one call than side by side. In shares, 500
# sentences in large batches took 0.81 of the time, and 64 rows of a d_model of 256 took 0.97, 0.84 beside a
# busy program (2 AVX2 cores): the search in Python runs beside the other share's products, and nobody waits
# at the end of a stage.
LEAST = 16
LARGEST = 1 << 26  # bytes of weights: what no cache holds is better read once than once a share


_ENCODER = (("self_attn", "qkv_proj"), ("self_attn", "out_proj"), ("ffn", "fc1"), ("ffn", "fc2"))
_DECODER = (("self_attn", "qkv_proj"), ("self_attn", "out_proj"), ("cross_attn", "q_proj"),
            ("cross_attn", "out_proj"), ("ffn", "fc1"), ("ffn", "fc2"))


class _Stack:
    """The layers of one side: matrices one behind the other, biases and norms as tables."""

    def __init__(self, params: dict, projections: tuple, norms: tuple[str, ...]):
        layers = [params["layers"][str(index)] for index in range(len(params["layers"]))]
        packed = [[layer[part][name]["weight"] for part, name in projections] for layer in layers]
        sizes = [matrix.strips.size for row in packed for matrix in row]
        ends = np.cumsum(sizes)
        self.matrices = np.empty(ends[-1], packed[0][0].strips.dtype)
        self.starts = (ends - sizes).reshape(len(layers), len(projections))
        for row, places in zip(packed, self.starts, strict=True):
            for matrix, start in zip(row, places, strict=True):
                matrix.move_to(self.matrices[start: start + matrix.strips.size])
        self.biases = np.stack([np.concatenate([layer[part][name]["bias"] for part, name in projections])
                                for layer in layers])
        found = [layer[name] for layer in layers for name in norms]
        found += [params["norm"]] if "norm" in params else []
        self.norms = np.stack([np.stack([norm["weight"], norm["bias"]]) for norm in found])


class WholeModel:
    """See `backends.base.WholeModel`."""

    def __init__(self, params: dict, num_heads: int, activation: int, norm_first: bool, norm_eps: float,
                 layers: ModuleType, workers: Workers):
        self._layers, self._workers = layers, workers
        self._settings = num_heads, activation, norm_first, np.float32(norm_eps)
        self._encoder = _Stack(params["encoder"], _ENCODER, ("self_attn_norm", "ffn_norm"))
        self._decoder = _Stack(params["decoder"], _DECODER, ("self_attn_norm", "cross_attn_norm", "ffn_norm"))
        self._bytes = self._decoder.matrices.nbytes + self._encoder.matrices.nbytes

    def encode(self, x: np.ndarray, mask: np.ndarray) -> np.ndarray | None:
        batch, length, size = x.shape
        if length > LONGEST:
            return None
        side, rows = self._encoder, batch * length
        d_ff = side.biases.shape[1] - 5 * size
        scratch = np.zeros(rows * (6 * size + d_ff), np.float32)
        counters = self._counters(len(side.starts) * self._layers.ENCODER_STAGES + 1)
        arguments = (x.reshape(rows, size).copy(), side.matrices, side.starts, side.biases, side.norms,
                     *self._settings, mask.reshape(batch, length), scratch, counters)
        self._workers.together(self._layers.encoder, arguments)
        return scratch[:rows * size].reshape(batch, length, size)

    def start(
        self, crosses: Sequence[tuple[np.ndarray, np.ndarray]], mask: np.ndarray | None
    ) -> DecoderCache:
        # In order, whatever that of the parts: it is read for each token, and compiled code is made for one.
        keys, values = (np.ascontiguousarray(np.concatenate(arrays, axis=1))
                        for arrays in zip(*crosses, strict=True))
        return DecoderCache.empty(keys, values, NO_MASK if mask is None else mask.reshape(len(keys), -1))

    def decode(self, x: np.ndarray, cache: DecoderCache, table: PackedMatrix, bias: np.ndarray | None):
        side, (batch, size) = self._decoder, x.shape
        d_ff = side.biases.shape[1] - 7 * size
        cache = cache.extended(size // self._settings[0])
        logits = np.empty((batch, table.strips.shape[0] * table.strips.shape[2]), np.float32)
        arguments = (
            np.array(x, np.float32, order="C"), side.matrices, side.starts, side.biases, side.norms,
            *self._settings, cache.keys, cache.values, cache.origin, cache.length - 1, cache.cross_keys,
            cache.cross_values, cache.source_of, cache.mask, table.strips,
            self._layers.NO_BIAS if bias is None else bias, logits,
            np.zeros(batch * (6 * size + d_ff), np.float32),
            self._counters(len(side.starts) * self._layers.DECODER_STAGES + 2))
        self._workers.together(self._layers.decoder, arguments)
        return logits[:, :table.shape[0]], cache

    def shares(self, rows: int) -> int:
        if is_worker() or self._bytes > LARGEST or not self._layers.decoder.signatures:
            return 1
        return max(1, min(self._workers.count, rows // LEAST))

    def side_by_side(self, search: Callable, shares: Sequence) -> list:
        return self._workers.map(search, shares)

    def _counters(self, stages: int) -> np.ndarray:
        return np.zeros(stages * self._layers.STAGE, np.int64)


class DecoderCache:
    """The keys and values of all layers, and of which rows they are.

    A beam that shuffles its hypotheses copies nothing: `origin` [B,capacity] says in which row of the
    buffers the key of each position stands, `source_of` [B] which sentence's memory a row reads. As with
    `NumpyKVCache` the newest cache writes behind what older ones see, and an older one copies first.
    """

    __slots__ = ("_used", "cross_keys", "cross_values", "keys", "length", "mask", "origin", "source_of",
                 "values")

    def __init__(self, keys, values, used: list[int], origin, length: int, cross, source_of, mask):
        self.keys, self.values, self._used = keys, values, used
        self.origin, self.length = origin, length
        (self.cross_keys, self.cross_values), self.source_of, self.mask = cross, source_of, mask

    @classmethod
    def empty(cls, cross_keys: np.ndarray, cross_values: np.ndarray, mask: np.ndarray) -> DecoderCache:
        batch, heads, _, d_head = cross_keys.shape
        nothing = np.empty((batch, heads, 0, d_head), np.float32)
        return cls(nothing, nothing, [0], np.empty((batch, 0), np.int32), 0, (cross_keys, cross_values),
                   np.arange(batch, dtype=np.int32), mask)

    @property
    def batch_size(self) -> int:
        return len(self.source_of)

    def extended(self, d_head: int) -> DecoderCache:
        """One position longer, which is still to be written."""
        batch, length, cache = len(self.source_of), self.length, self
        free = self._used[0] == length and length < self.keys.shape[2] and batch <= len(self.keys)
        if not free:
            cache = self._copied(d_head)
        cache._used[0] = length + 1
        cache.origin[:, length] = np.arange(batch, dtype=np.int32)
        return cache._with(origin=cache.origin, length=length + 1)

    def reorder(self, rows: Sequence[int]) -> DecoderCache:
        index = np.asarray(rows, np.intp)
        return self._with(origin=self.origin[index], source_of=self.source_of[index])

    def _copied(self, d_head: int) -> DecoderCache:
        """In buffers of its own, with room for more, row b of the buffers that of the batch."""
        batch, length = len(self.source_of), self.length
        capacity = max(length + GROWTH, 2 * length)
        shape = batch, self.cross_keys.shape[1], capacity, d_head
        grown = []
        for old in (self.keys, self.values):
            new = np.empty(shape, np.float32)
            positions = np.arange(length)
            # [B,length] rows and positions choose [B,length,L H,d_head].
            new[:, :, :length] = old[self.origin[:, :length], :, positions].swapaxes(1, 2)
            grown.append(new)
        origin = np.empty((batch, capacity), np.int32)
        origin[:, :length] = np.arange(batch, dtype=np.int32)[:, None]
        return DecoderCache(*grown, [length], origin, length, (self.cross_keys, self.cross_values),
                            self.source_of, self.mask)

    def _with(self, origin, length=None, source_of=None) -> DecoderCache:
        return DecoderCache(
            self.keys, self.values, self._used, origin, self.length if length is None else length,
            (self.cross_keys, self.cross_values), self.source_of if source_of is None else source_of,
            self.mask)
