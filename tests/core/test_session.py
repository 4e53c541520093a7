"""Decoding step by step: the same numbers by every way, and those of the full pass."""

from __future__ import annotations

import math

import numpy as np
import pytest

from core.config import DecodeConfig
from core.context import Context
from core.decoding.search import greedy
from core.decoding.session import DecodeSession
from core.model import transformer
from core.trace import Recorder
from tests.core.builders import SOURCES, half_trained, model, on, path_log_probs, tiny_config, tiny_params

EOS = 2
ATOL = 2e-5  # float32 numbers of about 1, summed in another order
SOURCE = SOURCES[2]


@pytest.fixture
def session(backend) -> DecodeSession:
    return DecodeSession(*half_trained(backend, norm_first=True), SOURCE)


def words_of(session, count=3) -> list[int]:
    """Candidates of the current step that do not end the sentence."""
    return [candidate.token_id for candidate in session.current.candidates
            if candidate.token_id != EOS][:count]


def assert_same(one, other):
    """Two steps that were computed apart, to the bit."""
    assert (one.tgt_in_ids, one.token_log_prob, one.log_prob, one.candidates, one.rest_prob) == (
        other.tgt_in_ids, other.token_log_prob, other.log_prob, other.candidates, other.rest_prob)
    for name in one.trace:
        np.testing.assert_array_equal(one.trace[name], other.trace[name])


def test_the_root(session):
    root = session.root
    assert session.current is root
    assert (root.id, root.parent_id, root.tgt_in_ids, root.position) == (0, None, (1,), 0)
    assert (root.token_log_prob, root.log_prob, root.finished) == (0.0, 0.0, False)
    assert session.back() is root
    assert session.path() == [root]
    assert session.leaves() == [root]


@pytest.mark.parametrize("norm_first", [False, True])
@pytest.mark.parametrize("source", [*SOURCES, [5, 2], [2]])
def test_run_is_greedy(backend, norm_first, source):
    ctx, params = half_trained(backend, norm_first)
    session = DecodeSession(ctx, params, source)
    last = session.run()
    [wanted] = greedy(ctx, params, [source], DecodeConfig())
    assert last.tgt_in_ids[1:] == wanted.token_ids
    assert last.finished == wanted.finished
    np.testing.assert_allclose([step.token_log_prob for step in session.path()[1:]],
                               wanted.token_log_probs, atol=ATOL)
    assert last.log_prob == pytest.approx(wanted.log_prob, abs=10 * ATOL)  # a sum of them
    assert session.run() is last
    assert session.step() is last


def test_candidates_and_the_rest_make_one(session):
    for step in (session.root, session.step()):
        log_probs = [candidate.log_prob for candidate in step.candidates]
        assert len(log_probs) == 10
        assert log_probs == sorted(log_probs, reverse=True)
        assert not {0, 1, 3} & {candidate.token_id for candidate in step.candidates}
        assert sum(map(math.exp, log_probs)) + step.rest_prob == pytest.approx(1, abs=1e-6)  # float32
        for candidate in step.candidates:
            assert candidate.log_prob == step.trace["decoder.next_token.log_probs"][candidate.token_id]


def test_fewer_candidates_than_asked_for_where_the_vocabulary_is_small(backend):
    session = DecodeSession(*model(backend), [4, 2], num_candidates=1000)
    assert len(session.current.candidates) == 10  # 13 without PAD, BOS and UNK


def test_back_and_forth_finds_the_same_steps(session):
    first, second = session.step(), session.step()
    assert session.back() is first
    assert session.back() is session.root
    assert session.step() is first
    assert session.step() is second
    assert len(session.steps) == 3


def test_branches_do_not_disturb_each_other(backend):
    """The cache is shared: what one branch appends must not be seen by another."""
    ctx, params = half_trained(backend, norm_first=True)
    session = DecodeSession(ctx, params, SOURCE)
    one, other, third = words_of(session)
    session.fork(one)
    tails = words_of(session, 2)
    one_end = session.fork(tails[0])
    session.go_to(0)
    session.fork(other)
    other_end = session.fork(tails[1])
    session.go_to(one_end.id)
    longer = session.fork(third)
    for step in (one_end, other_end, longer):
        alone = DecodeSession(ctx, params, SOURCE)
        for token_id in step.tgt_in_ids[1:]:
            alone.fork(token_id)
        assert_same(step, alone.current)


