"""`make bench`: the toy proof, the quality of the bundled models, and speed against peers, as one table.

Each line says what must hold, what was measured, and `holds` or `falls short`; it is written to
build/bench/results.json too. The exit code is 1 where something falls short. `python -m tests.benchmarks
startup growth` runs some of the modules alone, and leaves the file as it is.
"""

from __future__ import annotations

import functools
import json
import platform
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import backends
from core.config import DecodeConfig
from core.corpus.readers import read_corpus
from core.decoding.translator import Translator
from core.formats.native import load_model
from core.metrics import score
from resources import models_dir, sample_corpus_dir
from tests.benchmarks import (
    bad_input,
    corpora,
    growth,
    live,
    opening,
    quantised,
    service,
    startup,
    step_page,
    training,
    translating,
    workers,
)
from tests.benchmarks.toy import BUDGET_S, reverse_digits

OUT = Path("build/bench")
MODULES = (
    startup, opening, step_page, live, service, growth, training, workers, translating, quantised, corpora,
    bad_input,
)


@dataclass(frozen=True)
class Line:
    name: str
    bar: str
    measured: str
    holds: bool

    @property
    def cells(self) -> tuple[str, str, str, str]:
        return self.name, self.bar, self.measured, "holds" if self.holds else "falls short"


def main(names: list[str]) -> int:
    """Runs all, or the modules of these names; returns the exit code."""
    makers = {"toy": _toy, "bundled": _bundled}
    makers.update({module.__name__.rpartition(".")[2]: functools.partial(module.lines, Line)
                   for module in MODULES})
    unknown = [name for name in names if name not in makers]
    if unknown:
        print(f"there is no {unknown[0]}: expected some of {', '.join(makers)}", file=sys.stderr)
        return 2
    lines, seconds = [], {}
    for name in names or makers:
        started = time.perf_counter()
        for line in makers[name]():
            print("  ".join(line.cells), flush=True)
            lines.append(line)
        seconds[name] = round(time.perf_counter() - started)
    print(f"\n{table(lines)}\n\nseconds: {seconds}, in all {sum(seconds.values())}")
    if not names:
        machine = {"machine": platform.machine(), "system": platform.system(),
                   "python": platform.python_version(), "device": backends.get("numpy").device()}
        results = {"machine": machine, "results": [asdict(line) for line in lines], "seconds": seconds}
        OUT.mkdir(parents=True, exist_ok=True)
        (OUT / "results.json").write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")
    return 0 if all(line.holds for line in lines) else 1


def table(lines: list[Line]) -> str:
    """All lines with their columns aligned; what falls short stands last."""
    rows = [line.cells for line in sorted(lines, key=lambda line: not line.holds)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
                     for row in rows)


def _toy():
    result = reverse_digits(backends.get("numpy"))
    yield Line("reverse unseen digit strings, NumPy", f"99 % exact in {BUDGET_S:.0f} s",
               f"{result.exact:.1%} in {result.seconds:.0f} s ({result.steps} steps)",
               result.exact >= 0.99 and result.seconds < BUDGET_S)


def _bundled():
    """The shipped models on the test split must score what their config.json says."""
    test = read_corpus([sample_corpus_dir() / "zh-en.test.tsv"]).pairs
    for name in ("zh-en", "en-zh"):
        ops = backends.get("numpy")
        model = load_model(models_dir() / name, ops)
        pairs = test if model.src_lang == "zh" else [(tgt, src) for src, tgt in test]
        outputs = Translator(model, ops).translate([src for src, _ in pairs], DecodeConfig(method="beam"))
        scores = score([output.text for output in outputs], [[tgt] for _, tgt in pairs], model.tgt_lang)
        claimed = model.facts["test_beam_bleu"]
        yield Line(f"bundled {name}, beam 4, {len(pairs)} sentences", f"BLEU {claimed:.1f} as it says",
                   f"BLEU {scores.bleu:.1f}, exact {scores.exact_match:.1%}",
                   abs(scores.bleu - claimed) < 0.5)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
