"""A run that was disturbed equals one that was not: losses, weights, moments, cursor, best model."""

from __future__ import annotations

import contextlib
import functools
import json
import random

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from core.corpus.batches import Example, epoch_batches
from core.text.tokenizer import Tokenizer
from core.training import checkpoints, loop
from core.training.checkpoints import Cursor
from core.training.control import Control
from core.training.loop import TrainingError
from core.training.run_dir import RunDir, read_metrics
from tests.core.training.runs import (
    PAIRS,
    Killed,
    Recorder,
    assert_equal_bits,
    best,
    final,
    follow,
    make_run,
    of_kind,
    validations,
)


def disturbed(run: RunDir, ops, recorder: Recorder, orders: list[tuple[int, str]]) -> None:
    """Trains to the end, with an order after each of the given steps (0: before the first)."""
    waiting = list(orders)
    while run.info().status != "finished":
        control = Control()
        recorder.orders.clear()
        while waiting:
            step, order = waiting.pop(0)
            if step == 0:
                control.tell(order if order != "kill" else "exit")
            else:
                recorder.orders[step] = functools.partial(obey, control, order)
            if order != "pause":
                break
        with contextlib.suppress(Killed):
            follow(run, ops, control, lambda event, control=control:
                   control.tell("resume") if event["event"] == "paused" else None)


def obey(control: Control, order: str) -> None:
    if order == "kill":
        raise Killed
    control.tell(order)


def test_the_toy_has_epoch_borders_within_its_steps(tmp_path, ops, chance):
    """Else the tests below would show little: 14 steps are several epochs, and end inside one."""
    run = make_run(tmp_path)
    follow(run, ops)
    _, cursor = final(run, ops)
    assert cursor.epoch >= 2
    assert cursor.batch >= 1
    tokenizer, config = Tokenizer.load(run.tokenizer_path), run.read_spec().train
    examples = [Example(tokenizer.encode(src).ids, tokenizer.encode(tgt).ids) for src, tgt in PAIRS]
    before = sum(len(epoch_batches(examples, config.batch_tokens, config.seed, epoch))
                 for epoch in range(cursor.epoch))
    assert before + cursor.batch == cursor.step == 14  # the cursor points behind the last batch used


orders = st.lists(st.tuples(st.integers(0, 14), st.sampled_from(["exit", "stop", "pause", "kill"])),
                  max_size=4).map(sorted)


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture],
          phases=[Phase.explicit, Phase.reuse, Phase.generate])  # shrinking would train for minutes
@given(orders=orders)
@example(orders=[(step, "exit") for step in (0, 1, 2, 3, 4, 5, 9, 14)])
@example(orders=[(step, "pause") for step in range(15)])
@example(orders=[(step, "stop") for step in (0, 4, 5, 6, 14)])
@example(orders=[(5, "exit"), (5, "exit"), (5, "stop")])
@example(orders=[(4, "kill"), (4, "exit"), (6, "stop"), (7, "kill")])
def test_a_disturbed_run_equals_an_uninterrupted_one(
        orders, uninterrupted, tmp_path_factory, ops, recorder, chance):
    """Guards against JoeyNMT #172: losses, weights, moments and cursor are the same bits.

    A cursor off by one at a pause or an epoch's border skips or repeats a batch, and shows here.
    """
    losses, arrays, cursor, (best_step, best_tensors), expected_validations = uninterrupted
    recorder.losses.clear()
    run = make_run(tmp_path_factory.mktemp("disturbed"))
    disturbed(run, ops, recorder, orders)
    assert recorder.losses == losses
    found, found_cursor = final(run, ops)
    assert_equal_bits(found, arrays)
    assert run.info().status == "finished"
    for name in ("step", "epoch", "batch", "tokens"):
        assert getattr(found_cursor, name) == getattr(cursor, name)
    if "stop" not in {order for _, order in orders}:  # a stop validates where it stands: more chances
        assert (found_cursor.best_step, found_cursor.best_bleu) == (cursor.best_step, cursor.best_bleu)
        assert validations(run) == expected_validations
        assert best(run)[0] == best_step
        assert_equal_bits(best(run)[1], best_tensors)
    scores = {step: bleu for step, bleu, _ in validations(run)}
    kept = max(scores, key=lambda step: (scores[step], -step))
    assert best(run)[0] == run.info().best_step == found_cursor.best_step == kept
    steps = [step for step, _, _ in validations(run)]
    assert steps == sorted(set(steps))  # no point of the curve twice


