"""The operations of one decoded token."""

from __future__ import annotations

import numpy as np

from backends.numpy_backend import kernels
from backends.numpy_backend.cache import NumpyKVCache
from backends.numpy_backend.packed import PackedMatrix
from backends.numpy_backend.parallel import Workers
from backends.numpy_backend.whole import WholeModel


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


ACTIVATIONS = ("relu", "silu", "gelu", "gelu_erf")  # in the order of their numbers in `kernels.layers`


def whole_model(
    params, num_heads: int, activation: str, norm_first: bool, norm_eps: float, workers: Workers
):
    """A WholeModel where the weights are packed, which means that numba is there, and in whole strips."""
    ffn = params["decoder"]["layers"]["0"]["ffn"]
    first = ffn["fc1"]["weight"]
    if not isinstance(first, PackedMatrix) or any(size % first.strip for size in first.shape):
        return None
    from backends.numpy_backend.kernels import layers

    number = layers.RELU + ACTIVATIONS.index(activation)
    return WholeModel(params, num_heads, number, norm_first, norm_eps, layers, workers)


def add_norm(x, y, weight, bias, eps=1e-5):
    rows = x.reshape(-1, x.shape[-1])
    return kernels.of(x.dtype).add_norm(rows, y.reshape(rows.shape), weight, bias, eps).reshape(x.shape)


def top_log_probs(workers: Workers, logits: np.ndarray, bans: np.ndarray, k: int):
    if kernels.of(logits.dtype) is kernels.plain:
        return kernels.plain.top_log_probs(logits, bans, k)
    from backends.numpy_backend.kernels import choosing, team

    rows = _contiguous(logits)
    values = np.full((len(rows), k), -np.inf, np.float32)
    indices = np.zeros((len(rows), k), np.int64)
    arguments = rows, bans, values, indices, np.zeros(team.STAGE, np.int64)
    if len(rows) > 1 and rows.size > WORTH_A_TEAM:
        workers.together(choosing.top_log_probs, arguments)
    else:
        choosing.top_log_probs(*arguments)
    return values, indices


WORTH_A_TEAM = 1 << 16  # logits: gone over in less time, they are done before another thread has come


def _contiguous(logits: np.ndarray) -> np.ndarray:
    """The same rows one behind the other, with the columns that a packed table has added, if one did."""
    if logits.flags.c_contiguous:
        return logits
    made = logits.base
    whole = (made is not None and made.shape[:-1] == logits.shape[:-1] and made.flags.c_contiguous
             and made.ctypes.data == logits.ctypes.data)
    return made if whole else np.ascontiguousarray(logits)
