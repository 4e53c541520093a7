"""kill -9 at 26 random moments of one run: every loss is that of the run that nobody disturbed."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from core.training.run_dir import read_metrics
from tests.core.training.runs import Recorder, assert_equal_bits, best, final, follow, make_run, validations

KILLS = 26
SETTINGS = {"ema_decay": 0.9, "optimizer": "muon", "dropout_rise": 0.01}
ROOT = Path(__file__).parents[3]

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="forks")


def test_killed_again_and_again(tmp_path, ops, chance, monkeypatch):
    losses = tmp_path / "losses"
    killed = make_run(tmp_path / "killed", checkpoint_every_s=0.02, **SETTINGS)
    done = subprocess.run([sys.executable, "-m", "tests.core.training.killed", killed.path, str(KILLS), "11",
                           losses], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    noted = [(int(step), float(loss)) for step, loss in
             (line.split() for line in losses.read_text().splitlines())]
    steps = killed.read_spec().train.max_steps
    recorder = Recorder(monkeypatch)
    straight = make_run(tmp_path / "straight", max_steps=steps, **SETTINGS)
    follow(straight, ops)
    assert sorted(recorder.losses) == list(range(1, steps + 1))
    assert all(loss == recorder.losses[step] for step, loss in noted)
    times = Counter(step for step, _ in noted)
    assert set(times) == set(recorder.losses)
    assert max(times.values()) > 1  # some steps were lost in a kill, and trained again
    assert_equal_bits(final(killed, ops)[0], final(straight, ops)[0])
    assert_equal_bits(best(killed)[1], best(straight)[1])
    assert validations(killed) == validations(straight)
    reported = [event["step"] for event in read_metrics(killed.path)]
    assert reported == sorted(reported)
