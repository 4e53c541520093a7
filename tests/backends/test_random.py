"""Keys and what is drawn from them, on each installed backend."""

from __future__ import annotations

import itertools

import numpy as np
import pytest


def draw(backend, key, shape=(64,)):
    return backend.to_host(backend.random_uniform(shape, key))


def test_same_key_same_numbers(backend):
    for make in (lambda: backend.key(7), lambda: backend.split_key(backend.key(7), 3)[1],
                 lambda: backend.fold_key(backend.key(7), 12)):
        np.testing.assert_array_equal(draw(backend, make()), draw(backend, make()))


def test_derived_keys_differ(backend):
    """Seed 1 at step 0 must not be seed 0 at step 1, nor a part of a split what a step is given."""
    roots = [backend.key(seed) for seed in (0, 1, 2**31, 2**63 - 1)]
    keys = [*roots, *(backend.fold_key(root, data) for root in roots for data in (0, 1, 2, 2**31, 2**40)),
            *(key for root in roots for key in backend.split_key(root, 3))]
    numbers = [draw(backend, key) for key in keys]
    for first, second in itertools.combinations(numbers, 2):
        # Independent uniforms of 64: |r| > 0.6 has a probability below 1e-6.
        assert abs(np.corrcoef(first, second)[0, 1]) < 0.6


@pytest.mark.parametrize("integer", [np.int32, np.int64, np.uint32])
def test_keys_take_numpy_integers(backend, integer):
    np.testing.assert_array_equal(draw(backend, backend.fold_key(backend.key(integer(5)), integer(3))),
                                  draw(backend, backend.fold_key(backend.key(5), 3)))


def test_random_normal(backend):
    numbers = backend.to_host(backend.random_normal((200, 500), backend.key(1)))
    assert (numbers.shape, numbers.dtype) == ((200, 500), np.float32)
    # 100,000 draws: standard errors 0.003 of the mean, 0.002 of the deviation; five of them allowed.
    assert abs(numbers.mean()) < 0.016
    assert abs(numbers.std() - 1) < 0.011
    assert abs((numbers > 1.96).mean() - 0.025) < 0.0025


def test_random_uniform(backend):
    numbers = draw(backend, backend.key(1), (200, 500))
    assert numbers.dtype == np.float32
    assert 0 <= numbers.min() < 0.001  # the smallest of 100,000 is above 0.001 once in e^100
    assert 0.999 < numbers.max() < 1
    counts = np.histogram(numbers, 10, (0, 1))[0]
    assert (abs(counts - 10_000) < 475).all()  # standard error 95, five of them allowed


@pytest.mark.parametrize("rate", [0.1, 0.5, 0.9])
def test_dropout(backend, rate):
    x = backend.asarray(np.random.default_rng(0).uniform(1, 2, (300, 333)))  # odd: not a multiple of 4
    key = backend.key(3)
    dropped = backend.to_host(backend.dropout(x, rate, key))
    kept = dropped != 0
    np.testing.assert_allclose(dropped[kept], (backend.to_host(x) / (1 - rate))[kept], rtol=1e-6)
    deviation = np.sqrt(rate * (1 - rate) / kept.size)
    assert abs(kept.mean() - (1 - rate)) < 5 * deviation + 1 / 65536
    # Neighbours are independent: the share of pairs that are both kept.
    for both in (kept[1:] & kept[:-1], kept[:, 1:] & kept[:, :-1], kept[:, 4:] & kept[:, :-4]):
        assert abs(both.mean() - (1 - rate) ** 2) < 10 * deviation
    np.testing.assert_array_equal(backend.to_host(backend.dropout(x, rate, backend.key(3))), dropped)
    assert (backend.to_host(backend.dropout(x, rate, backend.key(4))) != dropped).any()


def test_dropout_at_rate_0_is_nothing(backend):
    x = np.random.default_rng(0).standard_normal((5, 7)).astype(np.float32)
    got = backend.to_host(backend.dropout(backend.asarray(x), 0.0, backend.key(1)))
    np.testing.assert_array_equal(got, x)
