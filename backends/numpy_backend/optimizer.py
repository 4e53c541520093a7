"""Adam in place: a step moves 16 bytes a parameter in and 12 out, and allocates one temporary."""

from __future__ import annotations

import numpy as np


def adamw_in_place(param, grad, m, v, *, step, lr, betas, eps, weight_decay):
    """One tensor's update (formula in `Backend.adamw_update`); `grad` is used up as scratch."""
    beta1, beta2 = betas
    m *= beta1
    m += grad * (1 - beta1)
    v *= beta2
    np.square(grad, out=grad)
    grad *= 1 - beta2
    v += grad
    # Bias corrections folded into the step size: lr m^ / (sqrt(v^) + eps).
    np.multiply(v, 1 / (1 - beta2**step), out=grad)
    np.sqrt(grad, out=grad)
    grad += eps
    np.divide(m, grad, out=grad)
    grad *= lr / (1 - beta1**step)
    if weight_decay and param.ndim > 1:
        param *= 1 - lr * weight_decay
    param -= grad
