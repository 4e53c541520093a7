"""NumPy splits a batch over threads: the same gradients, the same bits for the same number."""

from __future__ import annotations

import gc
import threading

import numpy as np
import pytest
from threadpoolctl import ThreadpoolController, threadpool_info

from backends.numpy_backend import NumpyBackend, parallel
from backends.numpy_backend.parallel import Workers, split_batch

VOCAB_SIZE, D_MODEL = 19, 8


def inputs(rows):
    rng = np.random.default_rng(0)
    params = {"embedding": rng.standard_normal((VOCAB_SIZE, D_MODEL)),
              "fc": {"weight": rng.standard_normal((D_MODEL, D_MODEL)), "bias": rng.standard_normal(D_MODEL)}}
    batch = {"ids": rng.integers(0, VOCAB_SIZE, (rows, 6)), "targets": rng.integers(0, VOCAB_SIZE, (rows, 6)),
             "weights": rng.random((rows, 6))}
    return params, batch


def run(workers, rows, key=None, rate=0.0, dtype=np.float32):
    ops = NumpyBackend(dtype, workers)
    params, batch = inputs(rows)
    params = {"embedding": ops.asarray(params["embedding"]),
              "fc": {name: ops.asarray(array) for name, array in params["fc"].items()}}
    batch = {name: ops.asarray(array) for name, array in batch.items()}

    def loss(params, batch, key):
        x = ops.embedding(params["embedding"], batch["ids"])
        x = x + ops.relu(ops.linear(x, params["fc"]["weight"], params["fc"]["bias"]))
        if key is not None:
            x = ops.dropout(x, rate, key)
        return ops.cross_entropy(x, params["embedding"], None, batch["targets"], batch["weights"], 0.1)

    value, grads = ops.value_and_grad(loss)(params, batch, None if key is None else ops.key(key))
    return {"loss": np.asarray(value), "embedding": grads["embedding"], **grads["fc"]}


@pytest.mark.parametrize("workers", [2, 3])
@pytest.mark.parametrize("rows", [1, 2, 5, 12])
def test_same_gradients_for_any_number_of_workers(workers, rows):
    """At float64 only the order of the sums differs: 1e-16 a term. Also with fewer rows than workers."""
    one, several = run(1, rows, dtype=np.float64), run(workers, rows, dtype=np.float64)
    for name, wanted in one.items():
        np.testing.assert_allclose(several[name], wanted, rtol=1e-12, atol=1e-13, err_msg=name)


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_same_seed_and_number_give_the_same_bits(workers):
    first, second = (run(workers, 7, key=5, rate=0.3) for _ in range(2))
    for name, wanted in first.items():
        assert wanted.dtype == np.float32
        np.testing.assert_array_equal(second[name], wanted, err_msg=name)
    assert (run(workers, 7, key=6, rate=0.3)["embedding"] != first["embedding"]).any()


def test_parts_drop_different_elements():
    ops = NumpyBackend(workers=3)
    kept = {}

    def loss(params, batch, key):
        dropped = ops.dropout(np.ones((40, 40), np.float32), 0.5, key)
        kept[int(batch["row"][0])] = dropped != 0
        return ops.scale(params["w"], 1.0)

    ops.value_and_grad(loss)({"w": np.ones((), np.float32)}, {"row": np.arange(3)}, ops.key(1))
    for first, second in ((0, 1), (1, 2), (0, 2)):
        # Half of 1,600 agree by chance, with a deviation of 1.25%; five of them allowed.
        assert abs((kept[first] == kept[second]).mean() - 0.5) < 0.0625


def test_parts_run_in_their_own_threads():
    """Each part waits for the others: with fewer threads than parts this would time out."""
    ops = NumpyBackend(workers=3)
    barrier = threading.Barrier(3, timeout=20)

    def loss(params, batch, key):
        barrier.wait()
        assert all(pool["num_threads"] == 1 for pool in threadpool_info() if pool["user_api"] == "blas")
        return ops.scale(params["w"], float(batch["row"].sum()))

    value, grads = ops.value_and_grad(loss)({"w": np.ones((), np.float32)}, {"row": np.arange(6)})
    assert (value, grads["w"]) == (15, 15)


