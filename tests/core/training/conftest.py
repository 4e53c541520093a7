"""An engine of two workers, a recorder of steps, and a validator that takes no time."""

from __future__ import annotations

import os

import pytest

import backends
from core.training import loop, material
from tests.core.training.runs import (
    ChanceValidator,
    Recorder,
    best,
    final,
    follow,
    make_run,
    validations,
)


@pytest.fixture(autouse=True)
def no_flushing(monkeypatch) -> None:
    """A hundred small runs need not reach the disk."""
    monkeypatch.setattr(os, "fsync", lambda handle: None)


@pytest.fixture
def ops():
    """Two workers always: the number decides how a batch is split, and so the last bits."""
    return backends.get("numpy", workers=2)


@pytest.fixture
def recorder(monkeypatch) -> Recorder:
    return Recorder(monkeypatch)


@pytest.fixture
def chance(monkeypatch) -> None:
    monkeypatch.setattr(material, "Validator", ChanceValidator)


class Clock:
    """Stands in for `time` in the loop; a step takes `step_s`, and nothing else takes any time."""

    def __init__(self):
        self.now, self.step_s = 100.0, 1.0

    def perf_counter(self) -> float:
        return self.now

    monotonic = perf_counter


@pytest.fixture
def clock(monkeypatch, recorder) -> Clock:
    clock, after_step = Clock(), recorder.after_step

    def after_timed_step(number: int) -> None:
        clock.now += clock.step_s
        after_step(number)

    monkeypatch.setattr(recorder, "after_step", after_timed_step)
    monkeypatch.setattr(loop, "time", clock)
    return clock


@pytest.fixture(scope="session")
def uninterrupted(tmp_path_factory):
    """(losses, final arrays, cursor, best, validations) of the run that nothing disturbs."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        recorder = Recorder(monkeypatch)
        monkeypatch.setattr(material, "Validator", ChanceValidator)
        ops = backends.get("numpy", workers=2)
        run = make_run(tmp_path_factory.mktemp("uninterrupted"))
        follow(run, ops)
        return recorder.losses, *final(run, ops), best(run), validations(run)
