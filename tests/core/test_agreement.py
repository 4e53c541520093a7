"""Both backends compute the same model: what one trains the other can go on with."""

from __future__ import annotations

import numpy as np
import pytest

import backends
from core import params as parameters
from core.config import DecodeConfig
from core.context import Context
from core.decoding.beam import beam
from core.decoding.search import greedy
from core.model import transformer
from tests.core.builders import SOURCES, batch, half_trained, on, tiny_config, tiny_params

pytestmark = pytest.mark.skipif("mlx" not in backends.available(), reason="needs MLX beside NumPy")


def loss_and_grads(name: str, norm_first: bool):
    ops = backends.get(name)
    config = tiny_config(activation="gelu", norm_first=norm_first)  # smooth: no unit sits on a kink
    ctx = Context.of(ops, config)
    fn = ops.value_and_grad(lambda params, batch, key: transformer.loss(ctx, params, batch, 0.1))
    value, grads = fn(on(ops, tiny_params(config)), batch(ops), None)
    return float(ops.to_host(value)), {name: ops.to_host(grad)
                                       for name, grad in parameters.flatten(grads).items()}


@pytest.mark.parametrize("norm_first", [False, True])
def test_loss_and_gradients(norm_first):
    value, grads = loss_and_grads("numpy", norm_first)
    other_value, other_grads = loss_and_grads("mlx", norm_first)
    assert value == pytest.approx(other_value, rel=1e-5)  # float32 sums in another order
    assert list(grads) == list(other_grads) == list(parameters.shapes(tiny_config(norm_first=norm_first)))
    whole = np.sqrt(sum(np.vdot(grad, grad) for grad in grads.values()))
    for name, grad in grads.items():
        difference = np.linalg.norm(grad - other_grads[name])
        if name.endswith("k_proj.bias"):
            # Softmax does not see what is added to all scores of a row: 0 but for rounding.
            assert np.linalg.norm(grad) < 1e-6 * whole > np.linalg.norm(other_grads[name]), name
        else:
            assert difference <= 1e-4 * np.linalg.norm(grad), name  # some 100 roundings of 1e-7


@pytest.mark.parametrize("norm_first", [False, True])
def test_translations(norm_first):
    found = []
    for name in ("numpy", "mlx"):
        ctx, params = half_trained(backends.get(name), norm_first)
        config = DecodeConfig(max_len=12, beam_size=3)
        results = greedy(ctx, params, SOURCES, config)
        results += [best for n_best in beam(ctx, params, SOURCES, config) for best in n_best]
        found.append(results)
    assert [hypothesis.token_ids for hypothesis in found[0]] == [
        hypothesis.token_ids for hypothesis in found[1]]
    for ours, theirs in zip(*found, strict=True):
        # Up to 12 float32 log-probabilities of some 1e-6 each
        np.testing.assert_allclose(ours.token_log_probs, theirs.token_log_probs, atol=2e-5)
