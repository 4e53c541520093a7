"""Training against PyTorch, eager and compiled: one model, the same padded batches, paired rounds."""

from __future__ import annotations

import json
import statistics
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from backends.numpy_backend.parallel import default_workers
from core.config import ModelConfig
from core.corpus.batches import Example, collate, epoch_batches
from core.text.tokenizer import Tokenizer
from tests.benchmarks import peers

DATA = Path("../shared/data/multi30k")
VOCAB_SIZE, NUM_BATCHES, ROUNDS = 8000, 12, 8
PLAIN_ROUNDS = 2  # of what is reported and has no bar
JOBS = Path("build/bench/training")

# name: (d_model, num_heads, d_ff, layers a side), target tokens a batch, steps a round, bar
SIZES = {
    "tiny": ((128, 4, 256, 4), 4096, 2, 2.0),
    "small": ((256, 4, 1024, 3), 2048, 2, 1.5),
    "base": ((512, 8, 2048, 6), 1024, 1, 1.3),
}
GEMM_SHARE = 0.6
COMPILED = "tiny"  # compiling takes a minute a size


def lines(line: Callable) -> Iterator:
    """`line(name, bar, measured, holds)` makes an entry of the table."""
    if not DATA.is_dir():
        yield line("training against PyTorch", "needs ../shared/data/multi30k", "not measured", True)
        return
    for name, job in jobs():
        shape, _, steps, bar = SIZES[name]
        result = _rounds(job, steps, with_compiled=name == COMPILED)
        what = f"training, {name} (d_model {shape[0]})"
        yield line(f"{what} against eager PyTorch", f"at least {bar:.1f}x its tokens/s",
                   f"{spread(result['eager'])}, {result['tokens_per_s']:.0f} tokens/s",
                   statistics.median(result["eager"]) >= bar)
        share = statistics.median(result["share"])
        yield line(f"{what}, share of this machine's sgemm", f"at least {GEMM_SHARE:.0%}",
                   f"{share:.0%} of {result['gflops']:.0f} GFLOP/s", share >= GEMM_SHARE)
        yield line(f"{what}, peak memory", "no more than PyTorch's",
                   f"{result['our_peak'] / 2**20:.0f} MiB, PyTorch {result['their_peak'] / 2**20:.0f} MiB",
                   result["our_peak"] <= result["their_peak"])
        plain = statistics.median(result["plain"])
        yield line(f"{what}, NumPy without numba", "is reported", f"{plain:.2f}x eager PyTorch", True)
        if result["compiled"]:
            yield line(f"{what} against torch.compile", "no slower", spread(result["compiled"]),
                       statistics.median(result["compiled"]) >= 1)


def jobs() -> Iterator[tuple[str, Path]]:
    """(size, where its batches are); written at the first call of a run, and read from there afterwards."""
    if not all((JOBS / f"{name}.npz").exists() for name in SIZES):
        examples, vocab_size = _examples()
        for name, (shape, batch_tokens, _, _) in SIZES.items():
            _write_job(name, _config(shape, vocab_size), examples, batch_tokens)
    yield from ((name, JOBS / f"{name}.npz") for name in SIZES)


def spread(ratios: list[float]) -> str:
    """Median, smallest and largest."""
    return f"{statistics.median(ratios):.2f}x ({min(ratios):.2f} to {max(ratios):.2f})"


def _examples() -> tuple[list[Example], int]:
    sides = [(DATA / f"train.{language}").read_text(encoding="utf-8").split("\n")[:29_000]
             for language in ("en", "de")]
    tokenizer = Tokenizer.train([*sides[0], *sides[1]], VOCAB_SIZE)
    encoded = [tokenizer.encode_batch(side) for side in sides]
    return [Example(src.ids, tgt.ids) for src, tgt in zip(*encoded, strict=True)], tokenizer.vocab_size


def _config(shape: tuple[int, int, int, int], vocab_size: int) -> ModelConfig:
    d_model, num_heads, d_ff, layers = shape
    return ModelConfig(vocab_size=vocab_size, d_model=d_model, num_heads=num_heads, d_ff=d_ff,
                       num_encoder_layers=layers, num_decoder_layers=layers, dropout=0.1)


