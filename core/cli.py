"""`pellucid`: train, translate and step from the command line.

Only argparse is imported here, so that `--help` is instant; each command loads what it needs.
"""

from __future__ import annotations

import argparse
import atexit
import contextlib
import gc
import importlib
import os
import signal
import sys
import threading
from collections.abc import Iterator

from core import arguments

_USAGE_ERROR = 2
_INTERRUPTED, _BY_SIGNAL = 130, 128


def main(argv: list[str] | None = None) -> int:
    """Runs one command and returns its exit code: 0, 2 for what a person can put right, 130."""
    speak_utf8()
    atexit.register(gc.freeze)  # looking through all of numba for garbage took 0.35 s of every end
    args = arguments.parser().parse_args(argv)
    command = importlib.import_module(f"core.commands.{args.module}")
    _say_when_preparing()
    try:
        with _terminated_tidily():
            code = command.run(args) or 0
        if sys.stdout is not None:
            sys.stdout.flush()  # here, where a broken pipe is caught
        return code
    except KeyboardInterrupt:
        return _INTERRUPTED
    except BrokenPipeError:  # the reader of our output has seen enough (| head)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (ValueError, OSError, MemoryError) as error:
        from core.commands.window_events import sentence

        # The sentence is enough; a traceback would only hide it.
        print(f"pellucid: {sentence(error)}", file=sys.stderr)
        return _USAGE_ERROR


def _say_when_preparing() -> None:
    """The first use on a machine has the engine compiled: a while in which nothing else is said."""
    from backends.preparation import when_preparing

    when_preparing(lambda: print("Preparing the engine for this machine (once) …", file=sys.stderr,
                                 flush=True))


@contextlib.contextmanager
def _terminated_tidily() -> Iterator[None]:
    """SIGTERM, and SIGHUP of a terminal that is closed, end a command by an exit, on the way of which what is
    half written is taken away."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    names = [name for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]  # Windows has no SIGHUP
    heard = [number for name in names if signal.getsignal(number := getattr(signal, name)) is signal.SIG_DFL]
    for number in heard:
        signal.signal(number, lambda number, _: sys.exit(_BY_SIGNAL + number))
    try:
        yield
    finally:
        for number in heard:
            signal.signal(number, signal.SIG_DFL)


def parsed(argv: list[str]) -> argparse.Namespace:
    """What a command is told by its arguments."""
    return arguments.parser().parse_args(argv)


def speak_utf8() -> None:
    """Windows writes to files and pipes in its old code pages, which lack most of what is said here."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None and stream.encoding.lower() not in ("utf-8", "utf8"):
            stream.reconfigure(encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
