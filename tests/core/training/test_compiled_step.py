"""The training step on an engine that compiles: traced once a shape, evaluated once a step."""

from __future__ import annotations

import numpy as np
import pytest

import backends
from core.config import ModelConfig, TrainConfig
from core.corpus.batches import Example, collate, epoch_batches
from core.init import init_params
from core.model import transformer
from core.params import map_params
from core.training.step import init_optimizer, make_train_step
from tests.core.training.runs import follow, make_run

pytestmark = pytest.mark.skipif("mlx" not in backends.available(), reason="MLX is not installed")

CONFIG = ModelConfig(vocab_size=20, d_model=8, num_heads=2, d_ff=16, num_encoder_layers=1,
                     num_decoder_layers=1, max_len=64, dropout=0.1)


@pytest.fixture
def traces(monkeypatch) -> list[tuple[int, ...]]:
    """The shapes of the batches for which the model's Python code was run."""
    seen, loss = [], transformer.loss

    def traced(ctx, params, batch, *settings):
        seen.append((*batch["src_ids"].shape, batch["tgt_in_ids"].shape[1]))
        return loss(ctx, params, batch, *settings)

    monkeypatch.setattr(transformer, "loss", traced)
    return seen


@pytest.mark.parametrize("r_drop", [0.0, 5.0])
def test_it_is_traced_once_a_shape(traces, r_drop):
    """Neither the step's number, its rate, its key nor the parameters are part of the trace.

    Nothing is evaluated here (compiling kernels for a CPU takes half a minute): an evaluation inside the
    step would be an error while it is traced.
    """
    ops, rng = backends.get("mlx", compile=True), np.random.default_rng(1)
    lengths = rng.integers(1, 30, 400)
    examples = [Example([*rng.integers(4, 20, length).tolist(), 2],
                        [*rng.integers(4, 20, max(1, length - 3)).tolist(), 2]) for length in lengths]
    step = make_train_step(ops, CONFIG, TrainConfig(r_drop=r_drop))
    params = map_params(ops.asarray, init_params(CONFIG, 1))
    state, root, shapes = init_optimizer(ops, params), ops.key(1), []
    for number, rows in enumerate(epoch_batches(examples, 256, seed=1, epoch=0), 1):
        batch = collate([examples[row] for row in rows], CONFIG, length_multiple=8)
        arrays = {name: ops.asarray(array) for name, array in batch.items()}
        params, state, _ = step(params, state, arrays, ops.fold_key(root, number), ops.asarray(1e-3 / number))
        shapes.append((*batch["src_ids"].shape, batch["tgt_in_ids"].shape[1]))
    assert len(shapes) > len(set(shapes)) > 5
    assert sorted(traces) == sorted(set(shapes))


def test_a_training_pads_to_few_shapes_and_evaluates_once_a_step(tmp_path, monkeypatch, chance, traces):
    ops = backends.get("mlx", compile=False)
    evaluated, evaluate = [], ops.eval

    def counted(*trees):
        evaluated.append(len(traces))
        evaluate(*trees)

    monkeypatch.setattr(ops, "eval", counted)
    run = make_run(tmp_path / "run", max_steps=8, validate_every=100)
    follow(run, ops)
    assert len(traces) == 8  # not compiled: the code runs at every step
    assert evaluated == list(range(1, 9))  # once behind each
    assert all(length % 8 == 0 for shape in traces for length in shape[1:])
