"""For each differentiable operation the cases in which its gradient is checked."""

from __future__ import annotations

import numpy as np

from tests.backends.gradcheck import Case

CAUSAL = np.tri(4, dtype=bool)[None, None]  # [1,1,T,T]
PADDING = np.array([[1, 1, 0, 0, 0], [1, 1, 1, 1, 1]], bool)[:, None, None]  # [B,1,1,S]
IDS = np.array([[3, 0, 3], [1, 3, 6]])  # 3 thrice, 2, 4 and 5 never
REAL = np.array([0, 3, 4, 5])  # the tokens of a [2,3] rectangle that are not PAD
TARGETS = np.array([2, 0, 2, 6, 1])
WEIGHTS = np.array([1.0, 0.0, 0.5, 2.0, 0.0])  # two tokens are PAD
HEADS = ((2, 3, 4, 5),) * 3  # q, k, v [B,H,T,d_head]
CROSS = ((2, 3, 4, 5), (2, 3, 5, 5), (2, 3, 5, 5))  # [B,H,T,d_head], [B,H,S,d_head] twice


def cross_entropy(ops, hidden, table, bias=None, smoothing=0.1, weights=WEIGHTS):
    return ops.cross_entropy(hidden, table, bias, ops.asarray(TARGETS), ops.asarray(weights), smoothing)


def consistent(ops, hidden, table, bias=None, alpha=3.0):
    return ops.consistent_cross_entropy(hidden, table, bias, ops.asarray(TARGETS), ops.asarray(WEIGHTS), 0.1,
                                        alpha)


def tied(ops, table):
    """Embedding and output projection share one table, as in the model."""
    hidden = ops.embedding(table, ops.asarray(TARGETS[::-1]))
    return cross_entropy(ops, hidden, table)


def residual_stream(ops, x, weight):
    """A value that many operations use, each gradient of which may be shared with another."""
    x = x + x
    for _ in range(3):
        x = x + ops.linear(ops.relu(x), weight)
    return ops.scale(x, 0.5) + x


def with_mask(mask):
    return lambda ops, q, k, v: ops.attention(q, k, v, ops.asarray(mask))


def explicit(mask):
    return lambda ops, q, k, v: ops.attention_with_weights(q, k, v, ops.asarray(mask))[0]


def packed(ops, x):
    return ops.pack(x, ops.asarray(REAL))


def unpacked(ops, rows):
    return ops.unpack(rows, ops.asarray(REAL), 2, 3)


