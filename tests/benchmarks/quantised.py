"""What weights of 8 and 4 bits cost in BLEU, on the bundled models through MLX (their speed is for GPUs)."""

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
MAY_LOSE = {"8bit": 0.5, "4bit": 1.5}  # BLEU


def lines(line: Callable) -> Iterator:
    """`line(name, bar, measured, holds)` makes an entry of the table; none where MLX is not installed."""
    if "mlx" not in backends.available():
        return
    pairs = read_corpus([sample_corpus_dir() / "zh-en.test.tsv"]).pairs[:SENTENCES]
    for name in ("zh-en", "en-zh"):
        exact = _bleu(name, "float32", pairs)
        for weights, may_lose in MAY_LOSE.items():
            bleu = _bleu(name, weights, pairs)
            yield line(f"bundled {name}, greedy, {weights} weights on MLX", f"at most {may_lose} BLEU less",
                       f"BLEU {bleu:.1f}, float32 {exact:.1f} ({len(pairs)} sentences)",
                       bleu >= exact - may_lose)


def _bleu(name: str, weights: str, pairs: list[tuple[str, str]]) -> float:
    ops = backends.get("mlx", weights=weights)
    model = load_model(models_dir() / name, ops)
    if model.src_lang != "zh":
        pairs = [(tgt, src) for src, tgt in pairs]
    outputs = Translator(model, ops).translate([src for src, _ in pairs], DecodeConfig())
    return score([output.text for output in outputs], [[tgt] for _, tgt in pairs], model.tgt_lang).bleu
