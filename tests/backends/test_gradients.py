"""Every differentiable operation is checked against central differences; none may be forgotten."""

from __future__ import annotations

import ast
import inspect
import re
from pathlib import Path

import numpy as np
import pytest

from backends import base, numpy_backend
from backends.numpy_backend import NumpyBackend, loss
from tests.backends.gradcheck import Case, check_gradients, value_and_gradients
from tests.backends.gradient_cases import CHECKS


def operations_in(source: str) -> set[str]:
    """The functions of a module that put something on a tape: decorated, or calling `tape.record`."""
    return {
        node.name for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)
        if any(isinstance(name, ast.Name) and name.id == "differentiable" for name in node.decorator_list)
        or any(isinstance(part, ast.Call) and ast.unparse(part.func) == "tape.record"
               for part in ast.walk(node) if node.name != "differentiable")
    }


def numpy_operations() -> set[str]:
    folder = Path(numpy_backend.__file__).parent
    return set().union(*(operations_in(path.read_text("utf-8")) for path in folder.glob("*.py")))


def require_checks(operations: set[str], checks: dict) -> None:
    """Raises where an operation has no case; called as this file is imported, so nothing runs."""
    unchecked = sorted(name for name in operations if not checks.get(name))
    if unchecked:
        raise RuntimeError(f"no gradient check for {', '.join(unchecked)}: "
                           "add cases to CHECKS in tests/backends/gradient_cases.py")


require_checks({*base.DIFFERENTIABLE, *numpy_operations()}, CHECKS)

ALL_CASES = [pytest.param(case, id=f"{name}: {case.name}") for name, cases in CHECKS.items()
             for case in cases]


@pytest.mark.parametrize("case", ALL_CASES)
def test_gradient(case):
    check_gradients(case)


@pytest.mark.parametrize("case", ALL_CASES)
def test_float32_stays_float32(case):
    """A float64 that creeps in doubles memory and halves speed, silently."""
    ops = NumpyBackend(workers=1)
    assert case.fn(ops, *map(ops.asarray, case.arrays())).dtype == np.float32
    _, _, gradients = value_and_gradients(case, np.float32)
    assert {gradient.dtype for gradient in gradients.values()} == {np.dtype(np.float32)}


def test_cross_entropy_over_chunk_borders(monkeypatch):
    monkeypatch.setattr(loss, "CHUNK_ELEMENTS", 1)  # 16 rows a chunk
    rng = np.random.default_rng(0)
    targets, weights = rng.integers(0, 7, 37), rng.integers(0, 3, 37) / 2

    def chunked(ops, hidden, table, bias):
        return ops.cross_entropy(hidden, table, bias, ops.asarray(targets), ops.asarray(weights), 0.1)

    check_gradients(Case("37 rows", chunked, ((37, 4), (7, 4), (7,))))


def test_unused_parameter_gets_zeros():
    ops = NumpyBackend(np.float64, workers=1)
    params = {"used": ops.asarray(np.ones(())), "unused": {"deep": ops.asarray(np.ones((2, 3)))}}
    _, gradients = ops.value_and_grad(lambda p, batch, key: ops.scale(p["used"], 2))(
        params, {"one row": np.zeros(1)})
    np.testing.assert_array_equal(gradients["unused"]["deep"], np.zeros((2, 3)))
    assert gradients["used"] == 2


def test_untracked_operations_record_nothing():
    ops = NumpyBackend(workers=1)
    x = ops.asarray(np.ones((2, 4)))
    for result in (ops.relu(x), ops.linear(x, x), ops.layer_norm(x, x[0], x[0], eps=1e-6)):
        assert type(result) is np.ndarray


def test_gradcheck_catches_a_wrong_gradient():
    """The check itself can fail: here 1% too much, in one of two arguments."""
    from backends.numpy_backend.tape import differentiable

    @differentiable
    def wrong(x, y):
        return x * y, lambda grad: (grad * y, 1.01 * grad * x)

    with pytest.raises(AssertionError, match="argument 1"):
        check_gradients(Case("wrong", lambda ops, x, y: wrong(x, y), ((3, 4), (3, 4))))


def test_gradcheck_catches_writing_to_the_incoming_gradient():
    from backends.numpy_backend.tape import differentiable

    @differentiable
    def careless(x):
        def vjp(grad):
            grad *= 2
            return (grad,)

        return 2 * x, vjp

    with pytest.raises(ValueError, match="read-only"):
        check_gradients(Case("careless", lambda ops, x: careless(x), ((3, 4),)))


def test_list_of_differentiable_operations_is_the_protocols():
    source = inspect.getsource(base.Backend)
    section = re.search(r"# --- differentiable -+\n(.*)# --- plain -+\n", source, re.DOTALL)
    assert tuple(re.findall(r"^    def (\w+)\(", section[1], re.MULTILINE)) == base.DIFFERENTIABLE


def test_an_operation_without_check_stops_the_collection():
    with pytest.raises(RuntimeError, match="no gradient check for gelu, tanh"):
        require_checks({"tanh", "gelu", "relu"}, {"relu": CHECKS["relu"], "gelu": []})


def test_operations_are_found_in_the_source():
    assert operations_in("@differentiable\ndef tanh(x): ...\ndef helper(x): ...") == {"tanh"}
    assert operations_in("def direct(x):\n    return tape.record(x, (x,), None)") == {"direct"}
    assert {"add", "linear", "attention", "cross_entropy"} <= numpy_operations()
