"""How long it takes from Next to the picture, how smoothly large pictures move, what the traces hold."""

from __future__ import annotations

import contextlib
import itertools
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import backends
from core.config import ModelConfig
from core.context import Context
from core.decoding.session import TRACE_BYTES, DecodeSession
from core.formats.native import ModelCard, save_model
from core.init import init_params
from core.params import map_params
from core.text.pieces import Cutter, PieceTokenizer, Vocabulary
from resources import models_dir

SENTENCE = "今天天气很好，我们去公园吧。"
OPUS = ModelConfig(vocab_size=58_101, d_model=512, num_heads=8, d_ff=2048, num_encoder_layers=6,
                   num_decoder_layers=6, max_len=256, activation="silu")  # as OPUS-MT models are
STALL_MS = 50
FORMATS = (".svg", ".pdf", ".png")
FRAMES = 3
TURNS = 12  # of the event loop, in which all that a move asks for is drawn
STEPS = 24  # of the large model, timed


def lines(line: Callable) -> Iterator:
    """`line(name, bar, measured, holds)` makes an entry of the table."""
    with _page(models_dir()) as page:
        took = page.walk(SENTENCE)
    yield line("Step page, bundled model, Next to picture", "longest under 50 ms",
               f"median {statistics.median(took):.0f} ms, longest {max(took):.0f} ms", max(took) < 50)
    with tempfile.TemporaryDirectory() as folder:
        _random_model(Path(folder) / "opus")
        with _page(Path(folder)) as page:
            took = page.walk(_characters(40), STEPS)
            yield line("Step page, OPUS-MT size, Next to picture", "longest under 400 ms",
                       f"median {statistics.median(took):.0f} ms, longest {max(took):.0f} ms",
                       max(took) < 400)
            moved = page.move_about(_characters(255))
    slowest = max(moved, key=moved.get)
    hold, in_all = (list(each) for each in zip(*moved.values(), strict=True))
    yield line("48 heads of 256 x 256: scroll, zoom, choose, export",
               f"no hold of the window over {STALL_MS} ms",
               f"median {statistics.median(hold):.0f} ms, longest {max(hold):.0f} ms ({slowest}); in all "
               f"median {statistics.median(in_all):.0f} ms, longest {max(in_all):.0f} ms",
               max(hold) < STALL_MS)
    held = _held()
    yield line("traces of three such branches of 120 tokens", f"at most {TRACE_BYTES >> 20} MiB",
               f"{held / 2**20:.0f} MiB", held <= TRACE_BYTES)


def _characters(count: int) -> str:
    """So many source tokens of the random model, no two alike."""
    return "".join(chr(0x4E00 + i) for i in range(count))


def _random_model(folder: Path) -> None:
    """OPUS-MT's size, one token a character: it decodes noise as fast as a trained one would text."""
    named = [chr(0x4E00 + i) for i in range(20_000)]
    tokens = ["", "", "", "", *named]
    tokens += [f"w{i}" for i in range(OPUS.vocab_size - len(tokens))]
    vocabulary, cutter = Vocabulary(tokens), Cutter(None)
    tokenizer = PieceTokenizer((cutter, cutter), (vocabulary, vocabulary), (0, 1, 2, 3))
    params = init_params(OPUS, 1)
    params["embedding"]["weight"][OPUS.eos_id] = 0  # a sentence then goes on to the limit
    save_model(folder, ModelCard("OPUS-MT size", "zh", "en", OPUS, {}), params, tokenizer)


