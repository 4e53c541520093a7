"""The compiled kernels compute what NumPy's do; each does what its sum says, NaN and infinity included."""

from __future__ import annotations

import numpy as np
import pytest

from backends.numpy_backend import NumpyBackend, kernels
from backends.numpy_backend.kernels import plain

F32 = np.float32
# Both round each operation to float32 (6e-8); sums of up to 300 terms are taken in another order.
CLOSE = {"rtol": 2e-5, "atol": 2e-6}


@pytest.fixture(scope="module")
def compiled():
    pytest.importorskip("numba", reason="numba, the optional compiler, is not installed")
    from backends.numpy_backend.kernels import compiled

    return compiled


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
        if one is not None and not isinstance(one, np.ndarray | float | F32):
            continue
        np.testing.assert_allclose(other, one, **(tolerance or CLOSE))


@pytest.mark.parametrize("spread", [1, 30])
def test_smoothed_loss(compiled, rng, spread):
    logits = (spread * rng.standard_normal((9, 300))).astype(F32)
    weights = rng.random(9).astype(F32)
    weights[4] = 0
    assert_same(*both(compiled, "smoothed_loss", logits, rng.integers(0, 300, 9), weights, 0.1))


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
