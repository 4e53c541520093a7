"""What one pass looked like, as host arrays under the dotted names that the model notes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from backends.base import Array, Backend


class Recorder:
    """Pass as `Context.record`; `trace` then hands over what was noted."""

    def __init__(self, ops: Backend):
        self._ops = ops
        self._noted: dict[str, Array] = {}

    def __call__(self, name: str, array: Array) -> None:
        self._noted[name] = array

    def trace(self) -> Trace:
        # Not copied: what a cache holds is never written again, so all steps of a session may look
        # into one and the same buffer.
        self._ops.eval(self._noted)
        return Trace({name: self._ops.to_host(array) for name, array in self._noted.items()})


class Trace(Mapping[str, Any]):
    """Noted arrays by name; the batch axis, always of size 1 here, is left out.

    "decoder.layers.2.cross_attn.weights" is [H,T,S], "encoder.layers.0.ffn.residual" [S,D].
    """

    def __init__(self, arrays: Mapping[str, np.ndarray]):
        self._arrays = {name: array if name.endswith(".positions") else array[0]
                        for name, array in arrays.items()}

    def __getitem__(self, name: str) -> np.ndarray:
        return self._arrays[name]

    def __iter__(self):
        return iter(self._arrays)

    def __len__(self) -> int:
        return len(self._arrays)


def stack_rows(rows: list[np.ndarray]) -> np.ndarray:
    """The attention of successive cached steps, each [H,1,S_t], as one [H,T,S] matrix.

    In masked self-attention S_t grows by one a step; what a row could not see yet is 0, as its
    weight is.
    """
    width = max(row.shape[-1] for row in rows)
    matrix = np.zeros((rows[0].shape[0], len(rows), width), rows[0].dtype)
    for position, row in enumerate(rows):
        matrix[:, position, : row.shape[-1]] = row[:, 0]
    return matrix
