"""What weights of fewer bits cost in BLEU, on the bundled models: half size on NumPy; 8 and 4 bits through
MLX, whose speed is for GPUs."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

import backends
from core.config import DecodeConfig
from core.corpus.readers import read_corpus
from core.decoding.translator import Translator
from core.formats.native import Model, load_model
from core.metrics import score
from core.params import unflatten
from resources import models_dir, sample_corpus_dir
from tests.benchmarks import grown

SENTENCES = 250  # of the test split; MLX takes 20 ms a sentence on a CPU
NUM_TIMED, ROUNDS = 16, 5  # sentences, rounds
MAY_LOSE = {"half": 0.1, "8bit": 0.5, "4bit": 1.5}  # BLEU


def lines(line: Callable) -> Iterator:
    """`line(name, bar, measured, holds)` makes an entry of the table; none of an engine that is not there."""
    pairs = read_corpus([sample_corpus_dir() / "zh-en.test.tsv"]).pairs[:SENTENCES]
    if _has_halves():
        yield from _speed(line, [src for src, _ in pairs])
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


def _speed(line: Callable, texts: list[str]) -> Iterator:
    """Time at half size over that at full, in paired rounds; a bundled model grown to OPUS-MT's size."""
    exact = load_model(models_dir() / "zh-en", backends.get("numpy"))
    config, weights = grown.more_heads(exact.config, grown.weights_of(exact.config, exact.params))
    config, weights = grown.more_layers(*grown.wider_heads(config, weights), 6)
    named = {name: array for name, array in weights.items() if name not in ("positions", "logits_bias")}
    translators = []
    for kept in ("float32", "half"):
        ops = backends.get("numpy", weights=kept)
        ops.warm_up()
        params = unflatten({name: ops.asarray(array) for name, array in named.items()})
        card = replace(exact.card, config=config)
        translators.append(Translator(Model(card, exact.folder, params, exact.tokenizer), ops))
    for batch, beam_size in ((1, 1), (16, 1), (1, 4), (16, 4)):
        ratios = []
        for number in range(ROUNDS + 1):
            took = [_timed(translator, texts[: NUM_TIMED], batch, beam_size) for translator in translators]
            ratios += [took[1] / took[0]] if number else []  # the first warms up
        found = statistics.median(ratios)
        yield line(f"OPUS-MT size, half weights on NumPy, batch {batch}, beam {beam_size}",
                   "at most 1.05 of the time", f"{found:.2f} ({min(ratios):.2f} to {max(ratios):.2f})",
                   found <= 1.05)


def _timed(translator: Translator, texts: list[str], batch: int, beam_size: int) -> float:
    config = DecodeConfig(method="greedy" if beam_size == 1 else "beam", beam_size=beam_size, shortlist=False)
    started = time.perf_counter()
    for start in range(0, len(texts), batch):
        translator.translate(texts[start: start + batch], config)
    return time.perf_counter() - started


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
