"""AdamW and Muon in place, shared out among the workers."""

from __future__ import annotations

import numpy as np

from backends import newton_schulz
from backends.numpy_backend import kernels
from backends.numpy_backend.parallel import Workers

SLICE = 1 << 15  # elements at a time: their four arrays stay in a core's cache between NumPy's passes


def adamw_in_place(workers: Workers, tensors, *, step, lr, betas, eps, weight_decay, grad_scale) -> None:
    """Updates each (param, grad, m, v) of `tensors` by the formula of `Backend.adamw_update`."""
    beta1, beta2 = betas
    dtype = tensors[0][0].dtype
    # Bias corrections folded in: lr m^ / (sqrt(v^) + eps) with m^ = m / (1 - beta1^t), v^ likewise.
    constants = [dtype.type(value) for value in
                 (beta1, 1 - beta1, beta2, 1 - beta2, eps, lr / (1 - beta1**step), 1 / (1 - beta2**step))]
    grad_scale = dtype.type(grad_scale)
    adamw = kernels.of(dtype).adamw

    def update(arrays) -> None:
        keep = dtype.type(1 - lr * weight_decay if arrays[0].ndim > 1 else 1)
        flat = [array.reshape(-1) for array in arrays]
        for start in range(0, flat[0].size, SLICE):
            adamw(*(array[start: start + SLICE] for array in flat), grad_scale, keep, *constants)

    workers.map(update, tensors)


def muon_in_place(workers: Workers, tensors, *, lr: float, beta: float, weight_decay: float,
                  grad_scale: float) -> None:
    """Updates each (param, grad, momentum) of `tensors` by the formula of `Backend.muon_update`."""

    def update(arrays) -> None:
        param, grad, momentum = arrays
        new = grad * param.dtype.type((1 - beta) * grad_scale)
        momentum *= beta
        momentum += new
        new += param.dtype.type(beta) * momentum
        if weight_decay:
            param *= 1 - lr * weight_decay
        param -= param.dtype.type(lr * newton_schulz.step_size(*param.shape)) * orthogonal(new)

    workers.map(update, tensors)


def orthogonal(matrix: np.ndarray) -> np.ndarray:
    """`matrix` with its singular values brought near 1, as `backends.newton_schulz` says."""
    a, b, c = (matrix.dtype.type(value) for value in newton_schulz.COEFFICIENTS)
    is_tall = matrix.shape[0] > matrix.shape[1]
    x = np.ascontiguousarray(matrix.T) if is_tall else matrix
    x = x / (np.sqrt(np.vdot(x, x)) + matrix.dtype.type(newton_schulz.TINY))
    for _ in range(newton_schulz.STEPS):
        gram = x @ x.T
        x = (b * gram + c * (gram @ gram.T)) @ x + a * x  # gram is its own transpose: BLAS computes half
    return x.T if is_tall else x


def summed(workers: Workers, trees: list[list[np.ndarray]]) -> list[np.ndarray]:
    """The sums of the leaves of several trees, added in the order of the trees: the same bits each time."""
    def add(arrays) -> np.ndarray:
        total = arrays[0]
        for array in arrays[1:]:
            total = total + array
        return total

    return workers.map(add, list(zip(*trees, strict=True)))
