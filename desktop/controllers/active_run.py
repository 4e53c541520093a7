"""The run that this window's child trains: its events turned into what the page says."""

from __future__ import annotations

import time
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from desktop.controllers.run_metrics import RunMetrics
from desktop.controllers.runs import Run, Status
from desktop.workers.training_process import Ending, Outcome, TrainingProcess

# What an Apple GPU says when the display watchdog ended its work (mlx #3267).
# Not the beginning alone, which other failures share: memory that ran out, a step that never ended.
_DISPLAY_WATCHDOG = ("kIOGPUCommandBufferCallbackErrorImpactingInteractivity", "Impacting Interactivity")
_WARNINGS = 3  # a corpus may have several to say before the first step


class ActiveRun(QObject):
    """Made with the child, gone with it."""

    changed = Signal()  # an event came; up to ten times a second
    status_changed = Signal()

    def __init__(self, run: Run, metrics: RunMetrics, process: TrainingProcess,
                 parent: QObject | None = None):
        super().__init__(parent)
        self.run = run
        self.metrics = metrics
        self.process = process
        self.stage = "starting"  # what it does now: a stage of the protocol, "training", "paused"
        self.silent_s: float | None = None  # set while nothing has been heard for that long
        self.saved_at: float | None = None  # time.monotonic() of the newest save
        self.finish_reason = ""
        self.began = time.time()  # this start of it
        self.warnings: list[str] = []  # the core's newest: something was wrong, and the training went on
        process.event.connect(self._on_event)
        process.silent.connect(self._on_silent)

    @property
    def fraction(self) -> float:
        """How much of the planned steps, of the planned time, or of the way to a time of the day, is behind
        us: 0 to 1."""
        progress, started = self.metrics.progress, self.metrics.started
        parts = [0.0]
        if self.run.max_steps:
            parts.append(self.run.step / self.run.max_steps)
        if started.get("time_budget_s"):
            parts.append(progress.get("seconds", 0.0) / started["time_budget_s"])
        if started.get("until"):
            parts.append((time.time() - self.began) / max(1.0, started["until"] - self.began))
        return min(1.0, max(parts))

    @property
    def seconds_left(self) -> tuple[float, float] | None:
        """At the fastest and at the slowest pace of the last minute. None while it is being measured."""
        return self.metrics.progress.get("range_left")

    @property
    def saved_ago_s(self) -> float | None:
        return None if self.saved_at is None else time.monotonic() - self.saved_at

    def pause(self) -> None:
        if self.run.status is Status.RUNNING:
            self.process.pause()
            self._set_status(Status.PAUSING)

    def resume(self) -> None:
        if self.run.status in (Status.PAUSED, Status.PAUSING):
            self.process.resume()
            self._set_status(Status.RUNNING)

    def stop(self) -> None:
        if self.run.status is not Status.STOPPING:
            self.process.stop()
            self._set_status(Status.STOPPING)

    @property
    def final_status(self) -> Status:
        """As far as this window can tell, until the run directory is read again."""
        if not self.finish_reason:
            return Status.INTERRUPTED
        return Status.STOPPED if self.finish_reason in ("stopped", "until") else Status.FINISHED

    @property
    def is_preparing(self) -> bool:
        """Does it wait for the engine to be compiled, which happens once on a machine?"""
        return self.stage == "preparing"

    def explain(self, ending: Ending) -> str:
        """Why the child ended, if that was not meant; one plain sentence or two."""
        saved = self.tr("Everything up to step {} is saved.").format(self.run.saved_step) \
            if self.run.saved_step else self.tr("Nothing was saved yet.")
        if ending.outcome is Outcome.REFUSED:
            return ending.message
        if ending.outcome is Outcome.NOT_STARTED:
            return self.tr("The training process could not be started: {}.").format(" ".join(ending.log))
        if ending.outcome is Outcome.ENDED:
            return ""
        if any(sign in line for line in ending.log for sign in _DISPLAY_WATCHDOG):
            return self.tr("The system ended the training because the screen needed the graphics chip.") \
                + " " + saved
        if self.run.status is Status.STOPPING:
            return self.tr("The training was ended before it had finished saving.") + " " + saved
        return self.tr("The training process ended unexpectedly (code {}).").format(ending.exit_code) \
            + " " + saved

    def _on_event(self, event: dict) -> None:
        was_silent, self.silent_s = self.silent_s is not None, None
        was_preparing = self.is_preparing
        self.metrics.add(event)
        kind = event["event"]
        if kind == "stage":
            self.stage = str(event.get("stage", ""))
        elif kind == "started":
            self._take_facts(event)
        elif kind == "progress":
            self.stage = "training"
            self.run = replace(self.run, step=event.get("step", self.run.step))
        elif kind == "validated":
            self._take_validation(event)
        elif kind == "saved":
            self.saved_at = time.monotonic()
            self.run = replace(self.run, saved_step=event.get("step", self.run.saved_step))
        elif kind == "paused":
            self.stage = "paused"
        elif kind == "warning":
            message = str(event.get("message", ""))
            self.warnings = [*(one for one in self.warnings if one != message), message][-_WARNINGS:]
        elif kind == "finished":
            self.finish_reason = str(event.get("reason", "max_steps"))
        self._follow(kind)
        if was_silent or was_preparing != self.is_preparing:
            self.status_changed.emit()
        self.changed.emit()

    def _take_facts(self, event: dict) -> None:
        names = ("src_lang", "tgt_lang", "preset", "pairs", "step", "max_steps")
        known = {name: event[name] for name in names if event.get(name) is not None}
        self.run = replace(self.run, **known)

    def _take_validation(self, event: dict) -> None:
        best = self.metrics.best
        self.run = replace(self.run, step=event.get("step", self.run.step), has_model=True,
                           best_bleu=best.bleu if best else None, best_step=best.step if best else 0)
        self.status_changed.emit()  # the list shows the best BLEU

    def _follow(self, kind: str) -> None:
        """The status that an event proves; a command that is under way outlives older news."""
        status = self.run.status
        if status is Status.STARTING and kind in ("started", "progress"):
            self._set_status(Status.RUNNING)
        elif status is Status.PAUSING and kind == "paused":
            self._set_status(Status.PAUSED)
        elif status is Status.PAUSED and kind in ("resumed", "progress"):
            self._set_status(Status.RUNNING)

    def _set_status(self, status: Status) -> None:
        self.run = replace(self.run, status=status)
        self.status_changed.emit()

    def _on_silent(self, seconds: float) -> None:
        self.silent_s = seconds
        self.status_changed.emit()
