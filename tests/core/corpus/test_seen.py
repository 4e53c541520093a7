"""What is remembered of kept pairs: as a dict of them would, in little memory."""

from __future__ import annotations

import tracemalloc

from hypothesis import given, settings
from hypothesis import strategies as st

from core.corpus.seen import Seen

KEY = st.integers(-4, 4) | st.integers(-(1 << 63), (1 << 63) - 1)


@settings(max_examples=12, deadline=None)
@given(st.lists(st.tuples(KEY, KEY, st.integers(0, 2)), max_size=300), st.integers(0, 1500))
def test_it_finds_what_a_dict_finds(pairs, more):
    seen, first, spelled, exact_of = Seen(), {}, {}, {}
    everything = [*pairs, *((n << 40, n << 42, 0) for n in range(more)), *pairs]
    for row, (src, tgt, spelling) in enumerate(everything):
        exact, at = hash((src, tgt, spelling)), first.get((src, tgt))
        expected = None
        if at is not None:
            same = exact_of[at] == exact
            expected = (at, True) if same else (spelled[exact], True) if exact in spelled else (at, False)
        assert seen.first(src, tgt, exact) == expected
        seen.add(src, tgt, exact, 0, row)
        exact_of[row] = exact
        if at is None:
            first[src, tgt] = row
        else:
            spelled.setdefault(exact, row)
    assert len(seen) == len(everything)


def test_a_pair_takes_little_memory():
    """It took 148 bytes: a memory of 300 MB with short units went over 300 MB."""
    tracemalloc.start()
    seen, count = Seen(), 20_000
    for n in range(count):
        seen.add(hash((n, 1)), hash((n, 2)), hash((n, 3)), 0, n)
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert held < 56 * count
