"""A training as a person sees it in a terminal, or as JSON lines for the window."""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from collections.abc import Callable
from typing import Any

from backends.base import Backend
from backends.preparation import when_preparing
from core.training import awake
from core.training.control import Control, listen_to_stdin
from core.training.launcher import end_with_launcher
from core.training.loop import Emit, TrainingError, train
from core.training.others import other_trainings, shared
from core.training.run_dir import RunDir
from core.training.together import help_train

Make = Callable[[Callable[[str], None]], RunDir]

INTERRUPTED = 130
PLAIN_EVERY_S = 30.0  # a line of progress where no terminal could show a moving bar
SAMPLE_WIDTH = 60
_BAR = 1000  # parts of a progress bar

_STAGES = {"reading": "reading the corpus", "tokenizer": "learning the vocabulary",
           "model": "preparing the model"}


def follow(make: Make, engine: Callable[[], Backend], events: bool, until: float | None = None) -> int:
    """Makes or finds a run and trains it to its end, or to the time `until` (as `time.time()` tells it).
    `make` gets a function to name its stages to."""
    # A window on screen makes the display watchdog of an Apple GPU kill long work (mlx #3267).
    if sys.platform == "darwin":
        os.environ.setdefault("AGX_RELAX_CDM_CTXSTORE_TIMEOUT", "1")
    with awake.kept():
        return _as_events(make, engine, until) if events else _in_terminal(make, engine, until)


def _as_events(make: Make, engine: Callable[[], Backend], until: float | None) -> int:
    control = Control()
    emit = _while_heard(lambda event: print(json.dumps(event, ensure_ascii=True), flush=True), control)
    listen_to_stdin(control)
    # Ctrl+C in the terminal that opened the window reaches this process too; the window decides.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: control.tell("exit"))
    when_preparing(lambda: emit({"event": "stage", "stage": "preparing"}))
    try:
        ops = engine()
        if _has_helped(ops, control):
            return 0
        run = make(lambda stage: emit({"event": "stage", "stage": stage}))
        train(run, ops, emit, control, until)
    except (ValueError, OSError, TrainingError) as error:
        emit({"event": "failed", "message": str(error)})
        return 2
    return 0


def _has_helped(ops: Backend, control: Control) -> bool:
    """Where `mlx.launch` started several processes, all but the first only compute."""
    group = ops.group()
    if group is None:
        return False
    end_with_launcher(control)
    if group.rank == 0:
        return False
    help_train(ops, group)
    return True


def _while_heard(emit: Emit, control: Control) -> Emit:
    """`emit`, but once nobody reads any more, an order to save and exit instead of an error.

    A window that is killed closes both pipes: an error here would come before the last checkpoint.
    """
    heard = True

    def guarded(event: dict[str, Any]) -> None:
        nonlocal heard
        if not heard:
            return
        try:
            emit(event)
        except OSError:  # BrokenPipeError, or EINVAL on Windows
            heard = False
            control.tell("exit")
            for stream in (sys.stdout, sys.stderr):  # what is still buffered would fail at exit
                os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())

    return guarded


def _in_terminal(make: Make, engine: Callable[[], Backend], until: float | None) -> int:
    control = Control()
    view = TerminalView(control)
    ops = engine()
    if _has_helped(ops, control):
        return 0
    run = make(lambda stage: view({"event": "stage", "stage": stage}))
    _warn_of_others(ops, view)

    def on_interrupt(*_) -> None:
        control.tell("exit" if control.wanted == "stop" else "stop")

    previous = signal.signal(signal.SIGINT, on_interrupt)
    terminate = signal.signal(signal.SIGTERM, lambda *_: control.tell("exit"))
    try:
        train(run, ops, _while_heard(view, control), control, until)
    except TrainingError as error:
        view.close()
        print(f"pellucid: {error}", file=sys.stderr)
        return 2
    finally:
        signal.signal(signal.SIGINT, previous)
        signal.signal(signal.SIGTERM, terminate)
        view.close()
    if view.is_finished:
        return 0
    print(f"interrupted and saved; `pellucid resume {run.path}` continues it", file=sys.stderr)
    return INTERRUPTED


def _warn_of_others(ops: Backend, emit: Emit) -> None:
    """The window knows of its own. Those that `mlx.launch` started together are one training."""
    sentence = shared(other_trainings()) if ops.group() is None else ""
    if sentence:
        emit({"event": "warning", "message": sentence})


