"""The operations of one decoded token."""

from __future__ import annotations

import numpy as np

from backends.numpy_backend import kernels
from backends.numpy_backend.cache import NumpyKVCache
from backends.numpy_backend.packed import PackedMatrix


def attend_cached(qkv: np.ndarray, cache: NumpyKVCache, num_heads: int) -> tuple[np.ndarray, NumpyKVCache]:
    batch, width = qkv.shape
    heads = qkv.reshape(batch, 3 * num_heads, width // (3 * num_heads))
    q, k, v = heads[:, :num_heads], heads[:, num_heads: 2 * num_heads], heads[:, 2 * num_heads:]
    cache = cache.append(k[:, :, None], v[:, :, None])
    return kernels.of(qkv.dtype).attend_one(q, *cache.buffers(), cache.length, None), cache


def attend_memory(q: np.ndarray, k: np.ndarray, v: np.ndarray, mask: np.ndarray | None) -> np.ndarray:
    batch, num_heads, length, d_head = k.shape
    seen = None if mask is None else mask.reshape(batch, length)
    return kernels.of(q.dtype).attend_one(q.reshape(batch, num_heads, d_head), k, v, length, seen)


def decoder_layer(params, x, cross, cache: NumpyKVCache, mask, activation: str, norm_first: bool):
    """One compiled call, where the weights are packed and the activation is relu; else None."""
    if not _is_compiled(params, activation):
        return None
    from backends.numpy_backend.kernels import layers

    self_attn, cross_attn, ffn = params["self_attn"], params["cross_attn"], params["ffn"]
    keys, values = cross
    cache = cache.extended(keys[:, :, :1])
    seen = kernels.NO_MASK if mask is None else mask.reshape(len(x), -1)
    x = layers.decoder_layer(
        np.ascontiguousarray(x), _projection(self_attn["qkv_proj"]), _projection(self_attn["out_proj"]),
        _norm(params["self_attn_norm"]), *cache.buffers(), cache.length - 1,
        _projection(cross_attn["q_proj"]), _projection(cross_attn["out_proj"]),
        _norm(params["cross_attn_norm"]), keys, values, seen,
        _projection(ffn["fc1"]), _projection(ffn["fc2"]), _norm(params["ffn_norm"]), norm_first)
    return x, cache


LONGEST = 64  # positions; with more, BLAS makes up for the copies that the general way takes


def encoder_layer(params, x, mask, num_heads: int, activation: str, norm_first: bool):
    """One compiled call for sentences of ordinary length, under the same conditions; else None."""
    batch, length, size = x.shape
    if length > LONGEST or not _is_compiled(params, activation):
        return None
    from backends.numpy_backend.kernels import layers

    self_attn, ffn = params["self_attn"], params["ffn"]
    x = layers.encoder_layer(x.reshape(-1, size), num_heads, _projection(self_attn["qkv_proj"]),
                             _projection(self_attn["out_proj"]), _norm(params["self_attn_norm"]),
                             mask.reshape(batch, length), _projection(ffn["fc1"]), _projection(ffn["fc2"]),
                             _norm(params["ffn_norm"]), norm_first)
    return x.reshape(batch, length, size)


def _is_compiled(params, activation: str) -> bool:
    """Packed weights mean that numba is there."""
    return activation == "relu" and isinstance(params["ffn"]["fc1"]["weight"], PackedMatrix)


def _projection(params) -> tuple[np.ndarray, np.ndarray]:
    return params["weight"].strips, params["bias"]


def _norm(params) -> tuple[np.ndarray, np.ndarray]:
    return params["weight"], params["bias"]


def add_norm(x, y, weight, bias, eps=1e-5):
    rows = x.reshape(-1, x.shape[-1])
    return kernels.of(x.dtype).add_norm(rows, y.reshape(rows.shape), weight, bias, eps).reshape(x.shape)


def top_log_probs(logits: np.ndarray, bans: np.ndarray, k: int) -> tuple[np.ndarray, np.ndarray]:
    return kernels.of(logits.dtype).top_log_probs(logits, bans, k)

