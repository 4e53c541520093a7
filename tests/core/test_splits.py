"""Training and development parts: no sentence on both sides, the same for the same seed."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from core.corpus.normal import key, normalised
from core.corpus.splits import split


def sides(pairs) -> tuple[set[str], set[str]]:
    return {normalised(src) for src, _ in pairs}, {normalised(tgt) for _, tgt in pairs}


def assert_apart(train, dev) -> None:
    for in_train, in_dev in zip(sides(train), sides(dev), strict=True):
        assert not in_train & in_dev


DIFFERENT = [(f"源{i}", f"target {i}") for i in range(300)]

# Few words, so that sources share targets and targets share sources, in chains too.
words = st.sampled_from(["a", "A", "a.", "b", "c d", "cd", "e", "f", "g", "h"] + [f"w{i}" for i in range(40)])
corpora = st.lists(st.tuples(words, words), min_size=20, max_size=120, unique=True)


@settings(max_examples=100, deadline=None)
@given(pairs=corpora, seed=st.integers(0, 2**31), dev_size=st.integers(1, 50))
def test_parts_share_no_sentence_and_lose_none(pairs, seed, dev_size):
    train, dev = split(pairs, dev_size, seed)
    assert_apart(train, dev)
    assert sorted(train + dev) == sorted(pairs)
    wanted = min(dev_size, len(pairs) // 10)
    # An aim: the last group taken may reach beyond it, by less than its own size.
    assert len(dev) < wanted + max(1, wanted // 10)
    kept = {pair: row for row, pair in enumerate(pairs)}
    for part in (train, dev):
        assert [kept[pair] for pair in part] == sorted(kept[pair] for pair in part)


def test_size_and_determinism():
    train, dev = split(DIFFERENT, 30, seed=1)
    assert (len(train), len(dev)) == (270, 30)
    assert split(DIFFERENT, 30, seed=1) == (train, dev)
    assert split(DIFFERENT, 30, seed=2) != (train, dev)


def test_never_more_than_a_tenth():
    train, dev = split(DIFFERENT, 400, seed=1)
    assert (len(train), len(dev)) == (270, 30)


def test_many_references_of_one_source_stay_together():
    """Guards against a leak: the other references of a development source are not trained on."""
    pairs = [(f"source {i}", f"target {i} {number}") for i in range(100) for number in range(5)]
    train, dev = split(pairs, 50, seed=3)
    assert len(dev) == 50
    assert_apart(train, dev)


def test_chains_of_shared_sentences_stay_together():
    """(a, 1), (b, 1), (b, 2): the first and the last share nothing directly."""
    pairs = [pair for i in range(100)
             for pair in ((f"a{i}", f"1 {i}"), (f"b{i}", f"1 {i}"), (f"b{i}", f"2 {i}"))]
    train, dev = split(pairs, 30, seed=1)
    assert len(dev) == 30
    assert_apart(train, dev)


def test_one_source_with_all_the_targets_is_left_to_training():
    pairs = [("I", f"target {i}") for i in range(100)]
    assert split(pairs, 10, seed=1) == (pairs, [])


def test_a_huge_group_does_not_become_the_development_part():
    pairs = [("I", f"target {i}") for i in range(100)] + DIFFERENT
    _, dev = split(pairs, 40, seed=1)
    assert len(dev) == 40
    assert all(src != "I" for src, _ in dev)


def test_tiny_corpora():
    assert split([], 10, seed=1) == ([], [])
    assert split([("a", "b")], 10, seed=1) == ([("a", "b")], [])
    train, dev = split(DIFFERENT[:10], 400, seed=1)
    assert (len(train), len(dev)) == (9, 1)


def test_normalised_takes_what_differs_in_writing_only_for_the_same():
    assert normalised("Ｈello, World!") == normalised("hello world") == "helloworld"
    assert normalised("你好。") == normalised("你好")
    assert normalised("Straße") == normalised("STRASSE")
    assert normalised("不好") != normalised("好")
    assert normalised("मैं") != normalised("म")  # vowel signs are marks, and make words


def test_sentences_of_marks_alone_connect_nothing():
    """A thousand pairs of which all targets were "..." were one group, and so never split."""
    train, dev = split([(f"sentence {n}", "...") for n in range(100)], 10, 1)
    assert (len(train), len(dev)) == (90, 10)
    assert key("...") & key("!?") & key("\u2026") & 1
    assert not (key("a.") | key("\u3042") | key("1") | key("word")) & 1
    assert key("A.") == key("a") != key("b")
