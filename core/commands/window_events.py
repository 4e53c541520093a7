"""A command that the window runs in a child process: facts as JSON lines, and an end that is heard."""

from __future__ import annotations

import _thread
import json
import queue
import signal
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

Emit = Callable[[dict[str, Any]], None]
_USAGE_ERROR, _INTERRUPTED = 2, 130
_TURN_S = 0.05
_messages: queue.SimpleQueue[str] = queue.SimpleQueue()


def as_events(work: Callable[[Emit], None]) -> int:
    """Runs `work`, which is given a function to tell its facts to; returns the exit code.

    "stop" on stdin, or its end (the window is gone), interrupts the work as Ctrl+C would: whatever cleans
    up after itself then does.
    """
    # Where the window was started in the background by a shell, its children are born deaf to interruptions.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    threading.Thread(target=_listen, name="pellucid-commands", daemon=True).start()
    try:
        work(_emit)
    except KeyboardInterrupt:
        return _INTERRUPTED
    except (ValueError, OSError, MemoryError) as error:
        _emit({"event": "failed", "message": sentence(error) or type(error).__name__})
        return _USAGE_ERROR
    return 0


def sentence(error: Exception) -> str:
    """What a person reads of an error that they can put right."""
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror}" if error.filename else error.strerror
    if isinstance(error, MemoryError):
        return f"there is not enough memory for this {error}".rstrip()
    return str(error)


def _emit(event: dict[str, Any]) -> None:
    print(json.dumps(event, ensure_ascii=True), flush=True)


def next_message(patience_s: float) -> str | None:
    """The next line on stdin that is not "stop", as it was told or within `patience_s`; else None."""
    end = time.monotonic() + patience_s
    while time.monotonic() < end:
        with suppress(queue.Empty):
            return _messages.get(timeout=_TURN_S)  # in turns, between which an interruption is heard
    return None


def _listen() -> None:
    for line in sys.stdin:
        if line.strip() == "stop":
            break
        _messages.put(line)
    _thread.interrupt_main()
