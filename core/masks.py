"""Attention masks as host arrays: True means "may attend"."""

from __future__ import annotations

import numpy as np


def padding_mask(ids: np.ndarray, pad_id: int) -> np.ndarray:
    """ids [B,S] -> [B,1,1,S], False at PAD: every head and query sees only real keys."""
    return (ids != pad_id)[:, None, None, :]


def causal_mask(length: int) -> np.ndarray:
    """[1,1,T,T], True on and below the diagonal: position t sees positions 0 ... t.

    Targets are padded on the right, so this also hides their PAD from every real position.
    """
    return np.tri(length, dtype=bool)[None, None]
