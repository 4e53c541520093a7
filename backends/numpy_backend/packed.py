"""Matrices laid out for products with few rows, as decoding has them."""

from __future__ import annotations

import functools
from types import ModuleType

import numpy as np

from backends.numpy_backend.parallel import Workers, is_worker

# Below this many multiplications a product is done before another thread has woken up.
WORTH_SHARING = 1 << 23


class PackedMatrix:
    """A weight [O,I] in the strips of `kernels.few_rows`, in place of the array. Inference only."""

    __slots__ = ("_few_rows", "_workers", "shape", "strips")

    def __init__(self, weight: np.ndarray, few_rows: ModuleType, workers: Workers, half: bool = False):
        self._become(few_rows.pack(weight, half), weight.shape, few_rows, workers)

    def _become(self, strips, shape, few_rows, workers) -> None:
        self.strips, self.shape, self._few_rows, self._workers = strips, shape, few_rows, workers

    def chosen(self, index: np.ndarray) -> PackedMatrix:
        """weight[index] in strips of its own: index [K]."""
        matrix = object.__new__(PackedMatrix)
        matrix._become(self._few_rows.chosen(self.strips, self._checked(index)), (len(index), self.shape[1]),
                       self._few_rows, self._workers)
        return matrix

    def part(self, rows: slice) -> PackedMatrix:
        """weight[rows], from one to before another: in the same strips where they begin and end with some."""
        start, stop, _ = rows.indices(self.shape[0])
        if start % self.strip or stop % self.strip:
            return self.chosen(np.arange(start, stop))
        matrix = object.__new__(PackedMatrix)
        matrix._become(self.strips[start // self.strip: stop // self.strip], (stop - start, self.shape[1]),
                       self._few_rows, self._workers)
        return matrix

    @property
    def nbytes(self) -> int:
        return self.strips.nbytes

    @property
    def strip(self) -> int:
        return self._few_rows.STRIP

    def move_to(self, place: np.ndarray) -> None:
        """Keeps the strips in `place`, a part of a larger array."""
        moved = place.reshape(self.strips.shape)
        moved[:] = self.strips
        self.strips = moved

    def times(self, x: np.ndarray) -> np.ndarray:
        """x [N,I] -> x weight^T [N,O]."""
        x = np.ascontiguousarray(x)
        out = np.empty((len(x), self.strips.shape[0] * self._few_rows.STRIP), np.float32)
        if len(x) * self.strips.size < WORTH_SHARING or is_worker():
            self._few_rows.linear(x, self.strips, out, 0, len(self.strips))
        else:
            part = functools.partial(self._few_rows.linear, x, self.strips, out)
            self._workers.share(part, len(self.strips))
        return out[:, :self.shape[0]]

    def _checked(self, index: np.ndarray) -> np.ndarray:
        """The index as compiled code may take it, which does not look whether a row exists."""
        if index.size and not 0 <= index.min() <= index.max() < self.shape[0]:
            raise IndexError(f"expected rows from 0 to {self.shape[0] - 1}, "
                             f"found {index.min()} to {index.max()}")
        return np.ascontiguousarray(index)

    def rows(self, index: np.ndarray) -> np.ndarray:
        """weight[index]: index [N] -> [N,I]."""
        flat = self._checked(index).reshape(-1)
        return self._few_rows.rows(self.strips, flat).reshape(*index.shape, self.shape[1])
