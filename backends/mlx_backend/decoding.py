"""Choosing tokens, and the operations of one decoded token."""

from __future__ import annotations

import mlx.core as mx

from backends.mlx_backend import functional


def log_softmax(x):
    return x - mx.logsumexp(x, axis=-1, keepdims=True)


def top_k(x, k):
    indices = mx.argsort(-x, axis=-1)[..., :k]  # stable: the lower index first among equals
    return mx.take_along_axis(x, indices, axis=-1), indices.astype(mx.int32)


def top_log_probs(logits, bans, k):
    return top_k(log_softmax(logits) + bans, k)


def attend_cached(qkv, cache, num_heads):
    batch, width = qkv.shape
    heads = qkv.reshape(batch, 3 * num_heads, 1, width // (3 * num_heads))
    q, k, v = mx.split(heads, 3, axis=1)
    cache = cache.append(k, v)
    return _merged(functional.attention(q, *cache.keys_values())), cache


def attend_memory(q, k, v, mask):
    batch, num_heads, _, d_head = k.shape
    return _merged(functional.attention(q.reshape(batch, num_heads, 1, d_head), k, v, mask))


def _merged(heads):
    """[B,H,1,d_head] -> [B,D]."""
    return heads.reshape(heads.shape[0], -1)


def add_norm(x, y, weight, bias, eps=1e-5):
    return functional.layer_norm(x + y, weight, bias, eps)


def whole_model(params, num_heads, activation, norm_first, norm_eps):
    return None
