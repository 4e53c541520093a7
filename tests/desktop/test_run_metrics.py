"""What a run's events add up to, and what may be said about it."""

from __future__ import annotations

import pytest

from desktop.controllers.health import Trend, judge
from desktop.controllers.run_metrics import MAX_POINTS, LossCurve, RunMetrics


def progress(step: int, loss: float | None) -> dict:
    return {"event": "progress", "step": step, "loss": loss}


def validated(step: int, dev_loss: float, bleu: float = 0.0, best: bool = True) -> dict:
    return {"event": "validated", "step": step, "dev_loss": dev_loss, "bleu": bleu, "chrf": 0.0,
            "best": best, "samples": [{"src": "a", "ref": "b", "out": str(step), "confidence": 0.5}]}


def test_a_long_curve_is_thinned_by_means():
    curve = LossCurve()
    for step in range(1, 20_001):
        curve.add(step, float(step % 2))
    assert MAX_POINTS // 2 <= len(curve.steps) <= MAX_POINTS
    assert curve.steps == sorted(set(curve.steps))
    assert curve.steps[-1] > 19_900
    assert all(loss == 0.5 for loss in curve.raw[1:])


def test_the_smoothed_line_does_not_lag():
    """A moving average of the past alone stands above a falling curve."""
    curve = LossCurve()
    for step in range(1, 501):
        curve.add(step, 10 - step / 100)
    assert curve.smooth()[:-10] == pytest.approx(curve.raw[:-10])  # no future is known at the end


def test_a_resumed_run_goes_on_from_its_checkpoint():
    steps = [progress(step, 5.0) for step in range(1, 100)]
    metrics = RunMetrics([*steps, validated(50, 3), validated(90, 2)])
    metrics.add(progress(60, 1.0))
    metrics.add(validated(90, 1.5))
    assert metrics.loss.steps[-2:] == [59, 60]
    assert [(v.step, v.dev_loss) for v in metrics.validations] == [(50, 3), (90, 1.5)]


def test_events_of_any_shape_are_survived():
    metrics = RunMetrics([{}, {"event": "progress"}, {"event": "validated", "step": "x"}, progress(1, None),
                          {"event": "validated", "step": 1, "samples": [7, {"src": None, "confidence": 9}]}])
    assert metrics.loss.steps == []
    assert metrics.diverged_step == 1
    assert metrics.validations[0].samples[0].confidence == 1.0


def test_the_best_is_the_one_that_the_core_kept():
    metrics = RunMetrics([validated(1, 3, 10), validated(2, 2, 12), validated(3, 1, 11, best=False)])
    assert metrics.best.step == 2
    assert [sample.out for sample in metrics.history_of("a")] == ["1", "2", "3"]


@pytest.mark.parametrize(("losses", "trend"), [
    ([3, 2], Trend.TOO_EARLY), ([3, 2, 1], Trend.FALLING), ([2, 2, 2.001], Trend.FLAT),
    ([2, 1.5, 2.5], Trend.RISING), ([9, 1, 1, 1, 1, 1], Trend.FLAT)])
def test_the_trend_is_of_the_newest_validations(losses, trend):
    assert judge(RunMetrics(validated(step, loss) for step, loss in enumerate(losses, 1))).trend is trend


def test_learning_by_heart_is_train_falling_while_validation_does_not():
    events = [progress(step, 5 - step / 100) for step in range(1, 401)]
    events += [validated(step, 2 + step / 1000) for step in (100, 200, 300, 400)]
    health = judge(RunMetrics(events))
    assert health.trend is Trend.RISING
    assert health.is_train_falling


def test_a_stalled_bleu_names_the_step_that_is_kept():
    events = [validated(1, 3, 10), *(validated(step, 3, 9, best=False) for step in range(2, 6))]
    health = judge(RunMetrics(events))
    assert (health.is_bleu_stalled, health.best_step) == (True, 1)
