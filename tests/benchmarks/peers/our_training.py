"""Our training as `torch_training` has PyTorch's: the same job, the same questions, the same answers.

`"gemm"` asks for this machine's own sgemm rate: {"gflops"}, one product of 1024^3 a worker, side by side.
With --plain numba is left out; --processes has `ProcessStep` train, --blas one part with a threaded BLAS.
"""

from __future__ import annotations

import contextlib
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

import backends
from backends.numpy_backend import kernels
from backends.numpy_backend.parallel import Workers
from core.config import ModelConfig, TrainConfig
from core.init import init_params
from core.params import map_params
from core.training.step import init_optimizer, make_train_step
from tests.benchmarks.peers.peak_memory import peak_bytes
from tests.benchmarks.processes import ProcessStep

NAMES = ("src_ids", "src_mask", "tgt_in_ids", "tgt_out_ids", "token_weights")
GEMM_SIZE, GEMM_TIMES = 1024, 8


def main(job: Path, how: str = "") -> None:
    sizes = json.loads(job.with_suffix(".json").read_text())
    if how == "--plain":
        kernels.prefer_compiled = lambda wanted=True: False
    if how == "--blas":
        Workers.one_thread_each = lambda self: contextlib.nullcontext()
    ops = backends.get("numpy", workers=1 if how == "--blas" else sizes["threads"])
    config = ModelConfig(**sizes["model"])
    train = TrainConfig(label_smoothing=sizes["label_smoothing"])
    processes = None
    if how == "--processes":
        processes = ProcessStep(config, train, init_params(config, 1), sizes["threads"])
        step = processes
    else:
        step = _in_threads(ops, config, train)
    root, done = ops.key(1), 0
    arrays = np.load(job)
    batches = [{name: arrays[f"{number}.{name}"] for name in NAMES} for number in range(sizes["num_batches"])]
    print(json.dumps({"ready": ops.device()}), flush=True)
    for line in sys.stdin:
        if json.loads(line) == "gemm":
            print(json.dumps({"gflops": _gemm_rate(sizes["threads"])}), flush=True)
            continue
        started, tokens, loss = time.perf_counter(), 0, 0.0
        for _ in range(int(line)):
            batch = batches[done % len(batches)]
            done += 1
            loss = step({name: ops.asarray(array) for name, array in batch.items()},
                        ops.fold_key(root, done), 1e-4)
            tokens += int((batch["tgt_out_ids"] != config.pad_id).sum())
        answer = {"seconds": time.perf_counter() - started, "tokens": tokens, "loss": loss}
        print(json.dumps(answer), flush=True)
    print(json.dumps({"peak_bytes": peak_bytes()}), flush=True)
    if processes:
        processes.close()


def _in_threads(ops: backends.Backend, config: ModelConfig, train: TrainConfig) -> Callable[..., float]:
    """(batch, key, lr) -> loss, as the app trains."""
    step = make_train_step(ops, config, train)
    params = map_params(ops.asarray, init_params(config, 1))
    opt_state = init_optimizer(ops, params)

    def one_step(batch, key, lr: float) -> float:
        nonlocal params, opt_state
        params, opt_state, metrics = step(params, opt_state, batch, key, ops.asarray(lr))
        return float(ops.to_host(metrics["loss"]))

    return one_step


def _gemm_rate(threads: int) -> float:
    matrix = np.random.default_rng(0).standard_normal((GEMM_SIZE, GEMM_SIZE)).astype(np.float32)

    def multiply(_part: int) -> None:
        out = np.empty_like(matrix)
        for _ in range(GEMM_TIMES):
            np.matmul(matrix, matrix, out=out)

    started = time.perf_counter()
    Workers(threads).map(multiply, range(threads))
    return 2 * GEMM_SIZE**3 * GEMM_TIMES * threads / (time.perf_counter() - started) / 1e9


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
