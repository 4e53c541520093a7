"""The sinusoidal position table of Vaswani et al. 2017, sec. 3.5, as a host array."""

from __future__ import annotations

import numpy as np


def sinusoidal_table(max_len: int, d_model: int) -> np.ndarray:
    """[max_len, d_model] float32: column 2i is sin(pos / 10000^(2i/d_model)), 2i+1 its cosine."""
    wavelengths = 10_000.0 ** (np.arange(0, d_model, 2) / d_model)
    angles = np.arange(max_len)[:, None] / wavelengths  # [max_len, d_model/2]
    return np.stack([np.sin(angles), np.cos(angles)], axis=-1).reshape(max_len, d_model).astype(np.float32)
