"""The error function, which NumPy lacks, by cubic Hermite interpolation in a table.

Between two points h apart the error is at most h^4 / 384 times the fourth derivative: below 1e-10 here.
"""

from __future__ import annotations

import functools
import math

import numpy as np

_PER_UNIT = 128
_END = 6  # from where on erf is 1 at float64 but for 2e-17


def erf(x: np.ndarray) -> np.ndarray:
    """x [N] float -> erf(x) [N] of the same type."""
    values, slopes = _table(x.dtype)
    place = np.minimum(np.abs(x), _END) * _PER_UNIT
    left = np.minimum(place, _END * _PER_UNIT - 1).astype(np.int32)
    t = place - left.astype(x.dtype)
    y0, y1, m0, m1 = values[left], values[left + 1], slopes[left], slopes[left + 1]
    rise = y1 - y0
    y = y0 + t * (m0 + t * (3 * rise - 2 * m0 - m1 + t * (m0 + m1 - 2 * rise)))
    return np.copysign(y, x)


@functools.cache
def _table(dtype: np.dtype) -> tuple[np.ndarray, np.ndarray]:
    """(values, slopes a step) at 0, 1/_PER_UNIT ... _END."""
    points = np.arange(_END * _PER_UNIT + 1) / _PER_UNIT
    values = np.array([math.erf(point) for point in points])
    slopes = 2 / math.sqrt(math.pi) * np.exp(-points * points) / _PER_UNIT
    return values.astype(dtype), slopes.astype(dtype)
