"""Whole layers for inference: what `core.decoding.lean` does with operations, without leaving compiled code.

With one sentence at d_model 256 the calls alone took as long as the arithmetic.
"""

from __future__ import annotations

import math

import numba
import numpy as np

from backends.numpy_backend.kernels import NO_MASK
from backends.numpy_backend.kernels.compiled import _attend_one, add_norm, layer_norm, weigh
from backends.numpy_backend.kernels.few_rows import STRIP, linear

compiled = numba.njit(nogil=True, cache=True, error_model="numpy")


@compiled
def _project(x, strips, bias, relu):
    """x [B,I] -> x W^T + b [B,O], with or without relu."""
    num_rows, outputs = x.shape[0], bias.size
    wide = np.empty((num_rows, strips.shape[0] * STRIP), np.float32)
    linear(x, strips, wide, 0, strips.shape[0])
    out = wide if wide.shape[1] == outputs else np.empty((num_rows, outputs), np.float32)
    for row in range(num_rows):
        for j in range(outputs):
            value = wide[row, j] + bias[j]
            out[row, j] = max(value, np.float32(0)) if relu else value
    return out


@compiled
def _joined(x, y, norm, norm_first):
    """The residual sum, normalised where the norm comes last."""
    weight, bias = norm
    return x + y if norm_first else add_norm(x, y, weight, bias, 1e-5)


@compiled
def _input(x, norm, norm_first):
    weight, bias = norm
    return layer_norm(x, weight, bias, 1e-5)[0] if norm_first else x


@compiled
def decoder_layer(x, qkv, self_out, self_norm, keys, values, position, cross_q, cross_out, cross_norm,
                  cross_keys, cross_values, mask, fc1, fc2, ffn_norm, norm_first):
    """x [B,D] -> [B,D]. Each projection is (strips, bias), each norm (weight, bias).

    keys and values [B,H,capacity,d_head] get the new ones at `position`; those of the memory are
    [B,H,S,d_head], and mask [B,S] or [1,0] for none.
    """
    batch, num_heads, _, d_head = keys.shape
    heads = _project(_input(x, self_norm, norm_first), qkv[0], qkv[1], False).reshape(
        batch, 3 * num_heads, d_head)
    for b in range(batch):
        for h in range(num_heads):
            for d in range(d_head):
                keys[b, h, position, d] = heads[b, num_heads + h, d]
                values[b, h, position, d] = heads[b, 2 * num_heads + h, d]
    attended = _attend_one(heads, keys, values, position + 1, NO_MASK)
    x = _joined(x, _project(attended, self_out[0], self_out[1], False), self_norm, norm_first)
    q = _project(_input(x, cross_norm, norm_first), cross_q[0], cross_q[1], False)
    attended = _attend_one(q.reshape(batch, num_heads, d_head), cross_keys, cross_values,
                           cross_keys.shape[2], mask)
    x = _joined(x, _project(attended, cross_out[0], cross_out[1], False), cross_norm, norm_first)
    hidden = _project(_input(x, ffn_norm, norm_first), fc1[0], fc1[1], True)
    return _joined(x, _project(hidden, fc2[0], fc2[1], False), ffn_norm, norm_first)


@compiled
def _attend_all(heads, num_heads, mask):
    """Every position attends to all of its row: heads [B,S,3H,d_head] (queries, keys, values), mask [B,S]
    -> [B S,H d_head]."""
    batch, length, _, d_head = heads.shape
    out = np.zeros((batch * length, num_heads * d_head), np.float32)
    weights = np.empty(length, np.float32)
    factor = np.float32(1 / math.sqrt(d_head))
    for b in range(batch):
        for h in range(num_heads):
            for t in range(length):
                weigh(heads[b, t, h], heads[b, :, num_heads + h], mask[b], factor, weights)
                row = out[b * length + t, h * d_head: (h + 1) * d_head]
                for s in range(length):
                    for d in range(d_head):
                        row[d] += weights[s] * heads[b, s, 2 * num_heads + h, d]
    return out


@compiled
def encoder_layer(x, num_heads, qkv, self_out, self_norm, mask, fc1, fc2, ffn_norm, norm_first):
    """x [B S,D] -> [B S,D] with mask [B,S]; projections and norms as in `decoder_layer`."""
    batch, length = mask.shape
    heads = _project(_input(x, self_norm, norm_first), qkv[0], qkv[1], False)
    heads = heads.reshape(batch, length, 3 * num_heads, x.shape[1] // num_heads)
    attended = _attend_all(heads, num_heads, mask)
    x = _joined(x, _project(attended, self_out[0], self_out[1], False), self_norm, norm_first)
    hidden = _project(_input(x, ffn_norm, norm_first), fc1[0], fc1[1], True)
    return _joined(x, _project(hidden, fc2[0], fc2[1], False), ffn_norm, norm_first)