def test_a_fork_has_the_true_log_probability(backend):
    """Of any token, candidate or not: what the model says, not what the ban on specials makes of it."""
    ctx, params = half_trained(backend)
    session = DecodeSession(ctx, params, SOURCE, num_candidates=2)
    least = int(np.argmin(session.root.trace["decoder.next_token.log_probs"][4:])) + 4
    for token_id in (least, 3, 12, 0):
        session.fork(token_id)
    wanted = path_log_probs(ctx, params, SOURCE, (least, 3, 12, 0))
    np.testing.assert_allclose([step.token_log_prob for step in session.path()[1:]], wanted, atol=ATOL)
    assert session.current.log_prob == pytest.approx(wanted.sum(), abs=4 * ATOL)


def test_a_fork_taken_before_is_found_again(session):
    word = words_of(session)[1]
    taken = session.fork(word)
    session.back()
    assert session.fork(word) is taken
    assert len(session.steps) == 2


def test_the_tree(session):
    one, other = words_of(session, 2)
    first = session.fork(one)
    first_tail = session.fork(words_of(session)[0])
    session.go_to(0)
    second = session.fork(other)
    session.go_to(first.id)
    end = session.fork(EOS)
    assert [step.id for step in session.steps] == [0, 1, 2, 3, 4]
    assert session.leaves() == [first_tail, second, end]
    assert session.path(first_tail) == [session.root, first, first_tail]
    assert session.path() == [session.root, first, end]
    assert [step.position for step in session.path()] == [0, 1, 2]
    for step in session.steps[1:]:
        parent = session.steps[step.parent_id]
        assert step.tgt_in_ids[:-1] == parent.tgt_in_ids
        assert step.log_prob == parent.log_prob + step.token_log_prob


def test_the_end_of_a_sentence(session):
    session.step()
    end = session.fork(EOS)
    assert end.finished
    assert (end.candidates, end.trace, end.rest_prob) == ((), None, 0.0)
    assert not session.can_step()
    assert session.step() is end
    with pytest.raises(ValueError, match="this sentence has ended: go back"):
        session.fork(4)
    assert session.back().position == 1
    assert session.can_step()


def endless(backend, max_len: int, source) -> DecodeSession:
    config = tiny_config(max_len=max_len)
    host = tiny_params(config)
    host["embedding"]["weight"][EOS] = -3 * host["embedding"]["weight"][5]
    host["decoder"]["layers"]["1"]["ffn_norm"]["bias"] = 10 * host["embedding"]["weight"][5]
    return DecodeSession(Context.of(backend, config), on(backend, host), source)


@pytest.mark.parametrize(("max_len", "limit"), [(24, 24), (7, 7), (60, 24)])
def test_the_limit(backend, max_len, limit):
    """Twice the source and 20, or all positions of the model; the last token is then read at none."""
    session = endless(backend, max_len, [4, 2])
    assert session.limit == limit
    last = session.run()
    assert last.position == limit
    assert not last.finished
    assert not session.can_step()
    with pytest.raises(ValueError, match="this sentence has ended"):
        session.fork(4)
    assert session.attention("decoder_self", 0).shape[1] == limit + (max_len > limit)


@pytest.mark.parametrize("token_id", [-1, 13])
def test_a_token_outside_the_vocabulary(session, token_id):
    with pytest.raises(ValueError, match=rf"token id {token_id} is outside the vocabulary \(0 to 12\)"):
        session.fork(token_id)
    assert len(session.steps) == 1


@pytest.mark.parametrize("step_id", [-1, 1])
def test_an_unknown_step(session, step_id):
    with pytest.raises(ValueError, match=f"there is no step {step_id}"):
        session.go_to(step_id)
    assert session.current is session.root


