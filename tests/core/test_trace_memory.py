"""Traces stay within a bound, and what was forgotten is computed again to the bit."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from core.checks import MASKED, REPLAY, ROWS, Check, check, check_traces
from core.config import DecodeConfig
from core.decoding.search import sample
from core.decoding.session import DecodeSession
from core.edits import Edits
from core.trace import Trace
from tests.core.builders import SOURCES, half_trained

SOURCE = SOURCES[2]


def walked(backend, trace_bytes, edits=None):
    """Two branches of six tokens and one of three."""
    ctx, params = half_trained(backend)
    session = DecodeSession(replace(ctx, edits=edits), params, SOURCE, trace_bytes=trace_bytes)
    for first in (12, 5):
        session.go_to(0)
        for token_id in (first, 7, 8, 9, 10, 11):
            session.fork(token_id)
    session.go_to(2)
    session.fork(4)
    return session


@pytest.mark.parametrize("edits", [None, Edits(causal_mask=False)])
def test_what_was_forgotten_comes_back_exactly(backend, edits):
    whole, bounded = walked(backend, 1 << 30, edits), walked(backend, 1, edits)
    assert any(step.trace is None for step in bounded.steps)
    assert bounded.traced_bytes < whole.traced_bytes
    for step, known in zip(bounded.steps, whole.steps, strict=True):
        again = bounded.recall(step)
        assert set(again.trace) == set(known.trace)
        for name in known.trace:
            np.testing.assert_array_equal(again.trace[name], known.trace[name])


def test_the_bound_holds_but_for_the_path_in_use(backend):
    session = walked(backend, 60_000)
    own = sum(step.trace.nbytes for step in session.path())
    assert session.traced_bytes <= max(60_000, own)
    assert all(step.trace is not None for step in session.path())


def test_a_forgotten_step_can_still_be_forked_and_shown(backend):
    whole, bounded = walked(backend, 1 << 30), walked(backend, 1)
    for session in (whole, bounded):
        session.go_to(4)
        session.fork(6)
    assert bounded.current.log_prob == whole.current.log_prob
    np.testing.assert_array_equal(bounded.attention("cross", 1), whole.attention("cross", 1))


def test_sampling_draws_what_the_search_draws(backend):
    ctx, params = half_trained(backend)
    config = DecodeConfig(method="sample", temperature=1.3, top_k=6, top_p=0.9, seed=7)
    session = DecodeSession(ctx, params, SOURCE)
    while session.can_step():
        session.sample(config)
    [wanted] = sample(ctx, params, [SOURCE], config)
    assert session.current.tgt_in_ids[1:] == wanted.token_ids


@pytest.mark.parametrize("edits", [None, Edits(causal_mask=False), Edits(pads=2)])
def test_the_checks_hold_and_say_how_much_was_compared(backend, edits):
    session = walked(backend, 1 << 30, edits)
    checks = {found.name: found for found in check(session, session.current)}
    assert set(checks) == {ROWS, MASKED, REPLAY}
    assert all(found.holds for found in checks.values()), checks
    assert checks[REPLAY].count == 13
    assert checks[REPLAY].worst < 1e-4
    assert checks[ROWS].count > 50
    assert (checks[MASKED].count > 0) == (edits is not None and edits.pads > 0)


def test_the_checks_fail_where_the_numbers_are_wrong():
    weights = np.array([[[0.5, 0.25]]], np.float32)
    mask = np.array([[[True, False]]])
    rows, masked = check_traces([Trace({"a.weights": weights, "a.mask": mask})])
    assert rows == Check(ROWS, False, 0.25, 1)
    assert masked == Check(MASKED, False, 0.25, 1)