@pytest.mark.parametrize("options", [{}, {"r_drop": 5.0, "bpe_dropout": 0.3}], ids=["plain", "drawn"])
def test_resumes_on_every_backend(backend, tmp_path, recorder, chance, options):
    """The same bits: nothing of a step depends on what the process did before."""
    straight = make_run(tmp_path / "straight", **options)
    follow(straight, backend)
    losses = dict(recorder.losses)
    run = make_run(tmp_path / "disturbed", **options)
    recorder.losses.clear()
    disturbed(run, backend, recorder, [(3, "exit"), (7, "pause")])
    assert recorder.losses == losses
    assert_equal_bits(final(run, backend)[0], final(straight, backend)[0])


def test_resumes_on_the_other_backend(backend, ops, tmp_path, recorder, chance):
    run = make_run(tmp_path)
    control = Control()
    recorder.orders[5] = lambda: control.tell("exit")
    follow(run, backend, control)
    assert (run.info().status, run.info().saved_step) == ("interrupted", 5)
    follow(run, ops)
    assert run.info().status == "finished"


def test_a_weighted_run_draws_and_resumes_alike(tmp_path, ops, recorder, chance):
    runs = []
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        runs.append(make_run(tmp_path / name))
        runs[-1].write_weights([1.5 if number % 2 else 0.4 for number in range(len(PAIRS))])
    follow(runs[0], ops)
    disturbed(runs[1], ops, recorder, [(5, "stop"), (9, "kill")])
    assert_equal_bits(final(runs[0], ops)[0], final(runs[1], ops)[0])


def test_damaged_newest_checkpoint_costs_no_more_than_time(uninterrupted, tmp_path, ops, recorder, chance):
    run = make_run(tmp_path)
    control = Control()
    recorder.orders[11] = lambda: control.tell("exit")
    follow(run, ops, control)
    (run.checkpoints / "step-00000011" / "model.safetensors").write_bytes(b"")
    recorder.orders.clear()
    events = follow(run, ops)
    warning, = of_kind(events, "warning")
    assert warning["message"].startswith("step-00000011 is damaged and was passed over: ")
    assert recorder.losses == uninterrupted[0]
    assert_equal_bits(final(run, ops)[0], uninterrupted[1])
    assert validations(run) == uninterrupted[4]


def test_what_is_trained_again_is_not_shown_twice(tmp_path, ops, recorder, chance, monkeypatch):
    monkeypatch.setattr(loop, "REPORT_EVERY_S", 0.0)
    run = make_run(tmp_path)
    disturbed(run, ops, recorder, [(7, "kill"), (11, "kill")])
    progress = of_kind(read_metrics(run.path), "progress")
    assert [(event["step"], event["loss"]) for event in progress] == sorted(recorder.losses.items())


def test_a_run_killed_before_anything_was_saved_begins_again(tmp_path, ops, chance, monkeypatch):
    run = make_run(tmp_path)

    def killed(*_):
        raise Killed

    with monkeypatch.context() as first:
        first.setattr(checkpoints, "save", killed)
        with pytest.raises(Killed):
            follow(run, ops)
    follow(run, ops)
    assert [step for step, _, _ in validations(run)] == [0, 4, 8, 12, 14]


def test_nothing_starts_anew_where_all_checkpoints_are_damaged(tmp_path, ops, recorder, chance):
    run = make_run(tmp_path)
    control = Control()
    recorder.orders[11] = lambda: control.tell("exit")
    follow(run, ops, control)
    kept = best(run)
    for path in run.checkpoints.rglob("model.safetensors"):
        path.write_bytes(b"")
    with pytest.raises(TrainingError, match="every checkpoint is damaged"):
        follow(run, ops)
    assert run.info().status == "failed"
    assert best(run)[0] == kept[0]
    assert_equal_bits(best(run)[1], kept[1])


