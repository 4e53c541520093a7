"""NumpyBackend: the protocol's operations put together."""

from __future__ import annotations

import functools
import operator

import numpy as np
import psutil

from backends.numpy_backend import attention as attentions
from backends.numpy_backend import consistency, decoding, kernels, loss, random
from backends.numpy_backend import functional as functions
from backends.numpy_backend.cache import NumpyKVCache
from backends.numpy_backend.memory import keep_freed_memory
from backends.numpy_backend.optimizer import adamw_in_place, muon_in_place, summed
from backends.numpy_backend.packed import PackedMatrix
from backends.numpy_backend.parallel import Workers, default_workers, split_batch
from backends.numpy_backend.tape import Tape


def leaves(tree) -> list:
    """The arrays of a nested dict, in the order of insertion."""
    if isinstance(tree, dict):
        return [leaf for child in tree.values() for leaf in leaves(child)]
    return [tree]


def map_tree(fn, tree, *others):
    """The dict of the same shape whose leaves are fn of the trees' leaves, matched by name."""
    if isinstance(tree, dict):
        return {name: map_tree(fn, child, *(other[name] for other in others))
                for name, child in tree.items()}
    return fn(tree, *others)


class NumpyBackend:
    """See `backends.base.Backend` for what each operation does.

    `dtype` float32 is what people use; float64 is the oracle for gradient checks. `workers` is the
    number of threads over which a batch is split in training (default: one a core); the same seed
    and the same number give the same bits. `weights` is how `for_decoding` keeps matrices after `warm_up`:
    "float32", or "half" for float16, which takes numba and a processor that converts them.
    """

    name = "numpy"
    lays_out = True

    def __init__(self, dtype=np.float32, workers: int | None = None, weights: str = "float32"):
        self.dtype = np.dtype(dtype)
        self.saves_memory = weights == "half"
        self._is_ready = not self.saves_memory  # to read what `for_decoding` packs
        if self.saves_memory:
            kernels.require_halves()
        self._workers = Workers(workers or default_workers())

    # --- the host border

    def asarray(self, host, copy=True):
        # Mostly a copy: the optimizer works in place, and the caller's array is the caller's.
        host = np.asarray(host)
        dtypes = {"f": self.dtype, "b": np.bool_}
        return np.array(host, dtypes.get(host.dtype.kind, np.int32), copy=copy or None)

    def to_host(self, array):
        return np.asarray(array)

    def warm_up(self):
        self._is_ready = kernels.prefer_compiled() or self._is_ready

    def loading(self):
        self._is_ready = True
        return kernels.compiled_here()

    def small_products(self):
        return self._workers.one_thread_each()

    def eval(self, *trees):
        pass

    def memory(self):
        return psutil.Process().memory_info().rss

    @property
    def workers(self) -> int:
        """How many threads a batch is split over; the last bits of a training depend on it."""
        return self._workers.count

    def device(self):
        count = self._workers.count
        return f"CPU, {count} thread{'s' if count != 1 else ''}"

    def group(self):
        return None  # its threads share one machine

    # --- differentiable

    embedding = staticmethod(functions.embedding)
    linear = staticmethod(functions.linear)
    layer_norm = staticmethod(functions.layer_norm)
    rms_norm = staticmethod(functions.rms_norm)
    relu = staticmethod(functions.relu)
    gelu = staticmethod(functions.gelu)
    gelu_erf = staticmethod(functions.gelu_erf)
    silu = staticmethod(functions.silu)
    scale = staticmethod(functions.scale)
    split_heads = staticmethod(functions.split_heads)
    merge_heads = staticmethod(functions.merge_heads)
    pack = staticmethod(functions.pack)
    unpack = staticmethod(functions.unpack)
    dropout = staticmethod(functions.dropout)
    attention = staticmethod(attentions.attention)
    attention_with_weights = staticmethod(attentions.attention_with_weights)
    cross_entropy = staticmethod(loss.cross_entropy)
    consistent_cross_entropy = staticmethod(consistency.consistent_cross_entropy)

    # --- plain

    log_softmax = staticmethod(kernels.plain.log_softmax)
    top_k = staticmethod(kernels.plain.top_k)

    def take(self, x, indices, axis):
        return np.take(x, indices, axis=axis)

    def real_tokens(self, ids, pad_id):
        return np.flatnonzero(ids != pad_id)

    def concat(self, arrays, axis):
        return np.concatenate(arrays, axis=axis)

    def zeros(self, shape):
        return np.zeros(shape, self.dtype)

    def arange(self, start, stop):
        return np.arange(start, stop, dtype=np.int32)

    def key(self, seed):
        return random.mix(int(seed))

    split_key = staticmethod(random.split_key)
    fold_key = staticmethod(random.fold_key)

    def random_normal(self, shape, key):
        return random.generator(key).standard_normal(shape, np.float32).astype(self.dtype, copy=False)

    def random_uniform(self, shape, key):
        return random.generator(key).random(shape, np.float32).astype(self.dtype, copy=False)

    def global_norm(self, tree):
        squares = self._workers.map(lambda leaf: np.vdot(leaf, leaf), leaves(tree))
        return np.sqrt(sum(squares), dtype=self.dtype)

    def clip_factor(self, norm, max_norm):
        return np.minimum(1, max_norm / np.maximum(norm, 1e-12), dtype=self.dtype)

    # --- transforms

    def value_and_grad(self, fn):
        kernels.prefer_compiled()
        keep_freed_memory()

        def one_part(params, batch, key):
            tape = Tape()
            tracked = map_tree(tape.watch, params)
            value = fn(tracked, batch, key)
            watched = leaves(tracked)
            grads = iter(tape.gradients(value, watched))
            return value.data, map_tree(lambda _: next(grads), params)

        def value_and_grad_of_batch(params, batch, key=None):
            parts = split_batch(batch, self._workers.count)
            keys = [None if key is None else random.fold_key(key, i) for i in range(len(parts))]
            results = self._workers.map(
                lambda part: one_part(params, *part), list(zip(parts, keys, strict=True)))
            total = functools.reduce(operator.add, (value for value, _ in results))
            sums = iter(summed(self._workers, [leaves(grads) for _, grads in results]))
            return total, map_tree(lambda _: next(sums), params)

        return value_and_grad_of_batch

    def compile_step(self, fn):
        return fn

    def adamw_update(self, params, grads, state, lr, *, betas, eps, weight_decay, grad_scale):
        step = int(state["step"]) + 1
        tensors = list(zip(*map(leaves, (params, grads, state["m"], state["v"])), strict=True))
        adamw_in_place(self._workers, tensors, step=step, lr=float(lr), betas=betas, eps=eps,
                       weight_decay=weight_decay, grad_scale=float(grad_scale))
        return params, {**state, "step": np.asarray(step, np.int32)}

    def muon_update(self, params, grads, momentum, lr, *, beta, weight_decay, grad_scale):
        tensors = list(zip(*map(leaves, (params, grads, momentum)), strict=True))
        muon_in_place(self._workers, tensors, lr=float(lr), beta=beta, weight_decay=weight_decay,
                      grad_scale=float(grad_scale))
        return params, momentum

    # --- decoding

    attend_cached = staticmethod(decoding.attend_cached)
    attend_memory = staticmethod(decoding.attend_memory)
    add_norm = staticmethod(decoding.add_norm)

    def top_log_probs(self, logits, bans, k):
        return decoding.top_log_probs(self._workers, logits, bans, k)

    def for_decoding(self, params):
        few_rows = kernels.for_few_rows(self.dtype) if self._is_ready else None

        def laid_out(array):
            if isinstance(array, PackedMatrix) or array.ndim != 2:
                return array
            if few_rows is not None:
                return PackedMatrix(array, few_rows, self._workers, self.saves_memory)
            # By columns, `x @ weight.T` reads a matrix that is not wider than high in order. With one to
            # sixteen rows of x that took 0.5 to 0.7 of the time (256 to 2,048 wide, 2 AVX2 cores).
            return np.asfortranarray(array) if array.shape[0] >= array.shape[1] else array

        return map_tree(laid_out, params)

    def rows_for_decoding(self, matrix, index):
        if isinstance(index, slice):
            return matrix.part(index) if isinstance(matrix, PackedMatrix) else matrix[index]
        return matrix.chosen(index) if isinstance(matrix, PackedMatrix) else np.asfortranarray(matrix[index])

    def whole_model(self, params, num_heads, activation, norm_first, norm_eps):
        return decoding.whole_model(params, num_heads, activation, norm_first, norm_eps, self._workers)

    def kv_cache(self, k=None, v=None):
        return NumpyKVCache() if k is None else NumpyKVCache.holding(k, v)
