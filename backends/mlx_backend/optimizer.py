"""AdamW and Muon as pure functions: rate, scale and step are arrays, so nothing is traced twice."""

from __future__ import annotations

import math

import mlx.core as mx
from mlx.utils import tree_map

from backends import newton_schulz


def adamw_update(params, grads, state, lr, *, betas, eps, weight_decay, grad_scale):
    """See `backends.base.Backend.adamw_update`."""
    beta1, beta2 = betas
    step = state["step"] + 1
    m = tree_map(lambda m, grad: beta1 * m + (1 - beta1) * (grad * grad_scale), state["m"], grads)
    v = tree_map(lambda v, grad: beta2 * v + (1 - beta2) * mx.square(grad * grad_scale),
                 state["v"], grads)
    correction1, correction2 = _bias_correction(beta1, step), _bias_correction(beta2, step)

    def update(param, m, v):
        change = (m / correction1) / (mx.sqrt(v / correction2) + eps)
        if weight_decay and param.ndim > 1:
            change = change + weight_decay * param
        return param - lr * change

    return tree_map(update, params, m, v), {**state, "step": step, "m": m, "v": v}


def _bias_correction(beta: float, step: mx.array) -> mx.array:
    """1 - beta^step; as it stands, float32 would lose four digits of it at beta 0.999 and step 1."""
    if beta == 0:
        return mx.array(1.0)
    return -mx.expm1(step.astype(mx.float32) * math.log(beta))


def muon_update(params, grads, momentum, lr, *, beta, weight_decay, grad_scale):
    """See `backends.base.Backend.muon_update`."""
    grads = tree_map(lambda grad: (1 - beta) * grad_scale * grad, grads)
    momentum = tree_map(lambda m, grad: beta * m + grad, momentum, grads)

    def update(param, m, grad):
        change = newton_schulz.step_size(*param.shape) * _orthogonal(beta * m + grad)
        if weight_decay:
            change = change + weight_decay * param
        return param - lr * change

    return tree_map(update, params, momentum, grads), momentum


def _orthogonal(matrix: mx.array) -> mx.array:
    """`matrix` with its singular values brought near 1, as `backends.newton_schulz` says."""
    a, b, c = newton_schulz.COEFFICIENTS
    is_tall = matrix.shape[0] > matrix.shape[1]
    x = matrix.T if is_tall else matrix
    x = x / (mx.sqrt(mx.sum(mx.square(x))) + newton_schulz.TINY)
    for _ in range(newton_schulz.STEPS):
        gram = x @ x.T
        x = a * x + (b * gram + c * (gram @ gram)) @ x
    return x.T if is_tall else x
