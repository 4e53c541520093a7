"""Decoding against Hugging Face generate and CTranslate2, on a trained model whose outputs agree."""

from __future__ import annotations

import json
import random
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

import backends
from backends.numpy_backend.parallel import default_workers
from core.config import DecodeConfig, ModelConfig
from core.context import Context
from core.corpus.readers import read_corpus
from core.decoding import lean
from core.decoding.beam import beam
from core.decoding.search import greedy
from core.decoding.translator import Translator
from core.formats import atomic
from core.formats.native import Model, load_model
from core.metrics import score
from core.params import map_params, unflatten
from core.text import shortlist
from core.text.shortlist import Shortlist
from resources import models_dir, sample_corpus_dir
from tests.benchmarks import grown, peers

FOLDER = Path("build/bench/translating")
ROUNDS = {"d_model 256": 5, "OPUS-MT size": 3}
FAR = {"hf": 2}  # rounds with a peer that is slow, and far from its bar
CASES = ((1, 1), (16, 1), (1, 4), (16, 4))  # batch, beam
NUM_SENTENCES = {"d_model 256": 96, "OPUS-MT size": 32}
# Against int8 we decode with a shortlist, in float32 as ever.
BARS = (("hf", "Hugging Face", 2.0), ("ct2", "CTranslate2 fp32", 0.95),
        ("ct2-int8", "CTranslate2 int8, with a shortlist", 1.0))
EOS = 2
# The bundled corpus has few words; its lists are made as long as a vocabulary of 58,000 would make them.
LONGER_LISTS = {"d_model 256": {}, "OPUS-MT size": {1: 1000, 16: 2000}}  # by the sentences in a batch


def lines(line: Callable) -> Iterator:
    """`line(name, bar, measured, holds)` makes an entry of the table."""
    ops = backends.get("numpy")
    ops.warm_up()
    model = load_model(models_dir() / "zh-en", ops)
    sources, likely = _sources(model), _shortlist(model)
    yield from _quality(line, model, ops)
    weights = grown.weights_of(model.config, map_params(ops.to_host, model.params))
    config, weights = grown.more_heads(model.config, weights)
    yield from _against_peers(line, "d_model 256", ops, config, weights, sources, likely)
    config, weights = grown.wider_heads(config, weights)
    config, weights = grown.more_layers(config, weights, 6)
    config, weights = grown.more_tokens(config, weights, 58_101)
    yield from _against_peers(line, "OPUS-MT size", ops, config, weights, sources, likely)


def _sources(model: Model) -> list[list[int]]:
    pairs = read_corpus([sample_corpus_dir() / "zh-en.test.tsv"]).pairs
    sources = [encoding.ids for encoding in model.tokenizer.encode_batch([source for source, _ in pairs])]
    random.Random(1).shuffle(sources)
    return sources


def _shortlist(model: Model) -> Shortlist:
    pairs = read_corpus([sample_corpus_dir() / "zh-en.train.tsv"]).pairs
    sides = [model.tokenizer.encode_batch([pair[side] for pair in pairs]) for side in (0, 1)]
    ids = [(source.ids, target.ids) for source, target in zip(*sides, strict=True)]
    return shortlist.learn(ids, model.config)


def _quality(line: Callable, model: Model, ops) -> Iterator:
    """What a shortlist costs, on the test split of the bundled corpus."""
    folder = FOLDER / "with-a-shortlist"
    folder.mkdir(parents=True, exist_ok=True)
    atomic.write_with(folder / shortlist.FILE, shortlist.writer(_shortlist(model)))
    translator = Translator(replace(model, folder=folder), ops)
    pairs = read_corpus([sample_corpus_dir() / "zh-en.test.tsv"]).pairs
    bleu = []
    for wanted in (False, True):
        outputs = translator.translate([source for source, _ in pairs],
                                       DecodeConfig(method="beam", shortlist=wanted))
        bleu.append(score([output.text for output in outputs], [[tgt] for _, tgt in pairs], "en").bleu)
    yield line("bundled zh-en, beam 4, with a shortlist", "BLEU within 0.5 of that without",
               f"{bleu[1]:.1f} with, {bleu[0]:.1f} without", abs(bleu[1] - bleu[0]) <= 0.5)


