"""Batches: every example once an epoch, within the limit, in an order that can be had again."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.config import ModelConfig
from core.corpus.batches import Example, collate, epoch_batches, fits

CONFIG = ModelConfig(vocab_size=50, d_model=8, num_heads=2, max_len=16)
PAD, BOS, EOS = CONFIG.pad_id, CONFIG.bos_id, CONFIG.eos_id


def example(src_length: int, tgt_length: int) -> Example:
    """Lengths include EOS."""
    return Example([*range(4, 3 + src_length), EOS], [*range(4, 3 + tgt_length), EOS])


lengths = st.integers(1, 15)
examples = st.lists(st.builds(example, lengths, lengths), min_size=1, max_size=200)


@settings(max_examples=100, deadline=None)
@given(examples=examples, batch_tokens=st.integers(1, 200), seed=st.integers(0, 2**63 - 1),
       epoch=st.integers(0, 1000))
def test_every_example_once_and_both_sides_within_the_limit(examples, batch_tokens, seed, epoch):
    batches = epoch_batches(examples, batch_tokens, seed, epoch)
    assert sorted(row for batch in batches for row in batch) == list(range(len(examples)))
    for batch in batches:
        assert batch
        for side in ("src_ids", "tgt_ids"):
            width = max(len(getattr(examples[row], side)) for row in batch)
            # One example alone may exceed the limit: leaving it out would be worse.
            assert width * len(batch) <= batch_tokens or len(batch) == 1


def test_order_is_that_of_seed_and_epoch():
    rng = np.random.default_rng(0)
    many = [example(*rng.integers(1, 16, 2)) for _ in range(300)]
    first = epoch_batches(many, 60, seed=1, epoch=0)
    assert epoch_batches(many, 60, seed=1, epoch=0) == first
    for other in (epoch_batches(many, 60, seed=1, epoch=1), epoch_batches(many, 60, seed=2, epoch=0)):
        assert other != first
        assert sorted(map(sorted, other)) != sorted(map(sorted, first))  # other company, not only order


def test_batches_hold_like_lengths():
    """Little PAD: what sorting within pools is for."""
    rng = np.random.default_rng(0)
    many = [example(length, length) for length in rng.integers(1, 16, 2000)]
    batches = epoch_batches(many, 128, seed=1, epoch=0)
    filled = sum(len(many[row].tgt_ids) for batch in batches for row in batch)
    room = sum(max(len(many[row].tgt_ids) for row in batch) * len(batch) for batch in batches)
    assert filled / room > 0.95  # unsorted it is about 0.57


def test_an_example_larger_than_a_batch_stands_alone():
    batches = epoch_batches([example(15, 15), example(2, 2), example(2, 2)], 8, seed=1, epoch=0)
    assert sorted(map(sorted, batches)) == [[0], [1, 2]]


def test_fits():
    assert fits(example(16, 16), CONFIG)
    assert not fits(example(17, 1), CONFIG)
    assert not fits(example(1, 17), CONFIG)


def test_collate():
    batch = collate([Example([5, 6, EOS], [7, EOS]), Example([8, EOS], [9, 10, 11, EOS])], CONFIG)
    np.testing.assert_array_equal(batch["src_ids"], [[5, 6, EOS], [8, EOS, PAD]])
    np.testing.assert_array_equal(batch["tgt_out_ids"], [[7, EOS, PAD, PAD], [9, 10, 11, EOS]])
    np.testing.assert_array_equal(batch["tgt_in_ids"], [[BOS, 7, PAD, PAD], [BOS, 9, 10, 11]])
    np.testing.assert_array_equal(batch["src_mask"][:, 0, 0], [[True, True, True], [True, True, False]])
    # 6 target tokens, EOS included; 1e-7: the nearest float32.
    np.testing.assert_allclose(batch["token_weights"],
                               np.array([[1, 1, 0, 0], [1, 1, 1, 1]]) / 6, atol=1e-7)


@settings(max_examples=100, deadline=None)
@given(examples=st.lists(st.builds(example, lengths, lengths), min_size=1, max_size=20),
       multiple=st.sampled_from([1, 8]))
def test_collate_any(examples, multiple):
    batch = collate(examples, CONFIG, multiple)
    rows = len(examples)
    for name in ("src_ids", "tgt_in_ids", "tgt_out_ids"):
        assert batch[name].dtype == np.int32
        assert len(batch[name]) == rows
        assert batch[name].shape[1] % multiple == 0
    assert batch["src_mask"].shape == (rows, 1, 1, batch["src_ids"].shape[1])
    assert batch["src_mask"].dtype == bool
    assert batch["token_weights"].dtype == np.float32
    # 1e-6: a few hundred float32 roundings of numbers that sum to 1.
    assert batch["token_weights"].sum(dtype=np.float64) == pytest.approx(1, abs=1e-6)
    np.testing.assert_array_equal(batch["token_weights"] > 0, batch["tgt_out_ids"] != PAD)
    assert EOS not in batch["tgt_in_ids"]
    assert BOS not in batch["tgt_out_ids"]
    for row, pair in enumerate(examples):
        src, tgt = len(pair.src_ids), len(pair.tgt_ids)
        assert batch["src_ids"][row, :src].tolist() == pair.src_ids
        assert not batch["src_ids"][row, src:].any()
        assert batch["src_mask"][row, 0, 0].tolist() == [column < src for column in
                                                        range(batch["src_ids"].shape[1])]
        assert batch["tgt_out_ids"][row, :tgt].tolist() == pair.tgt_ids
        assert batch["tgt_in_ids"][row, :tgt].tolist() == [BOS, *pair.tgt_ids[:-1]]


def test_an_epoch_has_each_example_as_its_weight_says():
    examples = [Example([5, 3], [6, 3], weight) for weight in [1.0] * 10 + [2.5] * 20 + [0.25] * 40]
    rows = [sorted(row for batch in epoch_batches(examples, 60, 1, epoch) for row in batch)
            for epoch in range(3)]
    for drawn in rows:
        counts = [drawn.count(row) for row in range(70)]
        assert counts[:10] == [1] * 10
        assert sorted(counts[10:30]) == [2] * 10 + [3] * 10
        assert sum(counts[30:]) == 10
        assert max(counts[30:]) == 1
    assert rows[0] != rows[1] != rows[2]  # drawn anew
    again = epoch_batches(examples, 60, 1, 2)
    assert again == epoch_batches(examples, 60, 1, 2)
