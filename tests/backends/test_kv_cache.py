"""The KV cache is a value: whatever is done with one, an older one stays as it was."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import backends


def positions(count, seed, batch=2):
    """-> k, v [batch,3,count,4], different from each other."""
    rng = np.random.default_rng(seed)
    return rng.random((2, batch, 3, count, 4), np.float32)


def append(backend, cache, block):
    return cache.append(backend.asarray(block[0]), backend.asarray(block[1]))


def check(backend, cache, wanted):
    assert cache.length == wanted.shape[3]
    for got, array in zip(cache.keys_values(), wanted, strict=True):
        np.testing.assert_array_equal(backend.to_host(got), array)


@pytest.mark.parametrize("block", [1, 5, 40])
def test_append_one_by_one(backend, block):
    """Past 32 and 64 positions, where buffers grow and blocks are sealed."""
    cache, wanted = backend.kv_cache(), positions(0, 0)
    assert cache.length == 0
    for seed in range(100 // block):
        new = positions(block, seed)
        cache, wanted = append(backend, cache, new), np.concatenate([wanted, new], axis=3)
        check(backend, cache, wanted)


def test_holding(backend):
    held, new = positions(7, 0), positions(1, 1)
    cache = backend.kv_cache(*map(backend.asarray, held))
    longer = append(backend, cache, new)
    check(backend, cache, held)
    check(backend, longer, np.concatenate([held, new], axis=3))


def test_append_to_an_older_cache(backend):
    """Going back and branching: the newer line keeps its positions, the older one gets its own."""
    old = append(backend, backend.kv_cache(), positions(3, 0))
    first = append(backend, old, positions(1, 1))
    views = first.keys_values()
    second = append(backend, old, positions(1, 2))
    third = append(backend, first, positions(1, 3))
    check(backend, old, positions(3, 0))
    check(backend, first, np.concatenate([positions(3, 0), positions(1, 1)], axis=3))
    check(backend, second, np.concatenate([positions(3, 0), positions(1, 2)], axis=3))
    check(backend, third, np.concatenate([positions(3, 0), positions(1, 1), positions(1, 3)], axis=3))
    np.testing.assert_array_equal(backend.to_host(views[0])[:, :, 3:], positions(1, 1)[0])


@pytest.mark.parametrize("rows", [[1, 0], [1, 1], [0], [0, 0, 1, 0], np.array([1]), np.arange(2)[::-1]])
def test_reorder(backend, rows):
    old = append(backend, backend.kv_cache(), positions(40, 0))
    reordered = old.reorder(rows)
    check(backend, reordered, positions(40, 0)[:, rows])
    new = positions(1, 1, batch=len(rows))
    check(backend, append(backend, reordered, new), np.concatenate([positions(40, 0)[:, rows], new], axis=3))
    check(backend, append(backend, old, positions(1, 2)),
          np.concatenate([positions(40, 0), positions(1, 2)], axis=3))


def test_straight_decode_copies_nothing_on_numpy():
    backend = backends.get("numpy")
    older = append(backend, backend.kv_cache(), positions(3, 0))
    newer = append(backend, older, positions(1, 1))
    assert np.shares_memory(older.keys_values()[0], newer.keys_values()[0])


def test_kept_caches_share_memory_on_mlx():
    """A session keeps the cache of each step: 256 of them share all but their last, open block."""
    mx = pytest.importorskip("mlx.core")
    backend = backends.get("mlx")
    block = backend.zeros((1, 4, 1, 64))
    caches, before = [backend.kv_cache()], mx.get_active_memory()
    for _ in range(256):
        caches.append(caches[-1].append(block, block))
        backend.eval(*caches[-1].keys_values())
    position = 2 * 4 * 64 * 4  # bytes
    # 33/2 positions a cache on average; were nothing shared it would be 257/2.
    assert mx.get_active_memory() - before < 256 * position * 25


def test_reorder_of_an_empty_cache(backend):
    assert backend.kv_cache().reorder([1, 0]).length == 0


@pytest.mark.parametrize("name", backends.available())
@settings(max_examples=15, deadline=None)
@given(choices=st.lists(st.tuples(st.integers(0, 9), st.sampled_from([1, 2, 31, 33, "reorder"])),
                        max_size=12))
def test_any_tree_of_caches(name, choices):
    """Whatever cache of the tree is continued, all others stay right."""
    backend = backends.get(name)
    tree = [(append(backend, backend.kv_cache(), positions(1, 0)), positions(1, 0))]
    for seed, (index, action) in enumerate(choices):
        cache, wanted = tree[index % len(tree)]
        if action == "reorder":
            tree.append((cache.reorder([1, 0]), wanted[:, [1, 0]]))
        else:
            new = positions(action, seed)
            tree.append((append(backend, cache, new), np.concatenate([wanted, new], axis=3)))
    for cache, wanted in tree:
        check(backend, cache, wanted)
