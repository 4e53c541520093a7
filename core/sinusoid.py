"""The sinusoidal position table of Vaswani et al. 2017, sec. 3.5, and its variants, as host arrays."""

from __future__ import annotations

import numpy as np


def sinusoidal_table(max_len: int, d_model: int, kind: str = "paper") -> np.ndarray:
    """[max_len, d_model] float32.

    paper    column 2i is sin(pos / 10000^(2i/d_model)), column 2i+1 its cosine
    marian   the same numbers, all sines first, then all cosines
    opennmt  as marian, but positions count from 1 and the longest wavelength is reached in the last column
             (OpenNMT-tf, and CTranslate2 where a model brings no table)
    """
    half = d_model // 2
    if kind == "opennmt":
        wavelengths = 10_000.0 ** (np.arange(half) / max(half - 1, 1))
        angles = np.arange(1, max_len + 1)[:, None] / wavelengths
    else:
        wavelengths = 10_000.0 ** (np.arange(0, d_model, 2) / d_model)
        angles = np.arange(max_len)[:, None] / wavelengths  # [max_len, d_model/2]
    axis = -1 if kind == "paper" else 1
    return np.stack([np.sin(angles), np.cos(angles)], axis=axis).reshape(max_len, d_model).astype(np.float32)
