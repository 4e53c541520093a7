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
from core.formats.native import Model, load_model
from core.params import map_params, unflatten
from resources import models_dir, sample_corpus_dir
from tests.benchmarks import grown, peers

FOLDER = Path("build/bench/translating")
ROUNDS = 3
CASES = ((1, 1), (16, 1), (1, 4), (16, 4))  # batch, beam
NUM_SENTENCES = {"d_model 256": 96, "OPUS-MT size": 32}
BARS = (("hf", "Hugging Face", 2.0), ("ct2", "CTranslate2 fp32", 0.95), ("ct2-int8", "CTranslate2 int8", 1.0))
EOS = 2


def lines(line: Callable) -> Iterator:
    """`line(name, bar, measured, holds)` makes an entry of the table."""
    ops = backends.get("numpy")
    ops.warm_up()
    model = load_model(models_dir() / "zh-en", ops)
    sources = _sources(model)
    weights = grown.weights_of(model.config, map_params(ops.to_host, model.params))
    config, weights = grown.more_heads(model.config, weights)
    yield from _against_peers(line, "d_model 256", ops, config, weights, sources)
    config, weights = grown.wider_heads(config, weights)
    config, weights = grown.more_layers(config, weights, 6)
    config, weights = grown.more_tokens(config, weights, 58_101)
    yield from _against_peers(line, "OPUS-MT size", ops, config, weights, sources)


def _sources(model: Model) -> list[list[int]]:
    pairs = read_corpus([sample_corpus_dir() / "zh-en.test.tsv"]).pairs
    sources = [encoding.ids for encoding in model.tokenizer.encode_batch([source for source, _ in pairs])]
    random.Random(1).shuffle(sources)
    return sources


def _against_peers(line, size: str, ops, config: ModelConfig, weights: grown.Weights, sources) -> Iterator:
    folder = FOLDER / size.replace(" ", "-")
    folder.mkdir(parents=True, exist_ok=True)
    np.savez(folder / "weights.npz", **weights)
    document = {"model": config.to_dict(), "threads": default_workers()}
    (folder / "sizes.json").write_text(json.dumps(document), encoding="utf-8")
    search = _search(ops, config, weights)
    others = {name: peers.Peer(peers.python(), peers.HERE / "translating.py", folder, name)
              for name, _, _ in BARS}
    for batch_size, beam_size in CASES:
        chosen = sources[: NUM_SENTENCES[size] // (2 if batch_size == 1 else 1)]
        chosen = sorted(chosen, key=len) if batch_size > 1 else chosen
        batches = [chosen[start: start + batch_size] for start in range(0, len(chosen), batch_size)]
        ratios, same, rate = _rounds(search, others, batches, beam_size)
        for name, called, bar in BARS:
            # An int8 model is another model: its outputs may differ, and do.
            found, median = ratios[name], statistics.median(ratios[name])
            case = f"{size}, batch {batch_size}, beam {beam_size}"
            yield line(f"{case}, {called}", f"at least {bar:.2f}x as fast",
                       f"{median:.2f}x ({min(found):.2f} to {max(found):.2f}), {rate:.0f} tokens/s, "
                       f"{same[name]:.1%} of outputs equal",
                       median >= bar and (same[name] == 1 or name == "ct2-int8"))
    for peer in others.values():
        peer.close()


def _search(ops, config: ModelConfig, weights: grown.Weights) -> Callable:
    named = {name: ops.asarray(array) for name, array in weights.items()
             if name not in ("positions", "logits_bias")}
    ctx = Context.of(ops, config)
    ctx = replace(ctx, positions=ops.asarray(weights["positions"]),
                  bans=ctx.bans + ops.asarray(weights["logits_bias"]))
    params = lean.prepared(ctx, unflatten(named))

    def search(batch: list[list[int]], beam_size: int) -> list[list[int]]:
        settings = DecodeConfig(beam_size=beam_size, length_penalty=0.0)

        if beam_size == 1:
            best = greedy(ctx, params, batch, settings)
        else:
            best = [found[0] for found in beam(ctx, params, batch, settings, wanted=1)]
        return [[token for token in found.token_ids if token != EOS] for found in best]

    return search


def _rounds(search, others, batches, beam_size: int):
    """-> ({peer: its seconds over ours, a ratio a round}, {peer: share of equal outputs}, our tokens/s)."""
    ratios, same, rate = {name: [] for name in others}, {}, 0.0
    for warm in (True, *[False] * ROUNDS):
        part = batches[:1] if warm else batches
        time.sleep(peers.PAUSE_S)
        started = time.perf_counter()
        mine = [found for batch in part for found in search(batch, beam_size)]
        seconds = time.perf_counter() - started
        rate = sum(len(found) + 1 for found in mine) / seconds
        for name, peer in others.items():
            answers = [peer.ask({"sources": batch, "beam": beam_size,
                                 "max_len": [2 * len(source) + 20 for source in batch]}, pause=index == 0)
                       for index, batch in enumerate(part)]
            if not warm:
                ratios[name].append(sum(answer["seconds"] for answer in answers) / seconds)
                outputs = [found for answer in answers for found in answer["outputs"]]
                same[name] = float(np.mean([one == other for one, other in zip(mine, outputs, strict=True)]))
    return ratios, same, rate
