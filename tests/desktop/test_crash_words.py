"""What the window says of a child that the system ended."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.controllers.active_run import ActiveRun
from desktop.controllers.run_metrics import RunMetrics
from desktop.controllers.runs import Run, Status
from desktop.workers.training_process import Ending, Outcome, TrainingProcess

METAL = ("libc++abi: terminating due to uncaught exception of type std::runtime_error: [METAL] Command "
         "buffer execution failed: ")


@pytest.fixture
def explain(qapp):
    def said(line: str, saved_step: int) -> str:
        run = Run(Path("run"), "run", Status.RUNNING, step=130, saved_step=saved_step)
        active = ActiveRun(run, RunMetrics(), TrainingProcess([]))
        return active.explain(Ending(Outcome.CRASHED, 6, "", ("step 130", line)))

    return said


def test_the_display_watchdog_is_recognised(explain):
    """Two spellings that MLX has had; on a Mac a window on screen makes the system end long work."""
    code = "(0000000e:kIOGPUCommandBufferCallbackErrorImpactingInteractivity)"
    for line in (METAL + f"Impacting Interactivity {code}", METAL + code):
        assert explain(line, 120) == ("The system ended the training because the screen needed the graphics "
                                      "chip. Everything up to step 120 is saved.")


@pytest.mark.parametrize("code", [
    "Insufficient Memory (00000008:kIOGPUCommandBufferCallbackErrorOutOfMemory)",
    "Caused GPU Timeout Error (00000002:kIOGPUCommandBufferCallbackErrorTimeout)"])
def test_another_failure_of_the_chip_is_not_taken_for_it(explain, code):
    """Memory that ran out was once put down to the screen."""
    assert explain(METAL + code, 0) == ("The training process ended unexpectedly (code 6). "
                                        "Nothing was saved yet.")
