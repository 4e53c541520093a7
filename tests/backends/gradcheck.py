"""Gradients against central differences along a random direction, at float64.

One inner product stands for the whole Jacobian (as `check_vjp` of HIPS autograd): for a random
cotangent c and direction d, (c . f(x + h d) - c . f(x - h d)) / 2h must be <gradient, d>.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from backends.numpy_backend import NumpyBackend
from backends.numpy_backend.tape import differentiable

STEP = 1e-5
# Central differences err by about f''' STEP^2 = 1e-10 and by rounding, 1e-16 / STEP = 1e-11, of values
# near 1; a wrong factor or a forgotten term is off by far more than 1e-7.
TOLERANCE = 1e-7


@dataclass(frozen=True)
class Case:
    """One use of an operation: `fn(ops, *arrays)` over float64 arrays drawn from `shapes`."""

    name: str
    fn: Callable
    shapes: tuple[tuple[int, ...], ...]

    def arrays(self) -> list[np.ndarray]:
        """Normal values, kept 0.01 away from 0, where relu has no derivative."""
        rng = np.random.default_rng(len(self.name))
        drawn = [rng.standard_normal(shape) for shape in self.shapes]
        return [array + 0.01 * np.sign(array) for array in drawn]


@differentiable
def weighted_sum(x, cotangent):
    """sum(x * cotangent); hands back a gradient that may not be written to, as any may be shared."""

    def vjp(grad):
        grad_x = np.asarray(grad * cotangent)
        grad_x.setflags(write=False)
        return grad_x, None

    return np.sum(x * cotangent), vjp


def value_and_gradients(case: Case, dtype=np.float64):
    """-> (fn of the arrays to a scalar, the arrays, the gradient of each)."""
    ops = NumpyBackend(dtype=dtype, workers=1)
    arrays = [ops.asarray(array) for array in case.arrays()]
    for array in arrays:
        array.setflags(write=False)  # an operation that writes to its arguments raises
    shape = case.fn(ops, *arrays).shape
    cotangent = ops.asarray(np.random.default_rng(1).standard_normal(shape))

    def scalar(params, batch=None, key=None):
        return weighted_sum(case.fn(ops, *params.values()), cotangent)

    params = {str(index): array for index, array in enumerate(arrays)}
    value, gradients = ops.value_and_grad(scalar)(params, {"one row": np.zeros(1)})
    assert value == scalar(params), "the tape changes the value"
    return scalar, params, gradients


def check_gradients(case: Case) -> None:
    """Fails where the gradient of any argument disagrees with central differences."""
    scalar, params, gradients = value_and_gradients(case)
    rng = np.random.default_rng(2)
    for name, array in params.items():
        direction = rng.standard_normal(array.shape)
        along = functools.partial(_along, scalar, params, name, direction)
        numeric = (along(STEP) - along(-STEP)) / (2 * STEP)
        analytic = np.vdot(gradients[name], direction)
        assert gradients[name].shape == array.shape
        scale = max(1.0, abs(numeric))
        assert abs(analytic - numeric) < TOLERANCE * scale, (
            f"{case.name}: argument {name}: gradient along d {analytic}, by differences {numeric}")


def _along(scalar, params, name, direction, distance):
    return scalar({**params, name: params[name] + distance * direction})