CHECKS: dict[str, list[Case]] = {
    "add": [
        Case("same shape", lambda ops, x, y: x + y, ((2, 3), (2, 3))),
        Case("bias", lambda ops, x, y: x + y, ((2, 3, 4), (4,))),
        Case("stretched on the left", lambda ops, x, y: x + y, ((1, 4), (2, 3, 4))),
        Case("both stretched", lambda ops, x, y: x + y, ((2, 1, 4), (3, 1))),
        Case("scalar", lambda ops, x, y: x + y, ((2, 3), ())),
        Case("with itself", lambda ops, x: x + x, ((2, 3),)),
        Case("untracked first", lambda ops, x: ops.asarray(np.ones((2, 3))) + x, ((2, 3),)),
        Case("residual stream", residual_stream, ((3, 4), (4, 4))),
    ],
    "pack": [
        Case("rows", packed, ((2, 3, 4),)),
        Case("and back", lambda ops, x: unpacked(ops, packed(ops, x)), ((2, 3, 4),)),
    ],
    "unpack": [
        Case("rows", unpacked, ((4, 5),)),
    ],
    "embedding": [
        Case("repeated ids", lambda ops, table: ops.embedding(table, ops.asarray(IDS)), ((7, 4),)),
        Case("one id", lambda ops, table: ops.embedding(table, ops.asarray(np.array([2]))), ((7, 4),)),
        Case("every id", lambda ops, table: ops.embedding(table, ops.arange(0, 7)), ((7, 4),)),
        Case("tied", tied, ((7, 4),)),
    ],
    "linear": [
        Case("bias", lambda ops, x, w, b: ops.linear(x, w, b), ((5, 4), (3, 4), (3,))),
        Case("3d", lambda ops, x, w, b: ops.linear(x, w, b), ((2, 5, 4), (3, 4), (3,))),
        Case("no bias", lambda ops, x, w: ops.linear(x, w), ((2, 5, 4), (3, 4))),
        Case("bias None", lambda ops, x, w: ops.linear(x, w, None), ((5, 4), (3, 4))),
        Case("by name", lambda ops, x, w, b: ops.linear(x, bias=b, weight=w), ((5, 4), (3, 4), (3,))),
        Case("weight twice", lambda ops, x, w: ops.linear(ops.linear(x, w), w), ((5, 4), (4, 4))),
        Case("x is its own weight", lambda ops, x: ops.linear(x, x), ((4, 4),)),
        Case("1d", lambda ops, x, w: ops.linear(x, w), ((4,), (3, 4))),
    ],
    "layer_norm": [
        Case("2d", lambda ops, x, w, b: ops.layer_norm(x, w, b), ((5, 6), (6,), (6,))),
        Case("3d", lambda ops, x, w, b: ops.layer_norm(x, w, b), ((2, 3, 6), (6,), (6,))),
        Case("eps", lambda ops, x, w, b: ops.layer_norm(x, w, b, 0.5), ((5, 6), (6,), (6,))),
        Case("eps by name", lambda ops, x, w, b: ops.layer_norm(x, w, b, eps=0.5), ((5, 6), (6,), (6,))),
    ],
    "rms_norm": [
        Case("2d", lambda ops, x, w: ops.rms_norm(x, w), ((5, 6), (6,))),
        Case("3d", lambda ops, x, w: ops.rms_norm(x, w), ((2, 3, 6), (6,))),
        Case("eps by name", lambda ops, x, w: ops.rms_norm(x, w, eps=0.5), ((5, 6), (6,))),
    ],
    "relu": [Case("3d", lambda ops, x: ops.relu(x), ((2, 3, 4),))],
    "gelu": [Case("3d", lambda ops, x: ops.gelu(x), ((2, 3, 4),)),
             Case("wide", lambda ops, x: ops.gelu(ops.scale(x, 5)), ((20,),))],
    "gelu_erf": [Case("3d", lambda ops, x: ops.gelu_erf(x), ((2, 3, 4),)),
                 Case("wide", lambda ops, x: ops.gelu_erf(ops.scale(x, 5)), ((20,),))],
    "silu": [Case("3d", lambda ops, x: ops.silu(x), ((2, 3, 4),)),
             Case("wide", lambda ops, x: ops.silu(ops.scale(x, 20)), ((20,),))],
    "scale": [Case("float", lambda ops, x: ops.scale(x, -0.3), ((2, 3),)),
              Case("by name", lambda ops, x: ops.scale(x, factor=3), ((2, 3),)),
              Case("NumPy number", lambda ops, x: ops.scale(x, np.float64(3)), ((2, 3),))],
    "split_heads": [Case("by place", lambda ops, x: ops.split_heads(x, 3), ((2, 4, 6),)),
                    Case("by name", lambda ops, x: ops.split_heads(x, num_heads=2), ((2, 4, 6),))],
    "merge_heads": [Case("inverse", lambda ops, x: ops.merge_heads(ops.split_heads(x, 3)), ((2, 4, 6),)),
                    Case("alone", lambda ops, x: ops.merge_heads(x), ((2, 3, 4, 5),))],
    "dropout": [
        Case("fixed key", lambda ops, x: ops.dropout(x, 0.4, ops.key(5)), ((6, 7),)),
        Case("by name", lambda ops, x: ops.dropout(x, rate=0.4, key=ops.key(5)), ((6, 7),)),
        Case("rate 0", lambda ops, x: ops.dropout(x, 0.0, ops.key(5)), ((6, 7),)),
    ],
    "attention": [
        Case("no mask", lambda ops, q, k, v: ops.attention(q, k, v), CROSS),
        Case("None", lambda ops, q, k, v: ops.attention(q, k, v, None), HEADS),
        Case("causal [1,1,T,T]", with_mask(CAUSAL), HEADS),
        Case("causal [T,T]", with_mask(CAUSAL[0, 0]), HEADS),
        Case("padding [B,1,1,S]", with_mask(PADDING), CROSS),
        Case("full [B,H,T,S]", with_mask(np.broadcast_to(PADDING, (2, 3, 4, 5))), CROSS),
        Case("by name", lambda ops, q, k, v: ops.attention(q, k, v, mask=ops.asarray(CAUSAL)), HEADS),
        Case("one array is q, k and v", lambda ops, x: ops.attention(x, x, x), ((2, 3, 4, 5),)),
        Case("one query", lambda ops, q, k, v: ops.attention(q, k, v),
             ((2, 3, 1, 5), (2, 3, 4, 5), (2, 3, 4, 5))),
    ],
    "attention_with_weights": [
        Case("no mask", lambda ops, q, k, v: ops.attention_with_weights(q, k, v)[0], CROSS),
        Case("causal", explicit(CAUSAL), HEADS),
        Case("padding", explicit(PADDING), CROSS),
    ],
    "cross_entropy": [
        Case("bias", cross_entropy, ((5, 4), (7, 4), (7,))),
        Case("no bias", cross_entropy, ((5, 4), (7, 4))),
        Case("no smoothing", lambda ops, h, t, b: cross_entropy(ops, h, t, b, 0.0), ((5, 4), (7, 4), (7,))),
        Case("[B,T,D] hidden", lambda ops, h, t: ops.cross_entropy(
            h, t, None, ops.asarray(IDS), ops.asarray(WEIGHTS[[0, 1, 2, 3, 4, 0]].reshape(2, 3)), 0.2),
            ((2, 3, 4), (7, 4))),
        Case("all PAD", lambda ops, h, t: cross_entropy(ops, h, t, weights=0 * WEIGHTS), ((5, 4), (7, 4))),
        Case("scaled", lambda ops, h, t: ops.scale(cross_entropy(ops, h, t), 3), ((5, 4), (7, 4))),
    ],
    "consistent_cross_entropy": [
        Case("bias", consistent, ((10, 4), (7, 4), (7,))),
        Case("no bias", consistent, ((10, 4), (7, 4))),
        Case("far apart", lambda ops, h, t: consistent(ops, ops.scale(h, 4), t), ((10, 4), (7, 4))),
        Case("scaled", lambda ops, h, t: ops.scale(consistent(ops, h, t, alpha=0.5), 3), ((10, 4), (7, 4))),
        Case("[B,T,D] hidden", lambda ops, h, t: ops.consistent_cross_entropy(
            h, t, None, ops.asarray(IDS), ops.asarray(WEIGHTS[[0, 1, 2, 3, 4, 0]].reshape(2, 3)), 0.2, 1.0),
            ((4, 3, 4), (7, 4))),
    ],
}
