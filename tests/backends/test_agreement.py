"""The two backends agree: values and gradients of every operation, and of a small model."""

from __future__ import annotations

import numpy as np
import pytest

import backends
from tests.backends.gradient_cases import CHECKS

pytestmark = pytest.mark.skipif("mlx" not in backends.available(), reason="the package mlx is not installed")

# dropout is left out: each engine draws its own numbers (tests/backends/test_random.py).
CASES = [pytest.param(case, id=f"{name}: {case.name}") for name, cases in CHECKS.items()
         if name != "dropout" for case in cases]


def probed(ops, case, arrays):
    """-> (value, scalar that depends on all of it, gradients): everything by the protocol.

    The scalar is a cross-entropy over a random table, whose gradient differs from element to element.
    """
    rng = np.random.default_rng(0)
    value = ops.to_host(case.fn(ops, *map(ops.asarray, arrays)))
    table = ops.asarray(rng.standard_normal((9, value.shape[-1] if value.ndim else 1)))
    rows = value.size // max(1, table.shape[1])
    targets, weights = ops.asarray(rng.integers(0, 9, rows)), ops.asarray(rng.random(rows))

    def scalar(params, batch, key):
        out = case.fn(ops, *(params[name] for name in sorted(params)))
        return out if value.ndim == 0 else ops.cross_entropy(out, table, None, targets, weights, 0.1)

    params = {str(index): ops.asarray(array) for index, array in enumerate(arrays)}
    one_row = {"row": ops.asarray(np.zeros((1, 1)))}
    loss, grads = ops.value_and_grad(scalar)(params, one_row)
    return value, ops.to_host(loss), {name: ops.to_host(grad) for name, grad in grads.items()}


@pytest.mark.parametrize("case", CASES)
def test_operation(case):
    numpy, mlx = (probed(backends.get(name), case, case.arrays()) for name in ("numpy", "mlx"))
    # Both are float32 (6e-8); sums of a few dozen terms, and MLX's approximate exp and tanh, cost a digit.
    np.testing.assert_allclose(mlx[0], numpy[0], rtol=3e-6, atol=3e-6)
    np.testing.assert_allclose(mlx[1], numpy[1], rtol=1e-5)
    assert mlx[2].keys() == numpy[2].keys()
    for name, grad in numpy[2].items():
        assert mlx[2][name].dtype == grad.dtype == np.float32
        assert_same_direction(mlx[2][name], grad, scale=1e-3, name=name)


def assert_same_direction(got, wanted, scale, name):
    """Within 1e-4 relative L2: ten times what float32 leaves of a product of some hundred terms.

    A gradient below `scale` counts as of that size: what ought to be 0 is rounding on both sides.
    """
    error = np.linalg.norm(got - wanted) / max(np.linalg.norm(wanted), scale)
    assert error < 1e-4, f"{name}: relative error {error:.1e}"


def block(ops, params, batch):
    """A pre-norm encoder layer between a tied embedding and the loss."""
    x = ops.scale(ops.embedding(params["embedding"], batch["ids"]), 4.0)
    normed = ops.layer_norm(x, params["norm1"], params["bias1"])
    q, k, v = (ops.split_heads(ops.linear(normed, params[name]), 4) for name in ("q", "k", "v"))
    x = x + ops.linear(ops.merge_heads(ops.attention(q, k, v, batch["mask"])), params["out"])
    hidden = ops.gelu(ops.linear(ops.rms_norm(x, params["norm2"]), params["fc1"], params["fc1_bias"]))
    x = x + ops.linear(hidden, params["fc2"])
    loss = ops.cross_entropy(x, params["embedding"], None, batch["targets"], batch["weights"], 0.1)
    return ops.scale(loss, 3.0)  # so that what arrives at the loss from behind is not 1


def block_inputs(rng, batch=8, length=24, d_model=32, d_ff=64, vocab_size=97):
    def matrix(outputs, inputs):
        return rng.standard_normal((outputs, inputs)) / np.sqrt(inputs)

    params = {"embedding": matrix(vocab_size, d_model), "fc1": matrix(d_ff, d_model),
              "fc2": matrix(d_model, d_ff), "fc1_bias": rng.standard_normal(d_ff) / 10,
              "norm1": np.ones(d_model), "norm2": np.ones(d_model), "bias1": np.zeros(d_model),
              **{name: matrix(d_model, d_model) for name in ("q", "k", "v", "out")}}
    lengths = rng.integers(3, length + 1, batch)
    real = np.arange(length) < lengths[:, None]
    return params, {"ids": rng.integers(0, vocab_size, (batch, length)), "mask": real[:, None, None],
                    "targets": rng.integers(0, vocab_size, (batch, length)), "weights": real / real.sum()}


@pytest.mark.parametrize("chunk_elements", [1, 1 << 24], ids=["16 rows a chunk", "one chunk"])
def test_block(monkeypatch, chunk_elements):
    """192 rows: twelve chunks, or one; in either case the same loss and gradients."""
    monkeypatch.setattr("backends.mlx_backend.loss.CHUNK_ELEMENTS", chunk_elements)
    results = {}
    for name in ("numpy", "mlx"):
        ops = backends.get(name)
        params, batch = ({key: ops.asarray(array) for key, array in tree.items()}
                         for tree in block_inputs(np.random.default_rng(0)))
        loss, grads = ops.value_and_grad(lambda p, b, key, ops=ops: block(ops, p, b))(params, batch)
        results[name] = ops.to_host(loss), {key: ops.to_host(grad) for key, grad in grads.items()}
    (numpy_loss, numpy_grads), (mlx_loss, mlx_grads) = results["numpy"], results["mlx"]
    np.testing.assert_allclose(mlx_loss, numpy_loss, rtol=1e-5)
    for name, grad in numpy_grads.items():
        assert_same_direction(mlx_grads[name], grad, scale=1e-6, name=name)
