"""The lean way decodes what the recorded way decodes, with operations and with compiled layers."""

from __future__ import annotations

import numpy as np
import pytest

import backends
from backends.numpy_backend import NumpyBackend, kernels
from core.config import DecodeConfig
from core.decoding import lean
from core.decoding.beam import beam
from core.decoding.search import greedy
from tests.core.builders import SOURCES, VARIANTS, model

ATOL = 2e-5  # float32 log-probabilities after some forty roundings, in another order of summation


@pytest.fixture(params=["numpy", "numpy compiled", "mlx"])
def engine(request):
    name, _, compiled = request.param.partition(" ")
    if name not in backends.available():
        pytest.skip(f"{name} is not installed")
    if compiled:
        pytest.importorskip("numba", reason="numba, the optional compiler, is not installed")
    kernels.prefer_compiled(bool(compiled))
    yield NumpyBackend(workers=2) if name == "numpy" else backends.get(name)
    kernels.prefer_compiled(False)


def log_probs_of(hypotheses):
    return np.concatenate([hypothesis.token_log_probs for hypothesis in hypotheses])


@pytest.mark.parametrize(("norm_first", "activation"), VARIANTS)
@pytest.mark.parametrize("sources", [SOURCES[:1], SOURCES], ids=["alone", "a padded batch"])
def test_greedy(engine, sources, norm_first, activation):
    ctx, params = model(engine, norm_first=norm_first, activation=activation)
    prepared = lean.prepared(ctx, params)
    assert lean.applies(ctx, prepared)
    assert not lean.applies(ctx, params)
    config = DecodeConfig(max_len=12)
    wanted = greedy(ctx, params, sources, config)
    found = greedy(ctx, prepared, sources, config)
    assert [hypothesis.token_ids for hypothesis in found] == [hypothesis.token_ids for hypothesis in wanted]
    np.testing.assert_allclose(log_probs_of(found), log_probs_of(wanted), atol=ATOL)


@pytest.mark.parametrize("norm_first", [False, True])
def test_beam(engine, norm_first):
    ctx, params = model(engine, norm_first=norm_first)
    config = DecodeConfig(method="beam", beam_size=3, max_len=12)
    prepared = lean.prepared(ctx, params)
    searches = (beam(ctx, tree, SOURCES, config) for tree in (prepared, params))
    for found, wanted in zip(*searches, strict=True):
        np.testing.assert_allclose([one.score for one in found], [one.score for one in wanted], atol=ATOL)


def test_the_memory_is_that_of_the_model(engine):
    ctx, params = model(engine)
    ids = np.array([[5, 9, 4, 2, 0, 0], [7, 6, 5, 4, 3, 2]])
    mask = engine.asarray((ids != 0)[:, None, None])
    found, wanted = (engine.to_host(lean.encode(ctx, tree, engine.asarray(ids), mask))
                     for tree in (lean.prepared(ctx, params), params))
    np.testing.assert_allclose(found[ids != 0], wanted[ids != 0], atol=ATOL)


def test_a_search_side_by_side_gives_the_same(engine):
    ctx, params = model(engine)
    prepared = lean.prepared(ctx, params)

    def search(sources):
        return greedy(ctx, prepared, sources, DecodeConfig(max_len=12))

    sources = [source for source in SOURCES for _ in range(3)]
    found, wanted = engine.in_parallel(search, sources), search(sources)
    assert [one.token_ids for one in found] == [one.token_ids for one in wanted]


@pytest.mark.parametrize("alpha", [0.0, 0.6, 1.5])
@pytest.mark.parametrize("wanted", [1, 2])
def test_a_search_for_the_best_few_finds_the_same_ones(backend, alpha, wanted):
    """It may end sooner, but not with others."""
    ctx, params = model(backend)
    config = DecodeConfig(method="beam", beam_size=4, max_len=12, length_penalty=alpha)
    searches = (beam(ctx, params, SOURCES, config, wanted=count) for count in (wanted, None))
    for few, full in zip(*searches, strict=True):
        assert [one.token_ids for one in few[:wanted]] == [one.token_ids for one in full[:wanted]]
