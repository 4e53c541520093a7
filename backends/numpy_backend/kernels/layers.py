"""The whole encoder, and the whole decoder for one new token, as one compiled call for a team of threads.

What `core.decoding.lean` does with operations. With one sentence at d_model 256 the calls alone took as long
as the arithmetic, and one core cannot read the weights from memory as fast as two.
"""

from __future__ import annotations

import math

import numba
import numpy as np

# What is imported here becomes part of what numba keeps compiled of this file, and numba looks at this file
# alone: after a change there, its `__pycache__` must be emptied or something be changed here.
from backends.numpy_backend.kernels.compiled import _exp, weigh
from backends.numpy_backend.kernels.few_rows import STRIP, linear
from backends.numpy_backend.kernels.team import STAGE, claim, finished, wait

compiled = numba.njit(nogil=True, cache=True, error_model="numpy")
# Sums in vector registers, in an order of their own; see `kernels.compiled`.
fast = numba.njit(nogil=True, cache=True, error_model="numpy",
                  fastmath={"reassoc", "contract", "nsz", "arcp"})

f32 = np.float32
IDENTITY, RELU, SILU, GELU, GELU_ERF = range(5)
__all__ = ["DECODER_STAGES", "ENCODER_STAGES", "NO_BIAS", "RELU", "STAGE", "decoder", "encoder"]
NO_BIAS = np.zeros(0, f32)

# A piece is large enough that claiming it costs nothing: about as many multiplications, or numbers gone over.
PIECE = 1 << 15


