"""Weights at half size: a model computes with its weights rounded to float16, in sums of float32."""

from __future__ import annotations

import importlib.util

import numpy as np
import pytest

import backends
from backends.numpy_backend import NumpyBackend, kernels
from core.config import DecodeConfig
from core.context import Context
from core.decoding import lean
from core.decoding.beam import beam
from core.decoding.search import greedy
from core.decoding.session import DecodeSession
from core.model import transformer
from core.params import flatten
from tests.core.builders import SOURCES, batch, model, on, tiny_params

ATOL = 2e-5  # as in test_lean: roundings in another order; those to float16 are in both


@pytest.fixture
def engine():
    pytest.importorskip("numba", reason="numba, the optional compiler, is not installed")
    from backends.numpy_backend.kernels import few_rows

    if not few_rows.has_halves():
        pytest.skip("this processor does not convert float16")
    made = NumpyBackend(workers=2, weights="half")
    made.warm_up()
    yield made
    kernels.prefer_compiled(False)


def rounded(params):
    return {name: rounded(child) if isinstance(child, dict) else
            child.astype(np.float16).astype(np.float32) if child.ndim == 2 else child
            for name, child in params.items()}


@pytest.mark.parametrize("shape", [(16, 8), (37, 5), (64, 33), (130, 24)])
@pytest.mark.parametrize("rows", [1, 2, 3, 5, 7, 13])
def test_products_and_rows(engine, shape, rows):
    rng = np.random.default_rng(1)
    weight = (rng.standard_normal(shape) * 10.0 ** rng.integers(-9, 4, shape)).astype(np.float32)
    x = rng.standard_normal((rows, shape[1]), np.float32)
    packed, exact = engine.for_decoding(weight), weight.astype(np.float16).astype(np.float32)
    np.testing.assert_allclose(packed.times(x), x @ exact.T, rtol=1e-5, atol=1e-2)
    index = rng.integers(0, shape[0], 9)
    np.testing.assert_array_equal(packed.rows(index), exact[index])
    np.testing.assert_array_equal(packed.chosen(index).rows(np.arange(9)), exact[index])
    for part in (slice(0, 16), slice(3, 14), slice(shape[0] - 5, shape[0])):
        found = packed.part(part)
        np.testing.assert_array_equal(found.rows(np.arange(found.shape[0])), exact[part])


@pytest.mark.parametrize("sizes", [{}, {"d_ff": 32, "max_len": 40}], ids=["odd sizes", "whole strips"])
def test_decodes_as_the_rounded_model(engine, sizes):
    ctx, params = model(engine, norm_first=True, **sizes)
    held = flatten(params)
    matrices = {name for name, array in held.items() if array.ndim == 2}
    exact = on(NumpyBackend(workers=2), rounded(tiny_params(ctx.config)))
    whole = Context.of(NumpyBackend(workers=2), ctx.config)
    laid_out = lean.lay_out(ctx, params)
    assert ("whole" in laid_out) == bool(sizes)
    held = flatten({name: part for name, part in params.items() if name != "whole"})
    for name in matrices:
        assert held[name].strips.dtype == np.uint16, name
    for search, config in ((greedy, DecodeConfig(max_len=12)),
                           (beam, DecodeConfig(method="beam", beam_size=3, max_len=12))):
        wanted, found = search(whole, exact, SOURCES, config), search(ctx, laid_out, SOURCES, config)
        for one, other in zip(found, wanted, strict=True):
            one, other = (hypotheses if search is greedy else hypotheses[0] for hypotheses in (one, other))
            assert one.token_ids == other.token_ids
            np.testing.assert_allclose(one.token_log_probs, other.token_log_probs, atol=ATOL)
    # What looks into the model computes with the same weights.
    both = (ctx, params), (whole, exact)
    steps = [DecodeSession(context, tree, SOURCES[0]).run() for context, tree in both]
    assert steps[0].tgt_in_ids == steps[1].tgt_in_ids
    assert steps[0].log_prob == pytest.approx(steps[1].log_prob, abs=ATOL)
    losses = [float(transformer.loss(context, tree, batch(engine), 0.1)) for context, tree in both]
    assert losses[0] == pytest.approx(losses[1], abs=ATOL)


def test_half_is_half(engine):
    weight = np.zeros((64, 32), np.float32)
    assert engine.for_decoding(weight).nbytes == weight.nbytes // 2


def test_where_halves_cannot_be_read(monkeypatch):
    find = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "numba" else find(name))
    with pytest.raises(ValueError, match=r"weights at half size need the package numba"):
        backends.get("numpy", weights="half")


def test_a_processor_that_does_not_convert(monkeypatch):
    few_rows = pytest.importorskip("backends.numpy_backend.kernels.few_rows")
    monkeypatch.setattr(few_rows, "has_halves", lambda: False)
    with pytest.raises(ValueError, match="need a processor that converts float16"):
        backends.get("numpy", weights="half")
