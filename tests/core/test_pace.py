"""Speed and time left: from the recent past, and not before there is one."""

from __future__ import annotations

import random

import pytest

from core.training.pace import SETTLED_S, UNTRAINED, WINDOW_S, Pace


def told(*steps: tuple[int, float, int]) -> Pace:
    """(tokens, seconds, how many such steps)."""
    pace = Pace()
    for tokens, seconds, times in steps:
        for _ in range(times):
            pace.add(tokens, seconds)
    return pace


def test_nothing_is_known_at_first():
    assert Pace().tokens_per_s == 0
    assert Pace().seconds_left(100, None) is None
    assert told((100, SETTLED_S / 10, 9)).seconds_left(100, None) is None
    assert told((100, SETTLED_S / 10, 11)).seconds_left(100, None) == pytest.approx(100 * SETTLED_S / 10)
    assert told((100, SETTLED_S, 2)).seconds_left(100, None) is None  # two steps are no pace


def test_the_first_step_of_all_is_no_measure():
    """It compiles, or finds nothing warm."""
    pace = told((100, 5.0, 1), (100, 0.5, 4))
    assert pace.seconds_left(10, None) == pytest.approx(5)
    for _ in range(2 * round(WINDOW_S)):
        pace.add(100, 0.5)
    assert pace.seconds_left(10, None) == pytest.approx(5)


def test_only_the_recent_window_counts():
    """Guards against the ETA of the whole history (refact #106): a slow start is forgotten."""
    pace = told((100, 10.0, 20), (1000, 0.5, 2 * round(WINDOW_S) + 1))
    assert pace.tokens_per_s == pytest.approx(2000)
    assert pace.seconds_left(10, None) == pytest.approx(5)


def test_one_step_longer_than_the_window_is_still_a_measure():
    pace = told((100, 3 * WINDOW_S, 5))
    assert pace.tokens_per_s == pytest.approx(100 / (3 * WINDOW_S))
    assert pace.seconds_left(2, None) == pytest.approx(6 * WINDOW_S)


def test_window_does_not_drift():
    """Sums kept by adding and taking away stay those of the steps held: 1e-6 of rounding at most."""
    pace = told((7, 0.1, 20_000))
    assert pace.tokens_per_s == pytest.approx(70, rel=1e-6)


def test_budget():
    assert Pace().seconds_left(1000, 60.0) is None  # the steps might end first
    settled = told((100, 1.0, 10))
    assert settled.seconds_left(1000, 60.0) == 60
    assert settled.seconds_left(20, 60.0) == pytest.approx(20)  # the steps end first
    assert settled.seconds_left(0, 60.0) == 0
    settled.add_validation(4.0)
    assert settled.seconds_left(1000, 60.0, 9) == 64  # the last one comes when the budget is used up


def test_a_range_while_the_pace_varies():
    assert told((100, SETTLED_S / 10, 9)).range_left(100, None) is None
    assert told((100, 0.5, 200)).range_left(100, None) == pytest.approx([50, 50])
    uneven = told((100, 0.5, 20), (100, 1.0, 20))
    assert uneven.range_left(60, None) == pytest.approx([30, 60])
    assert uneven.range_left(60, None)[0] < uneven.seconds_left(60, None) < uneven.range_left(60, None)[1]
    assert uneven.range_left(60, 40.0) == pytest.approx([30, 40])  # the budget ends it at the latest
    assert uneven.range_left(60, -1.0) == [0, 0]
    uneven.add_validation(3.0)
    assert uneven.range_left(60, None, 2) == pytest.approx([36, 66])
    assert uneven.range_left(60, 40.0, 2) == pytest.approx([36, 43])
    for _ in range(2 * round(WINDOW_S)):
        uneven.add(100, 1.0)
    assert uneven.range_left(60, None) == pytest.approx((60, 60))  # the fast start is forgotten


def test_an_overdrawn_budget_leaves_no_time_rather_than_less():
    """The last step ends a little late; the window once said "-1 s left"."""
    assert told((100, 1.0, 10)).seconds_left(1000, -0.4) == 0


def test_the_first_validation_of_a_new_model_counts_less():
    """It translates without end: counted whole it once made 38 s of 18."""
    pace = told((100, 1.0, 10))
    pace.add_validation(8.0, is_untrained=True)
    assert pace.seconds_left(20, None, 2) == pytest.approx(20 + 2 * 8 * UNTRAINED)
    pace.add_validation(3.0)
    assert pace.seconds_left(20, None, 2) == pytest.approx(20 + 2 * 3)


def test_a_tenth_into_a_run_the_time_left_is_within_a_quarter():
    """Steps of batches of all lengths, a run of 2,000 of them with a validation every 100."""
    rng = random.Random(1)
    seconds = [0.15 + 0.1 * rng.random() for _ in range(2000)]
    pace = Pace()
    pace.add_validation(9.0, is_untrained=True)
    for number, step in enumerate(seconds[:200], 1):
        pace.add(1000, step)
        if number % 100 == 0:
            pace.add_validation(3.0)
    truly = sum(seconds[200:]) + 18 * 3.0
    assert pace.seconds_left(1800, None, 18) == pytest.approx(truly, rel=0.25)
