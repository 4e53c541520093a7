"""Searches find what they promise, measured against passes over full prefixes."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest

from core.config import DecodeConfig
from core.context import Context
from core.decoding.beam import beam, length_penalty
from core.decoding.hypothesis import Hypothesis, allowed, length_limit
from core.decoding.sampling import Distribution, distribution, sampler
from core.decoding.search import greedy, sample
from core.decoding.state import advance
from tests.core.builders import (
    SOURCES,
    full_logits,
    half_trained,
    log_softmax,
    model,
    on,
    path_log_probs,
    tiny_config,
    tiny_params,
)

PAD, BOS, EOS, UNK = range(4)
ATOL = 2e-5  # float32 log-probabilities, summed in another order
SEARCHES = {
    "greedy": greedy,
    "sample": sample,
    "beam": lambda *args: [n_best[0] for n_best in beam(*args)],
}


def ids_of(hypotheses: list[Hypothesis]) -> list[tuple[int, ...]]:
    return [hypothesis.token_ids for hypothesis in hypotheses]


def banned_to_minus_infinity(log_probs: np.ndarray) -> np.ndarray:
    log_probs = log_probs.copy()
    log_probs[..., [PAD, BOS, UNK]] = -np.inf
    return log_probs


def naive_greedy(ctx, params, source, limit) -> tuple[int, ...]:
    found: list[int] = []
    while len(found) < limit and found[-1:] != [EOS]:
        logits = full_logits(ctx, params, [source], [[BOS, *found]])[0, -1]
        found.append(int(banned_to_minus_infinity(logits).argmax()))
    return tuple(found)


@pytest.mark.parametrize("norm_first", [False, True])
def test_greedy_takes_the_best_token_of_the_full_pass(backend, norm_first):
    ctx, params = half_trained(backend, norm_first)
    sources = [*SOURCES, [5, 2], [4, 9, 4, 4, 12, 2]]
    wanted = [naive_greedy(ctx, params, source, 10) for source in sources]
    assert ids_of(greedy(ctx, params, sources, DecodeConfig(max_len=10))) == wanted


def test_the_models_of_these_tests_end_some_sentences_and_not_others(backend):
    """Without both, the tests around this one would say little."""
    found = []
    for norm_first in (False, True):
        ctx, params = half_trained(backend, norm_first)
        found += greedy(ctx, params, [*SOURCES, [5, 2], [4, 9, 4, 4, 12, 2]], DecodeConfig(max_len=7))
    assert {hypothesis.finished for hypothesis in found} == {True, False}
    assert len({len(hypothesis.token_ids) for hypothesis in found}) >= 4
    for hypothesis in found:
        assert hypothesis.finished == (hypothesis.token_ids[-1] == EOS)
        assert EOS not in hypothesis.token_ids[:-1]
        assert hypothesis.finished or len(hypothesis.token_ids) == 7


@pytest.mark.parametrize("norm_first", [False, True])
def test_a_beam_of_one_is_greedy(backend, norm_first):
    ctx, params = half_trained(backend, norm_first)
    config = DecodeConfig(max_len=10, beam_size=1)
    best = [n_best[0] for n_best in beam(ctx, params, SOURCES, config)]
    wanted = greedy(ctx, params, SOURCES, config)
    assert ids_of(best) == ids_of(wanted)
    for ours, theirs in zip(best, wanted, strict=True):
        assert ours.finished == theirs.finished
        np.testing.assert_allclose(ours.token_log_probs, theirs.token_log_probs, atol=ATOL)


def enumerated(ctx, params, source, words, limit, alpha) -> list[tuple[float, tuple[int, ...]]]:
    """Every sentence of at most `limit` tokens with its score, best first."""
    scored = []
    for length in range(1, limit + 1):
        sentences = [(*body, EOS) for body in itertools.product(words, repeat=length - 1)]
        prefixes = [[BOS, *sentence[:-1]] for sentence in sentences]
        log_probs = log_softmax(full_logits(ctx, params, [source] * len(prefixes), prefixes))
        for row, sentence in zip(log_probs, sentences, strict=True):
            total = sum(row[position, token_id] for position, token_id in enumerate(sentence))
            scored.append((total / ((5 + length) / 6) ** alpha, sentence))
    return sorted(scored, reverse=True)


@pytest.mark.parametrize("alpha", [0.0, 0.6, 3.0])
def test_a_beam_wide_enough_finds_the_whole_order(backend, alpha):
    """Three words, four tokens: 40 sentences, each of which a beam of 108 holds. All come, in order."""
    ctx, params = model(backend, 1, vocab_size=7)
    config = DecodeConfig(max_len=4, beam_size=108, length_penalty=alpha)
    for source in ([4, 5, 6, 2], [6, 2]):
        wanted = enumerated(ctx, params, source, (4, 5, 6), 4, alpha)
        [found] = beam(ctx, params, [source], config)
        assert len(found) == len(wanted) == 40
        assert ids_of(found) == [sentence for _, sentence in wanted]
        np.testing.assert_allclose([hypothesis.score for hypothesis in found],
                                   [score for score, _ in wanted], atol=ATOL)


def test_the_length_penalty_matters_here(backend):
    """Else the test above would pass with none at all."""
    ctx, params = model(backend, 1, vocab_size=7)
    best = {enumerated(ctx, params, [4, 5, 6, 2], (4, 5, 6), 4, alpha)[0][1] for alpha in (0.0, 3.0)}
    assert len(best) == 2


def test_the_length_penalty_is_that_of_wu_et_al():
    assert length_penalty(1, 0.7) == 1
    assert length_penalty(7, 1.0) == 2
    assert length_penalty(19, 0.5) == 2
    assert length_penalty(100, 0.0) == 1


def test_a_wider_beam_scores_no_worse_here(backend):
    ctx, params = half_trained(backend)
    best = [[n_best[0].score for n_best in beam(ctx, params, SOURCES, config)] for config in (
        DecodeConfig(beam_size=size, length_penalty=0) for size in (1, 4, 30))]
    for scores in zip(*best, strict=True):
        assert all(wider > narrower - ATOL for narrower, wider in itertools.pairwise(scores))
    assert best[0] != best[2]


@pytest.mark.parametrize("method", ["greedy", "beam"])
@pytest.mark.parametrize("norm_first", [False, True])
def test_a_batch_gives_what_its_sentences_give_alone(backend, method, norm_first):
    ctx, params = half_trained(backend, norm_first)
    sources = [*SOURCES, [5, 2], [11, 12, 11, 2], [2]]
    config = DecodeConfig(beam_size=3)  # limits in proportion to each source
    together = SEARCHES[method](ctx, params, sources, config)
    alone = [SEARCHES[method](ctx, params, [source], config)[0] for source in sources]
    assert ids_of(together) == ids_of(alone)
    assert len({len(hypothesis.token_ids) for hypothesis in together}) > 1  # rows ended at other times
    for ours, theirs in zip(together, alone, strict=True):
        np.testing.assert_allclose(ours.token_log_probs, theirs.token_log_probs, atol=ATOL)


def test_the_n_best_of_a_batch_are_those_of_its_sentences(backend):
    ctx, params = half_trained(backend)
    config = DecodeConfig(max_len=9, beam_size=4)
    together = beam(ctx, params, SOURCES, config)
    alone = [beam(ctx, params, [source], config)[0] for source in SOURCES]
    assert [ids_of(n_best) for n_best in together] == [ids_of(n_best) for n_best in alone]
    for n_best in together:
        assert len(set(ids_of(n_best))) == len(n_best)
        scores = [hypothesis.score for hypothesis in n_best]
        assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize("method", SEARCHES)
@pytest.mark.parametrize("banned", [PAD, BOS, UNK])
def test_special_tokens_are_never_produced(backend, method, banned):
    """Even where the model wants nothing else: their logits are those of the best word, doubled."""
    config = tiny_config(norm_first=False)
    host = tiny_params(config, 5)
    ctx = Context.of(backend, config)
    first = full_logits(ctx, on(backend, host), SOURCES, [[BOS]] * 3)[:, 0]
    host["embedding"]["weight"][banned] = 3 * host["embedding"]["weight"][int(first[0].argmax())]
    params = on(backend, host)
    assert full_logits(ctx, params, SOURCES[:1], [[BOS]])[0, 0].argmax() == banned
    decode = DecodeConfig(method=method, max_len=8)
    for hypothesis in SEARCHES[method](ctx, params, SOURCES, decode):
        assert not {PAD, BOS, UNK} & set(hypothesis.token_ids)
        assert all(math.isfinite(log_prob) for log_prob in hypothesis.token_log_probs)


@pytest.mark.parametrize("method", SEARCHES)
def test_log_probs_are_those_of_the_full_pass(backend, method):
    """Neither the ban, nor temperature, nor the length penalty changes what is reported."""
    ctx, params = half_trained(backend)
    config = DecodeConfig(method=method, max_len=10, temperature=2.0, top_k=5)
    for source, hypothesis in zip(SOURCES, SEARCHES[method](ctx, params, SOURCES, config), strict=True):
        wanted = path_log_probs(ctx, params, source, hypothesis.token_ids)
        np.testing.assert_allclose(hypothesis.token_log_probs, wanted, atol=ATOL)
        assert hypothesis.log_prob == pytest.approx(wanted.sum(), abs=10 * ATOL)  # up to ten of them
        penalty = length_penalty(len(wanted), config.length_penalty) if method == "beam" else 1
        assert hypothesis.score == pytest.approx(wanted.sum() / penalty, abs=10 * ATOL)


def endless(backend, max_len: int):
    """A model that hardly ever ends: its last norm puts all weight on words, away from EOS."""
    config = tiny_config(max_len=max_len)
    host = tiny_params(config)
    words = host["embedding"]["weight"]
    words[4:] += 3 * words[5]  # they all point one way,
    words[EOS] = -words[5]  # EOS another,
    host["decoder"]["layers"]["1"]["ffn_norm"]["bias"] = 10 * words[5]  # and so does each state
    return Context.of(backend, config), on(backend, host)


@pytest.mark.parametrize("method", SEARCHES)
def test_what_reaches_the_limit_is_not_finished(backend, method):
    ctx, params = endless(backend, max_len=24)
    decode = DecodeConfig(max_len=5, beam_size=2)
    for hypothesis in SEARCHES[method](ctx, params, SOURCES, decode):
        assert len(hypothesis.token_ids) == 5
        assert not hypothesis.finished


@pytest.mark.parametrize("method", SEARCHES)
def test_all_positions_of_the_model_can_be_used(backend, method):
    """The last of max_len tokens is read at no position: none is left, and none is needed."""
    ctx, params = endless(backend, max_len=7)
    for hypothesis in SEARCHES[method](ctx, params, SOURCES, DecodeConfig(max_len=50)):
        assert len(hypothesis.token_ids) == 7


def test_length_limits():
    config = tiny_config(max_len=24)
    assert length_limit(config, DecodeConfig(max_len=7), 3) == 7
    assert length_limit(config, DecodeConfig(max_len=100), 3) == 24  # the model has no more positions
    assert length_limit(config, DecodeConfig(), 1) == 22
    assert length_limit(config, DecodeConfig(), 20) == 24


@pytest.mark.parametrize("method", SEARCHES)
@pytest.mark.parametrize("limit", [0, 1, 3])
def test_stop_ends_within_a_step(backend, method, limit, monkeypatch):
    ctx, params = endless(backend, max_len=24)
    taken = 0

    def counted(*args):
        nonlocal taken
        taken += 1
        return advance(*args)

    for module in ("search", "beam"):
        monkeypatch.setattr(f"core.decoding.{module}.advance", counted)
    SEARCHES[method](ctx, params, SOURCES, DecodeConfig(max_len=10), lambda: taken >= limit)
    assert taken == limit


# --- sampling

def draws(backend, config: DecodeConfig, logits: np.ndarray, count: int) -> np.ndarray:
    ctx = Context.of(backend, tiny_config(vocab_size=logits.size))
    logits = backend.asarray(np.tile(logits, (count, 1)))
    sources = [[number] for number in range(count)]  # a draw follows from the seed and the source
    found, drawn = sampler(ctx, config, sources)(logits, list(range(count)), 0)
    wanted = backend.to_host(ctx.ops.log_softmax(logits))[np.arange(count), drawn]
    np.testing.assert_allclose(found, wanted, atol=1e-6)
    return np.array(drawn)


LOGITS = np.random.default_rng(7).standard_normal(13) * 1.5


@pytest.mark.parametrize("temperature", [0.5, 1.0, 2.0])
def test_frequencies_follow_the_probabilities(backend, temperature):
    """Chi-square with 9 degrees of freedom: 33.7 is exceeded by chance once in 10,000 seeds."""
    count = 4000
    found = np.bincount(draws(backend, DecodeConfig(temperature=temperature), LOGITS, count), minlength=13)
    probs = np.exp(log_softmax(banned_to_minus_infinity(LOGITS) / temperature))
    assert found[[PAD, BOS, UNK]].tolist() == [0, 0, 0]
    kept = probs > 0
    assert kept.sum() == 10
    expected = count * probs[kept]
    assert ((found[kept] - expected) ** 2 / expected).sum() < 33.7


def test_frequencies_after_top_k(backend):
    """2 degrees of freedom: 18.4 once in 10,000."""
    count = 4000
    found = np.bincount(draws(backend, DecodeConfig(top_k=3), LOGITS, count), minlength=13)
    probs = np.exp(banned_to_minus_infinity(LOGITS))
    best = np.argsort(-probs)[:3]
    assert found.sum() == found[best].sum()
    expected = count * probs[best] / probs[best].sum()
    assert ((found[best] - expected) ** 2 / expected).sum() < 18.4


@pytest.mark.parametrize("top_p", [0.01, 0.3, 0.5, 0.9, 0.999, 1.0])
def test_top_p_keeps_the_smallest_set_that_reaches_it(backend, top_p):
    ctx = Context.of(backend, tiny_config())
    log_probs = allowed(ctx, ctx.ops.log_softmax(backend.asarray(LOGITS[None])))
    [row] = distribution(ctx, log_probs, DecodeConfig(top_p=top_p))
    probs = np.sort(np.exp(log_softmax(banned_to_minus_infinity(LOGITS))))[::-1]
    np.testing.assert_allclose(row.probs, probs, atol=1e-6)  # float32 probabilities
    smallest = 1 + int((np.cumsum(probs)[:-1] < top_p - 1e-6).sum())
    assert row.kept == min(smallest, 10)
    assert row.cumulative[-1] >= top_p - 1e-6
    assert row.kept == 1 or row.cumulative[-2] < top_p
    assert len(row.cumulative) == row.kept


def test_top_k_and_top_p_together_keep_the_fewer(backend):
    ctx = Context.of(backend, tiny_config())
    log_probs = allowed(ctx, ctx.ops.log_softmax(backend.asarray(LOGITS[None])))
    for top_k, top_p in itertools.product((1, 2, 5, 100), (0.1, 0.6, 1.0)):
        kept = [distribution(ctx, log_probs, DecodeConfig(top_k=k, top_p=p))[0].kept
                for k, p in ((top_k, top_p), (top_k, 1.0), (0, top_p))]
        assert kept[0] == min(kept[1:])


def test_the_borders_of_a_draw(backend):
    ctx = Context.of(backend, tiny_config())
    log_probs = allowed(ctx, ctx.ops.log_softmax(backend.asarray(LOGITS[None])))
    [row] = distribution(ctx, log_probs, DecodeConfig(top_k=3))
    assert row.draw(0.0) == row.token_ids[0]
    assert row.draw(1 - 2**-24) == row.token_ids[2]
    middle = (row.cumulative[0] + row.cumulative[1]) / 2 / row.cumulative[2]
    assert row.draw(middle) == row.token_ids[1]
    row = Distribution([7, 8, 9], None, 3, np.array([0.25, 0.5, 1.0]))  # each has its lower border
    assert [row.draw(uniform) for uniform in (0.0, 0.25, 0.5, 0.75)] == [7, 8, 9, 9]


def test_sampling_repeats_with_its_seed(backend):
    ctx, params = half_trained(backend)
    first, again = (sample(ctx, params, SOURCES, DecodeConfig(seed=3, max_len=9)) for _ in range(2))
    assert first == again
    others = {tuple(ids_of(sample(ctx, params, SOURCES, DecodeConfig(seed=seed, max_len=9))))
              for seed in range(5)}
    assert len(others) == 5


def test_positions_draw_independently(backend):
    """One key for all positions would give the same rank again and again."""
    ctx = Context.of(backend, tiny_config())
    logits = backend.asarray(np.zeros((1, 13)))
    choose = sampler(ctx, DecodeConfig(), [[5, 6]])
    assert len({choose(logits, [0], position)[1][0] for position in range(40)}) > 5


def test_neighbours_in_a_batch_change_no_draw(backend):
    """Draws were tied to the batch row: editing one sentence changed the samples of the others."""
    ctx, params = half_trained(backend)
    config = DecodeConfig(method="sample", temperature=1.5, max_len=10)
    together = ids_of(sample(ctx, params, SOURCES, config))
    assert [ids_of(sample(ctx, params, [source], config))[0] for source in SOURCES] == together


@pytest.mark.parametrize("config", [DecodeConfig(top_k=1, max_len=10), DecodeConfig(top_p=1e-9, max_len=10),
                                    DecodeConfig(temperature=0.001, max_len=10)])
def test_sampling_from_one_token_is_greedy(backend, config):
    ctx, params = half_trained(backend)
    assert ids_of(sample(ctx, params, SOURCES, config)) == ids_of(greedy(ctx, params, SOURCES, config))


@pytest.mark.parametrize("temperature", [0.001, 1000.0])
def test_extreme_temperatures_stay_finite(backend, temperature):
    ctx = Context.of(backend, tiny_config())
    log_probs = allowed(ctx, ctx.ops.log_softmax(backend.asarray(LOGITS[None] * 50)))
    [row] = distribution(ctx, log_probs, DecodeConfig(temperature=temperature))
    assert np.isfinite(row.probs).all()
    assert row.probs.sum() == pytest.approx(1, abs=1e-5)  # float32 probabilities
