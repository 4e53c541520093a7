"""The edit distance against its definition, and the places where two sentences differ."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.stores.distance import Difference, differences, edit_distance, similarity

SHORT = st.text("ab猫 ", max_size=9)


def by_definition(a: str, b: str) -> int:
    @cache
    def distance(i: int, j: int) -> int:
        if not i or not j:
            return i + j
        return min(distance(i - 1, j) + 1, distance(i, j - 1) + 1,
                   distance(i - 1, j - 1) + (a[i - 1] != b[j - 1]))

    return distance(len(a), len(b))


@given(SHORT, SHORT)
def test_the_distance(a, b):
    assert edit_distance(a, b) == by_definition(a, b)


@given(SHORT, SHORT, st.sampled_from([0.0, 0.5, 0.8, 1.0]))
def test_the_filters_change_no_score_above_the_threshold(a, b, at_least):
    exact = 1 - by_definition(a, b) / max(len(a), len(b), 1)
    assert similarity(a, b, at_least) == (pytest.approx(exact) if exact >= at_least - 1e-9 else 0)


def test_what_is_marked():
    assert differences("我的猫很大", "你的猫很大") == (Difference(0, 1, 0, 1),)
    assert differences("My cat is big.", "My dog is not big.") == (
        Difference(3, 6, 3, 6), Difference(10, 10, 10, 14))
    assert differences("a b", "a b") == ()
