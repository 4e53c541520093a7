"""The differentiable operations, each with its vector-Jacobian product directly below its forward.

In place only on arrays that the operation itself made.
"""

from __future__ import annotations

import math

import numpy as np

from backends.numpy_backend import kernels
from backends.numpy_backend.error_function import erf
from backends.numpy_backend.kernels.plain import column_sum
from backends.numpy_backend.packed import PackedMatrix
from backends.numpy_backend.random import keep_mask
from backends.numpy_backend.tape import differentiable


@differentiable
def embedding(table, ids):
    if isinstance(table, PackedMatrix):
        return table.rows(ids), None

    def vjp(grad):
        # Equal ids lie together after a stable sort; one reduceat sums each group. (np.add.at
        # does the same one element at a time.)
        flat_ids = ids.reshape(-1)
        order = np.argsort(flat_ids, kind="stable")
        sorted_ids = flat_ids[order]
        starts = np.flatnonzero(np.r_[True, sorted_ids[1:] != sorted_ids[:-1]])
        rows = grad.reshape(-1, table.shape[1])[order]
        grad_table = np.zeros_like(table)
        grad_table[sorted_ids[starts]] = np.add.reduceat(rows, starts, axis=0)
        return grad_table, None

    return table[ids], vjp


@differentiable
def linear(x, weight, bias=None):
    rows = x.reshape(-1, x.shape[-1])
    y = weight.times(rows) if isinstance(weight, PackedMatrix) else rows @ weight.T
    if bias is not None:
        y += bias

    def vjp(grad):
        grad_rows = grad.reshape(-1, weight.shape[0])
        grad_x = (grad_rows @ weight).reshape(x.shape)
        grad_weight = grad_rows.T @ rows
        return grad_x, grad_weight, None if bias is None else column_sum(grad_rows)

    return y.reshape(*x.shape[:-1], weight.shape[0]), vjp


@differentiable
def layer_norm(x, weight, bias, eps=1e-5):
    loops = kernels.of(x.dtype)
    rows = x.reshape(-1, x.shape[-1])
    y, normed, inverse_std = loops.layer_norm(rows, weight, bias, eps)

    def vjp(grad):
        grad_x, grad_weight, grad_bias = loops.layer_norm_grad(
            grad.reshape(rows.shape), weight, normed, inverse_std)
        return grad_x.reshape(x.shape), grad_weight, grad_bias

    return y.reshape(x.shape), vjp


@differentiable
def rms_norm(x, weight, eps=1e-5):
    size = x.shape[-1]
    rows = x.reshape(-1, size)
    mean_square = np.einsum("nd,nd->n", rows, rows) / size
    inverse_rms = (1.0 / np.sqrt(mean_square + eps)).astype(x.dtype)[:, None]
    normed = rows * inverse_rms

    def vjp(grad):
        grad_rows = grad.reshape(-1, size)
        grad_weight = np.einsum("nd,nd->d", grad_rows, normed)
        grad_x = grad_rows * weight
        along = (np.einsum("nd,nd->n", grad_x, normed) / size)[:, None]
        grad_x -= normed * along
        grad_x *= inverse_rms
        return grad_x.reshape(x.shape), grad_weight

    return (normed * weight).reshape(x.shape), vjp


@differentiable
def relu(x):
    y = np.maximum(x, 0)

    def vjp(grad):
        return (grad * (y > 0),)

    return y, vjp


@differentiable
def gelu(x):
    slope, cubic = math.sqrt(2 / math.pi), 0.044715
    tanh = np.tanh(slope * (x + cubic * x * x * x))

    def vjp(grad):
        inner_slope = slope * (1 + 3 * cubic * x * x)
        return (grad * (0.5 * (1 + tanh) + 0.5 * x * (1 - tanh * tanh) * inner_slope),)

    return 0.5 * x * (1 + tanh), vjp


@differentiable
def gelu_erf(x):
    distribution = 0.5 * (1 + erf(x * x.dtype.type(math.sqrt(0.5))))  # of the standard normal

    def vjp(grad):
        density = np.exp(-0.5 * x * x) / math.sqrt(2 * math.pi)
        return (grad * (distribution + x * density).astype(x.dtype, copy=False),)

    return x * distribution, vjp


@differentiable
def silu(x):
    sigmoid = 0.5 * (1 + np.tanh(0.5 * x))  # never overflows, unlike 1 / (1 + exp(-x))

    def vjp(grad):
        return (grad * sigmoid * (1 + x * (1 - sigmoid)),)

    return x * sigmoid, vjp


@differentiable
def scale(x, factor):
    factor = float(factor)  # a NumPy float64 would make the product float64

    def vjp(grad):
        return grad * factor, None

    return x * factor, vjp


@differentiable
def split_heads(x, num_heads):
    batch, length, d_model = x.shape
    heads = x.reshape(batch, length, num_heads, d_model // num_heads)  # [B,T,H,d_head]

    def vjp(grad):
        return grad.transpose(0, 2, 1, 3).reshape(x.shape), None

    # A view: BLAS reads and writes rows at any distance, and merging such a view copies nothing.
    return heads.transpose(0, 2, 1, 3), vjp  # [B,H,T,d_head]


@differentiable
def merge_heads(x):
    batch, num_heads, length, d_head = x.shape

    def vjp(grad):
        return (grad.reshape(batch, length, num_heads, d_head).transpose(0, 2, 1, 3),)

    return x.transpose(0, 2, 1, 3).reshape(batch, length, num_heads * d_head), vjp  # by [B,T,H,d_head]


@differentiable
def pack(x, index):
    def vjp(grad):
        grad_x = np.zeros((x.shape[0] * x.shape[1], *x.shape[2:]), x.dtype)
        grad_x[index] = grad
        return grad_x.reshape(x.shape), None

    return x.reshape(-1, *x.shape[2:])[index], vjp


@differentiable
def unpack(rows, index, batch, length):
    size = rows.shape[-1]
    x = np.zeros((batch * length, size), rows.dtype)
    x[index] = rows

    def vjp(grad):
        return grad.reshape(-1, size)[index], None, None, None

    return x.reshape(batch, length, size), vjp


@differentiable
def dropout(x, rate, key):
    kept = keep_mask(x.shape, rate, key)
    factor = x.dtype.type(1 / (1 - rate))

    def masked(values):
        values = values * kept
        values *= factor
        return values

    def vjp(grad):
        return masked(grad), None, None

    return masked(x), vjp