@compiled
def _shares(count, cost):
    """How many of `count` items, each `cost` multiplications, make a piece."""
    return min(max(1, PIECE // cost), count)


@fast
def _activate(row, kind):
    if kind == RELU:
        for j in range(row.size):
            row[j] = max(row[j], f32(0))
    elif kind == SILU:
        for j in range(row.size):
            row[j] = row[j] / (f32(1) + _exp(-row[j]))
    elif kind == GELU:
        for j in range(row.size):
            value = row[j]
            inner = f32(0.7978845608) * (value + f32(0.044715) * value * value * value)
            row[j] = value / (f32(1) + _exp(f32(-2) * inner))  # (1 + tanh(a)) / 2 = 1 / (1 + e^-2a)
    elif kind == GELU_ERF:
        for j in range(row.size):
            row[j] = row[j] * f32(0.5) * (f32(1) + f32(math.erf(row[j] * f32(0.70710678))))


@compiled
def _matrix(x, strips, bias, activation, out, counters, stage):
    """out [N,16 strips] = activation(x [N,I] W^T + bias); with no bias, as it is."""
    num_strips = strips.shape[0]
    size = _shares(num_strips, x.shape[0] * x.shape[1] * STRIP)
    size = min(num_strips, (size + 3) // 4 * 4)  # a few rows are fastest with four strips side by side
    pieces = -(-num_strips // size)
    piece = claim(counters, stage)
    while piece < pieces:
        start, stop = piece * size, min((piece + 1) * size, num_strips)
        linear(x, strips, out, start, stop)
        if bias.size:
            start, stop = start * STRIP, min(stop * STRIP, bias.size)
            for i in range(x.shape[0]):
                for j in range(start, stop):
                    out[i, j] += bias[j]
                _activate(out[i, start:stop], activation)
        finished(counters, stage)
        piece = claim(counters, stage)
    wait(counters, stage, pieces)


@fast
def _join_row(x, y, inputs, weight, bias, norm_first, eps):
    size = x.size
    total, squares = f32(0), f32(0)
    for j in range(size):
        x[j] += y[j]
        total += x[j]
    mean = total / f32(size)
    for j in range(size):
        squares += (x[j] - mean) ** 2
    inverse = f32(1) / math.sqrt(squares / f32(size) + eps)
    for j in range(size):
        inputs[j] = (x[j] - mean) * inverse * weight[j] + bias[j]
    if not norm_first:
        x[:] = inputs


@compiled
def _join(x, y, inputs, norm, norm_first, eps, counters, stage):
    """x += y; inputs = norm(x), which the next sublayer reads. Where norms come last, x becomes that too."""
    size = _shares(x.shape[0], x.shape[1])
    pieces = -(-x.shape[0] // size)
    piece = claim(counters, stage)
    while piece < pieces:
        for row in range(piece * size, min((piece + 1) * size, x.shape[0])):
            _join_row(x[row], y[row], inputs[row], norm[0], norm[1], norm_first, eps)
        finished(counters, stage)
        piece = claim(counters, stage)
    wait(counters, stage, pieces)


@fast
def _self_head(heads, keys, values, origin, position, first, num_heads, out, pair, weights):
    """One head of one row; its new key and value are put at `position` of the row's own place."""
    row, h = divmod(pair, num_heads)
    d_head = keys.shape[3]
    for d in range(d_head):
        keys[row, first + h, position, d] = heads[row, (num_heads + h) * d_head + d]
        values[row, first + h, position, d] = heads[row, (2 * num_heads + h) * d_head + d]
    q = heads[row, h * d_head: (h + 1) * d_head]
    factor = f32(1 / math.sqrt(d_head))
    largest = f32(-np.inf)
    for s in range(position + 1):
        key = keys[origin[row, s], first + h, s]
        score = f32(0)
        for d in range(d_head):
            score += q[d] * key[d]
        weights[s] = score * factor
        largest = max(largest, weights[s])
    total = f32(0)
    for s in range(position + 1):
        weights[s] = _exp(weights[s] - largest)
        total += weights[s]
    attended = out[row, h * d_head: (h + 1) * d_head]
    attended[:] = f32(0)
    for s in range(position + 1):
        value, weight = values[origin[row, s], first + h, s], weights[s] / total
        for d in range(d_head):
            attended[d] += weight * value[d]


@compiled
def _self_attention(heads, keys, values, origin, position, first, num_heads, out, counters, stage):
    """heads [B,3D] -> out [B,D]; this layer's heads are those from `first` on in keys and values."""
    weights = np.empty(position + 1, f32)
    pairs = heads.shape[0] * num_heads
    share = _shares(pairs, 2 * (position + 1) * keys.shape[3])
    pieces = -(-pairs // share)
    piece = claim(counters, stage)
    while piece < pieces:
        for pair in range(piece * share, min((piece + 1) * share, pairs)):
            _self_head(heads, keys, values, origin, position, first, num_heads, out, pair, weights)
        finished(counters, stage)
        piece = claim(counters, stage)
    wait(counters, stage, pieces)


@fast
def _cross_head(heads, keys, values, source_of, mask, first, num_heads, out, pair, weights):
    row, h = divmod(pair, num_heads)
    d_head = keys.shape[3]
    source = source_of[row]
    seen = mask[min(source, mask.shape[0] - 1)]
    weigh(heads[row, h * d_head: (h + 1) * d_head], keys[source, first + h], seen,
          f32(1 / math.sqrt(d_head)), weights)
    attended = out[row, h * d_head: (h + 1) * d_head]
    attended[:] = f32(0)
    for s in range(keys.shape[2]):
        for d in range(d_head):
            attended[d] += weights[s] * values[source, first + h, s, d]


@compiled
def _cross_attention(queries, keys, values, source_of, mask, first, num_heads, out, counters, stage):
    """queries [B,D] -> out [B,D]."""
    weights = np.empty(keys.shape[2], f32)
    pairs = queries.shape[0] * num_heads
    share = _shares(pairs, 2 * keys.shape[2] * keys.shape[3])
    pieces = -(-pairs // share)
    piece = claim(counters, stage)
    while piece < pieces:
        for pair in range(piece * share, min((piece + 1) * share, pairs)):
            _cross_head(queries, keys, values, source_of, mask, first, num_heads, out, pair, weights)
        finished(counters, stage)
        piece = claim(counters, stage)
    wait(counters, stage, pieces)


@compiled
def _feed_forward(x, matrices, at, bias, activation, hidden, y, counters, stage):
    d_ff = hidden.shape[1]
    strips = _strips(matrices, at[0], d_ff, x.shape[1])
    _matrix(x, strips, bias[:d_ff], activation, hidden, counters, stage)
    _linear(hidden, matrices, at[1], bias[d_ff:], y, counters, stage + 1)


@fast
def _encoder_head(heads, num_heads, mask, out, pair, weights):
    """One head of one sentence: every position attends to all."""
    b, h = divmod(pair, num_heads)
    length = mask.shape[1]
    d_head = out.shape[1] // num_heads
    first = b * length
    k, v = (num_heads + h) * d_head, (2 * num_heads + h) * d_head
    keys = heads[first: first + length, k: k + d_head]
    factor = f32(1 / math.sqrt(d_head))
    for t in range(first, first + length):
        weigh(heads[t, h * d_head: (h + 1) * d_head], keys, mask[b], factor, weights)
        row = out[t, h * d_head: (h + 1) * d_head]
        row[:] = f32(0)
        for s in range(length):
            for d in range(d_head):
                row[d] += weights[s] * heads[first + s, v + d]


@compiled
def _encoder_attention(heads, num_heads, mask, out, counters, stage):
    """heads [B S,3D] -> out [B S,D]."""
    weights = np.empty(mask.shape[1], f32)
    pairs = mask.shape[0] * num_heads
    share = _shares(pairs, 2 * mask.shape[1] * mask.shape[1] * (out.shape[1] // num_heads))
    pieces = -(-pairs // share)
    piece = claim(counters, stage)
    while piece < pieces:
        for pair in range(piece * share, min((piece + 1) * share, pairs)):
            _encoder_head(heads, num_heads, mask, out, pair, weights)
        finished(counters, stage)
        piece = claim(counters, stage)
    wait(counters, stage, pieces)


@compiled
def _strips(matrices, start, outputs, inputs):
    return matrices[start: start + outputs * inputs].reshape(outputs // STRIP, inputs, STRIP)


@compiled
def _linear(x, matrices, start, bias, out, counters, stage):
    """out [N,O] = x [N,I] W^T + bias, with the O I numbers of W's strips from `start` on."""
    strips = _strips(matrices, start, out.shape[1], x.shape[1])
    _matrix(x, strips, bias, IDENTITY, out, counters, stage)


@compiled
def _part(scratch, before, rows, columns):
    """rows x columns of the scratch memory, behind `before` columns of other parts."""
    return scratch[before * rows: (before + columns) * rows].reshape(rows, columns)


# Stages a layer: each is a product, an attention or a residual sum with its norm.
DECODER_STAGES, ENCODER_STAGES = 11, 7


@compiled
def decoder(x, matrices, starts, biases, norms, num_heads, activation, norm_first, eps, keys, values, origin,
            position, cross_keys, cross_values, source_of, mask, table, table_bias, logits, scratch,
            counters):
    """x [B,D] embedded, overwritten -> logits [B,16 strips]. Every thread of the team makes this same call.

    matrices    all layers' strips one behind the other; starts [L,6] says where each begins
    biases      [L,7D + d_ff]: those of the six, in order; norms [3L or 3L + 1,2,D] in the order of use
    keys, values            [B',L H,capacity,d_head]; position s of row b stands in row origin[b, s]
    cross_keys, cross_values  [B'',L H,S,d_head]; row b reads those of source_of[b]; mask [B'',S] or [1,0]
    table, table_bias       the output projection's strips and bias (empty for none)
    scratch     [B (6D + d_ff)] zeros; counters zeros, `team.STAGE` for each of the stages
    """
    batch, d = x.shape
    d_ff = biases.shape[1] - 7 * d
    y, inputs = _part(scratch, 0, batch, d), _part(scratch, d, batch, d)
    attended = _part(scratch, 2 * d, batch, d)
    heads, hidden = _part(scratch, 3 * d, batch, 3 * d), _part(scratch, 6 * d, batch, d_ff)
    queries = _part(scratch, 3 * d, batch, d)  # in the place of the heads, which are done with
    source, stage, later = x, 0, 0
    if norm_first:
        _join(x, y, inputs, norms[0], norm_first, eps, counters, stage)
        source, stage, later = inputs, 1, 1
    for layer in range(starts.shape[0]):
        at, bias, norm, first = starts[layer], biases[layer], 3 * layer + later, layer * num_heads
        _linear(source, matrices, at[0], bias[:3 * d], heads, counters, stage)
        _self_attention(heads, keys, values, origin, position, first, num_heads, attended, counters,
                        stage + 1)
        _linear(attended, matrices, at[1], bias[3 * d: 4 * d], y, counters, stage + 2)
        _join(x, y, inputs, norms[norm], norm_first, eps, counters, stage + 3)
        _linear(inputs, matrices, at[2], bias[4 * d: 5 * d], queries, counters, stage + 4)
        _cross_attention(queries, cross_keys, cross_values, source_of, mask, first, num_heads, attended,
                         counters, stage + 5)
        _linear(attended, matrices, at[3], bias[5 * d: 6 * d], y, counters, stage + 6)
        _join(x, y, inputs, norms[norm + 1], norm_first, eps, counters, stage + 7)
        _feed_forward(inputs, matrices, at[4:], bias[6 * d:], activation, hidden, y, counters, stage + 8)
        _join(x, y, inputs, norms[norm + 2], norm_first, eps, counters, stage + 10)
        source = inputs
        stage += DECODER_STAGES
    _matrix(inputs, table, table_bias, IDENTITY, logits, counters, stage)


@compiled
def encoder(x, matrices, starts, biases, norms, num_heads, activation, norm_first, eps, mask, scratch,
            counters):
    """x [B S,D] embedded, overwritten -> the memory, in the first B S D numbers of `scratch`; mask [B,S].

    starts [L,4]; biases [L,5D + d_ff]; norms [2L or 2L + 1,2,D]; scratch [B S (6D + d_ff)] zeros; otherwise
    as for `decoder`.
    """
    rows, d = x.shape
    d_ff = biases.shape[1] - 5 * d
    inputs, y = _part(scratch, 0, rows, d), _part(scratch, d, rows, d)
    attended = _part(scratch, 2 * d, rows, d)
    heads, hidden = _part(scratch, 3 * d, rows, 3 * d), _part(scratch, 6 * d, rows, d_ff)
    source, stage, later = x, 0, 0
    if norm_first:
        _join(x, y, inputs, norms[0], norm_first, eps, counters, stage)
        source, stage, later = inputs, 1, 1
    for layer in range(starts.shape[0]):
        at, bias, norm = starts[layer], biases[layer], 2 * layer + later
        _linear(source, matrices, at[0], bias[:3 * d], heads, counters, stage)
        _encoder_attention(heads, num_heads, mask, attended, counters, stage + 1)
        _linear(attended, matrices, at[1], bias[3 * d: 4 * d], y, counters, stage + 2)
        _join(x, y, inputs, norms[norm], norm_first, eps, counters, stage + 3)
        _feed_forward(inputs, matrices, at[2:], bias[4 * d:], activation, hidden, y, counters, stage + 4)
        _join(x, y, inputs, norms[norm + 1], norm_first, eps, counters, stage + 6)
        source = inputs
        stage += ENCODER_STAGES
