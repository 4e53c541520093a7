"""What goes wrong is said in words, and costs nothing that was saved."""

from __future__ import annotations

import errno
import math

import numpy as np
import pytest

from core.training import checkpoints, loop
from core.training.control import Control
from core.training.loop import TrainingError, train
from core.training.run_dir import RunDir, RunError, read_metrics
from tests.core.training.runs import PAIRS, final, follow, make_run


@pytest.mark.parametrize("name", ["loss", "grad_norm"])
def test_infinite_loss(tmp_path, ops, monkeypatch, recorder, chance, name):
    make = loop.make_train_step

    def make_failing(*args):
        step = make(*args)

        def failing(*args):
            params, opt_state, metrics = step(*args)
            bad = {name: np.float32("nan")} if int(opt_state["step"]) == 6 else {}
            return params, opt_state, {**metrics, **bad}

        return failing

    monkeypatch.setattr(loop, "make_train_step", make_failing)
    run = make_run(tmp_path)
    with pytest.raises(TrainingError) as caught:
        follow(run, ops)
    assert str(caught.value) == ("The loss became infinite at step 6: the training has gone astray. Train "
                                 "again with half the learning rate (0.0015). The best model so far is kept.")
    info = run.info()
    assert (info.status, info.step, info.saved_step, info.message) == ("failed", 6, 4, str(caught.value))
    assert final(run, ops)[1].step == 4
    assert all(math.isfinite(event["loss"]) for event in read_metrics(run.path) if "loss" in event)


def full_disk(*_, **__):
    raise OSError(errno.ENOSPC, "No space left on device", "/somewhere/model.safetensors")


def test_full_disk_is_said_in_words(tmp_path, ops, recorder, monkeypatch, chance):
    run = make_run(tmp_path)
    recorder.orders[6] = lambda: monkeypatch.setattr(checkpoints, "save", full_disk)
    with pytest.raises(TrainingError) as caught:
        follow(run, ops)
    assert str(caught.value) == ("/somewhere/model.safetensors: No space left on device. Everything up to "
                                 "step 4 is saved.")
    assert (run.info().status, run.info().message) == ("failed", str(caught.value))


def test_a_disk_too_full_for_the_status_is_said_all_the_same(tmp_path, ops, recorder, monkeypatch, chance):
    run = make_run(tmp_path)

    def fill():
        monkeypatch.setattr(checkpoints, "save", full_disk)
        monkeypatch.setattr(RunDir, "write_status", full_disk)

    recorder.orders[6] = fill
    with pytest.raises(TrainingError, match="No space left on device"):
        follow(run, ops)
    monkeypatch.undo()
    assert final(run, ops)[1].step == 4


def test_a_really_full_disk(tmp_path, ops, chance, recorder):
    """safetensors reports it as an error of its own kind, which nobody caught."""
    resource = pytest.importorskip("resource")
    run, control = make_run(tmp_path), Control()
    recorder.orders[2] = lambda: control.tell("exit")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (8000, before[1]))
        with pytest.raises(TrainingError, match=r"model\.safetensors.*: File too large\.$"):
            follow(run, ops, control)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert run.info().status == "failed"
    assert not list(run.path.rglob("*.tmp"))


def test_two_processes_cannot_train_one_run(tmp_path, ops, recorder, chance):
    """Both may have read "interrupted" before either began: the status alone cannot keep them apart."""
    run = make_run(tmp_path)
    seen = []

    def second():
        with pytest.raises(RunError, match="this run is being trained by another process"):
            train(run, ops, seen.append)

    recorder.orders[3] = second
    follow(run, ops)
    assert not seen
    assert run.info().status == "finished"


def test_no_pair_is_short_enough(tmp_path, ops):
    run = make_run(tmp_path, max_len=2)
    with pytest.raises(TrainingError, match="no pair is within the model's 2 positions"):
        follow(run, ops)


def test_pairs_that_are_too_long_are_counted(tmp_path, ops, chance):
    run = make_run(tmp_path, pairs=[*PAIRS, ("one " * 40, "two")])
    started, = (event for event in follow(run, ops) if event["event"] == "started")
    assert started["skipped"] == {"repeated": 1, "longer than the model takes": 1}


def test_a_damaged_tokenizer_fails_in_words(tmp_path, ops):
    run = make_run(tmp_path)
    run.tokenizer_path.write_text("{")
    with pytest.raises(TrainingError, match=r"tokenizer\.json: expected a tokenizer file"):
        follow(run, ops)
    assert run.info().status == "failed"


def test_scores_on_sentences_that_are_learned_from_are_called_that(tmp_path, ops, chance):
    warnings = [event["message"] for event in follow(make_run(tmp_path / "a", dev=PAIRS[:3]), ops)
                if event["event"] == "warning"]
    assert len(warnings) == 1
    assert "it also learns from" in warnings[0]
    assert "warning" not in {event["event"] for event in follow(make_run(tmp_path / "b"), ops)}
