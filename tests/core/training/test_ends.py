"""Steps, time budgets, and how often a training reports and saves."""

from __future__ import annotations

import random

import pytest

from core.training import material
from core.training.control import Control
from core.training.run_dir import read_metrics
from tests.core.training.runs import ChanceValidator, follow, make_run


@pytest.fixture
def validations_take(clock, monkeypatch):
    """validations_take(seconds): so long takes each validation, by the clock."""
    def take(seconds) -> None:
        class Slow(ChanceValidator):
            def __call__(self, params, stop):
                clock.now += seconds()
                return super().__call__(params, stop)

        monkeypatch.setattr(material, "Validator", Slow)

    return take


def test_max_steps(tmp_path, ops, recorder, chance):
    run = make_run(tmp_path, max_steps=5)
    events = follow(run, ops)
    assert sorted(recorder.losses) == [1, 2, 3, 4, 5]
    assert events[-1] == {"event": "finished", "reason": "max_steps", "step": 5, "best_step":
                          run.info().best_step, "best_bleu": run.info().best_bleu, "model": str(run.path)}
    assert (run.info().status, run.info().step, run.info().saved_step) == ("finished", 5, 5)
    assert [event["step"] for event in events if event["event"] == "validated"] == [0, 4, 5]


def test_time_budget_counts_steps_and_not_pauses(tmp_path, ops, recorder, clock, chance):
    run, control = make_run(tmp_path, time_budget_s=5.5, max_steps=1000), Control()
    recorder.orders[3] = lambda: control.tell("pause")

    def on_event(event):
        if event["event"] == "paused":
            clock.now += 3600
            control.tell("resume")

    events = follow(run, ops, control, on_event)
    assert (events[-1]["reason"], events[-1]["step"]) == ("time_budget", 6)
    assert run.info().status == "finished"
    progress = [event for event in events if event["event"] == "progress"]
    assert [event["seconds"] for event in progress] == [1, 2, 3, 4, 5, 6]
    # Hidden in the first steps; 0 in the last, which is half a second over the budget.
    assert [event["seconds_left"] for event in progress] == [None, None, 2.5, 1.5, 0.5, 0]


def test_time_budget_goes_on_where_an_interrupted_run_stood(tmp_path, ops, recorder, clock, chance):
    run, control = make_run(tmp_path, time_budget_s=5.5, max_steps=1000), Control()
    recorder.orders[4] = lambda: control.tell("exit")
    follow(run, ops, control)
    clock.now += 3600
    assert follow(run, ops)[-1]["step"] == 6


def test_validations_count_towards_the_budget(tmp_path, ops, recorder, validations_take):
    validations_take(lambda: 2)
    assert follow(make_run(tmp_path, time_budget_s=5.5, validate_every=1000, max_steps=1000),
                  ops)[-1]["step"] == 4


def test_checkpoints_come_by_time(tmp_path, ops, clock, chance):
    run = make_run(tmp_path, checkpoint_every_s=2.5, validate_every=1000, max_steps=10)
    saved = [event["step"] for event in follow(run, ops) if event["event"] == "saved"]
    assert saved == [0, 3, 6, 9, 10, 10]  # 10 before and after its validation


def test_reports_come_at_most_twice_a_second(tmp_path, ops, recorder, clock, chance):
    """The window is promised at most 10 events a second. Here a step takes 0.1 s."""
    clock.step_s = 0.1
    run = make_run(tmp_path, max_steps=40, validate_every=1000)
    progress = [event for event in follow(run, ops) if event["event"] == "progress"]
    assert 7 <= len(progress) <= 9  # 4 seconds
    assert progress[-1]["step"] == 40  # the rest is reported, however short the run


def test_a_short_run_has_a_loss_to_show(tmp_path, ops, recorder, clock, chance):
    """A run of a few quick steps once ended without a single report."""
    clock.step_s = 0.01
    run = make_run(tmp_path, max_steps=3)
    progress, = (event for event in follow(run, ops) if event["event"] == "progress")
    assert progress["step"] == 3
    assert progress["loss"] == pytest.approx(sum(recorder.losses.values()) / 3, rel=1e-12)
    assert progress in read_metrics(run.path)


@pytest.mark.parametrize(("seconds", "validation_s", "ends_by"), [
    (30, 3.0, "steps"), (30, 3.0, "budget"), (120, 0.5, "steps"), (120, 9.0, "budget")])
def test_time_left_is_true_from_a_tenth_on(tmp_path, ops, recorder, clock, validations_take, seconds,
                                           validation_s, ends_by):
    """Runs of half a minute and of two, of some hundred uneven steps of which the first takes long, with
    validations that are quick or take half of the time; that of the untrained model takes 1.5 times as long.
    Nothing is said in the first steps; from a tenth of the run on it is within a quarter, or towards its
    end within 3 % of the run: a validation may go beyond the budget."""
    validations_take(lambda: validation_s * (1 if recorder.losses else 1.5))
    rng, usual = random.Random(1), seconds / 150
    clock.step_s = 1.0

    def vary():
        clock.step_s = usual * (0.75 + 0.5 * rng.random())

    recorder.orders = dict.fromkeys(range(1, 1000), vary)
    steps = round((seconds - 6 * validation_s) / usual)
    every = -(-steps // 5)
    ends = {"max_steps": steps} if ends_by == "steps" else {"max_steps": 9999, "time_budget_s": seconds}
    told, start = [], clock.now
    events = follow(make_run(tmp_path, validate_every=every, **ends), ops,
                    on_event=lambda event: told.append((clock.now - start, event)))
    whole = told[-1][0]
    assert events[-1]["reason"] == ("max_steps" if ends_by == "steps" else "time_budget")
    assert 0.8 * seconds < whole < 1.25 * seconds
    progress = [(at, event["seconds_left"]) for at, event in told if event["event"] == "progress"]
    assert progress[0][1] is None
    late = [(at, left) for at, left in progress if 0.1 * whole <= at < whole and left is not None]
    assert late[0][0] < max(0.1 * whole, 1.5 * validation_s) + 4
    for at, left in late:
        assert left == pytest.approx(whole - at, rel=0.25, abs=0.03 * whole), at


def test_a_resumed_run_knows_how_long_a_validation_takes(tmp_path, ops, recorder, clock, validations_take):
    validations_take(lambda: 10)
    run, control = make_run(tmp_path, validate_every=5, max_steps=30), Control()
    recorder.orders[6] = lambda: control.tell("exit")
    follow(run, ops, control)
    events = follow(run, ops)
    first = next(event for event in events if event["event"] == "progress" and event["seconds_left"])
    assert first["seconds_left"] == (30 - first["step"]) + 5 * 10
