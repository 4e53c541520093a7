"""The learning rate's warm-up and decay, against the paper's formula."""

from __future__ import annotations

import pytest

from core.training.schedule import dropout, learning_rate


def test_is_the_papers_formula_with_its_peak():
    d_model, warmup = 512, 4000
    peak = (d_model * warmup) ** -0.5
    for step in (1, 17, 3999, 4000, 4001, 100_000):
        paper = d_model**-0.5 * min(step**-0.5, step * warmup**-1.5)  # Vaswani et al. 2017, eq. 3
        assert learning_rate(step, peak, warmup) == pytest.approx(paper, rel=1e-12)  # double rounding


def test_peak_stands_at_the_end_of_the_warm_up():
    rates = [learning_rate(step, 2e-3, 800) for step in range(1, 3201)]
    assert max(rates) == rates[799] == 2e-3
    assert rates[0] == 2e-3 / 800  # never 0: the first step learns
    assert rates[:800] == sorted(rates[:800])
    assert rates[799:] == sorted(rates[799:], reverse=True)
    assert rates[3199] == 1e-3  # 4 x the steps, half the rate


def test_no_warm_up_to_speak_of():
    assert learning_rate(1, 1e-3, 1) == 1e-3
    assert learning_rate(4, 1e-3, 1) == 5e-4


def test_dropout_rises_by_twentieths_to_its_end():
    risen = [dropout(epoch, 0.1, 0.01) for epoch in range(40)]
    assert risen == pytest.approx([0.1] * 5 + [0.15] * 5 + [0.2] * 5 + [0.25] * 5 + [0.3] * 20)


@pytest.mark.parametrize(("first", "rise"), [(0.0, 0.0), (0.12, 0.0), (0.12, 0.001), (0.5, 0.1)])
def test_dropout_stays_as_it_was_set(first, rise):
    assert dropout(3, first, rise) == first
