"""MlxBackend: the protocol's operations put together."""

from __future__ import annotations

from contextlib import nullcontext

import mlx.core as mx
import numpy as np
import psutil
from mlx.utils import tree_flatten, tree_map

from backends.mlx_backend import consistency, decoding, functional, group, loss, optimizer
from backends.mlx_backend.cache import MlxKVCache
from backends.mlx_backend.quantised import BITS, QuantisedMatrix, quantised


def has_gpu() -> bool:
    """Whether MLX computes on a GPU here (it makes a GPU its default device where one is)."""
    return mx.default_device().type == mx.gpu


def as_indices(indices) -> mx.array:
    """Integer indices, be they the engine's, a host array or a list."""
    return indices if isinstance(indices, mx.array) else mx.array(np.array(indices, np.int32))


class MlxBackend:
    """See `backends.base.Backend` for what each operation does.

    Arrays are lazy: nothing is computed before `eval` or `to_host`. One thread owns the backend, for
    MLX's streams belong to threads; what another thread is to see goes through `to_host`.

    `compile` is whether `compile_step` compiles; by default only on a GPU, because on a CPU MLX runs
    a C++ compiler for every fused kernel, which takes seconds each and needs that compiler. `weights` is
    what `for_decoding` makes of matrices: "float32" leaves them, "8bit" and "4bit" quantise them.
    """

    name = "mlx"

    def __init__(self, compile: bool | None = None, weights: str = "float32"):
        self._compile = has_gpu() if compile is None else compile
        self._bits = None if weights == "float32" else BITS[weights]
        self.lays_out = self.saves_memory = self._bits is not None

    # --- the host border

    def asarray(self, host, copy=True):
        # By a copy in 32 bits: MLX refuses negative strides, a GPU float64.
        host = np.asarray(host)
        dtypes = {"f": np.float32, "b": np.bool_}
        return mx.array(np.array(host, dtypes.get(host.dtype.kind, np.int32)))

    def to_host(self, array):
        return np.array(array)  # a copy: a view would keep an array of this thread alive in another

    def warm_up(self):
        pass

    def loading(self):
        return nullcontext()

    def small_products(self):
        return nullcontext()

    def eval(self, *trees):
        mx.eval(*trees)

    def memory(self):
        # A GPU's buffers are not always counted as resident, the interpreter is not known to MLX.
        return max(psutil.Process().memory_info().rss, mx.get_active_memory() + mx.get_cache_memory())

    def device(self):
        return f"GPU, {mx.device_info()['device_name']}" if has_gpu() else "CPU, MLX"

    group = staticmethod(group.group)

    # --- differentiable

    embedding = staticmethod(functional.embedding)
    linear = staticmethod(functional.linear)
    layer_norm = staticmethod(functional.layer_norm)
    rms_norm = staticmethod(functional.rms_norm)
    relu = staticmethod(functional.relu)
    gelu = staticmethod(functional.gelu)
    gelu_erf = staticmethod(functional.gelu_erf)
    silu = staticmethod(functional.silu)
    scale = staticmethod(functional.scale)
    split_heads = staticmethod(functional.split_heads)
    merge_heads = staticmethod(functional.merge_heads)
    pack = staticmethod(functional.pack)
    unpack = staticmethod(functional.unpack)
    dropout = staticmethod(functional.dropout)
    attention = staticmethod(functional.attention)
    attention_with_weights = staticmethod(functional.attention_with_weights)
    cross_entropy = staticmethod(loss.cross_entropy)
    consistent_cross_entropy = staticmethod(consistency.consistent_cross_entropy)

    # --- plain

    log_softmax = staticmethod(decoding.log_softmax)
    top_k = staticmethod(decoding.top_k)

    def take(self, x, indices, axis):
        if isinstance(x, QuantisedMatrix) and axis == 0:
            return x.taken(as_indices(indices))
        return mx.take(x, as_indices(indices), axis=axis)

    def real_tokens(self, ids, pad_id):
        return None  # a compiled step is traced once a shape

    def concat(self, arrays, axis):
        return mx.concatenate(list(arrays), axis=axis)

    def zeros(self, shape):
        return mx.zeros(shape)

    def arange(self, start, stop):
        return mx.arange(start, stop, dtype=mx.int32)

    def key(self, seed):
        return mx.random.key(int(seed))

    def split_key(self, key, num):
        return list(mx.random.split(key, num))

    def fold_key(self, key, data):
        # Hash, mix in, hash: without the first hash, seed 1 at step 0 would be seed 0 at step 1.
        [hashed] = mx.random.split(key, 1)
        [folded] = mx.random.split(hashed ^ mx.random.key(int(data)), 1)
        return folded

    def random_normal(self, shape, key):
        return mx.random.normal(shape, key=key)

    def random_uniform(self, shape, key):
        return mx.random.uniform(shape=shape, key=key)

    def global_norm(self, tree):
        return mx.sqrt(sum(mx.sum(mx.square(leaf)) for _, leaf in tree_flatten(tree)))

    def clip_factor(self, norm, max_norm):
        return mx.minimum(1.0, max_norm / mx.maximum(norm, 1e-12))

    # --- transforms

    def value_and_grad(self, fn):
        transformed = mx.value_and_grad(fn)

        def value_and_grad_of_batch(params, batch, key=None):
            return transformed(params, batch, key)

        return value_and_grad_of_batch

    def compile_step(self, fn):
        return mx.compile(fn) if self._compile else fn

    adamw_update = staticmethod(optimizer.adamw_update)
    muon_update = staticmethod(optimizer.muon_update)

    # --- decoding

    attend_cached = staticmethod(decoding.attend_cached)
    attend_memory = staticmethod(decoding.attend_memory)
    def rows_for_decoding(self, matrix, index):
        if isinstance(index, slice):
            return matrix.taken(index) if isinstance(matrix, QuantisedMatrix) else matrix[index]
        return self.take(matrix, index, axis=0)

    whole_model = staticmethod(decoding.whole_model)
    add_norm = staticmethod(decoding.add_norm)
    top_log_probs = staticmethod(decoding.top_log_probs)

    def for_decoding(self, params):
        if self._bits is None:
            return params
        return tree_map(lambda array: quantised(array, self._bits), params)

    def kv_cache(self, k=None, v=None):
        return MlxKVCache() if k is None else MlxKVCache(((k, v),))
