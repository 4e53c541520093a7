"""The events of a training, which the window and the command line show."""

from __future__ import annotations

import json

from backends import preparation
from core.commands import training_output
from core.training import loop
from core.training.control import Control
from core.training.run_dir import read_metrics
from tests.core.training.runs import PAIRS, final, follow, make_run

FIELDS = {
    "stage": {"stage"},
    "started": {"run", "step", "max_steps", "time_budget_s", "pairs", "dev_pairs", "skipped", "num_weights",
                "preset", "device", "src_lang", "tgt_lang", "num_encoder_layers", "num_decoder_layers",
                "num_heads", "until"},
    "progress": {"step", "loss", "learning_rate", "grad_norm", "clipped", "tokens", "tokens_per_s", "seconds",
                 "epoch", "seconds_left", "range_left", "memory", "dev"},
    "validated": {"step", "loss", "tokens", "seconds", "dev", "dev_loss", "bleu", "chrf", "best",
                  "general", "samples", "scored", "took_s"},
    "saved": {"step"}, "paused": {"step"}, "resumed": {"step"}, "warning": {"message"},
    "finished": {"reason", "step", "best_step", "best_bleu", "model"},
}


def test_events_are_json_with_these_fields(backend, tmp_path, recorder, monkeypatch):
    """The window reads them: a field that goes is a page that breaks."""
    monkeypatch.setattr(loop, "REPORT_EVERY_S", 0.0)
    run, control = make_run(tmp_path, dev=PAIRS[:2], max_steps=6, clip_norm=2.8), Control()
    recorder.orders[3] = lambda: control.tell("pause")
    events = follow(run, backend, control,
                    lambda event: control.tell("resume") if event["event"] == "paused" else None)
    assert {event["event"] for event in events} == set(FIELDS)
    for event in events:
        assert json.loads(json.dumps(event, allow_nan=False)) == event
        assert set(event) == {"event"} | FIELDS[event["event"]]
    kinds = [event["event"] for event in events]
    assert kinds.index("started") < kinds.index("validated") < kinds.index("progress")
    assert [event["step"] for event in events if event["event"] == "progress"] == [1, 2, 3, 4, 5, 6]
    progress = [event for event in events if event["event"] == "progress"]
    clipped = [event["grad_norm"] > 2.8 for event in progress]
    assert 0 < sum(clipped) < 6
    assert [event["clipped"] for event in progress] == [sum(clipped[:n]) / n for n in range(1, 7)]
    for event in events:
        if event["event"] == "validated":
            assert [set(sample) for sample in event["samples"]] == [{"src", "ref", "out", "confidence"}] * 2
            assert event["scored"] == 2
            assert all(0 <= sample["confidence"] <= 1 for sample in event["samples"])
        if event["event"] in ("progress", "validated"):  # what every line of metrics.jsonl says
            assert set(event) >= {"step", "loss", "tokens", "seconds", "dev"}
    stored = [event for event in events if event["event"] in ("progress", "validated")]
    assert read_metrics(run.path) == stored


def test_the_window_hears_that_the_engine_is_compiled(monkeypatch, capsys):
    monkeypatch.setattr(training_output, "listen_to_stdin", lambda control: None)
    monkeypatch.setattr(training_output.signal, "signal", lambda *_: None)
    monkeypatch.setattr(preparation, "SAID_AFTER_S", 0.0)

    def engine():
        preparation.is_preparing()
        raise ValueError("no more")

    try:
        assert training_output.follow(lambda stage: None, engine, events=True) == 2
    finally:
        preparation.when_preparing(None)
    assert [json.loads(line) for line in capsys.readouterr().out.splitlines()] == [
        {"event": "stage", "stage": "preparing"}, {"event": "failed", "message": "no more"}]


def test_losses_reported_are_those_of_the_steps(tmp_path, ops, recorder, monkeypatch, chance):
    monkeypatch.setattr(loop, "REPORT_EVERY_S", 0.0)
    run = make_run(tmp_path)
    progress = [event for event in follow(run, ops) if event["event"] == "progress"]
    assert {event["step"]: event["loss"] for event in progress} == recorder.losses
    assert [event["epoch"] for event in progress] == sorted(event["epoch"] for event in progress)
    assert int(progress[-1]["epoch"]) == final(run, ops)[1].epoch
    assert [event["tokens"] for event in progress] == sorted(event["tokens"] for event in progress)
