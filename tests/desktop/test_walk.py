"""What the window shows of a decoding equals what the session computed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import backends
from core.decoding.translator import Translator
from core.formats import native
from desktop.controllers import head_facts, walk
from desktop.controllers.walk import CROSS, DECODER_SELF, ENCODER_SELF, KINDS


@pytest.fixture(scope="module")
def translator(models_dir):
    ops = backends.get("numpy")
    return Translator(native.load_model(models_dir / "zh-en", ops), ops)


@pytest.fixture
def session(translator):
    return translator.session("我爱购物", num_candidates=5)


def taken(session, translator, line_id=None):
    line_id = session.current.id if line_id is None else line_id
    return walk.taken("我爱购物", session, translator.model, line_id)


def test_attention_is_the_sessions(session, translator):
    for _ in range(3):
        session.step()
    shown = taken(session, translator)
    parent = session.steps[session.current.parent_id]
    for kind in KINDS:
        for layer in range(2):
            np.testing.assert_array_equal(shown.attention(kind, layer),
                                          session.attention(kind, layer, parent))


def test_attention_further_back_is_the_same_wherever_one_came_from(session, translator):
    """What was put together at a later step is used again further back: the same numbers, and no others
    on a branch that parts from it."""
    for _ in range(4):
        session.step()
    end = taken(session, translator)
    session.go_to(1)
    session.fork(session.steps[1].candidates[3].token_id)
    session.step()
    fork = taken(session, translator)
    for shown in (replace(fork, current_id=end.current_id, line_id=end.line_id), fork):
        for kind in KINDS:
            shown.attention(kind, 0)
        for step in shown.path()[:0:-1]:
            shown = shown.at(step.id)
            for kind in KINDS:
                np.testing.assert_array_equal(shown.attention(kind, 0),
                                              session.attention(kind, 0, session.steps[step.parent_id]))
                seen = shown.visible(kind, 0)
                assert seen.shape == shown.attention(kind, 0).shape[1:]
                assert np.array_equal(seen, np.tril(np.ones_like(seen))) or kind != DECODER_SELF
        other = shown.at(fork.current_id)  # from the first step to the other branch
        np.testing.assert_array_equal(other.attention(DECODER_SELF, 0), fork.attention(DECODER_SELF, 0))


def test_numbers_lead_from_scores_to_output(session, translator):
    for _ in range(3):
        session.step()
    shown = taken(session, translator)
    for kind in KINDS:
        numbers = shown.numbers(kind, 1, 2)
        np.testing.assert_allclose(numbers.dot, numbers.scaled * np.sqrt(translator.model.config.d_head))
        scores = np.where(np.isnan(numbers.scaled), -np.inf, numbers.scaled)
        weights = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
        np.testing.assert_allclose(numbers.weights, weights, atol=1e-5)
        assert numbers.output.shape == (len(numbers.weights), translator.model.config.d_head)
    hidden = np.isnan(shown.numbers(DECODER_SELF, 0, 0).scaled)
    np.testing.assert_array_equal(hidden, np.triu(np.ones((3, 3), bool), 1))


def test_the_pass_in_view_chose_the_last_token(session, translator):
    start = taken(session, translator)
    assert start.shown is start.root
    session.step()
    shown = taken(session, translator)
    assert shown.shown.id == session.root.id
    assert shown.current.tgt_in_ids[-1] == shown.shown.candidates[0].token_id


def test_branches_keep_the_first_way_as_main(session, translator):
    """Also when the main line is continued after a branch was made (its end then is the younger one)."""
    session.step()
    session.step()
    middle = session.path()[1]
    session.go_to(middle.id)
    forced = session.fork(middle.candidates[1].token_id)
    session.step()
    session.go_to(2)
    end = session.step()
    branches = taken(session, translator).branches()
    assert branches[0].leaf.id == end.id
    assert branches[1].tokens[0].id == forced.id
    assert branches[1].fork_id == middle.id


def test_moving_to_another_branch_follows_it(session, translator):
    session.step()
    session.step()
    main_end = session.current.id
    session.go_to(1)
    session.fork(session.current.candidates[1].token_id)
    shown = taken(session, translator)
    assert shown.branch_number() == 1
    back = shown.at(main_end)
    assert back.branch_number() == 0
    assert [step.id for step in back.at(1).line] == [0, 1, main_end]


def test_hidden_branches_are_gone_with_all_that_follows(session, translator):
    session.step()
    session.go_to(0)
    forced = session.fork(session.current.candidates[1].token_id)
    session.step()
    shown = replace(taken(session, translator).at(1), hidden=frozenset({forced.id}))
    assert len(shown.branches()) == 1
    assert shown.child(shown.root, forced.tgt_in_ids[-1]) is None


def test_rows_and_columns_have_their_pieces(session, translator):
    session.step()
    session.step()
    shown = taken(session, translator)
    for kind in KINDS:
        rows, columns = shown.attention(kind, 0).shape[1:]
        assert len(shown.row_pieces(kind)) == rows
        assert len(shown.column_pieces(kind)) == columns
    assert shown.row_pieces(CROSS)[0].text == "<s>"
    assert shown.column_pieces(ENCODER_SELF)[-1].text == "</s>"


@pytest.mark.parametrize(("weights", "is_cross", "expected"), [
    (np.eye(4)[:3], True, head_facts.ALIGNS),
    (np.full((4, 4), 0.25), True, head_facts.EVEN),
    (np.tile([0.05, 0.05, 0.9], (3, 1)), True, head_facts.END_SINK),
    (np.tile([0.9, 0.05, 0.05], (3, 1)), True, head_facts.FIRST),
    (np.eye(5), False, head_facts.DIAGONAL),
    (np.eye(5, k=-1) + np.eye(5)[0] * np.eye(5)[:, :1], False, head_facts.PREVIOUS),
    (np.array([[1.0, 0.0, 0.0]]), True, ""),
])
def test_heads_are_named_by_measure(weights, is_cross, expected):
    assert head_facts.name(np.asarray(weights, np.float32), is_cross) == expected


def test_the_sharpest_head_is_found():
    vague, sharp = np.full((3, 4), 0.25), np.eye(4)[:3]
    layers = [np.stack([vague, vague]), np.stack([vague, sharp])]
    assert head_facts.best_cross_head(layers) == (1, 1)
