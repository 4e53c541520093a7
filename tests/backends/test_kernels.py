"""The compiled kernels compute what NumPy's do; each does what its sum says, NaN and infinity included."""

from __future__ import annotations

import numpy as np
import pytest

from backends.numpy_backend import NumpyBackend, kernels
from backends.numpy_backend.kernels import plain
from backends.numpy_backend.packed import PackedMatrix
from backends.numpy_backend.parallel import Workers

F32 = np.float32
# Both round each operation to float32 (6e-8); sums of up to 300 terms are taken in another order.
CLOSE = {"rtol": 2e-5, "atol": 2e-6}


@pytest.fixture(scope="module")
def compiled():
    pytest.importorskip("numba", reason="numba, the optional compiler, is not installed")
    from backends.numpy_backend.kernels import compiled

    return compiled


@pytest.fixture
def of_rows(compiled):
    """`top_log_probs` of the backend, compiled."""
    kernels.prefer_compiled()
    yield NumpyBackend(workers=2).top_log_probs
    kernels.prefer_compiled(False)


@pytest.fixture
def rng():
    return np.random.default_rng(0)


def both(compiled, name, *arrays):
    """What the plain and the compiled kernel return, followed by what they made of their arguments."""
    results = []
    for module in (plain, compiled):
        copies = [np.array(array) if isinstance(array, np.ndarray) else array for array in arrays]
        returned = getattr(module, name)(*copies)
        returned = returned if isinstance(returned, tuple) else (returned,)
        results.append([*(part for part in returned if part is not None), *copies])
    return results


def assert_same(wanted, found, **tolerance):
    for one, other in zip(wanted, found, strict=True):
        if not isinstance(one, np.ndarray | float | F32):
            continue
        np.testing.assert_allclose(other, one, **(tolerance or CLOSE))


@pytest.mark.parametrize("spread", [1, 30])
def test_smoothed_loss(compiled, rng, spread):
    logits = (spread * rng.standard_normal((9, 300))).astype(F32)
    weights = rng.random(9).astype(F32)
    weights[4] = 0
    assert_same(*both(compiled, "smoothed_loss", logits, rng.integers(0, 300, 9), weights, 0.1))


