"""`make tour`: everything the app is for, without a window: train, translate, step, and pictures.

Real in every part: it fine-tunes the bundled model, translates sentences of the test split and
decodes the course's example, and draws the pages with what came of it.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path

import backends
from core.cli import speak_utf8
from core.commands.step import describe, render
from core.commands.training_output import TerminalView
from core.corpus.readers import read_corpus
from core.decoding.translator import Translator
from core.formats.native import load_model
from core.training import probes
from core.training.control import Control
from core.training.loop import train
from core.training.prepare import Request, prepare
from desktop import screen
from desktop.shots import Looks, take_shots
from resources import models_dir, sample_corpus_dir

EXAMPLE = "我爱购物"
STEPS = 40
SENTENCES = 8


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m desktop.tour", description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=Path("build/tour"), help="where the pictures go")
    args = parser.parse_args(argv)
    speak_utf8()
    shutil.rmtree(args.out / "runs" / "tour", ignore_errors=True)  # of an earlier tour
    ops = backends.get("auto")
    run = _fine_tune(args.out, ops)
    translator = Translator(load_model(run, ops), ops)
    _translate(translator)
    _step(translator)
    return _pictures(args.out, run)


def _heading(text: str) -> None:
    print(f"\n{text}\n{'─' * len(text)}", flush=True)


def _fine_tune(out: Path, ops: backends.Backend) -> Path:
    """Trains the bundled model a little further and returns the run directory."""
    _heading("Train: the bundled model, a few steps further")
    corpus = sample_corpus_dir()
    run = prepare(Request(
        corpus=[corpus / "zh-en.train.tsv"], dev=[corpus / "zh-en.dev.tsv"], out=out / "runs" / "tour",
        init=models_dir() / "zh-en", name="tour", train={"max_steps": STEPS, "validate_every": STEPS // 2}))
    probes.pin(run.path, [EXAMPLE])
    control = Control()
    view = TerminalView(control)
    try:
        train(run, ops, view, control)
    finally:
        view.close()
    return run.path


def _translate(translator: Translator) -> None:
    _heading("Translate: sentences that training never saw")
    pairs = read_corpus([sample_corpus_dir() / "zh-en.test.tsv"]).pairs
    pairs = pairs[:: len(pairs) // SENTENCES][:SENTENCES]  # neighbours in the file are alike
    for (src, reference), result in zip(pairs, translator.translate([src for src, _ in pairs]), strict=True):
        print(f"{src}\n  → {result.text}")
        if result.text != reference:
            print(f"    (reference: {reference})")


def _step(translator: Translator) -> None:
    _heading(f"Step: how {EXAMPLE} is decoded")
    session = translator.session(EXAMPLE, num_candidates=5)
    session.run()
    print(render(describe(session, translator.model.tokenizer)))


def _pictures(out: Path, run: Path) -> int:
    """Draws the pages off screen; where Qt cannot be loaded at all, says what is missing."""
    _heading("Pictures of the pages")
    problem = screen.trial({"QT_QPA_PLATFORM": "offscreen"})
    if problem:
        print(f"None: {problem}")
        return 0
    looks = Looks(sizes=[(1440, 900)], modes=["light"], languages=["en"], details=False)
    for path in take_shots(out, looks, run=run):
        print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
