"""Weights of fewer bits for decoding, which on a GPU mostly waits for weights to be read."""

from __future__ import annotations

import mlx.core as mx

BITS = {"8bit": 8, "4bit": 4}
GROUPS = (64, 32)  # weights of a row that share a scale and an offset; MLX knows these sizes


class QuantisedMatrix:
    """A weight [O,I] as whole numbers of some bits, in place of the array. Inference only.

    In each group of a row a weight is scale * number + offset (`mx.quantize`, affine).
    """

    __slots__ = ("_bits", "_group", "_numbers", "_offsets", "_scales", "shape")

    def __init__(self, numbers: mx.array, scales: mx.array, offsets: mx.array, group: int, bits: int):
        self._numbers, self._scales, self._offsets = numbers, scales, offsets
        self._group, self._bits = group, bits
        self.shape = (numbers.shape[0], scales.shape[1] * group)

    @property
    def nbytes(self) -> int:
        return self._numbers.nbytes + self._scales.nbytes + self._offsets.nbytes

    def times(self, x: mx.array) -> mx.array:
        """x [N,I] -> x weight^T [N,O]."""
        return mx.quantized_matmul(x, self._numbers, self._scales, self._offsets, transpose=True,
                                   group_size=self._group, bits=self._bits)

    def taken(self, index: mx.array | slice) -> QuantisedMatrix:
        """Its rows at index [K], or in a slice, as they are."""
        return QuantisedMatrix(self._numbers[index], self._scales[index], self._offsets[index],
                               self._group, self._bits)

    def rows(self, index: mx.array) -> mx.array:
        """weight[index] as floats: index [N] -> [N,I]."""
        return mx.dequantize(self._numbers[index], self._scales[index], self._offsets[index],
                             group_size=self._group, bits=self._bits)


def quantised(array: mx.array, bits: int) -> mx.array | QuantisedMatrix:
    """A matrix in so many bits; vectors, and the rare matrix whose rows no group divides, stay floats."""
    if isinstance(array, QuantisedMatrix):
        return array
    group = next((size for size in GROUPS if array.ndim == 2 and array.shape[1] % size == 0), None)
    if group is None:
        return array
    return QuantisedMatrix(*mx.quantize(array, group_size=group, bits=bits), group, bits)
