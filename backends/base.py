"""The protocol that both backends meet: some thirty fused, Transformer-sized operations.

`Array` is opaque to the core. Beyond the operations below the core may use only `.shape`, `x + y`
and, on results of `to_host`, plain NumPy arrays. Shapes are written with the letters

    B batch   T target length   S source (or key) length   D d_model   H num_heads
    V vocab_size   F d_ff   N any leading dimensions

Masks are boolean and True means "may attend". A row with nothing to attend to never occurs: every
sequence holds at least one token that is not PAD.

Randomness is explicit. A key is made by `key(seed)`, split by `split_key` or derived by `fold_key`;
an operation given the same key draws the same numbers, so a training resumes without RNG state.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

import numpy as np

Array = Any
Tree = Any  # a nested dict of Arrays, such as the parameters
Key = Any

# Through these, and through x + y, gradients flow. The tests hold the list to the section below and
# refuse to run while one of them has no gradient check.
DIFFERENTIABLE = (
    "embedding", "linear", "layer_norm", "rms_norm", "relu", "gelu", "gelu_erf", "silu", "scale",
    "split_heads", "merge_heads", "pack", "unpack", "dropout", "attention", "attention_with_weights",
    "cross_entropy", "consistent_cross_entropy",
)


class KVCache(Protocol):
    """The keys and values of one attention layer, for the positions decoded so far.

    A cache is a value: `append`, `reorder` and `take` return another one and leave this one as it
    was. So a decoding can go back or branch by simply keeping the older cache.
    """

    @property
    def length(self) -> int:
        """How many positions are held."""

    def append(self, k: Array, v: Array) -> KVCache:
        """Adds positions: k, v [B,H,T,d_head]."""

    def keys_values(self) -> tuple[Array, Array]:
        """All positions so far: k, v [B,H,length,d_head]. There is one at least."""

    def reorder(self, rows: Sequence[int]) -> KVCache:
        """The cache whose batch row i is this one's row rows[i] (beam search, finished rows)."""


class DecoderCache(Protocol):
    """The keys and values of a whole decoder, and of the memory that it reads. A value, as KVCache is."""

    @property
    def batch_size(self) -> int:
        """How many rows are decoded."""

    def reorder(self, rows: Sequence[int]) -> DecoderCache:
        """The cache whose batch row i continues this one's row rows[i], with the memory of that row."""


class WholeModel(Protocol):
    """A model without dropout, laid out by an engine that runs each of its two sides as one operation."""

    def encode(self, x: Array, mask: Array) -> Array | None:
        """All layers and the last norm: x [B,S,D] embedded, mask [B,1,1,S] -> memory [B,S,D]. None for a
        length that the layers one by one are better at."""

    def start(self, crosses: Sequence[tuple[Array, Array]], mask: Array | None) -> DecoderCache:
        """Before the first token: each layer's keys and values of the memory [B,H,S,d_head], mask [B,1,1,S]
        or None for no PAD."""

    def decode(
        self, x: Array, cache: DecoderCache, weight: Array, bias: Array | None
    ) -> tuple[Array, DecoderCache]:
        """One token more in each row: x [B,D] embedded, output projection weight [V,D] and bias [V]
        -> (logits [B,V], the cache one position longer)."""

    def shares(self, rows: int) -> int:
        """In how many shares a batch of so many rows is decoded fastest; 1 says together."""

    def side_by_side(self, search: Callable, shares: Sequence) -> list:
        """`search` of each share, at the same time where there are threads; in the order of the shares."""


class Group(Protocol):
    """Processes that compute one training together; each calls the same methods in the same order."""

    rank: int  # this one's number, from 0
    size: int  # how many there are

    def sum(self, tree: Tree) -> Tree:
        """Each array summed over all processes; everyone gets the same bits."""

    def hear(self, message: bytes = b"") -> bytes:
        """What the first process says, to all of them; what the others pass is ignored."""


