"""`make sample-model`: makes the sample corpus and trains the two bundled models on it.

Everything is fixed (seed, steps, two workers, NumPy), so the same versions of the packages give the
same models. The figures that are printed at the end, and kept in each model's config.json, are those
of the files that are shipped: weights rounded to 16 bits, sentences of the test split.
"""

from __future__ import annotations

import argparse
import shutil
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

import backends
from core import confidence
from core import params as parameters
from core.cli import speak_utf8
from core.config import DecodeConfig
from core.corpus.readers import read_corpus
from core.corpus.unit import Pair
from core.decoding.translator import Translator
from core.formats import native
from core.metrics import score
from core.training.loop import train
from core.training.prepare import Request, prepare
from resources import models_dir
from resources.sample_corpus import generate

# Chinese pronouns, particles and the commonest verbs stand alone, so that 我爱购物 is 我 爱 购物: words
# that a learner knows as words, though the corpus has them side by side often enough to merge.
ALONE = "[我你他她它们的了着过吗呢吧不没很也都是在有想爱要会能去吃把被比和给这那]"
VOCAB_SIZE = 3200
SETTINGS = {"seed": 1, "max_steps": 1000, "batch_tokens": 2048, "validate_every": 200,
            "learning_rate": 2.5e-3, "warmup_steps": 200, "ema_decay": 0.0}
# As the paper has it, norms last and as many layers on both sides: the lessons are about such a model.
MODEL = {"num_encoder_layers": 3, "num_decoder_layers": 3, "norm_first": False, "dropout": 0.1}
WORKERS = 2  # part of the recipe: another number rounds differently


@dataclass(frozen=True)
class Direction:
    """One bundled model; `swapped` reads the corpus from right to left."""

    src_lang: str
    tgt_lang: str
    swapped: bool

    @property
    def name(self) -> str:
        return f"{self.src_lang}-{self.tgt_lang}"


DIRECTIONS = (Direction("zh", "en", swapped=False), Direction("en", "zh", swapped=True))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--work", type=Path, default=Path("build/sample"), help="where the runs go")
    parser.add_argument("--out", type=Path, default=models_dir(), help="where the models go")
    args = parser.parse_args()
    speak_utf8()
    begun = time.perf_counter()
    generate.write(generate.generate(), args.work / "corpus")
    for direction in DIRECTIONS:
        started = time.perf_counter()
        run = _train(direction, args.work)
        facts = _ship(run, direction, args.work / "corpus", args.out / direction.name)
        print(f"{direction.name}: {(time.perf_counter() - started) / 60:.1f} min; {facts}")
    print(f"both directions: {(time.perf_counter() - begun) / 60:.1f} min")


def _train(direction: Direction, work: Path) -> Path:
    """Trains one direction and returns its run directory."""
    parts = {}
    for part in ("train", "dev"):
        pairs = _pairs(work / "corpus", part, direction)
        parts[part] = work / f"{direction.name}.{part}.tsv"
        parts[part].write_text("".join(f"{src}\t{tgt}\n" for src, tgt in pairs), encoding="utf-8")
    shutil.rmtree(work / direction.name, ignore_errors=True)  # of an earlier time
    run = prepare(Request(
        corpus=[parts["train"]], dev=[parts["dev"]], out=work / direction.name, preset="tiny",
        src_lang=direction.src_lang, tgt_lang=direction.tgt_lang, alone=ALONE, vocab_size=VOCAB_SIZE,
        name=f"Pellucid sample {direction.name}", train=SETTINGS, model=MODEL))
    train(run, backends.get("numpy", workers=WORKERS), _report)
    return run.path


def _ship(run: Path, direction: Direction, corpus: Path, out: Path) -> dict[str, Any]:
    """Writes the best model in 16 bits, scores what was written, and writes the scores beside it."""
    card, weights, tokenizer = native.read_model(run)
    tree = parameters.unflatten(weights)
    native.save_model(out, card, tree, tokenizer, dtype=np.float16)
    facts = {name: fact for name, fact in card.facts.items() if name != "seconds"}  # another each time
    facts |= _scores(out, _pairs(corpus, "test", direction))
    native.save_model(out, replace(card, facts=facts), tree, tokenizer, dtype=np.float16)
    ops = backends.get("numpy")
    translator = Translator(native.load_model(out, ops), ops)
    measured = confidence.calibrate(translator, _pairs(corpus, "dev", direction))
    confidence.save(out, measured, confidence.stamp(out))
    return facts


def _scores(folder: Path, test: list[Pair]) -> dict[str, Any]:
    ops = backends.get("numpy")
    translator = Translator(native.load_model(folder, ops), ops)
    references = [[tgt] for _, tgt in test]
    facts: dict[str, Any] = {"test_sentences": len(test)}
    for method in ("greedy", "beam"):
        outputs = translator.translate([src for src, _ in test], DecodeConfig(method=method))
        scores = score([output.text for output in outputs], references, translator.model.tgt_lang)
        facts |= {f"test_{method}_bleu": round(scores.bleu, 2), f"test_{method}_chrf": round(scores.chrf, 2),
                  f"test_{method}_exact_match": round(scores.exact_match, 4)}
    return facts | {"bleu_signature": scores.bleu_signature, "chrf_signature": scores.chrf_signature}


def _pairs(corpus: Path, part: str, direction: Direction) -> list[Pair]:
    pairs = read_corpus([corpus / f"zh-en.{part}.tsv"]).pairs
    return [(tgt, src) for src, tgt in pairs] if direction.swapped else pairs


def _report(event: dict[str, Any]) -> None:
    if event["event"] == "validated":
        print(f"  step {event['step']}: validation loss {event['dev_loss']:.3f}, BLEU {event['bleu']:.1f}",
              flush=True)


if __name__ == "__main__":
    main()
