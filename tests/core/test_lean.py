"""The lean way decodes what the recorded way decodes, with operations and with compiled layers."""

from __future__ import annotations

import threading

import numpy as np
import pytest

import backends
from backends.numpy_backend import NumpyBackend, kernels, whole
from core.config import DecodeConfig
from core.decoding import lean
from core.decoding.beam import beam
from core.decoding.hypothesis import start
from core.decoding.search import greedy
from core.decoding.state import advance
from tests.core.builders import SOURCES, VARIANTS, model

WHOLE = {"d_ff": 32, "max_len": 40}  # sizes of which the compiled kernels make one operation
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
@pytest.mark.parametrize("sizes", [{}, WHOLE], ids=["odd sizes", "whole strips"])
def test_greedy(engine, sources, norm_first, activation, sizes):
    ctx, params = model(engine, norm_first=norm_first, activation=activation, **sizes)
    prepared = lean.prepared(ctx, params)
    assert lean.applies(ctx, prepared)
    assert not lean.applies(ctx, params)
    config = DecodeConfig(max_len=12)
    wanted = greedy(ctx, params, sources, config)
    found = greedy(ctx, prepared, sources, config)
    assert [hypothesis.token_ids for hypothesis in found] == [hypothesis.token_ids for hypothesis in wanted]
    np.testing.assert_allclose(log_probs_of(found), log_probs_of(wanted), atol=ATOL)


@pytest.mark.parametrize("norm_first", [False, True])
def test_what_is_added_to_the_variance(engine, norm_first):
    """Other toolkits have 1e-6; so much as here is seen in every probability."""
    found = []
    for norm_eps in (0.1, 1e-5):
        ctx, params = model(engine, norm_first=norm_first, norm_eps=norm_eps, **WHOLE)
        plain, quick = (log_probs_of(greedy(ctx, tree, SOURCES, DecodeConfig(max_len=3)))
                        for tree in (params, lean.prepared(ctx, params)))
        np.testing.assert_allclose(quick, plain, atol=ATOL)
        found.append(plain[:1])
    assert abs(found[0] - found[1]) > 100 * ATOL


def test_what_is_laid_out_can_be_laid_out_again(engine):
    """After `warm_up` the same arrays become compiled ones; nothing is read or joined twice."""
    ctx, params = model(engine, **WHOLE)
    if engine.name == "numpy":
        kernels.prefer_compiled(False)
    laid_out, config = lean.prepared(ctx, params), DecodeConfig(max_len=12)
    assert "whole" not in laid_out
    wanted = greedy(ctx, laid_out, SOURCES, config)
    engine.warm_up()
    for _ in range(2):
        laid_out = lean.lay_out(ctx, {name: part for name, part in laid_out.items() if name != "whole"})
        assert ("whole" in laid_out) == (kernels.for_few_rows(np.float32) is not None
                                         and engine.name == "numpy")
        found = greedy(ctx, laid_out, SOURCES, config)
        np.testing.assert_allclose(log_probs_of(found), log_probs_of(wanted), atol=ATOL)


@pytest.mark.parametrize("norm_first", [False, True])
def test_beam(engine, norm_first):
    ctx, params = model(engine, norm_first=norm_first, **WHOLE)
    config = DecodeConfig(method="beam", beam_size=3, max_len=12)
    prepared = lean.prepared(ctx, params)
    searches = (beam(ctx, tree, SOURCES, config) for tree in (prepared, params))
    for found, wanted in zip(*searches, strict=True):
        np.testing.assert_allclose([one.score for one in found], [one.score for one in wanted], atol=ATOL)


def test_the_memory_is_that_of_the_model(engine):
    ctx, params = model(engine, **WHOLE)
    ids = np.array([[5, 9, 4, 2, 0, 0], [7, 6, 5, 4, 3, 2]])
    mask = engine.asarray((ids != 0)[:, None, None])
    found, wanted = (engine.to_host(lean.encode(ctx, tree, engine.asarray(ids), mask))
                     for tree in (lean.prepared(ctx, params), params))
    np.testing.assert_allclose(found[ids != 0], wanted[ids != 0], atol=ATOL)


@pytest.mark.parametrize("engine", ["numpy compiled"], indirect=True)
def test_every_token_is_the_same_however_many_threads_there_are(engine):
    """Threads that come late, or never, change nothing, to the bit; nor do rows that end and are left out."""
    sources = [source for source in SOURCES for _ in range(3)]
    config = DecodeConfig(max_len=12)
    found = []
    for workers in (1, 2, 5, 5, 5):
        ops = NumpyBackend(workers=workers)
        ctx, params = model(ops, **WHOLE)
        prepared = lean.prepared(ctx, params)
        found.append([(one.token_ids, one.token_log_probs) for one in greedy(ctx, prepared, sources, config)])
    assert all(one == found[0] for one in found)


