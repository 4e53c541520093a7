"""Pause, resume, stop and exit."""

from __future__ import annotations

import threading

import pytest

from core.training import material
from core.training.control import Control
from tests.core.training.runs import ChanceValidator, follow, make_run, validations


@pytest.mark.parametrize(("order", "status"), [("stop", "stopped"), ("exit", "interrupted")])
@pytest.mark.parametrize("step", [1, 3, 4, 6])
def test_an_order_acts_within_one_step(tmp_path, ops, recorder, chance, order, status, step):
    run, control = make_run(tmp_path), Control()
    recorder.orders[step] = lambda: control.tell(order)
    events = follow(run, ops, control)
    assert max(recorder.losses) == step
    info = run.info()
    assert (info.status, info.step, info.saved_step) == (status, step, step)
    assert [event["reason"] for event in events if event["event"] == "finished"] == \
        (["stopped"] if order == "stop" else [])
    assert (step in [step for step, _, _ in validations(run)]) == (order == "stop")


def test_a_stop_cuts_a_long_validation_short_and_validates_at_the_end(tmp_path, ops, monkeypatch):
    control, stops = Control(), []

    class Long(ChanceValidator):
        def __call__(self, params, stop):
            if not stops:
                control.tell("stop")
            stops.append(stop())
            return super().__call__(params, stop)

    monkeypatch.setattr(material, "Validator", Long)
    run = make_run(tmp_path)
    events = follow(run, ops, control)
    assert stops == [True, False]
    assert (events[-1]["reason"], events[-1]["step"]) == ("stopped", 0)
    assert run.info().has_model


def test_an_exit_cuts_the_validation_after_a_stop_short(tmp_path, ops, recorder, monkeypatch):
    """Stop, then close the window (or Ctrl+C twice): nobody waits for a score."""
    control = Control()

    class Long(ChanceValidator):
        def __call__(self, params, stop):
            if control.wanted == "stop":
                control.tell("exit")
            return super().__call__(params, stop)

    monkeypatch.setattr(material, "Validator", Long)
    recorder.orders[6] = lambda: control.tell("stop")
    run = make_run(tmp_path)
    events = follow(run, ops, control)
    assert "finished" not in {event["event"] for event in events}
    assert (run.info().status, run.info().saved_step) == ("interrupted", 6)
    recorder.orders.clear()
    assert follow(run, ops)[-1]["reason"] == "max_steps"


def test_an_exit_before_the_first_step(tmp_path, ops, recorder, chance):
    run, control = make_run(tmp_path), Control()
    control.tell("exit")
    follow(run, ops, control)
    assert not recorder.losses
    assert (run.info().status, run.info().saved_step) == ("interrupted", 0)


def test_a_pause_saves_and_waits(tmp_path, ops, recorder, chance):
    run, control = make_run(tmp_path), Control()
    recorder.orders[6] = lambda: control.tell("pause")
    paused = threading.Event()
    thread = threading.Thread(target=follow, args=(
        run, ops, control, lambda event: event["event"] == "paused" and paused.set()))
    thread.start()
    assert paused.wait(30)
    assert run.info().saved_step == 6
    assert run.info().status == "running"
    thread.join(0.2)
    assert thread.is_alive()  # it waits
    assert max(recorder.losses) == 6
    control.tell("resume")
    thread.join(30)
    assert not thread.is_alive()
    assert run.info().status == "finished"


@pytest.mark.parametrize(("order", "status"), [("stop", "stopped"), ("exit", "interrupted")])
def test_an_end_during_a_pause(uninterrupted, tmp_path, ops, recorder, chance, order, status):
    run, control = make_run(tmp_path), Control()
    recorder.orders[6] = lambda: control.tell("pause")
    events = follow(run, ops, control,
                    lambda event: control.tell(order) if event["event"] == "paused" else None)
    assert (run.info().status, run.info().step) == (status, 6)
    assert [event["step"] for event in events if event["event"] == "paused"] == [6]
    recorder.orders.clear()
    follow(run, ops)
    assert recorder.losses == uninterrupted[0]


def test_control():
    control = Control()
    assert control.wanted == "run"
    control.tell("pause")
    assert control.wanted == "pause"
    control.tell("resume")
    assert control.wanted == "run"
    control.wait_while_paused()  # returns
    control.tell("stop")
    for order in ("resume", "pause", "run"):
        control.tell(order)
        assert control.wanted == "stop"
    control.tell("exit")
    control.tell("stop")
    assert control.wanted == "exit"
