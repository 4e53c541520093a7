"""Each operation on each installed backend, against its formula at float64."""

from __future__ import annotations

import numpy as np
import pytest

from tests.backends import reference

# float32 keeps 7 digits (6e-8). A product over 48 terms and the exponentials of MLX's CPU kernels lose
# one of them; values here are near 1, so the absolute bound is the same.
CLOSE = {"rtol": 3e-6, "atol": 3e-6}
PADDING = np.array([[1, 1, 0, 0, 0, 0], [1, 1, 1, 1, 1, 1]], bool)[:, None, None]  # [B,1,1,S]
MASKS = {
    "none": None,
    "padding": PADDING,
    "causal": np.tri(4, 6, dtype=bool)[None, None],
    "full": np.random.default_rng(4).random((2, 3, 4, 6)) < 0.5,
}
MASKS["full"][..., 0] = True  # no row is all False


def normal(*shape, seed=0):
    """float64 of which float32 is exact, so that only the operation rounds."""
    return np.random.default_rng(seed).standard_normal(shape).astype(np.float32).astype(np.float64)


def test_asarray_and_to_host(backend):
    for host, dtype in ((np.array([1.5, -2]), np.float32), (np.array([3, 4], np.int64), np.int32),
                        (np.array([[True, False]]), np.bool_), (np.float64(2.5), np.float32)):
        array = backend.to_host(backend.asarray(host))
        assert array.dtype == dtype
        np.testing.assert_array_equal(array, host)


def test_asarray_copies(backend):
    """The optimizer may work in place; what was loaded must not change."""
    host = np.ones(3, np.float32)
    array = backend.asarray(host)
    host[0] = 5
    np.testing.assert_array_equal(backend.to_host(array), [1, 1, 1])


@pytest.mark.parametrize("dtype", [np.float64, np.float32, np.int64, np.int32, bool])
def test_asarray_takes_any_layout(backend, dtype):
    host = np.arange(12).reshape(3, 4).astype(dtype)
    frozen = host.copy()
    frozen.setflags(write=False)
    for array in (host[::-1], host.T, host[:, ::2], frozen, np.broadcast_to(host[0], (5, 4)), host[:0]):
        np.testing.assert_array_equal(backend.to_host(backend.asarray(array)), array)


def test_device_memory_and_eval(backend):
    x = backend.zeros((1000, 1000))
    backend.eval({"x": x, "deep": {"y": x + x}}, x)
    assert backend.memory() > 4_000_000
    assert backend.device().startswith(("CPU", "GPU"))


@pytest.mark.parametrize("shape", [(5,), (2, 3)])
def test_embedding(backend, shape):
    table, ids = normal(9, 4), np.random.default_rng(0).integers(0, 9, shape)
    got = backend.to_host(backend.embedding(backend.asarray(table), backend.asarray(ids)))
    np.testing.assert_array_equal(got, table[ids].astype(np.float32))


@pytest.mark.parametrize("shape", [(5, 48), (2, 3, 48)])
def test_linear(backend, shape):
    x, weight, bias = normal(*shape), normal(7, 48, seed=1) / 7, normal(7, seed=2)
    ours = [backend.asarray(array) for array in (x, weight, bias)]
    np.testing.assert_allclose(backend.to_host(backend.linear(*ours)), x @ weight.T + bias, **CLOSE)
    np.testing.assert_allclose(backend.to_host(backend.linear(*ours[:2])), x @ weight.T, **CLOSE)


@pytest.mark.parametrize("eps", [1e-5, 0.1])
@pytest.mark.parametrize("offset", [0, 3])
def test_norms(backend, eps, offset):
    x, weight, bias = normal(2, 5, 48) + offset, normal(48, seed=1), normal(48, seed=2)
    ours = [backend.asarray(array) for array in (x, weight, bias)]
    got = backend.to_host(backend.layer_norm(*ours, eps=eps))
    np.testing.assert_allclose(got, reference.layer_norm(x, weight, bias, eps), **CLOSE)
    got = backend.to_host(backend.rms_norm(*ours[:2], eps=eps))
    np.testing.assert_allclose(got, reference.rms_norm(x, weight, eps), **CLOSE)


@pytest.mark.parametrize("name", ["gelu", "gelu_erf", "silu"])
def test_smooth_activations(backend, name):
    x = np.concatenate([normal(100), [0, 30, -30, 100, -100]])  # the far ends must not overflow
    got = backend.to_host(getattr(backend, name)(backend.asarray(x)))
    np.testing.assert_allclose(got, getattr(reference, name)(x), **CLOSE)