class TerminalView:
    """A progress bar on stderr, and a line for each validation; in a log file plain lines only."""

    def __init__(self, control: Control):
        self._control = control
        self._is_live = sys.stderr.isatty()
        self._bar = None
        self._plain_at = time.monotonic()
        self.is_finished = False

    def __call__(self, event: dict[str, Any]) -> None:
        handler = getattr(self, f"_on_{event['event']}", None)
        if handler:
            handler(event)

    def close(self) -> None:
        if self._bar is not None:
            self._bar.close()
            self._bar = None

    def _say(self, text: str) -> None:
        from tqdm import tqdm

        tqdm.write(text, file=sys.stderr)

    def _on_stage(self, event) -> None:
        if self._is_live and event["stage"] in _STAGES:
            self._say(f"{_STAGES[event['stage']]} …")
        if self._is_live and event["stage"] == "validating" and self._control.wanted == "stop":
            self._say("saved; validating once more (Ctrl+C again skips that) …")

    def _on_warning(self, event) -> None:
        self._say(event["message"])

    def _on_started(self, event) -> None:
        from tqdm import tqdm

        skipped = "".join(f"; {count} left out: {reason}" for reason, count in event["skipped"].items())
        self._say(f"{event['pairs']} pairs to learn from, {event['dev_pairs']} to validate on{skipped}\n"
                  f"{event['preset']}: {event['num_weights'] / 1e6:.2f} M weights on {event['device']}")
        if event["step"]:
            self._say(f"goes on from step {event['step']}")
        if self._is_live:
            self._say("Ctrl+C stops and saves.")
        self._plan, self._began = event, time.time()
        self._bar = tqdm(total=_BAR, file=sys.stderr, bar_format="{percentage:3.0f}% {bar} {desc}",
                         mininterval=0.5, dynamic_ncols=True, disable=not self._is_live)

    def _on_progress(self, event) -> None:
        left = event["range_left"]
        text = (f"step {event['step']}, epoch {event['epoch']:.1f}, loss {event['loss']:.3f}, "
                f"{event['tokens_per_s']:.0f} tokens/s"
                + (f", {_minutes(*left)} left" if left is not None else ""))
        if self._is_live:
            self._bar.n = round(_BAR * self._fraction(event["step"], event["seconds"]))
            self._bar.set_description_str(text)
        elif time.monotonic() - self._plain_at >= PLAIN_EVERY_S:
            self._plain_at = time.monotonic()
            self._say(text)

    def _fraction(self, step: int, seconds: float) -> float:
        """Of the way to whichever end comes first: the last step, the budget's or the time of the day."""
        plan = self._plan
        parts = [step / plan["max_steps"]]
        if plan["time_budget_s"]:
            parts.append(seconds / plan["time_budget_s"])
        if plan["until"]:
            parts.append((time.time() - self._began) / max(1.0, plan["until"] - self._began))
        return min(1.0, max(parts))

    def _on_validated(self, event) -> None:
        best = "  best" if event["best"] else ""
        general = event.get("general")
        watched = f"; general BLEU {general['bleu']:.1f}" if general else ""
        self._say(f"step {event['step']}: validation loss {event['dev_loss']:.3f}, "
                  f"BLEU {event['bleu']:.1f}, chrF {event['chrf']:.1f}{watched}{best}")
        for sample in event["samples"][:1]:
            self._say(f"    {_short(sample['src'])}  →  {_short(sample['out'])}")

    def _on_finished(self, event) -> None:
        self.close()
        self.is_finished = True
        ended = {"stopped": "stopped", "max_steps": "all steps done", "time_budget": "time is up",
                 "patience": "no better for long", "until": "time is up"}
        print(f"{ended[event['reason']]} at step {event['step']}; best BLEU {event['best_bleu']:.1f} "
              f"at step {event['best_step']}: {event['model']}", file=sys.stderr)
        if event["reason"] in ("stopped", "until"):
            print(f"`pellucid resume {event['model']}` continues it", file=sys.stderr)


def _short(text: str) -> str:
    """One line of it: a model that has learned little repeats itself without end."""
    line = " ".join(text.split())
    return line if len(line) <= SAMPLE_WIDTH else line[: SAMPLE_WIDTH - 1] + "…"


def _minutes(least: float, most: float) -> str:
    """"12 min", or "11 to 14 min" while the pace varies."""
    unit, word = (60, "min") if most >= 90 else (1, "s")
    numbers = list(dict.fromkeys(f"{seconds / unit:.0f}" for seconds in (least, most)))
    return f"{' to '.join(numbers)} {word}"
