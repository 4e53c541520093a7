"""Processes, on one machine or several, that `mlx.launch` started together."""

from __future__ import annotations

import os

import mlx.core as mx
import numpy as np
from mlx.utils import tree_flatten, tree_map_with_path

# What mlx.launch (ring) and mpirun set. Without them nobody else is there, and MPI need not be looked for.
_LAUNCHED = ("MLX_RANK", "OMPI_COMM_WORLD_SIZE", "PMI_SIZE")


class MlxGroup:
    """See `backends.base.Group`."""

    def __init__(self, group: mx.distributed.Group):
        self._group, self.rank, self.size = group, group.rank(), group.size()

    def sum(self, tree):
        # As one array: every message costs a round through the ring. By name: a tree that came from a file
        # holds the same arrays in another order.
        leaves = sorted(tree_flatten(tree), key=lambda leaf: leaf[0])
        total = self._summed(mx.concatenate([leaf.reshape(-1) for _, leaf in leaves]))
        ends = np.cumsum([leaf.size for _, leaf in leaves]).tolist()
        sums = dict(zip((name for name, _ in leaves), mx.split(total, ends[:-1]), strict=True))
        return tree_map_with_path(lambda name, leaf: sums[name].reshape(leaf.shape), tree)

    def hear(self, message: bytes = b"") -> bytes:
        # A sum in which all but the first are 0. Whole words: their sum is exact.
        first = self.rank == 0
        length = int(self._summed(mx.array([len(message) if first else 0], mx.int32)).item())
        words = np.zeros(-(-length // 4), np.int32)
        if first:
            words.view(np.uint8)[:length] = np.frombuffer(message, np.uint8)
        return np.array(self._summed(mx.array(words))).tobytes()[:length]

    def _summed(self, array):
        total = mx.distributed.all_sum(array, group=self._group)
        mx.eval(total)  # in one order on all sides: two sums under way at once would wait for each other
        return total


def group() -> MlxGroup | None:
    if not any(name in os.environ for name in _LAUNCHED):
        return None
    found = mx.distributed.init()
    return MlxGroup(found) if found.size() > 1 else None
