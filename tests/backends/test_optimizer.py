"""AdamW and Muon on each installed backend, over several steps."""

from __future__ import annotations

import numpy as np
import pytest

from tests.backends import reference

STEPS = 5
RATES = [1e-2, 3e-3, 1e-2, 0.0, 2e-2]
SETTINGS = {"betas": (0.9, 0.98), "eps": 1e-9, "weight_decay": 0.1}
GRAD_SCALE = 0.5
# Each update is about the rate in size and known to a few float32 digits of it (1e-6); the sum adds the
# rounding of the parameter itself.
CLOSE = {"rtol": 1e-6, "atol": 1e-7}


def parameters():
    rng = np.random.default_rng(0)
    return {"fc": {"weight": rng.standard_normal((4, 3)), "bias": rng.standard_normal(4)},
            "norm": {"weight": rng.standard_normal(3)}}


def gradients(step):
    rng = np.random.default_rng(step + 1)
    scales = 10.0 ** rng.integers(-4, 3, 3)  # Adam is blind to the size of a gradient
    return {"fc": {"weight": scales[0] * rng.standard_normal((4, 3)), "bias": scales[1] * rng.random(4)},
            "norm": {"weight": scales[2] * rng.standard_normal(3)}}


def as_ours(backend, tree):
    return {name: as_ours(backend, child) if isinstance(child, dict) else backend.asarray(child)
            for name, child in tree.items()}


def zeros_like(backend, tree):
    return {name: zeros_like(backend, child) if isinstance(child, dict) else backend.zeros(child.shape)
            for name, child in tree.items()}


def updated(backend, params, settings):
    params = as_ours(backend, params)
    state = {"step": backend.asarray(np.array(0)), "m": zeros_like(backend, params),
             "v": zeros_like(backend, params)}
    for step in range(STEPS):
        params, state = backend.adamw_update(
            params, as_ours(backend, gradients(step)), state, backend.asarray(np.array(RATES[step])),
            **settings, grad_scale=backend.asarray(np.array(GRAD_SCALE)))
    return params, state


@pytest.mark.parametrize("settings", [
    SETTINGS, {**SETTINGS, "weight_decay": 0.0}, {**SETTINGS, "betas": (0.9, 0.999), "eps": 1e-4},
    {**SETTINGS, "betas": (0.0, 0.98)}], ids=["decay", "no decay", "large eps", "no momentum"])
def test_adamw(backend, settings):
    params, state = updated(backend, parameters(), settings)
    assert backend.to_host(state["step"]) == STEPS
    for path in (("fc", "weight"), ("fc", "bias"), ("norm", "weight")):
        start = parameters()[path[0]][path[1]]
        grads = [GRAD_SCALE * gradients(step)[path[0]][path[1]] for step in range(STEPS)]
        decay = settings["weight_decay"] if start.ndim > 1 else 0  # on matrices only
        wanted = reference.adamw(start, grads, RATES, settings["betas"], settings["eps"], decay)
        np.testing.assert_allclose(
            backend.to_host(params[path[0]][path[1]]), wanted, **CLOSE, err_msg=".".join(path))


def test_first_step_is_the_rate(backend):
    """At step 1 both moments are corrected to the gradient itself: p moves by lr sign(g)."""
    params = {"bias": backend.zeros((3,))}
    state = {"step": backend.asarray(np.array(0)), "m": zeros_like(backend, params),
             "v": zeros_like(backend, params)}
    grads = {"bias": backend.asarray(np.array([1e-3, -5.0, 200.0]))}
    params, _ = backend.adamw_update(
        params, grads, state, backend.asarray(np.array(0.01)), betas=(0.9, 0.999), eps=0.0,
        weight_decay=0.0, grad_scale=backend.asarray(np.array(1.0)))
    # 1 - 0.999 in float32 is 6e-5 off where it is not computed with care.
    np.testing.assert_allclose(backend.to_host(params["bias"]), [-0.01, 0.01, -0.01], rtol=1e-6)


def test_adamw_against_torch(backend):
    torch = pytest.importorskip("torch")
    weight = torch.tensor(parameters()["fc"]["weight"], dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.AdamW([weight], **SETTINGS)
    for step in range(STEPS):
        optimizer.param_groups[0]["lr"] = RATES[step]
        weight.grad = GRAD_SCALE * torch.tensor(gradients(step)["fc"]["weight"])
        optimizer.step()
    params, _ = updated(backend, parameters(), SETTINGS)
    np.testing.assert_allclose(backend.to_host(params["fc"]["weight"]), weight.detach().numpy(), **CLOSE)


@pytest.mark.parametrize("weight_decay", [0.0, 0.1])
@pytest.mark.parametrize("shape", [(6, 6), (5, 12), (12, 5)], ids=["square", "wide", "tall"])
def test_muon(backend, shape, weight_decay):
    rng = np.random.default_rng(0)
    start = rng.standard_normal(shape)
    grads = [10.0 ** rng.integers(-4, 3) * rng.standard_normal(shape) for _ in range(STEPS)]
    params, momentum = {"w": backend.asarray(start)}, {"w": backend.zeros(shape)}
    for grad, rate in zip(grads, RATES, strict=True):
        params, momentum = backend.muon_update(
            params, {"w": backend.asarray(grad)}, momentum, backend.asarray(np.array(rate)), beta=0.9,
            weight_decay=weight_decay, grad_scale=backend.asarray(np.array(GRAD_SCALE)))
    wanted = reference.muon(start, [GRAD_SCALE * grad for grad in grads], RATES, 0.9, weight_decay)
    np.testing.assert_allclose(backend.to_host(params["w"]), wanted, rtol=1e-5, atol=1e-6)


def test_muon_of_zeros_is_nothing(backend):
    params, grads, momentum = ({"w": backend.asarray(np.full((3, 4), value))} for value in (1.0, 0.0, 0.0))
    params, _ = backend.muon_update(params, grads, momentum, backend.asarray(np.array(0.1)), beta=0.9,
                                    weight_decay=0.0, grad_scale=backend.asarray(np.array(1.0)))
    np.testing.assert_array_equal(backend.to_host(params["w"]), 1)
