"""Processes that `mlx.launch` started end with it.

A launcher that is killed tells nobody: its processes would wait for one another for ever, and hold the run.
"""

from __future__ import annotations

import os
import threading
import time

from core.training.control import Control

LOOK_EVERY_S = 1.0
GRACE_S = 60.0  # to save in; what does not end by itself then waits for a process that is gone


def end_with_launcher(control: Control, grace_s: float = GRACE_S) -> None:
    """Gives the order to save and leave as soon as whoever started this process is gone.

    A process whose parent has ended gets another one; so does one on another machine, where ssh ends.
    """
    launcher = os.getppid()

    def watch() -> None:
        while os.getppid() == launcher:
            time.sleep(LOOK_EVERY_S)
        control.tell("exit")
        time.sleep(grace_s)
        os._exit(1)

    threading.Thread(target=watch, name="pellucid-launcher", daemon=True).start()