def test_a_source_that_is_too_long(backend):
    ctx, params = model(backend, max_len=5)
    with pytest.raises(ValueError, match="the source has 6 tokens; this model takes at most 5"):
        DecodeSession(ctx, params, [4, 5, 6, 7, 8, 2])


@pytest.mark.parametrize(("kind", "layer", "message"), [
    ("cross_attn", 0, "kind should be encoder_self, decoder_self or cross, and is 'cross_attn'"),
    ("cross", 2, "layer should be 0 to 1, and is 2"),
    ("encoder_self", -1, "layer should be 0 to 1, and is -1"),
])
def test_attention_that_does_not_exist(session, kind, layer, message):
    with pytest.raises(ValueError, match=message):
        session.attention(kind, layer)


@pytest.mark.parametrize("norm_first", [False, True])
@pytest.mark.parametrize("layer", [0, 1])
def test_stacked_rows_of_cached_steps_are_the_weights_of_the_full_pass(backend, norm_first, layer):
    ctx, params = half_trained(backend, norm_first)
    session = DecodeSession(ctx, params, SOURCE)
    tokens = (5, 12, 4, 9)
    for token_id in tokens:
        session.fork(token_id)
    recorder = Recorder(backend)
    transformer.forward(ctx.recording(recorder), params, backend.asarray([SOURCE]),
                        backend.asarray(np.ones((1, 1, 1, len(SOURCE)), bool)),
                        backend.asarray([[1, *tokens]]))
    full = recorder.trace()
    for kind, name, shape in (("encoder_self", f"encoder.layers.{layer}.self_attn", (2, 7, 7)),
                              ("decoder_self", f"decoder.layers.{layer}.self_attn", (2, 5, 5)),
                              ("cross", f"decoder.layers.{layer}.cross_attn", (2, 5, 7))):
        weights = session.attention(kind, layer)
        assert weights.shape == shape
        np.testing.assert_allclose(weights.sum(-1), 1, atol=1e-6)  # a float32 sum of at most 7
        np.testing.assert_allclose(weights, full[f"{name}.weights"], atol=ATOL)
    last = session.current.trace
    np.testing.assert_allclose(last[f"decoder.layers.{layer}.ffn.residual"][0],
                               full[f"decoder.layers.{layer}.ffn.residual"][-1], atol=10 * ATOL)


def test_attention_up_to_a_step_of_another_branch(session):
    first = session.step()
    session.back()
    session.fork(words_of(session)[1])
    session.fork(words_of(session)[0])
    assert session.attention("cross", 1, first).shape == (2, 2, 7)
    assert session.attention("cross", 1).shape == (2, 3, 7)
    session.fork(EOS)  # read by no pass: it has no row
    assert session.attention("cross", 1).shape == (2, 3, 7)


def test_steps_hold_host_arrays_that_stay_as_they_are(session):
    """Steps cross threads and look into the cache's buffer: what comes later may not write there."""
    session.run()
    traces = [session.encoder_trace, *(step.trace for step in session.steps if step.trace is not None)]
    assert len(traces) > 2
    assert all(type(array) is np.ndarray for trace in traces for array in trace.values())
    before = [{name: array.copy() for name, array in trace.items()} for trace in traces]
    for step_id in range(2):
        session.go_to(step_id)
        session.fork(session.current.candidates[-1].token_id)
        session.run()
    for trace, copies in zip(traces, before, strict=True):
        for name, array in trace.items():
            np.testing.assert_array_equal(array, copies[name])
    for step in session.steps:
        assert type(step.log_prob) is float
        assert all(type(candidate.log_prob) is float and type(candidate.token_id) is int
                   for candidate in step.candidates)


def test_the_names_of_a_step(session):
    names = set(session.step().trace)
    for name in ("decoder.embedding.output", "decoder.layers.1.self_attn.weights",
                 "decoder.layers.0.cross_attn.scores", "decoder.layers.1.ffn.residual",
                 "decoder.next_token.log_probs"):
        assert name in names
    assert all(name.startswith("decoder.") for name in names)
    assert all(name.startswith("encoder.") for name in session.encoder_trace)
