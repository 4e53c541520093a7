"""The differentiable operations but the loss; MLX derives their gradients."""

from __future__ import annotations

import math

import mlx.core as mx

from backends.mlx_backend.quantised import QuantisedMatrix


def embedding(table, ids):
    return table.rows(ids) if isinstance(table, QuantisedMatrix) else table[ids]


def linear(x, weight, bias=None):
    if isinstance(weight, QuantisedMatrix):
        product = weight.times(x)
        return product if bias is None else product + bias
    return x @ weight.T if bias is None else mx.addmm(bias, x, weight.T)


def layer_norm(x, weight, bias, eps=1e-5):
    return mx.fast.layer_norm(x, weight, bias, eps)


def rms_norm(x, weight, eps=1e-5):
    return mx.fast.rms_norm(x, weight, eps)


def relu(x):
    return mx.maximum(x, 0)


def gelu(x):
    return 0.5 * x * (1 + mx.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x * x * x)))


def gelu_erf(x):
    return 0.5 * x * (1 + mx.erf(x * math.sqrt(0.5)))


def silu(x):
    return x * mx.sigmoid(x)


def scale(x, factor):
    return x * float(factor)


def split_heads(x, num_heads):
    batch, length, d_model = x.shape
    heads = x.reshape(batch, length, num_heads, d_model // num_heads)  # [B,T,H,d_head]
    return heads.transpose(0, 2, 1, 3)  # [B,H,T,d_head]


def merge_heads(x):
    batch, num_heads, length, d_head = x.shape
    return x.transpose(0, 2, 1, 3).reshape(batch, length, num_heads * d_head)


def pack(x, index):
    return x.reshape(-1, *x.shape[2:])[index]


def unpack(rows, index, batch, length):
    x = mx.zeros((batch * length, rows.shape[-1])).at[index].add(rows)
    return x.reshape(batch, length, -1)


def dropout(x, rate, key):
    if rate == 0:
        return x
    kept = mx.random.bernoulli(1 - rate, x.shape, key=key)
    return mx.where(kept, x * (1 / (1 - rate)), 0)


def attention(q, k, v, mask=None):
    return mx.fast.scaled_dot_product_attention(q, k, v, scale=1 / math.sqrt(q.shape[-1]), mask=mask)


def attention_with_weights(q, k, v, mask=None):
    """The explicit path -> (output, scores before the mask, weights); gradients by the output only."""
    scores = (q @ k.swapaxes(-1, -2)) * (1 / math.sqrt(q.shape[-1]))
    masked = scores if mask is None else mx.where(mask, scores, -mx.inf)
    weights = mx.softmax(masked, axis=-1)
    return weights @ v, mx.stop_gradient(scores), mx.stop_gradient(weights)
