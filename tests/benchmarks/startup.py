"""From nothing to the first translation, and to the window."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator

TRANSLATE_BAR_S, WINDOW_BAR_S, TIMES = 0.8, 1.5, 5
# Prints the seconds from the start of its process until the window has been painted.
WINDOW = """
import time, psutil, sys, tempfile, pathlib
from PySide6.QtWidgets import QApplication
from PySide6.QtCore import QSettings
from desktop.window import Window
from resources import models_dir
app = QApplication([])
with tempfile.TemporaryDirectory() as folder:
    settings = QSettings(str(pathlib.Path(folder) / "s.ini"), QSettings.Format.IniFormat)
    window = Window(app, models_dir=models_dir(), runs_root=pathlib.Path(folder), settings=settings)
    window.show()
    app.processEvents()
    print(time.time() - psutil.Process().create_time(), flush=True)
    window.close()
"""


def lines(line: Callable) -> Iterator:
    """`line(name, bar, measured, holds)` makes an entry of the table."""
    took = [_cpu_seconds("-m", "core.cli", "translate", "我爱购物") for _ in range(TIMES)]
    median = statistics.median(took)
    yield line("pellucid translate, from cold", f"under {TRANSLATE_BAR_S} s of CPU",
               f"{median:.2f} s ({min(took):.2f} to {max(took):.2f})", median < TRANSLATE_BAR_S)
    took = [_window_seconds() for _ in range(TIMES)]
    median = statistics.median(took)
    yield line("the window painted", f"in under {WINDOW_BAR_S} s",
               f"{median:.2f} s ({min(took):.2f} to {max(took):.2f})", median < WINDOW_BAR_S)


def _cpu_seconds(*arguments: str) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *arguments], check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _window_seconds() -> float:
    environment = {"QT_QPA_PLATFORM": "offscreen", **os.environ}
    done = subprocess.run([sys.executable, "-c", WINDOW], check=True, capture_output=True, text=True,
                          env=environment)
    return float(done.stdout.split()[0])
