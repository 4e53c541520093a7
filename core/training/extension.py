"""Going on with a run: whether there is something to resume, and how one that has ended trains longer."""

from __future__ import annotations

from dataclasses import replace

from core.training import checkpoints
from core.training.run_dir import RunDir, RunError

WITHOUT_END = 1_000_000  # steps, where a time is what ends it


def check_can_resume(run: RunDir) -> None:
    """Raises RunError where a run is being trained already, or has nothing left to do."""
    info = run.info()
    if info.status == "running":
        raise RunError(f"{run.path}: this run is being trained by another process")
    if info.status == "finished":
        raise RunError(f"{run.path}: this run is finished (step {info.step}); `pellucid resume {run.path} "
                       "--steps N` or `--time-budget TIME` trains it longer")


def train_longer(run: RunDir, steps: int | None = None, seconds: float | None = None) -> None:
    """Sets a later end: `steps` in all, or `seconds` more than it has taken so far. What else would end
    it at once (a budget that is used up, patience that is lost) is lifted. Raises RunError.

    The learning rate knows no end, so a run trained longer is the run that was longer from the start.
    """
    if run.info().status == "running":
        raise RunError(f"{run.path}: this run is being trained by another process")
    spec, cursor = run.read_spec(), checkpoints.newest_cursor(run.path)
    config = spec.train
    if steps is not None and steps <= cursor.step:
        raise RunError(f"{run.path}: has trained {cursor.step} steps; expected more than that, not {steps}")
    most = steps or (config.max_steps if config.max_steps > cursor.step else WITHOUT_END)
    budget = config.time_budget_s
    if seconds is not None:
        budget = cursor.seconds + seconds
    elif budget is not None and budget <= cursor.seconds:
        budget = None
    patience = config.patience if cursor.stale < config.patience else 0
    run.write_spec(replace(spec, train=replace(config, max_steps=most, time_budget_s=budget,
                                               patience=patience)))
    run.write_status("interrupted", run.read_status().get("step", cursor.step))
