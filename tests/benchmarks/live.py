"""How long it takes from the last key to the translation on the screen, and how a long paste begins."""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from core.corpus.readers import read_plain
from resources import models_dir, sample_corpus_dir

SENTENCE = "今天天气很好，我们去公园吧。"
PASTED_WORDS = 10_000


def lines(line: Callable) -> Iterator:
    """`line(name, bar, measured, holds)` makes an entry of the table."""
    alone, among, pasted, longest = measured()
    yield line("Translate page, last key to text, one sentence", "median under 150 ms",
               f"median {statistics.median(alone):.0f} ms, longest {max(alone):.0f} ms",
               statistics.median(alone) < 150)
    yield line("the same, behind 200 sentences", "median under 150 ms",
               f"median {statistics.median(among):.0f} ms, longest {max(among):.0f} ms",
               statistics.median(among) < 150)
    yield line(f"{PASTED_WORDS} words pasted: the first text", "under 1 s",
               f"{pasted:.0f} ms; longest turn of the window's thread {longest:.0f} ms", pasted < 1000)


def measured() -> tuple[list[float], list[float], float, float]:
    """Milliseconds: keys in one sentence, keys behind 200, a paste's first text, the longest turn."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QSettings
    from PySide6.QtWidgets import QApplication

    from desktop.window import Window

    app = QApplication.instance() or QApplication([])
    pairs = read_plain(sample_corpus_dir() / "zh-en.train.tsv")
    with tempfile.TemporaryDirectory() as folder:
        settings = QSettings(str(Path(folder) / "settings.ini"), QSettings.Format.IniFormat)
        window = Window(app, models_dir=models_dir(), runs_root=Path(folder), settings=settings,
                        backend="numpy")
        window.resize(1440, 900)
        window.show()
        window.show_page("translate")
        page, longest = window.translate_page, 0.0

        def until(holds: Callable[[], bool]) -> None:
            nonlocal longest
            while not holds():
                started = time.thread_time()
                app.processEvents()
                longest = max(longest, 1000 * (time.thread_time() - started))
                time.sleep(0.0002)

        def typed() -> Iterator[float]:
            for character in SENTENCE:
                started = time.perf_counter()
                page.source.insertPlainText(character)
                until(lambda: window.translate.state == "current"
                      and window.translate.result.places[-1].translation is not None)
                app.processEvents()  # what has changed is painted here
                yield 1000 * (time.perf_counter() - started)

        until(lambda: window.models.state == "ready")
        alone = list(typed())
        page.set_text("\n".join(source for source, _ in pairs[:200]) + "\n")
        until(lambda: window.translate.state == "current")
        page.source.moveCursor(page.source.textCursor().MoveOperation.End)
        among = list(typed())
        page.set_text("")
        count, sources = 0, []
        for source, target in pairs[200:]:
            sources.append(source)
            count += len(target.split())  # Chinese has no spaces: as many sentences as make so many words
            if count >= PASTED_WORDS:
                break
        longest, started = 0.0, time.perf_counter()
        page.source.insertPlainText("\n".join(sources))
        until(lambda: bool(page.target.toPlainText().strip()))
        pasted = 1000 * (time.perf_counter() - started)
        end = time.perf_counter() + 2
        until(lambda: time.perf_counter() > end)
        window.translate.stop()
        window.close()
    return alone, among, pasted, longest