def _write_job(name: str, config: ModelConfig, examples: list[Example], batch_tokens: int) -> None:
    JOBS.mkdir(parents=True, exist_ok=True)
    arrays, flops = {}, []
    for number, rows in enumerate(epoch_batches(examples, batch_tokens, 1, 0)[:NUM_BATCHES]):
        batch = collate([examples[row] for row in rows], config)
        arrays.update({f"{number}.{key}": array for key, array in batch.items()})
        flops.append(step_flops(config, batch))
    np.savez(JOBS / f"{name}.npz", **arrays)
    names = ("vocab_size", "d_model", "num_heads", "d_ff", "num_encoder_layers", "num_decoder_layers",
             "max_len", "dropout")
    model = {key: getattr(config, key) for key in names}
    (JOBS / f"{name}.json").write_text(json.dumps({
        "model": model, "num_batches": NUM_BATCHES, "threads": default_workers(), "label_smoothing": 0.1,
        "flops": flops}), encoding="utf-8")


def step_flops(config: ModelConfig, batch: dict[str, np.ndarray]) -> float:
    """The matrix products of a step: twice the multiplications forward, as many again for each of the two
    gradients. Only real tokens count, for what an engine does at PAD is no use."""
    src, tgt = (int((batch[name] != config.pad_id).sum()) for name in ("src_ids", "tgt_out_ids"))
    square, feed = config.d_model**2, 2 * config.d_model * config.d_ff
    encoder = config.num_encoder_layers * src * (4 * square + feed)
    decoder = config.num_decoder_layers * (tgt * (6 * square + feed) + src * 2 * square)
    output = tgt * config.vocab_size * config.d_model
    rows, src_length = batch["src_ids"].shape
    tgt_length = batch["tgt_out_ids"].shape[1]
    attended = (config.num_encoder_layers * src_length**2
                + config.num_decoder_layers * (tgt_length**2 + tgt_length * src_length))
    return 6.0 * (encoder + decoder + output + 2 * rows * attended * config.d_model)


def _rounds(job: Path, steps: int, with_compiled: bool) -> dict:
    """Our tokens/s over theirs, a ratio a round."""
    script = peers.HERE / "torch_training.py"
    flops = json.loads(job.with_suffix(".json").read_text())["flops"]
    ours = peers.ours("tests.benchmarks.peers.our_training", job)
    plain = peers.ours("tests.benchmarks.peers.our_training", job, "--plain")
    eager = peers.Peer(peers.python(), script, job)
    compiled = peers.Peer(peers.python(), script, job, "--compile") if with_compiled else None
    others = [peer for peer in (eager, plain, compiled) if peer]
    for peer in (ours, *others):  # caches, kernels, and what --compile compiles
        peer.ask(2)
    result = {"eager": [], "plain": [], "compiled": [], "share": []}
    done, rates, gflops = 2, [], []
    for number in range(ROUNDS):
        gemm = ours.ask("gemm")["gflops"]
        mine = ours.ask(steps)
        work = sum(flops[(done + step) % NUM_BATCHES] for step in range(steps))
        done += steps
        rates.append(mine["tokens"] / mine["seconds"])
        theirs = rate(eager.ask(steps))
        result["eager"].append(rates[-1] / theirs)
        if number < PLAIN_ROUNDS:
            result["plain"].append(rate(plain.ask(steps)) / theirs)
        if compiled:
            result["compiled"].append(rates[-1] / rate(compiled.ask(steps)))
        gflops.append(statistics.mean([gemm, ours.ask("gemm")["gflops"]]))
        result["share"].append(work / mine["seconds"] / 1e9 / gflops[-1])
    our_peak, their_peak = ours.close()["peak_bytes"], eager.close()["peak_bytes"]
    for peer in others[1:]:
        peer.close()
    return {**result, "tokens_per_s": statistics.median(rates), "gflops": statistics.median(gflops),
            "our_peak": our_peak, "their_peak": their_peak}


def rate(answer: dict) -> float:
    """Target tokens a second."""
    return answer["tokens"] / answer["seconds"]