@pytest.mark.parametrize("engine", ["numpy compiled"], indirect=True)
@pytest.mark.parametrize("method", ["greedy", "beam"])
def test_a_batch_in_shares_is_the_batch(engine, method, monkeypatch):
    """To the bit, in the order of the sources, and each share on a thread of its own."""
    ctx, params = model(engine, **WHOLE)
    prepared = lean.prepared(ctx, params)
    sources = [source for source in SOURCES for _ in range(16)]
    config = DecodeConfig(max_len=12, method=method, beam_size=3)

    def search() -> list:
        if method == "greedy":
            return greedy(ctx, prepared, sources, config)
        return beam(ctx, prepared, sources, config)

    threads = set()
    decode = prepared["whole"].decode

    def watched(*args):
        threads.add(threading.get_ident())
        return decode(*args)

    monkeypatch.setattr(prepared["whole"], "decode", watched)
    monkeypatch.setattr(whole, "LARGEST", 0)
    together = search()
    assert threads == {threading.get_ident()}
    threads.clear()
    monkeypatch.undo()
    monkeypatch.setattr(prepared["whole"], "decode", watched)
    assert search() == together
    assert threads
    assert threading.get_ident() not in threads


@pytest.mark.parametrize("engine", ["numpy compiled"], indirect=True)
def test_the_compiled_decoder_is_compiled_once(engine):
    """Not again for a source of one token, or a batch: that would take seconds in the middle of a text."""
    from backends.numpy_backend.kernels import layers

    ctx, params = model(engine, **WHOLE)
    prepared = lean.prepared(ctx, params)
    for sources in ([[2]], [[5, 2]], [[5, 2], [2]], SOURCES):
        greedy(ctx, prepared, sources, DecodeConfig(max_len=3))
        beam(ctx, prepared, sources, DecodeConfig(method="beam", beam_size=2, max_len=3))
    found = [[signature for signature in loop.signatures if "uint16" not in str(signature)]
             for loop in (layers.decoder, layers.encoder)]  # another is for weights at half size
    assert [len(signatures) for signatures in found] == [1, 1]


def test_a_state_can_be_gone_on_from_twice(engine):
    """The older state is what it was, also when the newer one has written on; a row may go on twice."""
    ctx, params = model(engine, **WHOLE)
    prepared = lean.prepared(ctx, params)
    first = start(ctx, prepared, SOURCES[:2])
    _, read = advance(ctx, prepared, first, [5, 6])
    one, _ = advance(ctx, prepared, read, [7, 8])
    swapped = read.reorder(ctx, [1, 0, 1], sources=[1, 0, 1])
    other, after = advance(ctx, prepared, swapped, [8, 7, 4])
    again, _ = advance(ctx, prepared, read, [7, 8])
    one, other, again = (engine.to_host(logits) for logits in (one, other, again))
    np.testing.assert_allclose(again, one, atol=ATOL)
    np.testing.assert_allclose(other[:2], one[::-1], atol=ATOL)
    for token in range(3, 30):  # past what a cache has room for at first
        logits, after = advance(ctx, prepared, after, [token % 9 + 3] * 3)
    plain = start(ctx, params, [SOURCES[1], SOURCES[0], SOURCES[1]])
    for ids in ([6, 5, 6], [8, 7, 4], *([token % 9 + 3] * 3 for token in range(3, 30))):
        wanted, plain = advance(ctx, params, plain, ids)
    np.testing.assert_allclose(engine.to_host(logits), engine.to_host(wanted), atol=5 * ATOL)


@pytest.mark.parametrize("alpha", [0.0, 0.6, 1.5])
@pytest.mark.parametrize("wanted", [1, 2])
def test_a_search_for_the_best_few_finds_the_same_ones(backend, alpha, wanted):
    """It may end sooner, but not with others."""
    ctx, params = model(backend)
    config = DecodeConfig(method="beam", beam_size=4, max_len=12, length_penalty=alpha)
    searches = (beam(ctx, params, SOURCES, config, wanted=count) for count in (wanted, None))
    for few, full in zip(*searches, strict=True):
        assert [one.token_ids for one in few[:wanted]] == [one.token_ids for one in full[:wanted]]
