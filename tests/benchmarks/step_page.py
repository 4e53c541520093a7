"""How long it takes from Next to the picture, and how much the traces hold."""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import backends
from core.config import ModelConfig
from core.context import Context
from core.decoding.session import TRACE_BYTES, DecodeSession
from core.init import init_params
from core.params import map_params
from resources import models_dir

SENTENCE = "今天天气很好，我们去公园吧。"
OPUS = ModelConfig(vocab_size=58_101, d_model=512, num_heads=8, d_ff=2048, num_encoder_layers=6,
                   num_decoder_layers=6, max_len=512, activation="silu")  # as OPUS-MT models are


def lines(line: Callable) -> Iterator:
    """`line(name, bar, measured, holds)` makes an entry of the table."""
    bundled = _on_screen()
    yield line("Step page, bundled model, Next to picture", "median under 50 ms",
               f"median {bundled[0]:.0f} ms, longest {bundled[1]:.0f} ms", bundled[0] < 50)
    step_ms, held = _opus_size()
    yield line("a step with full trace, OPUS-MT size", "median under 400 ms", f"median {step_ms:.0f} ms",
               step_ms < 400)
    yield line("traces of three such branches of 120 tokens", f"at most {TRACE_BYTES >> 20} MiB",
               f"{held / 2**20:.0f} MiB", held <= TRACE_BYTES)


def _on_screen() -> tuple[float, float]:
    """Milliseconds from pressing Next until the page is painted: (median, longest)."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QSettings
    from PySide6.QtWidgets import QApplication

    from desktop.views.sidebar import PAGES
    from desktop.window import Window

    app = QApplication.instance() or QApplication([])
    with tempfile.TemporaryDirectory() as folder:
        settings = QSettings(str(Path(folder) / "settings.ini"), QSettings.Format.IniFormat)
        window = Window(app, models_dir=models_dir(), runs_root=Path(folder), settings=settings,
                        backend="numpy")
        window.resize(1440, 900)
        window.show()
        window.show_page("step")
        step, took = window.step, []

        def until(holds: Callable[[], bool]) -> None:
            while not holds():
                app.processEvents()
                time.sleep(0.0002)  # an event loop that waits leaves the engine's thread alone

        until(lambda: step.walk is not None and not step.is_busy)
        until(lambda: all(f"{name}_page" in vars(window) for name in PAGES))  # what is made ahead, is
        step.open(SENTENCE)
        until(lambda: step.walk.text == SENTENCE and not step.is_busy)
        while step.walk.can_advance():
            before, started = step.walk.current_id, time.perf_counter()
            step.next()
            until(lambda before=before: step.walk.current_id != before)
            app.processEvents()  # what has changed is painted here
            took.append(1000 * (time.perf_counter() - started))
        window.close()
    return statistics.median(took), max(took)


def _opus_size() -> tuple[float, int]:
    """(median milliseconds of a step, bytes of traces after three branches)."""
    ops = backends.get("numpy")
    params = map_params(ops.asarray, init_params(OPUS, 1))
    session = DecodeSession(Context.of(ops, OPUS), params, [*range(100, 130), OPUS.eos_id])
    took = []
    for branch in range(3):
        session.go_to(0)
        for place in range(120):
            started = time.perf_counter()
            session.fork(1000 + 200 * branch + place)
            took.append(1000 * (time.perf_counter() - started))
            if not session.can_step():
                break
    return statistics.median(took), session.traced_bytes