@pytest.mark.parametrize("spread", [1, 30])
def test_consistent_loss(compiled, rng, spread):
    logits, others = (spread * rng.standard_normal((2, 9, 300))).astype(F32)
    weights = rng.random(9).astype(F32)
    weights[4] = 0
    # Divergences of tens of nats are sums in which terms of both signs nearly cancel.
    results = both(compiled, "consistent_loss", logits, others, rng.integers(0, 300, 9), weights, 0.1, 5.0)
    assert_same(*results, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("shape", [None, (5, 5), (2, 1, 1, 5), (1, 3, 5, 5)])
def test_softmax(compiled, rng, shape):
    """Logits far beyond what exp can hold, and masks of every shape that attention may be given."""
    scores = (100 * rng.standard_normal((2, 3, 5, 5))).astype(F32)
    mask = None if shape is None else np.tri(5, dtype=bool) & np.ones(shape, bool)
    wanted, found = both(compiled, "softmax", scores, mask)
    assert_same(wanted[:1], found[:1])
    assert (found[0].sum(-1) > 0.99999).all()
    if mask is not None:
        assert (found[0][~np.broadcast_to(mask, scores.shape)] == 0).all()


def test_softmax_grad(compiled, rng):
    weights = rng.random((2, 3, 4, 5)).astype(F32)
    assert_same(*both(compiled, "softmax_grad", rng.standard_normal((2, 3, 4, 5)).astype(F32), weights, 0.25))


def test_layer_norm_and_its_gradient(compiled, rng):
    rows, grad = (3 + rng.standard_normal((2, 70, 128))).astype(F32)
    weight, bias = rng.standard_normal((2, 128)).astype(F32)
    wanted, found = both(compiled, "layer_norm", rows, weight, bias, 1e-5)
    assert_same(wanted, found)
    _, normed, inverse_std = wanted[:3]
    # A sum of 70 products that cancel: 1e-6 of the largest of them.
    assert_same(*both(compiled, "layer_norm_grad", grad, weight, normed, inverse_std), rtol=1e-4, atol=1e-4)


def test_adamw(compiled, rng):
    constants = map(F32, (0.5, 0.999, 0.9, 0.1, 0.98, 0.02, 1e-9, 1e-3, 50.0))
    param, grad, m = rng.standard_normal((3, 40)).astype(F32)
    assert_same(*both(compiled, "adamw", param, grad, m, rng.random(40).astype(F32), *constants))


@pytest.mark.parametrize("masked", [False, True])
def test_attend_one(compiled, rng, masked):
    """Of a cache with room for 7 positions 5 count."""
    q, cache = rng.standard_normal((2, 3, 8)).astype(F32), rng.standard_normal((2, 2, 3, 7, 8)).astype(F32)
    mask = np.array([[1, 0, 1, 1, 0], [1, 1, 1, 1, 1]], bool) if masked else None
    assert_same(*both(compiled, "attend_one", q, *cache, 5, mask))


def test_add_norm(compiled, rng):
    x, y = rng.standard_normal((2, 4, 64)).astype(F32)
    assert_same(*both(compiled, "add_norm", x, y, *rng.standard_normal((2, 64)).astype(F32), 1e-5))


@pytest.mark.parametrize("rows", [6, 300], ids=["alone", "by a team"])
@pytest.mark.parametrize("k", [1, 4, 12])
def test_top_log_probs(of_rows, rng, k, rows):
    """300 logits are five runs; some are equal, some are banned, the best of all among them."""
    logits = rng.integers(-40, 40, (rows, 300)).astype(F32) / 4
    bans = np.zeros(300, F32)
    bans[logits[0].argmax()] = bans[7] = -np.inf
    wanted = plain.top_log_probs(logits, bans, k)
    found = of_rows(logits, bans, k)
    np.testing.assert_allclose(found[0], wanted[0], **CLOSE)
    np.testing.assert_array_equal(found[1], wanted[1])


def test_top_log_probs_of_fewer_than_asked_for(of_rows):
    bans = np.full(5, -np.inf, F32)
    bans[3] = 0
    for top_log_probs in (plain.top_log_probs, of_rows):
        values, ids = top_log_probs(np.zeros((1, 5), F32), bans, 3)
        assert ids[0, 0] == 3
        np.testing.assert_allclose(values, [[-np.log(5), -np.inf, -np.inf]], rtol=1e-6)


@pytest.mark.parametrize("num_rows", [*range(1, 14)])
@pytest.mark.parametrize("outputs", [1, 16, 63, 64, 130])
def test_packed_products(compiled, rng, num_rows, outputs):
    """Every block of rows and strips, and outputs that fill no strip; no row's bits depend on the others."""
    from backends.numpy_backend.kernels import few_rows

    weight, x = (rng.standard_normal((rows, 24)).astype(F32) for rows in (outputs, num_rows))
    packed = PackedMatrix(weight, few_rows, Workers(2))
    found = packed.times(x)
    np.testing.assert_allclose(found, x @ weight.T, **CLOSE)
    np.testing.assert_array_equal(packed.rows(np.arange(outputs)), weight)
    for row in range(num_rows):
        np.testing.assert_array_equal(packed.times(x[row: row + 1])[0], found[row])


def test_shared_products(compiled, rng, monkeypatch):
    from backends.numpy_backend.kernels import few_rows

    monkeypatch.setattr("backends.numpy_backend.packed.WORTH_SHARING", 1)
    weight, x = rng.standard_normal((100, 24)).astype(F32), rng.standard_normal((5, 24)).astype(F32)
    np.testing.assert_allclose(PackedMatrix(weight, few_rows, Workers(3)).times(x), x @ weight.T, **CLOSE)


def test_what_is_not_finite_stays_so(compiled, rng):
    """A training that goes astray must be seen to: NaN in, NaN out."""
    logits = rng.standard_normal((2, 20)).astype(F32)
    logits[1, 7] = np.nan
    with np.errstate(invalid="ignore"):
        for module in (plain, compiled):
            copy = logits.copy()
            assert np.isnan(module.smoothed_loss(copy, np.array([1, 2]), np.ones(2, F32), 0.1))
            rows = module.layer_norm(logits, np.ones(20, F32), np.zeros(20, F32), 1e-5)[0]
            assert np.isfinite(rows[0]).all()
            assert np.isnan(rows[1]).all()


def test_exp_is_that_of_numpy(compiled):
    x = np.concatenate([np.linspace(-90, 88, 100_001), [-np.inf, 0.0]]).astype(F32)
    found = np.array([compiled._exp(value) for value in x[::50]])
    np.testing.assert_allclose(found, np.exp(x[::50].astype(np.float64)), rtol=3e-7, atol=2e-38)


def test_which_kernels_compute(compiled):
    try:
        assert kernels.prefer_compiled(False) is False
        assert kernels.of(np.dtype(F32)) is plain
        NumpyBackend().value_and_grad(lambda params, batch, key: params["x"])
        assert kernels.of(np.dtype(F32)) is compiled
        assert kernels.of(np.dtype(np.float64)) is plain
    finally:
        kernels.prefer_compiled(False)


@pytest.mark.parametrize("index", [[0, 20], [-1]])
def test_a_row_that_is_not_there_is_refused(compiled, rng, index):
    """In compiled code it would be read from whatever lies there."""
    from backends.numpy_backend.kernels import few_rows

    packed = PackedMatrix(rng.standard_normal((20, 24)).astype(F32), few_rows, Workers(1))
    for look_up in (packed.rows, packed.chosen):
        with pytest.raises(IndexError, match="expected rows from 0 to 19"):
            look_up(np.array(index))
