"""A training as a person sees it in a terminal, or as JSON lines for the window."""

from __future__ import annotations

import json
import signal
import sys
from collections.abc import Callable
from typing import Any

from backends.base import Backend
from core.training.control import Control, listen_to_stdin
from core.training.loop import TrainingError, train
from core.training.run_dir import RunDir

Make = Callable[[Callable[[str], None]], RunDir]

_STAGES = {"reading": "reading the corpus", "tokenizer": "learning the vocabulary",
           "model": "preparing the model"}


def follow(make: Make, ops: Backend, events: bool) -> int:
    """Makes or finds a run and trains it to its end. `make` gets a function to name its stages to."""
    return _as_events(make, ops) if events else _in_terminal(make, ops)


def _as_events(make: Make, ops: Backend) -> int:
    def emit(event: dict[str, Any]) -> None:
        print(json.dumps(event, ensure_ascii=True), flush=True)

    control = Control()
    listen_to_stdin(control)
    # Ctrl+C in the terminal that opened the window reaches this process too; the window decides.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        run = make(lambda stage: emit({"event": "stage", "stage": stage}))
        train(run, ops, emit, control)
    except BrokenPipeError:  # the window has gone while we spoke; the run stands as last saved
        return 0
    except (ValueError, OSError, TrainingError) as error:
        emit({"event": "failed", "message": str(error)})
        return 2
    return 0


def _in_terminal(make: Make, ops: Backend) -> int:
    view = _Terminal()
    control = Control()
    run = make(lambda stage: view({"event": "stage", "stage": stage}))
    previous = signal.signal(signal.SIGINT, lambda *_: control.tell("stop"))
    try:
        train(run, ops, view, control)
    except TrainingError as error:
        view.close()
        print(f"pellucid: {error}", file=sys.stderr)
        return 2
    finally:
        signal.signal(signal.SIGINT, previous)
        view.close()
    return 0


class _Terminal:
    """A progress bar on stderr, and a line for each validation."""

    def __init__(self):
        self._bar = None

    def __call__(self, event: dict[str, Any]) -> None:
        handler = getattr(self, f"_{event['event']}", None)
        if handler:
            handler(event)

    def close(self) -> None:
        if self._bar is not None:
            self._bar.close()
            self._bar = None

    def _say(self, text: str) -> None:
        from tqdm import tqdm

        tqdm.write(text, file=sys.stderr)

    def _stage(self, event) -> None:
        if event["stage"] in _STAGES:
            self._say(f"{_STAGES[event['stage']]} …")

    def _warning(self, event) -> None:
        self._say(event["message"])

    def _started(self, event) -> None:
        from tqdm import tqdm

        skipped = "".join(f", {count} left out: {reason}" for reason, count in event["skipped"].items())
        self._say(f"{event['pairs']} pairs to learn from, {event['dev_pairs']} to validate on{skipped}\n"
                  f"{event['preset']}: {event['num_weights'] / 1e6:.2f} M weights on {event['device']}\n"
                  "Ctrl+C stops and saves.")
        self._budget = event["time_budget_s"]
        total = round(self._budget) if self._budget else event["max_steps"]
        self._bar = tqdm(total=total, initial=0 if self._budget else event["step"], file=sys.stderr,
                         bar_format="{l_bar}{bar}| {postfix}", mininterval=0.5)

    def _progress(self, event) -> None:
        left = event["seconds_left"]
        self._bar.n = min(round(event["seconds"]) if self._budget else event["step"], self._bar.total)
        self._bar.set_postfix_str(
            f"step {event['step']}, epoch {event['epoch']:.1f}, loss {event['loss']:.3f}, "
            f"{event['tokens_per_s']:.0f} tokens/s"
            + (f", {_minutes(left)} left" if left is not None else ""))

    def _validated(self, event) -> None:
        best = "  best" if event["best"] else ""
        self._say(f"step {event['step']}: validation loss {event['dev_loss']:.3f}, "
                  f"BLEU {event['bleu']:.1f}, chrF {event['chrf']:.1f}{best}")
        for sample in event["samples"][:1]:
            self._say(f"    {sample['src']}  →  {sample['out']}")

    def _finished(self, event) -> None:
        self.close()
        print(f"{event['reason'].replace('_', ' ')} at step {event['step']}; best BLEU "
              f"{event['best_bleu']:.1f} at step {event['best_step']}: {event['model']}", file=sys.stderr)
        if event["reason"] == "stopped":
            print(f"`pellucid resume {event['model']}` continues it", file=sys.stderr)


def _minutes(seconds: float) -> str:
    return f"{seconds / 60:.0f} min" if seconds >= 90 else f"{seconds:.0f} s"
