"""Random numbers from explicit keys.

A key is an integer of 64 bits; deriving one is a round of SplitMix64 (Steele et al. 2014), and the
numbers come from NumPy's SFC64 seeded with it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

_MASK = (1 << 64) - 1


def mix(x: int) -> int:
    """SplitMix64's output function: a bijection of 64-bit integers that looks random."""
    x = (x + 0x9E3779B97F4A7C15) & _MASK
    x = ((x ^ (x >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
    x = ((x ^ (x >> 27)) * 0x94D049BB133111EB) & _MASK
    return x ^ (x >> 31)


def fold_key(key: int, data: int) -> int:
    # Key and data are mixed differently: a root key is mix(seed), and with one round for both
    # seed 1 at step 0 would be seed 0 at step 1.
    return mix(mix(key) ^ mix(int(data)))


def split_key(key: int, num: int) -> list[int]:
    branch = key ^ _MASK  # away from what fold_key gives for the same integers
    return [fold_key(branch, index) for index in range(num)]


def generator(key: int) -> np.random.Generator:
    return np.random.Generator(np.random.SFC64(key))


def keep_mask(shape: Sequence[int], rate: float, key: int) -> np.ndarray:
    """Bools that are False with probability `rate`, to 1/65536.

    Sixteen raw bits an element: 4x faster than a float32 uniform per element.
    """
    count = int(np.prod(shape))
    words = generator(key).integers(0, _MASK, (count + 3) // 4, np.uint64, endpoint=True)
    return (words.view(np.uint16)[:count] >= round(rate * 65536)).reshape(shape)
