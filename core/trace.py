"""What one pass looked like, as host arrays under the dotted names that the model notes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from backends.base import Array, Backend

VOCABULARY_WIDE = "decoder.next_token."  # what is as long as the vocabulary, under this prefix


class Recorder:
    """Pass as `Context.record`; `trace` then hands over what was noted."""

    def __init__(self, ops: Backend):
        self._ops = ops
        self._noted: dict[str, Array] = {}

    def __call__(self, name: str, array: Array) -> None:
        self._noted[name] = array

    def trace(self, is_whole: bool = False) -> Trace:
        """Of a batch of one."""
        arrays = {name: array if name.endswith(".positions") else array[0]
                  for name, array in self.batch().items()}
        return Trace(arrays, is_whole)

    def batch(self) -> dict[str, np.ndarray]:
        """Everything as it was noted, with its batch axis."""
        # Not copied: what a cache holds is never written again, so all steps of a session may look
        # into one and the same buffer.
        self._ops.eval(self._noted)
        return {name: self._ops.to_host(array) for name, array in self._noted.items()}


class Trace(Mapping[str, Any]):
    """Noted arrays by name; the batch axis, always of size 1 here, is left out.

    "decoder.layers.2.cross_attn.weights" is [H,T,S], "encoder.layers.0.ffn.residual" [S,D]. A cached step
    has T = 1, its own position; `is_whole` says that the pass ran over all positions so far.
    """

    def __init__(self, arrays: Mapping[str, np.ndarray], is_whole: bool = False):
        self._arrays = dict(arrays)
        self.is_whole = is_whole

    def __getitem__(self, name: str) -> np.ndarray:
        return self._arrays[name]

    def __iter__(self):
        return iter(self._arrays)

    def __len__(self) -> int:
        return len(self._arrays)

    @property
    def has_vocabulary(self) -> bool:
        """Are the logits and log-probabilities of all tokens there?"""
        return any(name.startswith(VOCABULARY_WIDE) for name in self._arrays)

    @property
    def nbytes(self) -> int:
        """What this trace alone holds; keys and values are the cache's, which outlives it."""
        return sum(array.nbytes for name, array in self._arrays.items() if not name.endswith((".k", ".v")))

    def without_vocabulary(self) -> Trace:
        """Only what is needed to show this step as a row among others."""
        return Trace({name: array for name, array in self._arrays.items()
                      if not name.startswith(VOCABULARY_WIDE)}, self.is_whole)


def stack_rows(rows: list[np.ndarray], hidden: float = 0.0) -> np.ndarray:
    """The attention of successive cached steps, each [H,1,S_t], as one [H,T,S] matrix.

    In masked self-attention S_t grows by one a step; what a row could not see yet is `hidden`: 0, as its
    weight is.
    """
    width = max(row.shape[-1] for row in rows)
    if all(row.shape[-1] == width for row in rows):
        return np.concatenate(rows, axis=1)
    matrix = np.full((rows[0].shape[0], len(rows), width), hidden, rows[0].dtype)
    for position, row in enumerate(rows):
        matrix[:, position, : row.shape[-1]] = row[:, 0]
    return matrix


def attention_rows(traces: list[Trace], name: str, hidden: float = 0.0) -> np.ndarray:
    """An attention's scores or weights over the passes of a path -> [H,T,S]."""
    if traces[-1].is_whole:
        return traces[-1][name]
    return stack_rows([trace[name] for trace in traces], hidden)


def rows(traces: list[Trace], name: str) -> np.ndarray:
    """What each pass of a path has of its own position, [T,...] or with heads [H,T,d_head]."""
    if traces[-1].is_whole:
        return traces[-1][name]
    parts = [trace[name] for trace in traces]
    return np.concatenate(parts, axis=1 if parts[0].ndim == 3 else 0)