def test_relu_and_scale(backend):
    x = normal(4, 5)
    np.testing.assert_array_equal(backend.to_host(backend.relu(backend.asarray(x))), np.maximum(x, 0))
    np.testing.assert_array_equal(backend.to_host(backend.scale(backend.asarray(x), -0.25)), -0.25 * x)


def test_heads(backend):
    x = normal(2, 4, 6)
    heads = backend.split_heads(backend.asarray(x), 3)
    for head in range(3):  # head h holds the dimensions from h d_head on
        np.testing.assert_array_equal(backend.to_host(heads)[:, head], x[:, :, 2 * head:2 * head + 2])
    np.testing.assert_array_equal(backend.to_host(backend.merge_heads(heads)), x)


@pytest.mark.parametrize("mask", MASKS.values(), ids=MASKS)
def test_attention(backend, mask):
    q, k, v = normal(2, 3, 4, 8), normal(2, 3, 6, 8, seed=1), normal(2, 3, 6, 8, seed=2)
    output, scores, weights = reference.attention(q, k, v, mask)
    ours = [array if array is None else backend.asarray(array) for array in (q, k, v, mask)]
    np.testing.assert_allclose(backend.to_host(backend.attention(*ours)), output, **CLOSE)
    explicit = backend.attention_with_weights(*ours)
    for got, wanted in zip(explicit, (output, scores, weights), strict=True):
        np.testing.assert_allclose(backend.to_host(got), wanted, **CLOSE)
    assert (backend.to_host(explicit[2])[~np.broadcast_to(True if mask is None else mask, weights.shape)]
            == 0).all()


def test_attention_with_large_scores(backend):
    """exp(200) overflows float32 where the maximum is not taken off first."""
    q, k, v = 20 * normal(1, 2, 3, 8), 20 * normal(1, 2, 5, 8, seed=1), normal(1, 2, 5, 8, seed=2)
    got = backend.to_host(backend.attention(*map(backend.asarray, (q, k, v))))
    # Scores near 1,000 are known to 6e-5 in float32, and so are the weights.
    np.testing.assert_allclose(got, reference.attention(q, k, v, None)[0], atol=5e-4)


@pytest.mark.parametrize("smoothing", [0.0, 0.1])
@pytest.mark.parametrize("with_bias", [True, False])
@pytest.mark.parametrize("num_rows", [1, 16, 37, 48])
def test_cross_entropy(backend, monkeypatch, smoothing, with_bias, num_rows):
    """Over several chunks of 16 rows, the last of them full or not, some rows PAD."""
    monkeypatch.setattr(f"backends.{backend.name}_backend.loss.CHUNK_ELEMENTS", 1)
    rng = np.random.default_rng(num_rows)
    hidden, table = normal(num_rows, 8), normal(11, 8, seed=1)
    bias = normal(11, seed=2) if with_bias else None
    targets, weights = rng.integers(0, 11, num_rows), rng.integers(0, 3, num_rows) / 2
    got = backend.cross_entropy(
        backend.asarray(hidden), backend.asarray(table), None if bias is None else backend.asarray(bias),
        backend.asarray(targets), backend.asarray(weights), smoothing)
    wanted = reference.cross_entropy(
        hidden, table, 0 if bias is None else bias, targets, weights, smoothing)
    assert backend.to_host(got).shape == ()
    np.testing.assert_allclose(backend.to_host(got), wanted, rtol=1e-6)  # a sum of 48 terms


@pytest.mark.parametrize("alpha", [0.0, 5.0])
@pytest.mark.parametrize("with_bias", [True, False])
def test_consistent_cross_entropy(backend, monkeypatch, with_bias, alpha):
    """Over several chunks, some positions PAD; without a pull it is the mean of two plain losses."""
    monkeypatch.setattr(f"backends.{backend.name}_backend.consistency.CHUNK_ELEMENTS", 1)
    rng = np.random.default_rng(0)
    hidden, table, bias = normal(2 * 77, 8), normal(11, 8, seed=1), normal(11, seed=2)
    targets, weights = rng.integers(0, 11, 77), rng.integers(0, 3, 77) / 2
    got = backend.consistent_cross_entropy(
        backend.asarray(hidden), backend.asarray(table), backend.asarray(bias) if with_bias else None,
        backend.asarray(targets), backend.asarray(weights), 0.1, alpha)
    wanted = reference.consistent_cross_entropy(
        hidden, table, bias if with_bias else 0, targets, weights, 0.1, alpha)
    assert backend.to_host(got).shape == ()
    np.testing.assert_allclose(backend.to_host(got), wanted, rtol=2e-6)  # a sum of 77 terms of two passes