class _Page:
    """The Step page of a window that is shown off screen."""

    def __init__(self, app, window):
        self._app, self.window, self.step, self.page = app, window, window.step, window.step_page

    def until(self, holds: Callable[[], bool]) -> None:
        while not holds():
            self._app.processEvents()
            time.sleep(0.0002)  # an event loop that waits leaves the engine's thread alone

    def open(self, sentence: str) -> None:
        from desktop.views.sidebar import PAGES

        self.until(lambda: self.step.walk is not None and not self.step.is_busy)
        self.until(lambda: self.window.is_there)
        # What is made ahead, is.
        self.until(lambda: all(f"{name}_page" in vars(self.window) for name in PAGES))
        self.step.open(sentence)
        self.until(lambda: self.step.walk.text == sentence and not self.step.is_busy)
        for _ in range(TURNS):  # nobody presses Next before the sentence is seen
            self._app.processEvents()

    def walk(self, sentence: str, steps: int = 1000) -> list[float]:
        """Milliseconds from pressing Next until the page is painted, step by step."""
        self.open(sentence)
        step, took = self.step, []
        while step.walk.can_advance() and len(took) < steps:
            before, started = step.walk.current_id, time.perf_counter()
            step.next()
            self.until(lambda before=before: step.walk.current_id != before)
            for _ in range(FRAMES):  # what has changed is painted here, and what that moved
                self._app.processEvents()
            took.append(1000 * (time.perf_counter() - started))
        return took

    def move_about(self, sentence: str) -> dict[str, tuple[float, float]]:
        """Each move over the longest decoding there can be: milliseconds of the window's thread, those of its
        longest hold and all."""
        self.open(sentence)
        step, page, took = self.step, self.page, {}
        step.run()
        self.until(lambda: step.walk.is_line_whole and not step.is_busy)
        end = time.monotonic() + 1
        self.until(lambda: step.checks or time.monotonic() > end)

        def timed(name: str, act: Callable[[], None]) -> None:
            holds = []
            for turn in (act, *[self._app.processEvents] * TURNS):
                started = time.thread_time()  # what keeps this thread busy is what holds the window up
                turn()
                holds.append(1000 * (time.thread_time() - started))
            took[name] = max(took.get(name, (0.0, 0.0)), (max(holds), sum(holds)))

        matrix = page.attention.matrix
        for kind in ("encoder_self", "decoder_self", "cross"):
            timed(f"{kind}", lambda kind=kind: step.choose_kind(kind))
            for layer in range(3):
                timed(f"{kind}, another layer", lambda layer=layer: step.choose_layer(layer))
            for head in range(3):
                timed(f"{kind}, another head", lambda head=head: step.choose_head(head))
            for _ in range(6):
                timed(f"{kind}, scrolled", lambda: _wheel(matrix, 120))
            for _ in range(8):
                timed(f"{kind}, zoomed out", lambda: _wheel(matrix, -120, zoom=True))
            timed(f"{kind}, pointed at", lambda: matrix.light(20, 20))
            for _ in range(8):
                timed(f"{kind}, zoomed in", lambda: _wheel(matrix, 120, zoom=True))
        timed("lines", lambda: step.set_look(as_lines=True))
        timed("lines, scrolled", lambda: _wheel(page.attention.lines, -1200))
        timed("matrix", lambda: step.set_look(as_lines=False))
        timed("all heads", lambda: step.choose_view("heads"))
        bar = page.views.heads.scroll.verticalScrollBar()
        for place in range(0, bar.maximum() + 1, 60):
            timed("all heads, scrolled", lambda place=place: bar.setValue(place))
        timed("by alignment", lambda: page.views.heads.order.button(1).click())
        timed("a head of all", lambda: step.choose("cross", 4, 5))
        timed("one step back", step.back)
        timed("first step", step.first)
        timed("last step", step.last_known)
        for view in ("attention", "inside", "heads"):
            step.choose_view(view)
            timed(view, lambda: None)
            for suffix in FORMATS:
                took[f"{view} as {suffix}"] = self._export(suffix)
        return took

    def _export(self, suffix: str) -> tuple[float, float]:
        """As of a move: of drawing what is shown; its file is then packed on another thread."""
        from desktop.widgets.figure import FigureMaker

        made, holds, maker = [], [], FigureMaker(self.page)
        begin = partial(maker.make, self.page.figure(), suffix, self.window.theme.color("card"), made.append)
        for turn in itertools.chain([begin], itertools.repeat(self._app.processEvents)):
            started = time.thread_time()
            turn()
            holds.append(1000 * (time.thread_time() - started))
            if made:
                return max(holds), sum(holds)


def _wheel(widget, delta: int, zoom: bool = False) -> None:
    from PySide6.QtCore import QPoint, QPointF, Qt
    from PySide6.QtGui import QWheelEvent
    from PySide6.QtWidgets import QApplication

    center = QPointF(widget.rect().center())
    modifiers = Qt.KeyboardModifier.ControlModifier if zoom else Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(widget, QWheelEvent(
        center, widget.mapToGlobal(center), QPoint(), QPoint(0, delta), Qt.MouseButton.NoButton, modifiers,
        Qt.ScrollPhase.NoScrollPhase, False))


@contextlib.contextmanager
def _page(models: Path) -> Iterator[_Page]:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QSettings
    from PySide6.QtWidgets import QApplication

    from desktop.window import Window

    app = QApplication.instance() or QApplication([])
    with tempfile.TemporaryDirectory() as folder:
        settings = QSettings(str(Path(folder) / "settings.ini"), QSettings.Format.IniFormat)
        window = Window(app, models_dir=models, runs_root=Path(folder), settings=settings, backend="numpy")
        window.resize(1440, 900)
        window.show()
        window.show_page("step")
        try:
            yield _Page(app, window)
        finally:
            window.close()


def _held() -> int:
    """Bytes of traces after three branches."""
    ops = backends.get("numpy")
    params = map_params(ops.asarray, init_params(OPUS, 1))
    session = DecodeSession(Context.of(ops, OPUS), params, [*range(100, 130), OPUS.eos_id])
    for branch in range(3):
        session.go_to(0)
        for place in range(120):
            session.fork(1000 + 200 * branch + place)
            if not session.can_step():
                break
    return session.traced_bytes