def test_what_a_killed_process_left_half_written_is_removed(tmp_path, ops, chance):
    run = make_run(tmp_path)
    (run.path / ".tmpT6mNBz").write_bytes(b"x")
    (run.path / ".model.safetensors.abc.tmp").write_bytes(b"x")
    (run.checkpoints / ".making-00000001").mkdir(parents=True)
    follow(run, ops)
    assert sorted(path.name for path in run.path.iterdir()) == [
        "checkpoints", "config.json", "data", "metrics.jsonl", "model.safetensors", "run.json", "run.lock",
        "shortlist.safetensors", "status.json", "tokenizer.json"]
    assert len(list(run.checkpoints.iterdir())) == checkpoints.KEPT


@pytest.fixture
def stopped(tmp_path, ops, recorder, chance):
    """A run that was left at step 11, with a checkpoint of step 8 to fall back on."""
    run, control = make_run(tmp_path, ema_decay=0.9), Control()
    recorder.orders[11] = lambda: control.tell("exit")
    follow(run, ops, control)
    recorder.orders.clear()
    return run


def test_a_flipped_bit_anywhere_in_a_checkpoint_is_found(stopped, ops):
    """Also in the cursor, which had no sum: another "batch" or "rate_scale" was trained with, silently."""
    newest = stopped.checkpoints / "step-00000011"
    model, chance_of = stopped.read_spec().model, random.Random(1)
    whole = checkpoints.load_newest(stopped.checkpoints, ops, model)[2]
    for path in sorted(newest.iterdir()):
        data = path.read_bytes()
        is_state = path.name == "state.json"
        for place in chance_of.sample(range(len(data)), 120 if is_state else 4):
            flipped = bytearray(data)
            flipped[place] ^= 1 << chance_of.randrange(8)
            path.write_bytes(flipped)
            *_, cursor, damaged = checkpoints.load_newest(stopped.checkpoints, ops, model)
            if not (is_state and cursor == whole):  # such as an E for an e in 1.5e-05
                assert cursor.step == 8
                sentence, = damaged
                assert sentence.startswith("step-00000011 is damaged and was passed over: ")
            assert checkpoints.newest_cursor(stopped.path) in (whole, cursor)
        path.write_bytes(data)


@pytest.mark.parametrize(("name", "value"), [("batch", 3), ("rate_scale", 0.5), ("epoch", 0)])
def test_another_digit_in_the_cursor_is_found(stopped, ops, name, value):
    path = stopped.checkpoints / "step-00000011" / "state.json"
    state = json.loads(path.read_text())
    assert state["cursor"][name] != value
    state["cursor"][name] = value
    path.write_text(json.dumps(state))
    warning, = of_kind(follow(stopped, ops), "warning")
    assert warning["message"] == ("step-00000011 is damaged and was passed over: state.json is not as it was "
                                  "written")


def test_a_checkpoint_from_before_the_cursor_had_a_sum_still_loads(stopped, ops):
    path = stopped.checkpoints / "step-00000011" / "state.json"
    state = json.loads(path.read_text())
    del state["cursor_sha256"]
    path.write_text(json.dumps(state))
    events = follow(stopped, ops)
    assert not of_kind(events, "warning")
    assert of_kind(events, "started")[0]["step"] == 11


def test_the_newest_scores_are_known_after_a_resume(stopped, ops, monkeypatch):
    """They were null until the next validation."""
    monkeypatch.setattr(loop, "REPORT_EVERY_S", 0.0)
    kept = of_kind(read_metrics(stopped.path), "validated")[-1]
    assert kept["step"] == 8
    first = of_kind(follow(stopped, ops), "progress")[0]
    assert (first["step"], first["dev"]) == (12, kept["dev"])


def test_a_cursor_from_before_validated_step_existed_still_loads():
    assert Cursor(step=3).validated_step == -1