def _against_peers(
    line, size: str, ops, config: ModelConfig, weights: grown.Weights, sources, likely: Shortlist
) -> Iterator:
    folder = FOLDER / size.replace(" ", "-")
    folder.mkdir(parents=True, exist_ok=True)
    np.savez(folder / "weights.npz", **weights)
    document = {"model": config.to_dict(), "threads": default_workers()}
    (folder / "sizes.json").write_text(json.dumps(document), encoding="utf-8")
    searches = {wanted: _search(ops, config, weights, _lists(size, config, likely) if wanted else None)
                for wanted in (False, True)}
    others = {name: peers.Peer(peers.python(), peers.HERE / "translating.py", folder, name)
              for name, _, _ in BARS}
    for batch_size, beam_size in CASES:
        chosen = sources[: NUM_SENTENCES[size] // (2 if batch_size == 1 else 1)]
        chosen = sorted(chosen, key=len) if batch_size > 1 else chosen
        batches = [chosen[start: start + batch_size] for start in range(0, len(chosen), batch_size)]
        ratios, same, rates = _rounds(searches, others, batches, beam_size, ROUNDS[size])
        for name, called, bar in BARS:
            # An int8 model is another model: its outputs may differ, and do.
            found, median = ratios[name], statistics.median(ratios[name])
            case = f"{size}, batch {batch_size}, beam {beam_size}"
            yield line(f"{case}, {called}", f"at least {bar:.2f}x as fast",
                       f"{median:.2f}x ({min(found):.2f} to {max(found):.2f}), {rates[name]:.0f} tokens/s, "
                       f"{same[name]:.1%} of outputs equal",
                       median >= bar and (same[name] == 1 or name == "ct2-int8"))
    for peer in others.values():
        peer.close()


def _lists(size: str, config: ModelConfig, likely: Shortlist) -> Callable:
    """The shortlist of a batch, with tokens that never come where the corpus has too few."""
    def of(batch: list[list[int]]) -> list[int]:
        found = likely.of(batch)
        missing = max(0, LONGER_LISTS[size].get(len(batch), 0) - len(found))
        return [*found, *range(config.vocab_size - missing, config.vocab_size)]

    return of


def _search(ops, config: ModelConfig, weights: grown.Weights, lists: Callable | None) -> Callable:
    named = {name: ops.asarray(array) for name, array in weights.items()
             if name not in ("positions", "logits_bias")}
    ctx = Context.of(ops, config)
    ctx = replace(ctx, positions=ops.asarray(weights["positions"]),
                  bans=ctx.bans + ops.asarray(weights["logits_bias"]))
    params = lean.prepared(ctx, unflatten(named))

    def search(batch: list[list[int]], beam_size: int) -> list[list[int]]:
        settings = DecodeConfig(beam_size=beam_size, length_penalty=0.0)

        likely = lists(batch) if lists else None
        if beam_size == 1:
            best = greedy(ctx, params, batch, settings, likely=likely)
        else:
            best = [found[0] for found in beam(ctx, params, batch, settings, wanted=1, likely=likely)]
        return [[token for token in found.token_ids if token != EOS] for found in best]

    return search


def _rounds(searches: dict[bool, Callable], others, batches, beam_size: int, count: int):
    """-> for each peer: its seconds over ours, a ratio a round; the share of equal outputs; our tokens/s."""
    ratios, same, rates = {name: [] for name in others}, {}, {}
    for number in range(count + 1):
        warm = number == 0
        part = batches[:1] if warm else batches
        mine = {wanted: _timed(search, part, beam_size) for wanted, search in searches.items()}
        for name, peer in others.items():
            if number > FAR.get(name, count):
                continue
            answers = [peer.ask({"sources": batch, "beam": beam_size,
                                 "max_len": [2 * len(source) + 20 for source in batch]}, pause=index == 0)
                       for index, batch in enumerate(part)]
            if not warm:
                seconds, outputs = mine[name == "ct2-int8"]
                ratios[name].append(sum(answer["seconds"] for answer in answers) / seconds)
                rates[name] = sum(len(found) + 1 for found in outputs) / seconds
                theirs = [found for answer in answers for found in answer["outputs"]]
                equal = [one == other for one, other in zip(outputs, theirs, strict=True)]
                same[name] = float(np.mean(equal))
    return ratios, same, rates


def _timed(search: Callable, batches: list, beam_size: int) -> tuple[float, list[list[int]]]:
    """Seconds, and the outputs of all batches."""
    time.sleep(peers.PAUSE_S)
    started = time.perf_counter()
    outputs = [found for batch in batches for found in search(batch, beam_size)]
    return time.perf_counter() - started, outputs
