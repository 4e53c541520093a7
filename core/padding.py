"""Sequences of different lengths as one rectangle of ids."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def pad(sequences: Sequence[Sequence[int]], pad_id: int, multiple: int = 1) -> np.ndarray:
    """[B,L] int32, padded on the right; L is the longest length, rounded up to `multiple`."""
    longest = max(map(len, sequences))
    width = -(-longest // multiple) * multiple
    ids = np.full((len(sequences), width), pad_id, np.int32)
    for row, sequence in zip(ids, sequences, strict=True):
        row[: len(sequence)] = sequence
    return ids
