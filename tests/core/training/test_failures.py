"""What goes wrong is said in words, and costs nothing that was saved."""

from __future__ import annotations

import errno
import math
import shutil

import numpy as np
import pytest

from core import params as parameters
from core.training import checkpoints, loop, preflight
from core.training.control import Control
from core.training.loop import TrainingError, train
from core.training.run_dir import RunDir, RunError, read_metrics
from tests.core.training.runs import PAIRS, final, follow, make_run


@pytest.fixture
def astray(monkeypatch):
    """A function that makes a metric of step 6 something else, as often as is said."""
    make = loop.make_train_step

    def go_astray(name: str, value: float, times: int, number: int = 6) -> None:
        left = [times]

        def make_failing(*args):
            step = make(*args)

            def failing(*args):
                params, opt_state, metrics = step(*args)
                if int(opt_state["step"]) == number and left[0]:
                    left[0] -= 1
                    metrics = {**metrics, name: np.float32(value)}
                return params, opt_state, metrics

            return failing

        monkeypatch.setattr(loop, "make_train_step", make_failing)

    return go_astray


@pytest.mark.parametrize("name", ["loss", "grad_norm"])
def test_infinite_loss_goes_back_with_half_the_rate(tmp_path, ops, chance, astray, monkeypatch, name):
    monkeypatch.setattr(loop, "REPORT_EVERY_S", 0.0)
    astray(name, math.nan, times=2)
    run = make_run(tmp_path, checkpoint_every_s=1e-9, max_steps=10)
    events = follow(run, ops)
    warnings = [event["message"] for event in events if event["event"] == "warning"]
    assert warnings == [
        "The loss became infinite at step 6. The training went back to step 4 and goes on with half the "
        f"learning rate ({rate})." for rate in ("0.0015", "0.00075")]
    assert run.info().status == "finished"
    cursor = final(run, ops)[1]
    assert (cursor.step, cursor.rate_scale, cursor.rollbacks) == (10, 0.25, 2)
    progress = [event for event in read_metrics(run.path) if event["event"] == "progress"]
    assert [event["step"] for event in progress] == list(range(1, 11))  # none twice
    assert progress[4]["learning_rate"] == pytest.approx(3e-3 / 4)  # step 5 is the end of the warm-up
    assert all(math.isfinite(event["loss"]) for event in progress)


def test_what_was_learned_after_going_back_survives_a_kill(tmp_path, ops, chance, astray):
    """The lower rate is saved at once: a process killed behind it must not go astray again."""
    astray("loss", math.nan, times=1)
    run, control = make_run(tmp_path), Control()
    follow(run, ops, control, lambda event: control.tell("exit") if event["event"] == "warning" else None)
    cursor = checkpoints.newest_cursor(run.path)
    assert (cursor.step, cursor.rate_scale) == (4, 0.5)


def test_a_loss_that_rises_goes_back_to_the_last_validation(tmp_path, ops, chance, astray):
    astray("loss", 1000.0, times=1)
    run = make_run(tmp_path, checkpoint_every_s=1e-9)  # the checkpoints of steps 5 to 8 are astray too
    warning, = (event["message"] for event in follow(run, ops) if event["event"] == "warning")
    assert warning.startswith("The training loss rose from ")
    assert "by step 8. The training went back to step 4 and" in warning
    assert run.info().status == "finished"


def test_a_rate_that_is_too_high_from_the_first_step_on(tmp_path, ops, chance):
    """Worse than chance is astray, though no lower loss came before."""
    run = make_run(tmp_path, learning_rate=30.0, warmup_steps=1, clip_norm=0.0)
    with pytest.raises(TrainingError, match="That is after 3 returns"):
        follow(run, ops)
    went_back = [event for event in read_metrics(run.path) if event["event"] == "warning"]
    assert went_back[-1]["step"] == 0
    assert went_back[-1]["message"].startswith("The training loss rose from 9.00 to ")


