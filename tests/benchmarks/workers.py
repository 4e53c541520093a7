"""A training step over threads, processes or a threaded BLAS: alone, and beside a program on one core."""

from __future__ import annotations

import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator

from tests.benchmarks import peers, training

SIZES, ROUNDS, STEPS = ("tiny",), 3, 2  # with "small" it was alike, in another minute
WAYS = {"threads": (), "processes": ("--processes",), "threaded BLAS": ("--blas",)}
BURN = "import time\nwhile time.process_time() < 300: pass"  # it ends, though nobody may be left to end it
KEEPS = 0.5  # of two cores for two threads among three, a fair share is two thirds


def lines(line: Callable) -> Iterator:
    """`line(name, bar, measured, holds)` makes an entry of the table."""
    if not training.DATA.is_dir():
        yield line("threads or processes", "needs ../shared/data/multi30k", "not measured", True)
        return
    for size, job in training.jobs():
        if size not in SIZES:
            continue
        asked = {way: peers.ours("tests.benchmarks.peers.our_training", job, *how)
                 for way, how in WAYS.items()}
        for peer in asked.values():
            peer.ask(2)
        alone = _rates(asked)
        burner = subprocess.Popen([sys.executable, "-c", BURN])
        try:
            loaded = _rates(asked)
        finally:
            burner.kill()
            burner.wait()
        for peer in asked.values():
            peer.close()
        for way in WAYS:
            against = [mine / base for mine, base in zip(alone[way], alone["threads"], strict=True)]
            kept = statistics.median(loaded[way]) / statistics.median(alone[way])
            bar = f"keeps {KEEPS:.0%} beside a program" if way == "threads" else "is reported"
            yield line(f"a step of {size} over {way}", bar,
                       f"{training.spread(against)} of threads, keeps {kept:.0%}",
                       kept >= KEEPS or way != "threads")


def _rates(asked: dict[str, peers.Peer]) -> dict[str, list[float]]:
    """Tokens a second of each, a figure a round; they take turns."""
    rates: dict[str, list[float]] = {way: [] for way in asked}
    for _ in range(ROUNDS):
        for way, peer in asked.items():
            rates[way].append(training.rate(peer.ask(STEPS)))
    return rates
