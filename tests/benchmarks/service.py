"""What a person waits for: lines, a document, one sentence, terms and the memory."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import backends
from core.corpus.readers import read_corpus
from core.decoding.translator import Translator
from core.documents.job import translate_document
from core.formats.native import load_model
from core.stores.memory import Memory
from core.terms.glossary import Glossary, Term
from core.terms.steering import Steered
from resources import models_dir, sample_corpus_dir

NUM_LINES = 1000
NUM_PAIRS = 20_000


def lines(line: Callable) -> Iterator:
    """`line(name, bar, measured, holds)` makes an entry of the table."""
    ops = backends.get("numpy")
    ops.warm_up()
    translator = Translator(load_model(models_dir() / "zh-en", ops), ops)
    pairs = read_corpus([sample_corpus_dir() / "zh-en.train.tsv"]).pairs
    sources = [source for source, _ in pairs[:NUM_LINES]]
    translator.translate(sources[:64])
    engine = min(_seconds(lambda: translator.translate(sources)) for _ in range(3))
    command = min(_seconds(lambda: _command(sources)) for _ in range(3))
    yield line(f"{NUM_LINES:,} sentences through `pellucid translate`, of them the engine's batches",
               "the engine's speed, 1.3 s more to start", f"{command:.2f} s, {engine:.2f} s",
               command <= 1.3 * engine + 1.3)
    with tempfile.TemporaryDirectory() as folder:
        yield _document(line, translator, sources, Path(folder))
        yield _memory(line, pairs, Path(folder))
    waits = sorted(_seconds(lambda source=source: translator.translate([source])) for source in sources[:100])
    yield line("one short sentence, median and 95 % of 100", "<= 150 ms",
               f"{1000 * statistics.median(waits):.0f} ms, {1000 * waits[94]:.0f} ms", waits[94] <= 0.15)
    yield _terms(line, translator)


def _seconds(work: Callable) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _command(sources: list[str]) -> None:
    subprocess.run([sys.executable, "-m", "core.cli", "translate", "--backend", "numpy"],
                   input="\n".join(sources).encode(), stdout=subprocess.DEVNULL, check=True)


def _document(line: Callable, translator: Translator, sources: list[str], folder: Path):
    (folder / "a.txt").write_text("\n".join(sources), encoding="utf-8")
    seconds = _seconds(lambda: translate_document(folder / "a.txt", folder / "b.txt", translator))
    speed = len(sources) / seconds
    return line("a document, each sentence on the disk before the next", ">= 50 sentences a second",
                f"{speed:.0f} a second", speed >= 50)


def _memory(line: Callable, pairs: list, folder: Path):
    memory = Memory.open(folder / "memory.sqlite")
    memory.add(pairs[:NUM_PAIRS], "zh", "en", "sample")
    waits = [_seconds(lambda source=source: memory.lookup(source + "吗", "zh", "en"))
             for source, _ in pairs[:100]]
    count, worst = len(memory), 1000 * max(waits)
    memory.close()
    return line(f"a fuzzy match among {count:,} pairs, the slowest of 100", "<= 100 ms", f"{worst:.0f} ms",
                worst <= 100)


def _terms(line: Callable, translator: Translator):
    text = "我的猫喜欢鱼。"
    translator.steering = Steered((Glossary("bench", (
        Term(("猫",), ("kitty",)), Term(("鱼",), ("salmon",)))),))
    translator.translate([text])
    seconds = statistics.median(_seconds(lambda: translator.translate([text])) for _ in range(5))
    translator.steering = None
    return line("a sentence with two terms that the model does not know", "<= 1 s", f"{seconds:.2f} s",
                seconds <= 1)
