"""The moving average of the weights: by its formula, kept as the model, and resumed to the bit."""

from __future__ import annotations

import numpy as np
import pytest

from core import params as parameters
from core.formats import native
from core.training import checkpoints, material
from core.training.average import averaging, decay_at, with_average
from core.training.control import Control
from core.training.validation import Validation
from tests.core.training.runs import assert_equal_bits, final, follow, make_run


def host(ops, tree) -> dict[str, np.ndarray]:
    return {name: np.array(ops.to_host(array)) for name, array in parameters.flatten(tree).items()}


def test_the_decay_warms_up():
    assert [decay_at(step, 0.5) for step in (1, 2, 8, 100)] == [2 / 11, 3 / 12, 0.5, 0.5]


def test_the_formula(backend):
    """By hand in float64, over weights that a stand-in for the optimizer changes."""
    weights = [np.full((2, 3), value, np.float32) for value in (1.0, 3.0, -2.0)]

    def step(params, opt_state, batch, key, lr):
        number = int(backend.to_host(opt_state["step"])) + 1
        assert set(opt_state) == {"step"}  # the compiled step knows nothing of the average
        return {"a": {"w": backend.asarray(weights[number])}}, {"step": backend.asarray(number)}, {}

    params = {"a": {"w": backend.asarray(weights[0])}}
    state = with_average(backend, {"step": backend.asarray(0)}, params)
    for _ in range(2):
        params, state, _ = averaging(backend, step, 0.2)(params, state, None, None, None)
    first = weights[0] * (2 / 11) + weights[1] * (9 / 11)
    np.testing.assert_allclose(host(backend, state["average"])["a.w"], 0.2 * first + 0.8 * weights[2],
                               rtol=1e-6)
    np.testing.assert_array_equal(host(backend, params)["a.w"], weights[2])


def test_the_average_is_what_is_validated_and_kept(tmp_path, ops, monkeypatch):
    seen = []

    class Watcher:
        def __init__(self, *_):
            pass

        def __call__(self, params, stop):
            seen.append(host(ops, params))
            return Validation(9.0, float(len(seen)), 0.0, [])

    monkeypatch.setattr(material, "Validator", Watcher)
    run = make_run(tmp_path, max_steps=6, ema_decay=0.9)
    follow(run, ops)
    weights, opt_state, _, _ = checkpoints.load_newest(run.checkpoints, ops, run.read_spec().model)
    average = host(ops, opt_state["average"])
    assert_equal_bits(seen[-1], average)
    assert_equal_bits(native.read_model(run.path)[1], average)
    newest = checkpoints.listed(run.path)[-1]
    assert_equal_bits(host(ops, checkpoints.as_model(newest, ops).params), average)
    assert any((average[name] != array).any() for name, array in host(ops, weights).items())


def test_it_resumes_to_the_bit(tmp_path, ops, recorder, chance):
    straight = make_run(tmp_path / "straight", ema_decay=0.99)
    follow(straight, ops)
    run = make_run(tmp_path / "stopped", ema_decay=0.99)
    for step in (3, 9):
        control = Control()
        recorder.orders = {step: lambda control=control: control.tell("exit")}
        follow(run, ops, control)
    recorder.orders = {}
    follow(run, ops)

    def average(run):
        _, opt_state, _, _ = checkpoints.load_newest(run.checkpoints, ops, run.read_spec().model)
        return host(ops, opt_state["average"])

    assert_equal_bits(average(run), average(straight))
    assert_equal_bits(final(run, ops)[0], final(straight, ops)[0])


@pytest.mark.parametrize("damage", [b"", b"x" * 100])
def test_a_damaged_average_is_noticed(tmp_path, ops, chance, damage):
    run = make_run(tmp_path, max_steps=4, ema_decay=0.9)
    follow(run, ops)
    older, newest = checkpoints.listed(run.path)
    (newest / "average.safetensors").write_bytes(damage)
    _, _, cursor, (message,) = checkpoints.load_newest(run.checkpoints, ops, run.read_spec().model)
    assert f"step-{cursor.step:08d}" == older.name
    assert "average.safetensors is not as it was written" in message
