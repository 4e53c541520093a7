"""A cached step equals the pass over the full prefix, at every step, for every variant."""

from __future__ import annotations

import numpy as np
import pytest

from core.decoding import state as states
from core.decoding.hypothesis import start
from tests.core.builders import SOURCES, VARIANTS, full_logits, model

ATOL = 2e-5  # float32 logits of about 1, summed in another order
PREFIXES = [[1, 6, 4, 9, 8, 7, 5], [1, 12, 12, 3, 0, 4, 11], [1, 2, 5, 4, 6, 10, 9]]  # special ones too


def advance_all(ctx, params, state, rows):
    """Reads the columns of `rows` [B,T] one by one -> ([B,T,V], state)."""
    steps = []
    for column in zip(*rows, strict=True):
        logits, state = states.advance(ctx, params, state, list(column))
        steps.append(ctx.ops.to_host(logits))
    return np.stack(steps, axis=1), state


@pytest.mark.parametrize(("norm_first", "activation"), VARIANTS)
def test_every_step_of_a_padded_batch(backend, norm_first, activation):
    ctx, params = model(backend, norm_first=norm_first, activation=activation)
    state = start(ctx, params, SOURCES)
    assert state.src_mask is not None
    stepped, state = advance_all(ctx, params, state, PREFIXES)
    assert state.position == len(PREFIXES[0])
    np.testing.assert_allclose(stepped, full_logits(ctx, params, SOURCES, PREFIXES), atol=ATOL)


@pytest.mark.parametrize("norm_first", [False, True])
def test_sources_of_one_length_need_no_mask(backend, norm_first):
    ctx, params = model(backend, norm_first=norm_first)
    sources = [SOURCES[1], [9, 10, 2], [4, 4, 2]]
    state = start(ctx, params, sources)
    assert state.src_mask is None
    stepped, _ = advance_all(ctx, params, state, PREFIXES)
    np.testing.assert_allclose(stepped, full_logits(ctx, params, sources, PREFIXES), atol=ATOL)


def test_past_the_growth_of_the_buffers(backend):
    """Both caches grow by 32 positions: 70 pass two borders."""
    ctx, params = model(backend, max_len=70)
    rows = np.random.default_rng(0).integers(4, 13, (2, 70))
    rows[:, 0] = 1
    stepped, _ = advance_all(ctx, params, start(ctx, params, SOURCES[:2]), rows.tolist())
    np.testing.assert_allclose(stepped, full_logits(ctx, params, SOURCES[:2], rows.tolist()), atol=ATOL)


@pytest.mark.parametrize(("norm_first", "activation"), VARIANTS)
def test_after_a_reorder_with_the_sources(backend, norm_first, activation):
    """Rows dropped, doubled and exchanged, as when a sentence of a beam has ended."""
    ctx, params = model(backend, norm_first=norm_first, activation=activation)
    _, state = advance_all(ctx, params, start(ctx, params, SOURCES), [prefix[:3] for prefix in PREFIXES])
    rows = [2, 0, 0, 2, 2]
    tails = [[5, 6], [7, 8], [9, 10], [11, 12], [4, 2]]
    stepped, _ = advance_all(ctx, params, state.reorder(ctx, rows, sources=rows), tails)
    prefixes = [PREFIXES[row][:3] + tail for row, tail in zip(rows, tails, strict=True)]
    full = full_logits(ctx, params, [SOURCES[row] for row in rows], prefixes)
    np.testing.assert_allclose(stepped, full[:, 3:], atol=ATOL)


def test_after_a_reorder_within_the_same_sources(backend):
    """A beam that shuffles its hypotheses: caches move, keys and values of the memory stay."""
    ctx, params = model(backend)
    sources = [SOURCES[0], SOURCES[0], SOURCES[1], SOURCES[1]]
    prefixes = [[1, 5], [1, 6], [1, 7], [1, 8]]
    _, state = advance_all(ctx, params, start(ctx, params, sources), prefixes)
    rows = [1, 0, 3, 3]
    moved = state.reorder(ctx, rows)
    assert all(new.cross is old.cross for new, old in zip(moved.layers, state.layers, strict=True))
    stepped, _ = advance_all(ctx, params, moved, [[9]] * 4)
    full = full_logits(ctx, params, sources, [[*prefixes[row], 9] for row in rows])
    np.testing.assert_allclose(stepped, full[:, 2:], atol=ATOL)


@pytest.mark.parametrize(("norm_first", "activation"), VARIANTS)
def test_after_a_branch(backend, norm_first, activation):
    """From one state by three ways, each as long as if the others had never been."""
    ctx, params = model(backend, norm_first=norm_first, activation=activation)
    trunk = [prefix[:3] for prefix in PREFIXES]
    _, state = advance_all(ctx, params, start(ctx, params, SOURCES), trunk)
    branches, ends = ([[5, 6]] * 3, [[7, 8]] * 3, [[9, 10]] * 3), []
    first_half = [states.advance(ctx, params, state, [tails[0][0]] * 3) for tails in branches]
    for (logits, half_way), tails in zip(first_half, branches, strict=True):  # interleaved
        second, end = states.advance(ctx, params, half_way, [tails[0][1]] * 3)
        full = full_logits(ctx, params, SOURCES, [a + b for a, b in zip(trunk, tails, strict=True)])
        np.testing.assert_allclose(ctx.ops.to_host(logits), full[:, 3], atol=ATOL)
        np.testing.assert_allclose(ctx.ops.to_host(second), full[:, 4], atol=ATOL)
        ends.append(end)
    again, _ = states.advance(ctx, params, state, [5] * 3)
    np.testing.assert_array_equal(ctx.ops.to_host(again), ctx.ops.to_host(first_half[0][0]))
    assert [end.position for end in ends] == [5, 5, 5]
    assert state.position == 3