class Backend(Protocol):
    """One engine for arrays, operations and gradients."""

    name: str

    # --- the host border ---------------------------------------------------------------------

    lays_out: bool  # whether `for_decoding` makes other matrices of those that it is given
    saves_memory: bool  # whether those are of fewer bits

    def asarray(self, host: np.ndarray, copy: bool = True) -> Array:
        """A host array as the engine's: floats in the working precision, int32, or bool.

        With `copy` False the caller gives the array up, and the engine may keep it as it is.
        """

    def to_host(self, array: Array) -> np.ndarray:
        """A computed NumPy copy or view. Only host arrays cross threads."""

    def warm_up(self) -> None:
        """Loads what makes long work faster and takes half a second itself. Worth it before some hundred
        sentences, and before parameters are laid out by `for_decoding`."""

    def small_products(self) -> AbstractContextManager:
        """Within it a product of matrices is one thread's work. Threads of a BLAS wait for each other after
        each, which on a busy machine takes several times as long as a small product does."""

    def loading(self) -> AbstractContextManager:
        """While it lasts the calling thread, and no other, computes as after `warm_up`: what is used within
        is loaded there, and `warm_up` itself then takes no time."""

    def eval(self, *trees: Tree) -> None:
        """Computes whatever is pending in the trees; nothing to do for an eager engine."""

    def memory(self) -> int:
        """Bytes that this process holds at present, as near as the engine can tell."""

    def device(self) -> str:
        """What computes, in words: "CPU, 8 threads" or "Apple GPU"."""

    def group(self) -> Group | None:
        """The processes among which this one was started; None where it is alone."""

    # --- differentiable ----------------------------------------------------------------------

    def embedding(self, table: Array, ids: Array) -> Array:
        """table [V,D], ids [N] int -> [N,D]."""

    def linear(self, x: Array, weight: Array, bias: Array | None = None) -> Array:
        """x [N,I], weight [O,I], bias [O] -> x weight^T + bias [N,O]."""

    def layer_norm(self, x: Array, weight: Array, bias: Array, eps: float = 1e-5) -> Array:
        """Ba et al. 2016 over the last axis: x [N,D], weight [D], bias [D] -> [N,D]."""

    def rms_norm(self, x: Array, weight: Array, eps: float = 1e-5) -> Array:
        """Zhang and Sennrich 2019 over the last axis: x [N,D], weight [D] -> [N,D]."""

    def relu(self, x: Array) -> Array:
        """max(x, 0)."""

    def gelu(self, x: Array) -> Array:
        """Hendrycks and Gimpel 2016, tanh form: x/2 (1 + tanh(sqrt(2/pi) (x + 0.044715 x^3)))."""

    def gelu_erf(self, x: Array) -> Array:
        """The same without the approximation: x/2 (1 + erf(x / sqrt(2)))."""

    def silu(self, x: Array) -> Array:
        """x sigmoid(x), also called swish."""

    def scale(self, x: Array, factor: float) -> Array:
        """factor x, for a Python number."""

    def split_heads(self, x: Array, num_heads: int) -> Array:
        """[B,T,D] -> [B,H,T,d_head] with D = H d_head."""

    def merge_heads(self, x: Array) -> Array:
        """[B,H,T,d_head] -> [B,T,D], the inverse of `split_heads`."""

    def pack(self, x: Array, index: Array) -> Array:
        """The rows of a rectangle, flattened, at `index` [N]: x [B,T] or [B,T,D] -> [N] or [N,D]."""

    def unpack(self, rows: Array, index: Array, batch: int, length: int) -> Array:
        """The inverse, with zeros elsewhere: rows [N,D] -> [batch,length,D]; `index` names none twice."""

    def dropout(self, x: Array, rate: float, key: Key) -> Array:
        """Zeroes each element with probability `rate` (to 1/65536) and divides the rest by 1 - rate."""

    def attention(self, q: Array, k: Array, v: Array, mask: Array | None = None) -> Array:
        """softmax(q k^T / sqrt(d_head), mask) v (Vaswani et al. 2017, eq. 1).

        q [B,H,T,d_head], k and v [B,H,S,d_head], mask bool broadcastable to [B,H,T,S]
        -> [B,H,T,d_head]. May be fused; `attention_with_weights` is the explicit path.
        """

    def attention_with_weights(
        self, q: Array, k: Array, v: Array, mask: Array | None = None
    ) -> tuple[Array, Array, Array]:
        """As `attention` -> (output, scores, weights), the latter two [B,H,T,S].

        `scores` is q k^T / sqrt(d_head) before the mask; `weights` its masked softmax. Gradients
        flow through the output only.
        """

    def cross_entropy(
        self,
        hidden: Array,
        table: Array,
        bias: Array | None,
        targets: Array,
        token_weights: Array,
        label_smoothing: float,
    ) -> Array:
        """Label-smoothed cross-entropy, fused with the output projection -> scalar.

        hidden [N,D], table [V,D], bias [V] or None, targets [N] int, token_weights [N] float (0 at
        PAD). With p = softmax(hidden table^T + bias) and e = label_smoothing (Szegedy et al. 2016,
        sec. 7): sum over N of token_weights * ((1 - e) (-log p[target]) + e mean_V(-log p)).
        Computed in chunks, so that [N,V] need never exist whole.
        """

    def consistent_cross_entropy(
        self,
        hidden: Array,
        table: Array,
        bias: Array | None,
        targets: Array,
        token_weights: Array,
        label_smoothing: float,
        alpha: float,
    ) -> Array:
        """The loss of R-Drop (Wu et al. 2021, eq. 4, halved: alpha 0 is plain training) -> scalar.

        hidden [2N,D]: the N positions of one pass, then the same positions of another with its own dropout;
        the rest as `cross_entropy` takes it. With p and q what the two passes say, sum over N of
        token_weights * ((ce(p) + ce(q)) / 2 + alpha (KL(p||q) + KL(q||p)) / 4).
        """

    # --- plain -------------------------------------------------------------------------------

    def log_softmax(self, x: Array) -> Array:
        """Over the last axis, same shape."""

    def top_k(self, x: Array, k: int) -> tuple[Array, Array]:
        """The k largest of the last axis, descending -> (values [N,k], indices [N,k] int).

        Among equal values the lower index comes first.
        """

    def take(self, x: Array, indices: Array, axis: int) -> Array:
        """The slices of x along `axis` at integer `indices` [K]."""

    def real_tokens(self, ids: Array, pad_id: int) -> Array | None:
        """Where ids [B,T], flattened, are not PAD: [N] int. None where an engine wants shapes that do not
        change with the data: it computes the rectangle."""

    def concat(self, arrays: Sequence[Array], axis: int) -> Array:
        """Joined along an existing axis."""

    def zeros(self, shape: Sequence[int]) -> Array:
        """Float zeros."""

    def arange(self, start: int, stop: int) -> Array:
        """Integers start ... stop - 1."""

    def key(self, seed: int) -> Key:
        """The root key of a seed in 0 ... 2^63 - 1."""

    def split_key(self, key: Key, num: int) -> list[Key]:
        """`num` independent keys; the given one should not be used again."""

    def fold_key(self, key: Key, data: int) -> Key:
        """The key derived from `key` for the integer `data` >= 0, a step number say."""

    def random_normal(self, shape: Sequence[int], key: Key) -> Array:
        """Standard normal floats."""

    def random_uniform(self, shape: Sequence[int], key: Key) -> Array:
        """Floats uniform in [0, 1)."""

    def global_norm(self, tree: Tree) -> Array:
        """The L2 norm of all elements of all arrays of a tree -> scalar."""

    def clip_factor(self, norm: Array, max_norm: float) -> Array:
        """min(1, max_norm / norm): what brings a gradient of L2 norm `norm` within max_norm -> scalar."""

    # --- transforms --------------------------------------------------------------------------

    def value_and_grad(self, fn: Callable[..., Array]) -> Callable[..., tuple[Array, Tree]]:
        """fn(params, batch, key) -> scalar becomes (params, batch, key) -> (scalar, gradients).

        `batch` is a dict of arrays that share their first axis and the scalar is a *sum* over it, so
        a backend may split the batch over workers and add what they return. The gradients have
        the structure of `params`. `key` may be None.
        """

    def compile_step(self, fn: Callable) -> Callable:
        """A pure function of arrays and trees, compiled where the engine can. Shapes are static."""

    def adamw_update(
        self, params: Tree, grads: Tree, state: Tree, lr: Array, *,
        betas: tuple[float, float], eps: float, weight_decay: float, grad_scale: Array,
    ) -> tuple[Tree, Tree]:
        """One step of Adam (Kingma and Ba 2015) with decoupled decay (Loshchilov and Hutter 2019).

        `state` is {"step": int array, "m": tree, "v": tree}; gradients are multiplied by `grad_scale`
        (clipping) first. With t = step + 1 and bias-corrected moments m^, v^:
        p <- p - lr (m^ / (sqrt(v^) + eps) + weight_decay p), decay on matrices only.
        Returns new (params, state). The arguments are given up: an engine may reuse their memory.
        """

    def muon_update(
        self, params: Tree, grads: Tree, momentum: Tree, lr: Array, *, beta: float, weight_decay: float,
        grad_scale: Array,
    ) -> tuple[Tree, Tree]:
        """One step of Muon (Jordan et al. 2024) with Nesterov's momentum; every parameter is a matrix [R,C].

        Gradients are multiplied by `grad_scale` first. m <- beta m + (1 - beta) g, then
        p <- p - lr (0.2 sqrt(max(R, C)) O(beta m + (1 - beta) g) + weight_decay p), where O brings the
        singular values near 1 by the polynomial of `backends.newton_schulz`; the factor gives the step the
        size of Adam's (Liu et al. 2025, sec. 2.2), so that both go by one rate.
        Returns new (params, momentum). The arguments are given up: an engine may reuse their memory.
        """

    # --- decoding ----------------------------------------------------------------------------

    def attend_cached(self, qkv: Array, cache: KVCache, num_heads: int) -> tuple[Array, KVCache]:
        """Self-attention of one new position a row, its key and value appended to the cache first.

        qkv [B,3D], the heads of the query, then those of the key and the value
        -> (heads [B,D], as `merge_heads` gives them, the longer cache).
        """

    def attend_memory(self, q: Array, k: Array, v: Array, mask: Array | None) -> Array:
        """Cross-attention of one position a row: q [B,D], k and v [B,H,S,d_head], mask [B,1,1,S] -> [B,D]."""

    def add_norm(self, x: Array, y: Array, weight: Array, bias: Array, eps: float = 1e-5) -> Array:
        """layer_norm(x + y), x and y [N,D]."""

    def top_log_probs(self, logits: Array, bans: Array, k: int) -> tuple[Array, Array]:
        """The k largest of log_softmax(logits) + bans, as `top_k` gives them: logits [N,V], bans [V].

        Where fewer than k are above -inf, the rest are any indices at -inf.
        """

    def for_decoding(self, params: Tree) -> Tree:
        """The same parameters, or one array, laid out for products with few rows at a time; what has been
        laid out stays as it is, or is laid out better after `warm_up`. Not for training."""

    def rows_for_decoding(self, matrix: Array, index: Array | slice) -> Array:
        """The rows at index [K] of a matrix that `for_decoding` has laid out, laid out likewise; those of a
        slice share its memory where the engine can."""

    def whole_model(
        self, params: Tree, num_heads: int, activation: str, norm_first: bool, norm_eps: float
    ) -> WholeModel | None:
        """Encoder and decoder as an operation each, for params as `core.decoding.lean` prepares them; None
        where the engine has no such thing."""

    def kv_cache(self, k: Array | None = None, v: Array | None = None) -> KVCache:
        """An empty cache, or one that holds k and v [B,H,S,d_head]."""
