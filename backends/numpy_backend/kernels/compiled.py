"""The kernels as loops that numba compiles for float32: one pass over the data where NumPy makes many.

Sums may be taken in another order than written (so that they run in vector registers), always the
same one on one machine.
"""

from __future__ import annotations

import math

import numba
import numpy as np
from llvmlite import ir
from numba import types
from numba.extending import intrinsic

from backends.numpy_backend.kernels import NO_MASK

# Not "nnan" and "ninf": infinities and NaN must come through as they are.
compiled = numba.njit(nogil=True, cache=True, error_model="numpy",
                      fastmath={"reassoc", "contract", "nsz", "arcp"})
f32 = np.float32


@intrinsic
def _float_of_bits(_context, _bits):
    def generate(_codegen, builder, _signature, args):
        return builder.bitcast(args[0], ir.FloatType())

    return types.float32(types.int32), generate


@compiled
def _exp(x):
    """e^x to 1e-7 (relative), 0 below -87: the polynomial of Cephes' expf, which runs in vector registers."""
    x = min(x, f32(88.0))
    below = x < f32(-87.0)
    n = np.floor(max(x, f32(-87.0)) * f32(1.44269504) + f32(0.5))
    r = max(x, f32(-87.0)) - n * f32(0.693359375) + n * f32(2.12194440e-4)  # x - n ln 2, in two parts
    p = f32(1.9875691500e-4)
    p = p * r + f32(1.3981999507e-3)
    p = p * r + f32(8.3334519073e-3)
    p = p * r + f32(4.1665795894e-2)
    p = p * r + f32(1.6666665459e-1)
    p = p * r + f32(5.0000001201e-1)
    power = (p * r * r + r + f32(1)) * _float_of_bits((np.int32(n) + np.int32(127)) * np.int32(1 << 23))
    return f32(0) if below else power


@compiled
def smoothed_loss(logits, targets, token_weights, label_smoothing):
    num_rows, vocab_size = logits.shape
    smoothing = f32(label_smoothing)
    loss = 0.0
    for i in range(num_rows):
        row, target = logits[i], targets[i]
        largest = row[0]
        for j in range(vocab_size):
            largest = max(largest, row[j])
        target_logit = row[target] - largest
        total, mean = f32(0), f32(0)
        for j in range(vocab_size):
            shifted = row[j] - largest
            mean += shifted
            power = _exp(shifted)
            total += power
            row[j] = power
        mean /= f32(vocab_size)
        weight = token_weights[i]
        loss += weight * (math.log(total) - (1 - smoothing) * target_logit - smoothing * mean)
        factor, everywhere = weight / total, weight * smoothing / f32(vocab_size)
        for j in range(vocab_size):
            row[j] = row[j] * factor - everywhere
        row[target] -= weight * (f32(1) - smoothing)
    return loss


@compiled
def consistent_loss(logits, others, targets, token_weights, label_smoothing, alpha):
    num_rows, vocab_size = logits.shape
    smoothing, apart = f32(label_smoothing), np.empty(vocab_size, f32)
    loss = 0.0
    for i in range(num_rows):
        p, q, target, weight = logits[i], others[i], targets[i], token_weights[i]
        top_p, top_q = p[0], q[0]
        for j in range(vocab_size):
            top_p, top_q = max(top_p, p[j]), max(top_q, q[j])
        targeted = p[target] - top_p + q[target] - top_q
        total_p, total_q, mean = f32(0), f32(0), f32(0)
        for j in range(vocab_size):
            shifted_p, shifted_q = p[j] - top_p, q[j] - top_q
            mean += shifted_p + shifted_q
            apart[j] = shifted_p - shifted_q
            p[j], q[j] = _exp(shifted_p), _exp(shifted_q)
            total_p += p[j]
            total_q += q[j]
        mean /= f32(vocab_size)
        log_p, log_q = f32(math.log(total_p)), f32(math.log(total_q))
        between, there, back = log_q - log_p, f32(0), f32(0)  # KL(p||q), KL(q||p)
        for j in range(vocab_size):
            apart[j] += between
            p[j] /= total_p
            q[j] /= total_q
            there += p[j] * apart[j]
            back -= q[j] * apart[j]
        pull = weight * f32(alpha) / f32(4)
        half, everywhere = weight / f32(2), weight * smoothing / f32(2 * vocab_size)
        loss += half * (log_p + log_q - (1 - smoothing) * targeted - smoothing * mean) + pull * (there + back)
        for j in range(vocab_size):
            one, other = p[j], q[j]
            p[j] = half * one - everywhere + pull * (one * (apart[j] - there) + one - other)
            q[j] = half * other - everywhere - pull * (other * (apart[j] + back) + one - other)
        p[target] -= half * (f32(1) - smoothing)
        q[target] -= half * (f32(1) - smoothing)
    return loss


def softmax(scores, mask):
    if mask is None:
        mask = np.ones((1, 1, 1, scores.shape[-1]), bool)
    _softmax(scores, mask.reshape((1,) * (4 - mask.ndim) + mask.shape))