def test_a_loss_that_is_infinite_again_and_again(tmp_path, ops, chance, astray):
    astray("loss", math.nan, times=99)
    run = make_run(tmp_path)
    with pytest.raises(TrainingError) as caught:
        follow(run, ops)
    assert str(caught.value) == (
        "The loss became infinite at step 6. That is after 3 returns, each with half the learning rate (now "
        "0.00038): look at the sentences, or train again with a lower rate. The best model so far is kept.")
    info = run.info()
    assert (info.status, info.saved_step, info.message) == ("failed", 4, str(caught.value))
    assert final(run, ops)[1].step == 4


def test_a_disk_without_room_for_two_checkpoints_is_said_before_the_start(tmp_path, ops, chance, monkeypatch):
    run = make_run(tmp_path)
    spec = run.read_spec()
    free = 2 * preflight.checkpoint_bytes(spec.model, spec.train) + preflight.SPARE_BYTES
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage._replace(free=free))
    with pytest.raises(TrainingError, match="17 MB free, and this training needs 17 MB for two"):
        follow(run, ops)
    assert not run.checkpoints.exists()
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage._replace(
        free=free + 4 * parameters.count(spec.model)))
    follow(run, ops)
    assert run.info().status == "finished"


def test_a_damaged_start_costs_nothing(tmp_path, ops, chance, recorder):
    """A power cut before anything was learned made a run that could never go on."""
    run, control = make_run(tmp_path), Control()
    follow(run, ops, control, lambda event: control.tell("exit") if event["event"] == "saved" else None)
    first, = checkpoints.listed(run.path)
    assert [event["event"] for event in read_metrics(run.path)] == ["validated"]
    (first / "model.safetensors").write_bytes(b"")
    warning, = (event["message"] for event in follow(run, ops) if event["event"] == "warning")
    assert warning == ("The checkpoint of before the first step is damaged. Nothing was learned yet, so the "
                       "training begins again from the start.")
    assert run.info().status == "finished"
    assert [event["step"] for event in read_metrics(run.path) if event["event"] == "validated"] == [
        0, 4, 8, 12, 14]


def test_a_run_that_was_never_resumed_does_not_say_so(tmp_path, ops, chance):
    run = make_run(tmp_path, max_steps=1)
    follow(run, ops)
    assert "resumed_run" not in (run.path / "metrics.jsonl").read_text()


def full_disk(*_, **__):
    raise OSError(errno.ENOSPC, "No space left on device", "/somewhere/model.safetensors")


def test_full_disk_is_said_in_words(tmp_path, ops, recorder, monkeypatch, chance):
    run = make_run(tmp_path)
    recorder.orders[6] = lambda: monkeypatch.setattr(checkpoints, "save", full_disk)
    with pytest.raises(TrainingError) as caught:
        follow(run, ops)
    assert str(caught.value) == ("/somewhere/model.safetensors: No space left on device. Everything up to "
                                 "step 4 is saved. Make room, then resume the run.")
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


def test_the_reason_is_kept_on_a_full_disk(tmp_path, ops, recorder, monkeypatch, chance):
    """The status said "running" for ever, and the window no more than "Interrupted"."""
    run, write = make_run(tmp_path), RunDir.write_status

    def write_where_there_is_room(*args, **facts):
        if sum(path.stat().st_size for path in tmp_path.rglob("*") if path.is_file()) > full - 4096:
            full_disk()
        write(*args, **facts)

    def fill():
        nonlocal full
        full = sum(path.stat().st_size for path in tmp_path.rglob("*") if path.is_file())
        monkeypatch.setattr(checkpoints, "save", full_disk)
        monkeypatch.setattr(RunDir, "write_status", write_where_there_is_room)

    full = 0
    recorder.orders[6] = fill
    with pytest.raises(TrainingError, match="No space left on device"):
        follow(run, ops)
    monkeypatch.undo()
    info = run.info()
    assert (info.status, info.saved_step) == ("failed", 4)
    assert info.message.endswith("No space left on device. Everything up to step 4 is saved. Make room, then "
                                 "resume the run.")
    assert not list(run.path.glob(".room*"))


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
