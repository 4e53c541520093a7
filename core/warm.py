"""`python -m core.warm`: has the NumPy engine's inner loops compiled, which takes some ten seconds once. With
`half` after it, those that decode with weights at half size.

numba keeps what it has compiled beside the sources, so the app and the command line find it there. A tiny
model is trained for a step and decodes: that asks for every loop with the types it is used with.
"""

from __future__ import annotations

import sys

import backends
from backends.base import Backend
from backends.preparation import when_preparing
from core.config import DecodeConfig, ModelConfig, TrainConfig
from core.context import Context
from core.decoding import lean
from core.decoding.beam import beam
from core.decoding.hypothesis import Stop, never
from core.decoding.search import greedy
from core.init import init_params
from core.params import Params, map_params

CONFIG = ModelConfig(vocab_size=8, d_model=16, num_heads=2, d_ff=16, num_encoder_layers=1,
                     num_decoder_layers=1, max_len=16)
PREPARING = "preparing"  # what it says on stdout where there is anything to compile
SOURCES = ([4, 5, 6, 2], [7, 2])  # of two lengths, so that there is PAD


def load(stop: Stop = never, weights: str = "float32") -> None:
    """Loads what was compiled for decoding into this process, on the calling thread alone: those that
    translate meanwhile go on as before, and are fast once they `warm_up`."""
    ops = backends.get("numpy", workers=1, weights=weights)
    with ops.loading():
        if not stop():
            _decode(ops, map_params(ops.asarray, init_params(CONFIG, 1)), stop)


def main(weights: str = "float32") -> None:
    when_preparing(lambda: print(PREPARING, flush=True))
    ops = backends.get("numpy", workers=1, weights=weights)
    ops.warm_up()
    use_everything(ops)


def use_everything(ops: Backend) -> None:
    """Trains for a step and decodes."""
    from core.corpus.batches import Example, collate
    from core.training.step import init_optimizer, make_train_step

    params = map_params(ops.asarray, init_params(CONFIG, 1))
    batch = collate([Example(source, source) for source in SOURCES], CONFIG)
    arrays = {name: ops.asarray(array) for name, array in batch.items()}
    step = make_train_step(ops, CONFIG, TrainConfig())
    params, _, _ = step(params, init_optimizer(ops, params), arrays, ops.key(1), ops.asarray(1e-3))
    _decode(ops, params)


def _decode(ops: Backend, params: Params, stop: Stop = never) -> None:
    ctx = Context.of(ops, CONFIG)
    prepared = lean.prepared(ctx, params)
    for sources in (SOURCES[:1], SOURCES):
        greedy(ctx, prepared, sources, DecodeConfig(max_len=3), stop)
        beam(ctx, prepared, sources, DecodeConfig(method="beam", beam_size=2, max_len=3), stop)


if __name__ == "__main__":
    main(*sys.argv[1:])
