"""Scaled dot-product attention (Vaswani et al. 2017, sec. 3.2.1), fused over its five steps."""

from __future__ import annotations

import math

import numpy as np

from backends.numpy_backend import kernels
from backends.numpy_backend.tape import Tensor, differentiable


def scaled_scores(q: np.ndarray, k: np.ndarray) -> np.ndarray:
    """q [B,H,T,d_head], k [B,H,S,d_head] -> q k^T / sqrt(d_head) [B,H,T,S]."""
    scores = q @ k.swapaxes(-1, -2)
    scores *= 1 / math.sqrt(q.shape[-1])
    return scores


def softmax_in_place(scores: np.ndarray, mask: np.ndarray | None) -> np.ndarray:
    """Turns scores [B,H,T,S] into weights that are 0 where the mask is False and sum to 1."""
    kernels.of(scores.dtype).softmax(scores, mask)
    return scores


@differentiable
def attention(q, k, v, mask=None):
    weights = softmax_in_place(scaled_scores(q, k), mask)

    def vjp(grad):
        return (*_grad_q_k_v(grad, q, k, v, weights), None)

    return _heads_together(weights, v), vjp


def _grad_q_k_v(grad, q, k, v, weights):
    """The chain backwards: out = W v, W = softmax(s), s = q k^T / sqrt(d_head)."""
    grad_v = _heads_together(weights.swapaxes(-1, -2), grad)
    grad_scores = grad @ v.swapaxes(-1, -2)
    kernels.of(q.dtype).softmax_grad(grad_scores, weights, 1 / math.sqrt(q.shape[-1]))
    return _heads_together(grad_scores, k), _heads_together(grad_scores.swapaxes(-1, -2), q), grad_v


def _heads_together(weights: np.ndarray, values: np.ndarray) -> np.ndarray:
    """weights [B,H,T,S] @ values [B,H,S,d_head] -> [B,H,T,d_head], laid out as [B,T,H,d_head].

    So `merge_heads` and the gradient of `split_heads` have nothing to copy.
    """
    batch, num_heads, length, _ = weights.shape
    out = np.empty((batch, length, num_heads, values.shape[-1]), values.dtype)
    return np.matmul(weights, values, out=out.transpose(0, 2, 1, 3))


def attention_with_weights(q, k, v, mask=None):
    """The explicit path -> (output, scores before the mask, weights)."""
    tracked = [x.data if isinstance(x, Tensor) else x for x in (q, k, v)]
    scores = scaled_scores(tracked[0], tracked[1])
    weights = softmax_in_place(scores.copy(), mask)
    return attention(q, k, v, mask), scores, weights
