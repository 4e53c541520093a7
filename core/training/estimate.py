"""What training a size on a corpus would take here, measured by a few steps before anyone commits."""

from __future__ import annotations

import random
import sys
import time
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import psutil

from backends.base import Backend
from core import params as parameters
from core.config import ModelConfig, TrainConfig
from core.corpus.readers import read_corpus
from core.corpus.unit import CorpusError, Pair
from core.formats import atomic
from core.init import init_params
from core.text.tokenizer import Tokenizer
from core.training import presets
from core.training.accumulation import make_accumulated_step
from core.training.checkpoints import Cursor
from core.training.examples import encoded
from core.training.feed import Feed
from core.training.material import LENGTH_MULTIPLE
from core.training.preflight import parts_that_fit
from core.training.step import init_optimizer, make_train_step

Settings = tuple[dict[str, Any], dict[str, Any]]  # of core.config.ModelConfig, of TrainConfig

SAMPLE = 20_000  # pairs that the vocabulary is learned from and that lengths are taken of
WARM_STEPS, TIMED_STEPS, TIMED_S = 1, 8, 10.0  # the first step compiles; then as many as fit into the time
# A rule of thumb, not a measurement: so often a small model reads a corpus until its scores gain little.
GOOD_EPOCHS = 20
SHOWN_CHARACTERS = 30


@dataclass(frozen=True)
class Estimate:
    """Ranges are from the fastest to the slowest timed step, in seconds."""

    preset: str
    pairs: int
    vocab_size: int
    vocab_limit: int  # advised; fewer are learned where the text has no more
    vocab_reason: str
    num_weights: int
    steps_per_epoch: int
    timed_steps: int
    epoch_s: tuple[float, float]
    good_s: tuple[float, float]  # GOOD_EPOCHS epochs
    good_epochs: int
    peak_bytes: int  # most memory of this process, reading and the timed steps included
    suggested: bool
    src: str  # a sentence of the corpus and its pieces, as in core.text.tokenizer.Piece.text
    tgt: str
    src_pieces: list[str]
    tgt_pieces: list[str]
    unknown: str  # characters of the corpus that the vocabulary lacks

    def to_dict(self) -> dict:
        return asdict(self)


def estimate(corpus: list[Path], preset: str, ops: Backend, settings: Settings = ({}, {}),
             keep: Path | None = None) -> Estimate:
    """Learns a vocabulary from a sample and times some steps, fed as a training would feed them.

    `settings` are those of the model and of the training that are not the preset's. Writes nothing but,
    where asked, the vocabulary to `keep`. Raises CorpusError or ConfigError.
    """
    found = read_corpus(corpus)
    pairs, an_epoch = found.pairs, sum(found.weights or [1.0] * len(found.pairs))
    sample = pairs if len(pairs) <= SAMPLE else random.Random(1).sample(pairs, SAMPLE)
    limit = presets.vocab_limit(len(pairs))
    tokenizer = Tokenizer.train((text for pair in sample for text in pair), limit)
    if keep is not None:
        atomic.write_text(keep, tokenizer.to_json())
    model = replace(presets.model_config(preset, tokenizer.vocab_size, len(pairs)), **settings[0])
    train = TrainConfig(**{**presets.train_settings(preset, len(pairs)), **settings[1]})
    train = replace(train, accumulate=parts_that_fit(model, train))
    examples, _ = encoded(sample, tokenizer, model)
    if not examples:
        raise CorpusError(f"{corpus[0]}: every pair is longer than the model's {model.max_len} positions; "
                          "expected shorter sentences, one a line")
    feed = Feed(examples, tokenizer, model, train, LENGTH_MULTIPLE.get(ops.name, 1))
    times = _step_times(feed, ops, model, train)
    timed = times[WARM_STEPS:]
    steps = max(1, round(feed.batches_per_epoch * an_epoch / len(sample)))
    low, high = (round(steps * seconds, 2) for seconds in (min(timed), max(timed)))
    return Estimate(
        preset, len(pairs), tokenizer.vocab_size, limit, _vocab_reason(len(pairs), limit),
        parameters.count(model), steps, len(timed), (low, high), (low * GOOD_EPOCHS, high * GOOD_EPOCHS),
        GOOD_EPOCHS, peak_bytes(), preset == presets.suggest(len(pairs)), *_shown(sample, tokenizer),
        _unknown(pairs, tokenizer))


def _step_times(feed: Feed, ops: Backend, model: ModelConfig, train: TrainConfig) -> list[float]:
    """Seconds of each step, the cutting into pieces included."""
    make = make_accumulated_step if train.accumulate > 1 else make_train_step
    step, root = make(ops, model, train), ops.key(train.seed)
    params = parameters.map_params(ops.asarray, init_params(model, train.seed))
    state, times, began = init_optimizer(ops, params), [], time.perf_counter()
    batches, started = feed.from_cursor(Cursor()), time.perf_counter()
    for number in range(WARM_STEPS + TIMED_STEPS):
        parts = [{name: ops.asarray(array) for name, array in part.items()} for part in next(batches)]
        params, state, metrics = step(params, state, parts if train.accumulate > 1 else parts[0],
                                      ops.fold_key(root, number), ops.asarray(1e-4))
        ops.eval(params, state, metrics)
        times.append(time.perf_counter() - started)
        started = time.perf_counter()
        if len(times) > WARM_STEPS and started - began > TIMED_S:
            break
    return times


def _vocab_reason(num_pairs: int, limit: int) -> str:
    return f"at most {limit} for {num_pairs} pairs; more would each be seen too seldom"


def _shown(sample: list[Pair], tokenizer: Tokenizer) -> tuple[str, str, list[str], list[str]]:
    """A pair of usual length and the pieces of its sides; "·" begins one that continues a word."""
    src, tgt = sorted(sample[:1000], key=lambda pair: len(pair[0]))[min(len(sample), 1000) // 2]
    return src, tgt, tokenizer.cut(src), tokenizer.cut(tgt)


def _unknown(pairs: list[Pair], tokenizer: Tokenizer) -> str:
    characters: set[str] = set()
    for pair in pairs:
        characters.update(*pair)
    ordered = sorted(character for character in characters if character.isprintable())
    found = dict.fromkeys(tokenizer.encode(" ".join(ordered)).unknown)
    return "".join(found)[:SHOWN_CHARACTERS]


def peak_bytes() -> int:
    """The most memory that this process has held."""
    if sys.platform == "win32":
        return psutil.Process().memory_info().peak_wset
    import resource

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024
