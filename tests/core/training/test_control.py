"""Ends that a person sets, runs trained longer, batches in parts, and the engine that a run remembers."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np
import pytest

import backends
from core.config import ModelConfig, TrainConfig
from core.init import init_params
from core.params import flatten, map_params
from core.text.tokenizer import Tokenizer
from core.training import material, preflight
from core.training.accumulation import in_parts, make_accumulated_step
from core.training.control import Control
from core.training.examples import encoded
from core.training.extension import check_can_resume, train_longer
from core.training.loop import train
from core.training.run_dir import RunError
from core.training.same_engine import as_before
from core.training.step import init_optimizer, make_train_step
from core.training.validation import Validation
from tests.core.training.runs import PAIRS, assert_equal_bits, final, follow, make_run, of_kind


class Scores:
    """Gives these BLEUs, one after the other, then the last for ever."""

    def __init__(self, *bleus: float):
        self.bleus = list(bleus)

    def __call__(self, *_):
        return self._next

    def _next(self, params, stop):
        bleu = self.bleus.pop(0) if len(self.bleus) > 1 else self.bleus[0]
        return Validation(9.0, bleu, bleu, [])


def test_patience(tmp_path, ops, monkeypatch):
    monkeypatch.setattr(material, "Validator", Scores(0.0, 5.0, 4.0, 6.0, 3.0, 5.0, 1.0))
    run = make_run(tmp_path, patience=2, validate_every=2, max_steps=100)
    end = follow(run, ops)[-1]
    assert (end["reason"], end["step"], end["best_step"]) == ("patience", 10, 6)
    assert run.info().status == "finished"


def test_patience_outlives_a_pause_of_days(tmp_path, ops, monkeypatch, recorder):
    """A resumed run that counted anew would train longer than one that was not disturbed."""
    monkeypatch.setattr(material, "Validator", Scores(0.0, 5.0, 4.0, 3.0))
    run, control = make_run(tmp_path, patience=2, validate_every=2, max_steps=100), Control()
    recorder.orders[5] = lambda: control.tell("exit")
    follow(run, ops, control)
    assert follow(run, ops)[-1]["step"] == 6


def test_until_a_time_of_the_day(tmp_path, ops, chance):
    run = make_run(tmp_path)
    events = []
    train(run, ops, events.append, until=time.time() - 1)
    assert (events[-1]["reason"], events[-1]["step"]) == ("until", 0)
    assert run.info().status == "stopped"
    check_can_resume(run)
    assert follow(run, ops)[-1]["reason"] == "max_steps"


def test_a_run_trained_longer_is_the_longer_run(tmp_path, ops, chance):
    straight, run = make_run(tmp_path / "a"), make_run(tmp_path / "b", max_steps=6)
    follow(straight, ops)
    follow(run, ops)
    with pytest.raises(RunError, match="this run is finished"):
        check_can_resume(run)
    with pytest.raises(RunError, match="has trained 6 steps; expected more than that, not 6"):
        train_longer(run, steps=6)
    train_longer(run, steps=14)
    check_can_resume(run)
    follow(run, ops)
    assert_equal_bits(final(run, ops)[0], final(straight, ops)[0])


def test_what_would_end_it_at_once_is_lifted(tmp_path, ops, monkeypatch, clock):
    monkeypatch.setattr(material, "Validator", Scores(0.0))
    run = make_run(tmp_path, max_steps=6, time_budget_s=4.5, patience=1, validate_every=4)
    assert follow(run, ops)[-1]["reason"] == "patience"
    train_longer(run, seconds=10)
    assert follow(run, ops)[-1]["reason"] == "max_steps"
    train_longer(run, seconds=3.5)
    end = follow(run, ops)[-1]
    assert (end["reason"], end["step"]) == ("time_budget", 10)


def test_a_batch_in_parts_gives_the_same_step(backend, tmp_path):
    """Without dropout, to rounding: every part counts by its tokens."""
    run = make_run(tmp_path)
    model = replace(run.read_spec().model, dropout=0.0)
    examples, _ = encoded([*PAIRS[:6], ("one two three four five", "five four three two one")],
                          Tokenizer.load(run.tokenizer_path), model)

    def stepped(parts: int):
        train = TrainConfig(accumulate=parts)
        batches = [{name: backend.asarray(array) for name, array in part.items()}
                   for part in in_parts(examples, parts, model, 1)]
        params = map_params(backend.asarray, init_params(model, 1))
        step = (make_train_step if parts == 1 else make_accumulated_step)(backend, model, train)
        _, state, metrics = step(params, init_optimizer(backend, params),
                                 batches if parts > 1 else batches[0], backend.key(1), backend.asarray(1e-3))
        return {name: np.array(backend.to_host(array))
                for name, array in flatten({"metrics": metrics, "m": state["m"]}).items()}

    whole, cut = stepped(1), stepped(3)
    assert whole.keys() == cut.keys()
    for name in whole:  # Adam's first moment is a tenth of the gradient, clipped to a norm of 1
        np.testing.assert_allclose(cut[name], whole[name], rtol=1e-5, atol=1e-7, err_msg=name)


def test_a_run_in_parts_learns_and_resumes(tmp_path, ops, recorder, chance):
    """The batches are those of a run in one part, so is what is counted; stopped and resumed, each loss
    (the recorder compares) and each weight has the same bits."""
    whole, straight, run = (make_run(tmp_path / name, **options) for name, options in (
        ("whole", {}), ("straight", {"accumulate": 2}), ("run", {"accumulate": 2})))
    follow(whole, ops)
    recorder.losses.clear()
    warning, = of_kind(follow(straight, ops), "warning")
    assert warning["message"].startswith("To need less memory, each batch is computed in 2 parts")
    losses, control = dict(recorder.losses), Control()
    recorder.orders[6] = lambda: control.tell("exit")
    follow(run, ops, control)
    assert (run.info().status, run.info().saved_step) == ("interrupted", 6)
    recorder.orders.clear()
    recorder.losses.clear()
    follow(run, ops)
    assert recorder.losses == {step: loss for step, loss in losses.items() if step > 6}
    assert_equal_bits(final(run, ops)[0], final(straight, ops)[0])
    for name in ("step", "epoch", "batch", "tokens"):
        assert getattr(final(run, ops)[1], name) == getattr(final(whole, ops)[1], name)


def test_parts_that_fit():
    model, train = ModelConfig(8000), TrainConfig(batch_tokens=8192)
    whole = preflight.step_bytes(model, train)
    assert preflight.parts_that_fit(model, train, free=whole) == 1
    assert preflight.parts_that_fit(model, train, free=whole - 1) == 2
    assert preflight.parts_that_fit(model, train, free=0) == preflight.MOST_PARTS
    assert preflight.parts_that_fit(model, replace(train, accumulate=4), free=whole) == 4


def test_another_number_of_workers_is_said(tmp_path, ops, recorder, chance):
    run, control = make_run(tmp_path), Control()
    recorder.orders[3] = lambda: control.tell("exit")
    assert not of_kind(follow(run, ops, control), "warning")
    assert as_before(run.read_status()["engine"]) == ("numpy", 2)
    recorder.orders.clear()
    control = Control()
    recorder.orders[5] = lambda: control.tell("exit")
    assert not of_kind(follow(run, ops, control), "warning")
    recorder.orders.clear()
    recorder.losses.clear()
    warning, = of_kind(follow(run, backends.get("numpy", workers=1)), "warning")
    assert warning["message"].startswith("This run was trained by numpy with 2 workers and goes on with "
                                         "numpy with 1 workers: the last bits")


@pytest.mark.parametrize("facts", [None, "numpy", {}, {"backend": "abacus", "workers": 3}])
def test_nothing_is_made_of_an_engine_that_is_not_here(facts):
    assert as_before(facts) == (None, None)
    assert as_before({"backend": "numpy", "workers": -1}) == ("numpy", None)
