"""Reverse-mode differentiation over a tape, as small as it can be.

An operation is a function from arrays to `(value, vjp)`, where `vjp(grad)` gives the gradient of
each argument (None where there is none; trailing ones may be left out). `differentiable` turns it
into an operation on arrays *or* `Tensor`s: with no Tensor among its arguments it returns the bare
value and records nothing, so inference is plain NumPy.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable

import numpy as np


class Tensor:
    """An array whose history is on a tape."""

    __slots__ = ("data", "index", "tape")
    __array_ufunc__ = None  # so that `ndarray + Tensor` asks the Tensor

    def __init__(self, data: np.ndarray, tape: Tape, index: int):
        self.data = data
        self.tape = tape
        self.index = index

    @property
    def shape(self) -> tuple[int, ...]:
        return self.data.shape

    def __add__(self, other):
        return add(self, other)

    def __radd__(self, other):
        return add(other, self)


class Tape:
    """What was computed, in order; `gradients` walks it back once."""

    def __init__(self):
        self._nodes: list[tuple[tuple[int | None, ...], Callable] | None] = []

    def watch(self, data: np.ndarray) -> Tensor:
        """A leaf: gradients with respect to it can be asked for."""
        self._nodes.append(None)
        return Tensor(data, self, len(self._nodes) - 1)

    def record(self, value: np.ndarray, args: tuple, vjp: Callable) -> Tensor:
        parents = tuple(arg.index if isinstance(arg, Tensor) else None for arg in args)
        self._nodes.append((parents, vjp))
        return Tensor(value, self, len(self._nodes) - 1)

    def gradients(self, loss: Tensor, leaves: list[Tensor]) -> list[np.ndarray]:
        """d loss / d leaf for each leaf, zeros for a leaf that the loss does not use.

        Each node is dropped once passed, so saved activations are freed on the way.
        """
        grads: list[np.ndarray | None] = [None] * len(self._nodes)
        owned = [False] * len(self._nodes)  # is the sum ours, to add to in place?
        grads[loss.index] = np.ones_like(loss.data)
        for index in range(loss.index, -1, -1):
            grad, node = grads[index], self._nodes[index]
            if grad is None or node is None:
                continue
            parents, vjp = node
            self._nodes[index] = grads[index] = None
            for parent, contribution in zip(parents, vjp(grad), strict=False):
                if parent is None or contribution is None:
                    continue
                if grads[parent] is None:
                    grads[parent] = contribution
                elif owned[parent]:
                    grads[parent] += contribution
                else:
                    grads[parent] = grads[parent] + contribution
                    owned[parent] = True
        return [np.zeros_like(leaf.data) if grads[leaf.index] is None else grads[leaf.index]
                for leaf in leaves]


def differentiable(fn: Callable) -> Callable:
    """Makes an operation of `fn(*arrays, **settings) -> (value, vjp)`."""
    signature = inspect.signature(fn)

    @functools.wraps(fn)
    def operation(*args, **settings):
        if settings:  # the tape knows an argument by its place, so names become places
            bound = signature.bind(*args, **settings)
            bound.apply_defaults()
            args = bound.args
        for arg in args:
            if isinstance(arg, Tensor):
                tape = arg.tape
                break
        else:
            return fn(*args)[0]
        value, vjp = fn(*(arg.data if isinstance(arg, Tensor) else arg for arg in args))
        return tape.record(value, args, vjp)

    return operation


@differentiable
def add(x, y):
    """x + y with broadcasting."""

    def vjp(grad):
        return sum_to_shape(grad, np.shape(x)), sum_to_shape(grad, np.shape(y))

    return x + y, vjp


def sum_to_shape(grad: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    """Undoes broadcasting: sums the axes along which `shape` was stretched."""
    if grad.shape == shape:
        return grad
    grad = grad.sum(axis=tuple(range(grad.ndim - len(shape))))
    stretched = tuple(axis for axis, size in enumerate(shape) if size == 1 != grad.shape[axis])
    return grad.sum(axis=stretched, keepdims=True)
