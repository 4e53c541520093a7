"""A compiled training step is the same function, over several shapes, rates and keys."""

from __future__ import annotations

import shutil

import numpy as np
import pytest

import backends


@pytest.fixture(params=backends.available())
def ops(request):
    if request.param == "numpy":
        return backends.get("numpy", workers=1)
    mlx = backends.get("mlx", compile=True)
    if mlx.device().startswith("CPU") and not shutil.which("g++"):
        pytest.skip("MLX compiles for a CPU with g++, which is not installed")
    return mlx


def make_step(ops, traces):
    def loss(params, batch, key):
        x = ops.dropout(ops.embedding(params["table"], batch["ids"]), 0.25, ops.fold_key(key, 3))
        return ops.cross_entropy(x, params["table"], None, batch["ids"], batch["weights"], 0.1)

    def step(params, state, batch, key, lr):
        traces.append(batch["ids"].shape)
        value, grads = ops.value_and_grad(loss)(params, batch, key)
        norm = ops.global_norm(grads)
        params, state = ops.adamw_update(params, grads, state, lr, betas=(0.9, 0.98), eps=1e-9,
                                         weight_decay=0.01, grad_scale=ops.asarray(np.array(1.0)))
        return params, state, {"loss": value, "grad_norm": norm}

    return step


def train(ops, step, shapes):
    params = {"table": ops.asarray(np.random.default_rng(0).standard_normal((11, 4)))}
    state = {"step": ops.asarray(np.array(0)), "m": {"table": ops.zeros((11, 4))},
             "v": {"table": ops.zeros((11, 4))}}
    metrics = []
    for number, shape in enumerate(shapes):
        batch = {"ids": ops.asarray(np.random.default_rng(number).integers(0, 11, shape)),
                 "weights": ops.asarray(np.ones(shape))}
        key, lr = ops.fold_key(ops.key(1), number), ops.asarray(np.array(0.01 * (number + 1)))
        params, state, measured = step(params, state, batch, key, lr)
        ops.eval(params, state, measured)
        metrics.append([ops.to_host(measured[name]) for name in ("loss", "grad_norm")])
    return ops.to_host(params["table"]), np.array(metrics)


def test_compiled_step_is_the_same_function(ops):
    shapes, traces = [(2, 8), (2, 8), (3, 16), (2, 8), (3, 16)], []
    plain_table, plain_metrics = train(ops, make_step(ops, []), shapes)
    table, metrics = train(ops, ops.compile_step(make_step(ops, traces)), shapes)
    # Fused kernels round at other places: float32 (6e-8) over five updates.
    np.testing.assert_allclose(metrics, plain_metrics, rtol=1e-5)
    np.testing.assert_allclose(table, plain_table, rtol=1e-5, atol=1e-6)
    if ops.name == "mlx":  # once a shape: neither step, rate nor key is traced again
        assert traces == [(2, 8), (3, 16)]


def test_randomness_is_that_of_the_key(ops):
    """A compiled step that drew its mask while it was traced would drop the same at every step."""
    def step(params, key):
        return ops.dropout(params, 0.5, key)

    compiled, x = ops.compile_step(step), ops.asarray(np.ones((10, 10)))
    first, second, again = (ops.to_host(compiled(x, ops.key(seed))) for seed in (1, 2, 1))
    assert (first != second).any()
    np.testing.assert_array_equal(first, again)
    np.testing.assert_array_equal(first, ops.to_host(step(x, ops.key(1))))
