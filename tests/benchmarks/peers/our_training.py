"""Our training as `torch_training` has PyTorch's: the same job, the same questions, the same answers.

`"gemm"` asks for this machine's own sgemm rate: {"gflops"}, one product of 1024^3 a worker, side by side.
"""

from __future__ import annotations

import json
import sys
import time
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

NAMES = ("src_ids", "src_mask", "tgt_in_ids", "tgt_out_ids", "token_weights")
GEMM_SIZE, GEMM_TIMES = 1024, 8


def main(job: Path, compiled: bool) -> None:
    sizes = json.loads(job.with_suffix(".json").read_text())
    if not compiled:
        kernels.prefer_compiled = lambda wanted=True: False
    ops = backends.get("numpy", workers=sizes["threads"])
    config = ModelConfig(**sizes["model"])
    step = make_train_step(ops, config, TrainConfig(label_smoothing=sizes["label_smoothing"]))
    params = map_params(ops.asarray, init_params(config, 1))
    opt_state, root, done = init_optimizer(ops, params), ops.key(1), 0
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
            params, opt_state, metrics = step(
                params, opt_state, {name: ops.asarray(array) for name, array in batch.items()},
                ops.fold_key(root, done), ops.asarray(1e-4))
            loss = float(ops.to_host(metrics["loss"]))
            tokens += int((batch["tgt_out_ids"] != config.pad_id).sum())
        answer = {"seconds": time.perf_counter() - started, "tokens": tokens, "loss": loss}
        print(json.dumps(answer), flush=True)
    print(json.dumps({"peak_bytes": peak_bytes()}), flush=True)


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
    main(Path(sys.argv[1]), compiled="--plain" not in sys.argv)