def test_cross_entropy_of_large_logits(backend):
    hidden, table = 100 * normal(3, 4), normal(5, 4, seed=1)
    targets, weights = np.array([0, 4, 2]), np.ones(3)
    got = backend.cross_entropy(*map(backend.asarray, (hidden, table)), None,
                                *map(backend.asarray, (targets, weights)), 0.1)
    logits = hidden @ table.T
    log_probs = logits - logits.max(-1, keepdims=True)
    log_probs -= np.log(np.exp(log_probs).sum(-1, keepdims=True))
    wanted = -(0.9 * log_probs[np.arange(3), targets] + 0.1 * log_probs.mean(-1)).sum()
    np.testing.assert_allclose(backend.to_host(got), wanted, rtol=1e-6)


def test_log_softmax(backend):
    x = np.concatenate([normal(3, 9), 1000 * normal(3, 9)])
    shifted = x - x.max(-1, keepdims=True)
    wanted = shifted - np.log(np.exp(shifted).sum(-1, keepdims=True))
    np.testing.assert_allclose(backend.to_host(backend.log_softmax(backend.asarray(x))), wanted,
                               rtol=1e-6, atol=2e-6)


TIES = np.array([
    [1, 3, 3, 2, 3, 0, 3], [0, 0, 0, 0, 0, 0, 0], [5, 4, 3, 2, 1, 0, -1],
    [-np.inf, 2, -np.inf, 2, -np.inf, -np.inf, -np.inf],  # what a mask leaves
])


@pytest.mark.parametrize("k", [1, 2, 3, 6, 7])
@pytest.mark.parametrize("rows", [slice(None), slice(2, 3)], ids=["ties", "no ties"])
def test_top_k(backend, k, rows):
    x = TIES[rows]
    values, indices = map(backend.to_host, backend.top_k(backend.asarray(x), k))
    wanted = np.array([sorted(range(7), key=lambda i, row=row: (-row[i], i))[:k] for row in x])
    np.testing.assert_array_equal(indices, wanted)
    np.testing.assert_array_equal(values, np.take_along_axis(x, wanted, -1))


def test_top_k_of_many(backend):
    x = np.random.default_rng(0).integers(0, 50, (2, 3, 1000))
    _, indices = backend.top_k(backend.asarray(x.astype(np.float32)), 40)
    np.testing.assert_array_equal(backend.to_host(indices), np.argsort(-x, -1, kind="stable")[..., :40])


def test_take_concat_zeros_arange(backend):
    x = normal(3, 4, 5)
    ours = backend.asarray(x)
    indices = np.array([2, 0, 2, 2])
    for axis in range(3):
        got = backend.to_host(backend.take(ours, backend.asarray(indices), axis))
        np.testing.assert_array_equal(got, np.take(x, indices, axis))
        np.testing.assert_array_equal(backend.to_host(backend.concat([ours, ours], axis)),
                                      np.concatenate([x, x], axis))
    assert backend.zeros((2, 3)).shape == (2, 3)
    np.testing.assert_array_equal(backend.to_host(backend.zeros((2, 3))), np.zeros((2, 3), np.float32))
    positions = backend.to_host(backend.arange(3, 7))
    assert positions.dtype.kind == "i"
    np.testing.assert_array_equal(positions, [3, 4, 5, 6])


def test_global_norm(backend):
    tree = {"a": normal(50, 40), "b": {"c": normal(7, seed=1), "d": normal(2, 3, 4, seed=2)}}
    wanted = np.sqrt(sum((array**2).sum() for array in (tree["a"], tree["b"]["c"], tree["b"]["d"])))
    ours = {"a": backend.asarray(tree["a"]),
            "b": {name: backend.asarray(array) for name, array in tree["b"].items()}}
    got = backend.to_host(backend.global_norm(ours))
    assert (got.shape, got.dtype) == ((), np.float32)
    np.testing.assert_allclose(got, wanted, rtol=1e-6)
