"""Keeps the machine from going to sleep while it trains; where nothing can, it trains all the same."""

from __future__ import annotations

import contextlib
import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator

_CONTINUOUS, _SYSTEM_REQUIRED = 0x80000000, 0x00000001  # of SetThreadExecutionState


@contextlib.contextmanager
def kept() -> Iterator[None]:
    """Till the end of the block. What keeps it awake is told our process id, and so ends with us however
    we end."""
    if sys.platform == "win32":
        _tell_windows(_CONTINUOUS | _SYSTEM_REQUIRED)
        try:
            yield
        finally:
            _tell_windows(_CONTINUOUS)
        return
    helper = _helper()
    try:
        yield
    finally:
        if helper is not None:
            helper.terminate()
            helper.wait()


def command(pid: int, platform: str = sys.platform) -> list[str] | None:
    """What keeps this system awake until process `pid` is gone; None where there is nothing."""
    if platform == "darwin" and shutil.which("caffeinate"):
        return ["caffeinate", "-i", "-w", str(pid)]
    if platform == "linux" and shutil.which("systemd-inhibit") and shutil.which("tail"):
        return ["systemd-inhibit", "--what=sleep:idle", "--who=Pellucid", "--why=A model is being trained",
                "tail", f"--pid={pid}", "-f", "/dev/null"]
    return None


def _helper() -> subprocess.Popen | None:
    words = command(os.getpid())
    if words is None:
        return None
    try:
        return subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                stderr=subprocess.DEVNULL)
    except OSError:
        return None


def _tell_windows(state: int) -> None:
    with contextlib.suppress(AttributeError, OSError):
        ctypes.windll.kernel32.SetThreadExecutionState(state)
