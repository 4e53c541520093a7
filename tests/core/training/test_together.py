"""Two processes of `mlx.launch` on this machine train as one does, to rounding."""

from __future__ import annotations

import importlib.util
import json
import os
import socket
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import backends
from core.training.run_dir import RunDir, read_metrics
from tests.core.training.runs import final, follow, make_run

ROOT = Path(__file__).parents[3]

pytestmark = [
    pytest.mark.skipif(not importlib.util.find_spec("mlx"), reason="MLX is not installed"),
    pytest.mark.skipif(sys.platform == "win32", reason="the ring of MLX needs a Unix"),
]


def without_dropout(folder: Path, **changes) -> RunDir:
    """Each process draws dropout of its own: only without it can two equal one."""
    run = make_run(folder, max_steps=6, validate_every=3, **changes)
    spec = run.read_spec()
    run.write_spec(replace(spec, model=replace(spec.model, dropout=0.0)))
    return run


def launched(run: RunDir, tmp_path: Path, *arguments) -> list[subprocess.CompletedProcess]:
    """`pellucid resume RUN` in two processes, with what mlx.launch puts into their environments."""
    hosts = tmp_path / "hosts.json"
    with socket.socket() as one, socket.socket() as other:
        for free in (one, other):
            free.bind(("127.0.0.1", 0))
        ports = [free.getsockname()[1] for free in (one, other)]
    hosts.write_text(json.dumps([[f"127.0.0.1:{port}"] for port in ports]))
    processes = [subprocess.Popen(
        [sys.executable, "-m", "core.cli", "resume", str(run.path), *arguments], cwd=ROOT,
        env={**os.environ, "MLX_RANK": str(rank), "MLX_HOSTFILE": str(hosts)},
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for rank in range(2)]
    try:
        ended = [process.communicate(timeout=60) for process in processes]
    finally:
        for process in processes:
            process.kill()
    return [subprocess.CompletedProcess(process.args, process.returncode, *said)
            for process, said in zip(processes, ended, strict=True)]


def losses(run: RunDir) -> list[float]:
    return [event["loss"] for event in read_metrics(run.path)
            if event["event"] == "validated" and event["loss"]]


def test_two_processes_train_as_one(tmp_path):
    alone, shared = without_dropout(tmp_path / "alone"), without_dropout(tmp_path / "shared", accumulate=2)
    ops = backends.get("mlx")
    follow(alone, ops)
    first, second = launched(shared, tmp_path)
    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    assert "all steps done at step 6" in first.stderr
    assert (second.stdout, second.stderr) == ("", "")
    one, two = (final(run, ops) for run in (alone, shared))
    assert two[1].step == one[1].step == 6
    assert two[1].tokens == one[1].tokens
    for name, array in one[0].items():
        if name.endswith("k_proj.bias"):
            continue  # it shifts all scores alike: its gradient is 0 but for rounding, and Adam enlarges that
        np.testing.assert_allclose(two[0][name], array, rtol=2e-3, atol=2e-5, err_msg=name)
    np.testing.assert_allclose(losses(shared), losses(alone), rtol=1e-5)
    assert shared.read_status()["engine"] == {"backend": "mlx", "workers": None, "processes": 2}


def test_it_goes_on_from_a_checkpoint_with_dropout_and_an_average(tmp_path):
    """What the others know of the run is what the first tells them, at a resume too."""
    run = make_run(tmp_path / "run", max_steps=3, ema_decay=0.9, r_drop=1.0)
    follow(run, backends.get("mlx"))
    first, second = launched(run, tmp_path, "--steps", "5")
    assert (first.returncode, second.returncode) == (0, 0)
    assert "trained by mlx and goes on with mlx in 2 processes" in first.stderr
    assert run.info().step == 5
    assert run.info().status == "finished"


def test_the_first_process_fails_and_the_others_are_let_go(tmp_path):
    run = without_dropout(tmp_path / "run")
    run.data("train").write_text("")
    first, second = launched(run, tmp_path)
    assert first.returncode == 2
    assert "no pair is within the model's" in first.stderr or "expected" in first.stderr
    assert second.returncode == 0
