"""AdamW as a pure function: the rate, the scale and the step are arrays, so nothing is traced twice."""

from __future__ import annotations

import math

import mlx.core as mx
from mlx.utils import tree_map


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
