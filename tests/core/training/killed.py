"""Trains a run in processes that are killed at random moments, then to its end undisturbed.

    python -m tests.core.training.killed RUN KILLS SEED LOSSES

Everything is imported once and each training forked from here, so that a life takes no second to start. Each
step's loss is appended to the file LOSSES as "STEP LOSS", the float in full.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from dataclasses import replace
from pathlib import Path

import backends
from backends.numpy_backend import kernels
from core.training import checkpoints, loop, material
from core.training.run_dir import RunDir
from tests.core.training.runs import ChanceValidator, follow

WITHOUT_END, MORE_STEPS = 1_000_000, 10


def main(path: Path, kills: int, seed: int, losses: Path) -> None:
    run, moments = RunDir(path), random.Random(seed)
    set_end(run, WITHOUT_END)
    losses.touch()
    kernels.prefer_compiled()  # loaded here, once
    for life in range(kills):
        child, before = forked(run, losses), losses.stat().st_size
        if life % 4:  # every fourth dies while it starts or resumes, the others once they train
            while losses.stat().st_size == before:
                time.sleep(0.002)
        time.sleep(moments.uniform(0, 0.06))
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        assert os.WIFSIGNALED(status), "it ended before it could be killed"
    set_end(run, checkpoints.newest_cursor(path).step + MORE_STEPS)
    _, status = os.waitpid(forked(run, losses), 0)
    assert status == 0


def set_end(run: RunDir, max_steps: int) -> None:
    spec = run.read_spec()
    run.write_spec(replace(spec, train=replace(spec.train, max_steps=max_steps)))


def forked(run: RunDir, losses: Path) -> int:
    """The number of a process that trains the run; its engine, and so its threads, are made in it."""
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        noting(losses)
        follow(run, backends.get("numpy", workers=2))
        code = 0
    finally:
        os._exit(code)


def noting(losses: Path) -> None:
    """Has each step of this process leave its loss, by one write: a kill cuts no line."""
    make, file = loop.make_train_step, os.open(losses, os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    def make_noted(*args):
        step = make(*args)

        def noted(params, opt_state, batch, key, lr):
            params, opt_state, metrics = step(params, opt_state, batch, key, lr)
            os.write(file, f"{int(opt_state['step'])} {float(metrics['loss'])!r}\n".encode())
            return params, opt_state, metrics

        return noted

    loop.make_train_step = make_noted
    material.Validator = ChanceValidator


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4]))
