"""What a run's events add up to, and what may be said about it."""

from __future__ import annotations

import pytest

from desktop.controllers.health import State, judge
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


def test_a_training_that_goes_on_takes_the_tuned_model_again():
    metrics = RunMetrics()
    metrics.is_rolled_back = True
    metrics.add(progress(1, 5.0))
    assert metrics.is_rolled_back
    metrics.add({"event": "started"})
    assert not metrics.is_rolled_back


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


def run_of(*rows: tuple[int, float | None, float, float]) -> RunMetrics:
    """(step, training loss, validation loss, BLEU) of each validation; the best is the highest BLEU."""
    events, highest = [], -1.0
    for step, loss, dev_loss, bleu in rows:
        events.append({**validated(step, dev_loss, bleu, best=bleu > highest), "loss": loss})
        highest = max(highest, bleu)
    return RunMetrics(events)


def test_two_validations_tell_nothing():
    assert judge(run_of((0, None, 9.0, 0.0), (100, 6.0, 5.0, 1.0))).state is State.TOO_EARLY


def test_learning_names_what_was_gained():
    health = judge(run_of((0, None, 9.4, 0), (500, 6.1, 4.72, 8.1), (1000, 4.4, 3.69, 26.6),
                          (1500, 3.8, 3.29, 32.5)))
    assert (health.state, health.since, health.change) == (State.LEARNING, 0, pytest.approx(3.29 - 9.4))


def test_a_flat_loss_is_no_stall_while_bleu_gets_better():
    rows = [(step, 2.0, 3.0, 10.0 + step) for step in range(9)]
    assert judge(run_of(*rows)).state is State.LEARNING


def test_overfitting_began_where_validation_was_best():
    falling = [(step, 5 - step / 100, 2 + abs(step - 200) / 1000, 10.0) for step in range(0, 500, 100)]
    health = judge(run_of(*falling))
    assert (health.state, health.since, health.change) == (State.OVERFITTING, 200, pytest.approx(0.2))


def test_one_worse_validation_is_no_overfitting():
    rows = [(0, None, 9, 0), (1, 5, 4, 1), (2, 4, 3, 2), (3, 3, 3.1, 3)]
    assert judge(run_of(*rows)).state is State.LEARNING


def test_stalled_names_the_step_that_is_kept():
    rows = [(0, None, 9, 0), (1, 3, 3, 10), *((step, 3, 3, 9) for step in range(2, 6))]
    health = judge(run_of(*rows))
    assert (health.state, health.best_step) == (State.STALLED, 1)


def test_a_training_loss_that_rises_is_diverging_and_not_overfitting():
    health = judge(run_of((0, None, 9, 0), (1, 4, 4, 5), (2, 3, 3, 9), (3, 3.4, 3.3, 8), (4, 3.9, 4, 5)))
    assert (health.state, health.since, health.change) == (State.DIVERGING, 2, pytest.approx(0.9))


def test_worse_than_before_the_first_step_is_diverging():
    """As measured with a rate of 1 and no clipping: the training loss falls, from 103."""
    health = judge(run_of((0, None, 6.8, 0), (100, 70.4, 108.7, 0), (200, 103.1, 77.6, 0),
                          (300, 52.1, 44, 0), (400, 47, 53.5, 0)))
    assert (health.state, health.since, health.change) == (State.DIVERGING, 0, pytest.approx(47 - 6.8))


def test_a_training_that_learned_nothing_is_stalled_though_its_loss_creeps():
    """As measured with a rate of 0.05."""
    dev = (6.801, 5.548, 5.547, 5.533, 5.534, 5.538, 5.54, 5.53)
    health = judge(run_of(*((100 * i, 5.54 if i else None, loss, 0.0) for i, loss in enumerate(dev))))
    assert (health.state, health.since, health.best_bleu) == (State.STALLED, 300, 0.0)


def test_a_loss_that_is_no_number_is_diverging_at_once():
    assert judge(RunMetrics([progress(7, None)])).state is State.DIVERGING


def test_a_return_to_a_checkpoint_is_remembered():
    metrics = run_of((0, None, 9, 0), (1, 4, 4, 5), (2, 3, 3, 9))
    metrics.add({"event": "warning", "message": "the scores are those of sentences that it also learns from"})
    assert judge(metrics).went_back_to is None
    metrics.add({"event": "warning", "step": 2, "message": "The loss became infinite at step 3."})
    assert judge(metrics).went_back_to == 2


def test_a_run_that_failed_after_three_returns_was_diverging():
    """It was "too early to say" for ever: it seldom gets as far as three validations."""
    metrics = run_of((0, None, 9, 0))
    for _ in range(3):
        metrics.add({"event": "warning", "step": 0, "message": "The loss became infinite at step 3."})
    assert judge(metrics).state is State.TOO_EARLY  # it may yet recover
    health = judge(metrics, has_failed=True)
    assert (health.state, health.gave_up, health.since) == (State.DIVERGING, True, 0)
    assert judge(run_of((0, None, 9, 0)), has_failed=True).state is State.TOO_EARLY  # of a full disk, say


def test_a_speed_is_steady_since_it_last_changed_by_a_fifth():
    def speed(seconds: float, tokens_per_s: object) -> dict:
        return {**progress(int(seconds), 2.0), "seconds": seconds, "tokens_per_s": tokens_per_s}

    metrics = RunMetrics([speed(0, 5000), speed(10, 8000), speed(20, 8800), speed(80, 7500),
                          speed(130, 8200)])
    assert metrics.steady_s == 120
    metrics.add(speed(140, 9100))  # more than a fifth above 7,500
    assert metrics.steady_s == 0
    metrics.add(speed(200, 9000))
    assert metrics.steady_s == 60
    metrics.add(speed(130, 9000))  # resumed from an older checkpoint
    assert metrics.steady_s == 0
    metrics.add(speed(160, None))
    assert metrics.steady_s == 30


def test_what_a_tuning_forgot_is_counted_from_before_its_first_step():
    events = [{**validated(step, 5 - step / 100, 10 + step), "general": {"bleu": bleu}}
              for step, bleu in ((0, 99.7), (200, 98.3), (400, 97.6))]
    assert judge(RunMetrics(events)).forgot == pytest.approx(2.1)
    assert judge(RunMetrics(events[1:])).forgot == 0  # what it knew before is not known
