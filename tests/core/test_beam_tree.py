"""The tree that is shown is the search that translates."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.config import DecodeConfig
from core.decoding.beam import beam, length_penalty
from core.decoding.beam_tree import ENDED, LIVE, PRUNED, beam_tree
from core.decoding.session import DecodeSession
from core.edits import Edits
from tests.core.builders import SOURCES, half_trained


@pytest.mark.parametrize("norm_first", [False, True])
@pytest.mark.parametrize("config", [DecodeConfig(method="beam", beam_size=size, length_penalty=alpha)
                                    for size in (1, 2, 4) for alpha in (0.0, 0.6, 1.5)])
def test_the_results_are_those_of_beam_search(backend, norm_first, config):
    ctx, params = half_trained(backend, norm_first)
    for source in SOURCES:
        [wanted] = beam(ctx, params, [source], config)
        tree = beam_tree(ctx, params, source, config)
        found = [tuple(node.token_id for node in tree.path(end)[1:]) for end in tree.results]
        assert found == [hypothesis.token_ids for hypothesis in wanted]
        assert tree.searched == wanted[0].finished
        for end, hypothesis in zip(tree.results, wanted, strict=True):
            assert tree.nodes[end].score == pytest.approx(hypothesis.score, abs=1e-4)


def test_what_was_dropped_is_kept_with_its_score(backend):
    ctx, params = half_trained(backend)
    trees = [beam_tree(ctx, params, source, DecodeConfig(method="beam", beam_size=3)) for source in SOURCES]
    tree = next(tree for tree in trees if ENDED in {node.fate for node in tree.nodes})
    assert {node.fate for node in tree.nodes} == {LIVE, PRUNED, ENDED}
    assert [node.id for node in tree.nodes] == list(range(len(tree.nodes)))
    for length in range(1, tree.depth + 1):
        level = [node for node in tree.nodes if node.length == length]
        assert sum(node.fate == LIVE for node in level) <= 3
        assert [node.log_prob for node in level] == sorted((node.log_prob for node in level), reverse=True)
        assert [node.rank for node in level] == list(range(len(level)))
        for node in level:
            parent = tree.nodes[node.parent_id]
            assert parent.fate == LIVE
            assert node.log_prob == pytest.approx(parent.log_prob + node.token_log_prob)
            assert node.score == pytest.approx(node.log_prob / length_penalty(length, 0.6))


def test_it_stops_when_told(backend):
    ctx, params = half_trained(backend)
    tree = beam_tree(ctx, params, SOURCES[2], DecodeConfig(method="beam"), stop=lambda: True)
    assert len(tree.nodes) == 1


EDITS = [Edits(causal_mask=False), Edits(padding_mask=False, pads=3), Edits(pads=2),
         Edits(causal_mask=False, padding_mask=False, pads=1, hidden_keys=frozenset({("cross", 0)})),
         Edits(heads={("decoder.layers.0.cross_attn", 1): 0.0}, hidden_keys=frozenset({("decoder_self", 1)}))]


@pytest.mark.parametrize("edits", EDITS)
def test_an_edited_model_is_searched_as_it_is_decoded(backend, edits):
    """The cache and the source without PAD gave the normal model's numbers under edits of the masks."""
    ctx, params = half_trained(backend)
    ctx = replace(ctx, edits=edits)
    for source in SOURCES[:2]:
        tree = beam_tree(ctx, params, source, DecodeConfig(method="beam", beam_size=2))
        for end in tree.results:
            path = tree.path(end)
            session = DecodeSession(ctx, params, source)
            steps = [session.fork(node.token_id) for node in path[1:]]
            assert [node.token_log_prob for node in path[1:]] == pytest.approx(
                [step.token_log_prob for step in steps], abs=1e-4)
