"""What weights of fewer bits cost in BLEU, on the bundled models: half size on NumPy; 8 and 4 bits through
MLX, whose speed is for GPUs."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import backends
from core.config import DecodeConfig
from core.corpus.readers import read_corpus
from core.decoding.translator import Translator
from core.formats.native import load_model
from core.metrics import score
from resources import models_dir, sample_corpus_dir

SENTENCES = 250  # of the test split; MLX takes 20 ms a sentence on a CPU
MAY_LOSE = {"half": 0.1, "8bit": 0.5, "4bit": 1.5}  # BLEU


def lines(line: Callable) -> Iterator:
    """`line(name, bar, measured, holds)` makes an entry of the table; none of an engine that is not there."""
    pairs = read_corpus([sample_corpus_dir() / "zh-en.test.tsv"]).pairs[:SENTENCES]
    for name in ("zh-en", "en-zh"):
        exact = _bleu(name, "float32", pairs)
        for weights, may_lose in MAY_LOSE.items():
            if ("mlx" not in backends.available()) if weights != "half" else not _has_halves():
                continue
            bleu = _bleu(name, weights, pairs)
            engine = "NumPy" if weights == "half" else "MLX"
            yield line(f"bundled {name}, greedy, {weights} weights on {engine}",
                       f"at most {may_lose} BLEU less",
                       f"BLEU {bleu:.1f}, float32 {exact:.1f} ({len(pairs)} sentences)",
                       bleu >= exact - may_lose)


def _has_halves() -> bool:
    try:
        backends.get("numpy", weights="half")
    except ValueError:
        return False
    return True


def _bleu(name: str, weights: str, pairs: list[tuple[str, str]]) -> float:
    ops = backends.get("numpy" if weights in ("float32", "half") else "mlx", weights=weights)
    ops.warm_up()
    model = load_model(models_dir() / name, ops)
    if model.src_lang != "zh":
        pairs = [(tgt, src) for src, tgt in pairs]
    outputs = Translator(model, ops).translate([src for src, _ in pairs], DecodeConfig())
    return score([output.text for output in outputs], [[tgt] for _, tgt in pairs], model.tgt_lang).bleu
