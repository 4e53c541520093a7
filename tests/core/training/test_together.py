"""Two processes of `mlx.launch` on this machine train as one does, to rounding."""

from __future__ import annotations

import importlib.util
import json
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import psutil
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
    hosts = ring_of_two(tmp_path)
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


def ring_of_two(tmp_path: Path) -> Path:
    """A file with the addresses of two processes on this machine."""
    hosts = tmp_path / "hosts.json"
    with socket.socket() as one, socket.socket() as other:
        for free in (one, other):
            free.bind(("127.0.0.1", 0))
        ports = [free.getsockname()[1] for free in (one, other)]
    hosts.write_text(json.dumps([[f"127.0.0.1:{port}"] for port in ports]))
    return hosts


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
    run = make_run(tmp_path / "run", max_steps=3, ema_decay=0.9, r_drop=1.0, optimizer="muon",
                   dropout_rise=0.1)
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


# Starts both processes as mlx.launch does, tells their numbers, and waits to be killed.
LAUNCHER = """
import os, subprocess, sys, time
run, hosts = sys.argv[1:]
for rank in "01":
    child = subprocess.Popen([sys.executable, "-m", "core.cli", "resume", run], stdin=subprocess.PIPE,
                             stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                             env={**os.environ, "MLX_RANK": rank, "MLX_HOSTFILE": hosts})
    print(child.pid, flush=True)
time.sleep(100)
"""


def test_a_killed_launcher_takes_its_processes_along_and_the_run_is_saved(tmp_path):
    run = without_dropout(tmp_path / "run")
    spec = run.read_spec()
    run.write_spec(replace(spec, train=replace(spec.train, max_steps=1_000_000)))
    launcher = subprocess.Popen([sys.executable, "-c", LAUNCHER, run.path, ring_of_two(tmp_path)], cwd=ROOT,
                                stdout=subprocess.PIPE, text=True)
    try:
        children = [psutil.Process(int(launcher.stdout.readline())) for _ in range(2)]
        wait_until(lambda: run.read_status().get("saved_step", 0) >= 3)
    finally:
        launcher.send_signal(signal.SIGKILL)
        launcher.wait()
        launcher.stdout.close()
    try:
        wait_until(lambda: not any(alive(child) for child in children))
    finally:
        for child in children:
            if alive(child):
                child.kill()
    info = run.info()
    assert info.status == "interrupted"
    assert info.step == info.saved_step >= 3


def alive(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def wait_until(holds, seconds: float = 60.0) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.1)
