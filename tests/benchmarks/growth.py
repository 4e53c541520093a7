"""How cost grows: a step with its batch, a decoded token with the prefix, memory with the source."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np

import backends
from core.config import DecodeConfig, ModelConfig, TrainConfig
from core.context import Context
from core.corpus.batches import Example, collate
from core.decoding import lean
from core.decoding.hypothesis import start
from core.decoding.search import greedy
from core.decoding.state import advance
from core.init import init_params
from core.params import map_params
from core.training.step import init_optimizer, make_train_step

CONFIG = ModelConfig(vocab_size=8000, d_model=128, num_heads=4, d_ff=256, num_encoder_layers=4,
                     num_decoder_layers=4, max_len=600)
LENGTH = 16
TOKENS = (1024, 2048, 4096, 8192, 16384)
EXPONENT = 1.05
SHORT, LONG, PREFIX_BAR = 16, 512, 1.6
MEMORY_BAR = 2 << 30


def lines(line: Callable) -> Iterator:
    """`line(name, bar, measured, holds)` makes an entry of the table."""
    ops = backends.get("numpy")
    ops.warm_up()
    seconds = [_step_seconds(ops, tokens // LENGTH, LENGTH) for tokens in TOKENS]
    exponent = float(np.polyfit(np.log(TOKENS), np.log(seconds), 1)[0])
    yield line("step time against batch tokens, 1k to 16k", f"exponent at most {EXPONENT}", f"{exponent:.2f}",
               exponent <= EXPONENT)
    short, long = _token_seconds(ops)
    yield line(f"a decoded token after {LONG} against after {SHORT}", f"at most {PREFIX_BAR}x",
               f"{long / short:.2f}x ({short * 1e3:.2f} and {long * 1e3:.2f} ms)", long / short <= PREFIX_BAR)
    _step_seconds(ops, 8, LONG)
    _translate_long(ops)
    yield line(f"sources of {LONG} tokens, trained and decoded", f"within {MEMORY_BAR >> 20} MiB",
               f"{ops.memory() >> 20} MiB held afterwards", ops.memory() <= MEMORY_BAR)


def _step_seconds(ops, rows: int, length: int) -> float:
    """The median of five optimizer steps on rows of equal length."""
    rng = np.random.default_rng(0)
    ids = rng.integers(4, CONFIG.vocab_size, (rows, length)).tolist()
    batch = collate([Example(row, row) for row in ids], CONFIG)
    step = make_train_step(ops, CONFIG, TrainConfig())
    params = map_params(ops.asarray, init_params(CONFIG, 1))
    state, took = init_optimizer(ops, params), []
    for number in range(6):
        arrays = {name: ops.asarray(array) for name, array in batch.items()}
        started = time.perf_counter()
        params, state, _ = step(params, state, arrays, ops.key(number), ops.asarray(1e-4))
        took.append(time.perf_counter() - started)
    return statistics.median(took[1:])


def _token_seconds(ops) -> tuple[float, float]:
    """One decoded token after a short and after a long prefix."""
    ctx, params = _prepared(ops)
    state = start(ctx, params, [[5] * 10 + [2]])
    took: dict[int, float] = {}
    while state.position < LONG + 8:
        started = time.perf_counter()
        _, state = advance(ctx, params, state, [5])
        took[state.position] = time.perf_counter() - started
    return tuple(statistics.median(took[at] for at in range(around - 8, around + 8))
                 for around in (SHORT, LONG))


def _translate_long(ops) -> None:
    ctx, params = _prepared(ops)
    greedy(ctx, params, [[5] * (LONG - 1) + [2]] * 2, DecodeConfig(max_len=LONG))


def _prepared(ops):
    config = replace(CONFIG, d_model=256, d_ff=1024)
    ctx = Context.of(ops, config)
    return ctx, lean.prepared(ctx, map_params(ops.asarray, init_params(config, 1)))