@compiled
def _softmax(scores, mask):
    """scores [B,H,T,S], mask [B or 1, H or 1, T or 1, S]."""
    for b in range(scores.shape[0]):
        for h in range(scores.shape[1]):
            for t in range(scores.shape[2]):
                row = scores[b, h, t]
                seen = mask[b % mask.shape[0], h % mask.shape[1], t % mask.shape[2]]
                largest = f32(-np.inf)
                for s in range(row.size):
                    row[s] = row[s] if seen[s] else f32(-np.inf)
                    largest = max(largest, row[s])
                total = f32(0)
                for s in range(row.size):
                    power = _exp(row[s] - largest)
                    total += power
                    row[s] = power
                factor = f32(1) / total
                for s in range(row.size):
                    row[s] *= factor


def softmax_grad(grad, weights, factor):
    _softmax_grad(grad, weights, f32(factor))


@compiled
def _softmax_grad(grad, weights, factor):
    for b in range(grad.shape[0]):
        for h in range(grad.shape[1]):
            for t in range(grad.shape[2]):
                along, row, weight = f32(0), grad[b, h, t], weights[b, h, t]
                for s in range(row.size):
                    along += row[s] * weight[s]
                for s in range(row.size):
                    row[s] = (row[s] - along) * weight[s] * factor


@compiled
def layer_norm(rows, weight, bias, eps):
    num_rows, size = rows.shape
    y, normed, inverse_std = np.empty_like(rows), np.empty_like(rows), np.empty(num_rows, f32)
    for i in range(num_rows):
        total, squares = f32(0), f32(0)
        for j in range(size):
            total += rows[i, j]
        mean = total / f32(size)
        for j in range(size):
            squares += (rows[i, j] - mean) ** 2
        inverse = f32(1) / math.sqrt(squares / f32(size) + f32(eps))
        inverse_std[i] = inverse
        for j in range(size):
            value = (rows[i, j] - mean) * inverse
            normed[i, j] = value
            y[i, j] = value * weight[j] + bias[j]
    return y, normed, inverse_std


@compiled
def layer_norm_grad(grad, weight, normed, inverse_std):
    num_rows, size = grad.shape
    grad_x, grad_weight, grad_bias = np.empty_like(grad), np.zeros(size, f32), np.zeros(size, f32)
    for i in range(num_rows):
        total, along = f32(0), f32(0)
        for j in range(size):
            value = grad[i, j] * weight[j]
            total += value
            along += value * normed[i, j]
            grad_weight[j] += grad[i, j] * normed[i, j]
            grad_bias[j] += grad[i, j]
        total /= f32(size)
        along /= f32(size)
        for j in range(size):
            grad_x[i, j] = (grad[i, j] * weight[j] - total - normed[i, j] * along) * inverse_std[i]
    return grad_x, grad_weight, grad_bias


@compiled
def adamw(param, grad, m, v, grad_scale, keep, beta1, new1, beta2, new2, eps, rate, correction2):
    for i in range(param.size):
        g = grad[i] * grad_scale
        m[i] = beta1 * m[i] + new1 * g
        v[i] = beta2 * v[i] + new2 * g * g
        param[i] = keep * param[i] - rate * m[i] / (math.sqrt(v[i] * correction2) + eps)


@compiled
def add_norm(x, y, weight, bias, eps):
    num_rows, size = x.shape
    out = np.empty_like(x)
    for i in range(num_rows):
        total, squares = f32(0), f32(0)
        for j in range(size):
            out[i, j] = x[i, j] + y[i, j]
            total += out[i, j]
        mean = total / f32(size)
        for j in range(size):
            squares += (out[i, j] - mean) ** 2
        inverse = f32(1) / math.sqrt(squares / f32(size) + f32(eps))
        for j in range(size):
            out[i, j] = (out[i, j] - mean) * inverse * weight[j] + bias[j]
    return out


def attend_one(q, k, v, length, mask):
    return _attend_one(q, k, v, length, NO_MASK if mask is None else mask)


@compiled
def weigh(q, keys, seen, factor, weights):
    """weights[s] = softmax over s of factor q . keys[s], 0 where `seen` is False; empty, it is no mask."""
    largest = f32(-np.inf)
    for s in range(keys.shape[0]):
        score = f32(0)
        for d in range(q.size):
            score += q[d] * keys[s, d]
        weights[s] = score * factor if seen.size == 0 or seen[s] else f32(-np.inf)
        largest = max(largest, weights[s])
    total = f32(0)
    for s in range(keys.shape[0]):
        weights[s] = _exp(weights[s] - largest)
        total += weights[s]
    for s in range(keys.shape[0]):
        weights[s] /= total


@compiled
def _attend_one(q, k, v, length, mask):
    """q may hold more than the queries: its first H heads count."""
    batch, num_heads, _, d_head = k.shape
    out = np.zeros((batch, num_heads * d_head), f32)
    weights = np.empty(length, f32)
    factor = f32(1 / math.sqrt(d_head))
    for b in range(batch):
        seen = mask[min(b, mask.shape[0] - 1)]
        for h in range(num_heads):
            weigh(q[b, h], k[b, h, :length], seen, factor, weights)
            row = out[b, h * d_head: (h + 1) * d_head]
            for s in range(length):
                for d in range(d_head):
                    row[d] += weights[s] * v[b, h, s, d]
    return out