def test_an_exception_of_a_worker_reaches_the_caller():
    ops = NumpyBackend(workers=3)

    def loss(params, batch, key):
        if 4 in batch["row"]:
            raise KeyError("row 4 is broken")
        return ops.scale(params["w"], 1.0)

    def blas_threads():
        return [pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"]

    before = blas_threads()
    step, params = ops.value_and_grad(loss), {"w": np.ones((), np.float32)}
    with pytest.raises(KeyError, match="row 4 is broken"):
        step(params, {"row": np.arange(6)})
    assert blas_threads() == before, "the limit of one BLAS thread outlived the call"
    value, _ = step(params, {"row": np.arange(4)})  # and the pool works on
    assert value == 3


def test_split_batch_keeps_rows_together_and_deals_them_out():
    batch = {"ids": np.arange(10).reshape(5, 2), "rows": np.arange(5)}
    for parts in (1, 2, 3, 5, 9):
        split = split_batch(batch, parts)
        assert len(split) == min(parts, 5)
        rows = [part["rows"].tolist() for part in split]
        assert rows == [list(range(part, 5, len(split))) for part in range(len(split))]
        for part, of_part in zip(split, rows, strict=True):
            np.testing.assert_array_equal(part["ids"], batch["ids"][of_part])


def test_map_keeps_the_order_of_many_small_parts():
    parts = list(range(500))
    assert Workers(3).map(lambda part: part * part, parts) == [part * part for part in parts]


@pytest.mark.parametrize(("performance", "physical", "allowed", "expected"), [
    (4, 10, 10, 4),  # an Apple chip: the efficiency cores would hold the others up
    (0, 8, 16, 8),  # two threads a core
    (0, 8, 3, 3),  # a container, or taskset
    (0, None, 2, 2),  # a system that does not tell its cores
])
def test_by_default_there_is_a_worker_for_each_core_that_counts(
    monkeypatch, performance, physical, allowed, expected
):
    monkeypatch.setattr(parallel, "_performance_cores", lambda: performance)
    monkeypatch.setattr(parallel.psutil, "cpu_count", lambda logical: physical)
    monkeypatch.setattr(parallel.os, "sched_getaffinity", lambda pid: set(range(allowed)), raising=False)
    assert parallel.default_workers() == expected
    assert NumpyBackend().device() == f"CPU, {expected} threads"
    assert NumpyBackend(workers=1).device() == "CPU, 1 thread"


def test_helpers_join_in_and_end_with_their_workers():
    before = set(threading.enumerate())
    workers, names, all_here = Workers(3), [], threading.Barrier(3, timeout=20)

    def call(told):
        all_here.wait()
        told.append(threading.current_thread().name)
        all_here.wait()

    workers.together(call, (names,))
    assert sorted(names)[1:] == ["pellucid-helper"] * 2
    helpers = set(threading.enumerate()) - before
    assert len(helpers) == 2
    del workers
    gc.collect()
    for thread in helpers:
        thread.join(20)
    assert not any(thread.is_alive() for thread in helpers)


def test_device_tells_the_number_of_threads():
    assert NumpyBackend(workers=1).device() == "CPU, 1 thread"
    assert NumpyBackend(workers=3).device() == "CPU, 3 threads"


def blas_threads(_=None) -> set[int]:
    return {library["num_threads"] for library in threadpool_info() if library["user_api"] == "blas"}


@pytest.mark.parametrize(("workers", "parts", "expected"), [(1, 1, {1}), (2, 2, {1}), (2, 1, {2})])
def test_blas_takes_no_more_cores_than_there_are_workers(workers, parts, expected):
    before = blas_threads()
    with ThreadpoolController().limit(limits=2, user_api="blas"):  # on a machine of one core too
        assert Workers(workers).map(blas_threads, range(parts)) == [expected] * parts
    assert blas_threads() == before


def test_small_products_are_one_threads_work(backend):
    before = blas_threads()
    with backend.small_products():
        if backend.name == "numpy":
            assert blas_threads() == {1}
    assert blas_threads() == before
