"""Small runs to train in tests, and what to look at afterwards."""

from __future__ import annotations

import zlib
from pathlib import Path

import numpy as np

from core import params as parameters
from core.config import ModelConfig, TrainConfig
from core.formats import native
from core.text.tokenizer import Tokenizer
from core.training import loop
from core.training.checkpoints import load_newest
from core.training.control import Control
from core.training.loop import train
from core.training.run_dir import RunDir, RunSpec, read_metrics
from core.training.validation import Validation

WORDS = ("one", "two", "three", "four", "five")
PAIRS = [(f"{a} {b}", f"{b} {a}") for a in WORDS for b in WORDS]  # 25: swap the words
DEV = [("one two six", "six two one"), ("five four six", "six four five")]


def make_run(folder: Path, pairs=PAIRS, dev=DEV, max_len: int = 24, **changes) -> RunDir:
    """A run as `prepare` leaves it, of a model that takes a step in some milliseconds."""
    run = RunDir(folder)
    for part, rows in (("train", pairs), ("dev", dev)):
        run.data(part).parent.mkdir(parents=True, exist_ok=True)
        run.data(part).write_text("".join(f"{src}\t{tgt}\n" for src, tgt in rows), encoding="utf-8")
    tokenizer = Tokenizer.train((text for pair in [*pairs, *dev] for text in pair), 60)
    run.tokenizer_path.write_text(tokenizer.to_json(), encoding="utf-8")
    model = ModelConfig(vocab_size=tokenizer.vocab_size, d_model=16, num_heads=2, d_ff=32,
                        num_encoder_layers=1, num_decoder_layers=1, max_len=max_len, dropout=0.1)
    run.write_spec(RunSpec(
        "swap", "2026-01-01T00:00:00+00:00", ["c.tsv"], "en", "en", "tiny", len(pairs), len(dev),
        {"repeated": 1}, model,
        TrainConfig(**{"max_steps": 14, "batch_tokens": 32, "learning_rate": 3e-3, "warmup_steps": 5,
                       "validate_every": 4, "checkpoint_every_s": 1e6, **changes})))
    return run


class Killed(BaseException):
    """The process is gone: nothing is caught, nothing saved."""


class Recorder:
    """Stands around the train step: notes each loss, and gives orders after chosen steps."""

    def __init__(self, monkeypatch):
        self.losses: dict[int, float] = {}
        self.orders: dict[int, object] = {}  # after this step: a function to call
        for name in ("make_train_step", "make_accumulated_step"):
            monkeypatch.setattr(loop, name, self._recorded(getattr(loop, name)))

    def _recorded(self, make):
        def make_recorded(*args):
            step = make(*args)

            def recorded(params, opt_state, batch, key, lr):
                params, opt_state, metrics = step(params, opt_state, batch, key, lr)
                number = int(np.asarray(opt_state["step"]))
                loss = float(np.asarray(metrics["loss"]))
                # A step that is trained again (after a kill) gives the same bits again.
                assert self.losses.setdefault(number, loss) == loss
                self.after_step(number)
                return params, opt_state, metrics

            return recorded

        return make_recorded

    def after_step(self, number: int) -> None:
        if number in self.orders:
            self.orders[number]()


class ChanceValidator:
    """A BLEU that the bits of the weights decide: good and bad in no order, and the same again."""

    def __init__(self, ops, *_):
        self.ops = ops

    def __call__(self, params, stop):
        if stop():
            return None
        value = zlib.crc32(self.ops.to_host(params["embedding"]["weight"]).tobytes()) % 1000 / 10
        return Validation(dev_loss=9.0, bleu=value, chrf=value, samples=[])


def follow(run: RunDir, ops, control: Control | None = None, on_event=lambda event: None) -> list[dict]:
    """Trains to an end; returns the events."""
    events = []

    def emit(event):
        events.append(event)
        on_event(event)

    train(run, ops, emit, control)
    return events


def of_kind(events: list[dict], kind: str) -> list[dict]:
    return [event for event in events if event["event"] == kind]


def final(run: RunDir, ops):
    """(weights and moments by name, cursor) of the newest checkpoint."""
    params, opt_state, cursor, damaged = load_newest(run.checkpoints, ops, run.read_spec().model)
    assert not damaged
    trees = {"params": params, "m": opt_state["m"], "v": opt_state["v"]}
    return {name: ops.to_host(array) for name, array in parameters.flatten(trees).items()}, cursor


def best(run: RunDir) -> tuple[int, dict[str, np.ndarray]]:
    """(step, weights) of the model that the run's folder holds."""
    card, tensors, _ = native.read_model(run.path)
    return card.facts["step"], tensors


def assert_equal_bits(found: dict, expected: dict) -> None:
    assert found.keys() == expected.keys()
    for name in found:
        np.testing.assert_array_equal(found[name], expected[name], err_msg=name)


def validations(run: RunDir) -> list[tuple[int, float, bool]]:
    """(step, BLEU, best) of each, as the run's folder tells it."""
    return [(event["step"], event["bleu"], event["best"])
            for event in of_kind(read_metrics(run.path), "validated")]
