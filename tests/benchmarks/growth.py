"""How cost grows: a step with its batch, a decoded token with the prefix, memory with the source."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

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
from tests.benchmarks import plots
from tests.benchmarks.peers.peak_memory import peak_bytes

CONFIG = ModelConfig(vocab_size=8000, d_model=128, num_heads=4, d_ff=256, num_encoder_layers=4,
                     num_decoder_layers=4, max_len=600)
LENGTH = 16
TOKENS = (1024, 2048, 4096, 8192, 16384)
EXPONENT = 1.05
SHORT, LONG, PREFIX_BAR = 16, 512, 1.6
MEMORY_BAR = 2 << 30
OUT = Path("build/bench")


def lines(line: Callable) -> Iterator:
    """`line(name, bar, measured, holds)` makes an entry of the table."""
    ops = backends.get("numpy")
    ops.warm_up()
    seconds = _step_seconds(ops, [(tokens // LENGTH, LENGTH) for tokens in TOKENS])
    exponent = float(np.polyfit(np.log(TOKENS), np.log(seconds), 1)[0])
    plots.save(OUT / "step-time.png", f"A training step, exponent {exponent:.2f}",
               ("target tokens a batch", "seconds"), TOKENS, seconds, logarithmic=True,
               reference=[seconds[0] * tokens / TOKENS[0] for tokens in TOKENS])
    yield line("step time against batch tokens, 1k to 16k", f"exponent at most {EXPONENT}", f"{exponent:.2f}",
               exponent <= EXPONENT)
    took = _token_seconds(ops)
    plots.save(OUT / "token-time.png", "A decoded token", ("target tokens before it", "milliseconds"),
               list(took), [1e3 * second for second in took.values()])
    short, long = took[SHORT], took[LONG]
    yield line(f"a decoded token after {LONG} against after {SHORT}", f"at most {PREFIX_BAR}x",
               f"{long / short:.2f}x ({short * 1e3:.2f} and {long * 1e3:.2f} ms)", long / short <= PREFIX_BAR)
    # In a process of its own, whose peak is theirs alone.
    done = subprocess.run([sys.executable, "-m", "tests.benchmarks.growth"], check=True, capture_output=True)
    peak = int(done.stdout)
    yield line(f"8 sources of {LONG} tokens trained, 2 decoded", f"within {MEMORY_BAR >> 20} MiB",
               f"{peak >> 20} MiB at the most", peak <= MEMORY_BAR)


def _step_seconds(ops, shapes: list[tuple[int, int]]) -> list[float]:
    """The medians of five optimizer steps on batches of these (rows, length).

    The batches take turns: a machine that slows down for a while slows all of them down.
    """
    rng, batches = np.random.default_rng(0), []
    for shape in shapes:
        ids = rng.integers(4, CONFIG.vocab_size, shape).tolist()
        batches.append(collate([Example(row, row) for row in ids], CONFIG))
    step = make_train_step(ops, CONFIG, TrainConfig())
    params = map_params(ops.asarray, init_params(CONFIG, 1))
    state, took = init_optimizer(ops, params), []
    for number in range(6):
        took.append([])
        for batch in batches:
            arrays = {name: ops.asarray(array) for name, array in batch.items()}
            started = time.perf_counter()
            params, state, _ = step(params, state, arrays, ops.key(number), ops.asarray(1e-4))
            took[-1].append(time.perf_counter() - started)
    return [statistics.median(seconds) for seconds in zip(*took[1:], strict=True)]


def _token_seconds(ops) -> dict[int, float]:
    """The time of one decoded token by the length of the prefix: the median of 16 around it, five times."""
    ctx, params = _prepared(ops)
    took: dict[int, list[float]] = {}
    for _ in range(5):
        state = start(ctx, params, [[5] * 10 + [2]])
        while state.position < LONG + 8:
            started = time.perf_counter()
            _, state = advance(ctx, params, state, [5])
            took.setdefault(state.position, []).append(time.perf_counter() - started)
    return {around: statistics.median(second for at in range(around - 8, around + 8) for second in took[at])
            for around in range(SHORT, LONG + 1, 8)}


def _long_sources() -> None:
    """Prints the most memory that it takes, in bytes."""
    ops = backends.get("numpy")
    ops.warm_up()
    _step_seconds(ops, [(8, LONG)])
    ctx, params = _prepared(ops)
    greedy(ctx, params, [[5] * (LONG - 1) + [2]] * 2, DecodeConfig(max_len=LONG))
    print(peak_bytes())


def _prepared(ops):
    config = replace(CONFIG, d_model=256, d_ff=1024)
    ctx = Context.of(ops, config)
    return ctx, lean.prepared(ctx, map_params(ops.asarray, init_params(config, 1)))


if __name__ == "__main__":
    _long_sources()
