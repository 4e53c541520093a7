"""The lab's edits: none changes nothing to the bit, each does what it says, and refuses what is not there."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from core.batch_trace import trace_batch
from core.corpus.batches import Example
from core.decoding.session import DecodeSession
from core.edits import CROSS, DECODER_SELF, ENCODER_SELF, Edits, attention_name, attentions, sublayers
from core.lab import HeadMeter, distances
from tests.core.builders import SOURCES, TARGETS, half_trained

SOURCE = SOURCES[2]
PREFIX = (1, 12, 5, 11)
NEUTRAL = Edits(heads={("decoder.layers.0.cross_attn", 0): 1.0}, sublayers={"decoder.layers.1.ffn": 1.0},
                residuals={"encoder.layers.0.ffn": 1})


def session_of(backend, edits=None, norm_first=False, tokens=PREFIX[1:], source=SOURCE):
    ctx, params = half_trained(backend, norm_first)
    session = DecodeSession(replace(ctx, edits=edits), params, source)
    for token_id in tokens:
        session.fork(token_id)
    return session


def log_probs(session):
    return session.current.trace["decoder.next_token.log_probs"]


@pytest.mark.parametrize("edits", [Edits(), NEUTRAL])
@pytest.mark.parametrize("norm_first", [False, True])
def test_no_edits_give_the_normal_result_to_the_bit(backend, edits, norm_first):
    normal = session_of(backend, None, norm_first)
    edited = session_of(backend, edits, norm_first)
    assert edits.count == 0
    for one, other in ((normal.encoder_trace, edited.encoder_trace),
                       *((a.trace, b.trace) for a, b in zip(normal.path(), edited.path(), strict=True))):
        assert set(one) == set(other)
        for name in one:
            np.testing.assert_array_equal(one[name], other[name])


def test_a_silent_head_hands_on_zeros_and_the_others_as_before(backend):
    place = "decoder.layers.0.cross_attn"
    normal = session_of(backend).current.trace
    edited = session_of(backend, Edits(heads={(place, 1): 0.0})).current.trace
    assert not edited[f"{place}.heads"][1].any()
    np.testing.assert_array_equal(edited[f"{place}.heads"][0], normal[f"{place}.heads"][0])
    assert np.abs(edited["decoder.output"] - normal["decoder.output"]).max() > 1e-3


def test_a_scaled_head_is_scaled(backend):
    place = "encoder.layers.0.self_attn"
    normal = session_of(backend).encoder_trace
    edited = session_of(backend, Edits(heads={(place, 0): 2.0})).encoder_trace
    np.testing.assert_allclose(edited[f"{place}.heads"][0], 2 * normal[f"{place}.heads"][0])


@pytest.mark.parametrize("norm_first", [False, True])
def test_a_silent_layer_adds_nothing_and_a_silent_skip_lets_nothing_past(backend, norm_first):
    layer = "decoder.layers.1"
    off = Edits(sublayers={f"{layer}.{block}": 0.0 for block in ("self_attn", "cross_attn", "ffn")})
    trace = session_of(backend, off, norm_first).current.trace
    for block in ("self_attn", "cross_attn", "ffn"):
        assert not trace[f"{layer}.{block}.update"].any()
    joined = "residual" if norm_first else "sum"
    np.testing.assert_array_equal(trace[f"{layer}.ffn.{joined}"], trace[f"{layer}.ffn.input"])
    trace = session_of(backend, Edits(residuals={f"{layer}.ffn": 0.0}), norm_first).current.trace
    np.testing.assert_array_equal(trace[f"{layer}.ffn.{joined}"], trace[f"{layer}.ffn.update"])


@pytest.mark.parametrize("kind", [ENCODER_SELF, CROSS])
def test_a_hidden_source_key_gets_no_weight_from_anyone(backend, kind):
    session = session_of(backend, Edits(hidden_keys=frozenset({(kind, 2)})))
    for layer in range(2):
        weights = session.attention(kind, layer)
        assert not weights[:, :, 2].any()
        np.testing.assert_allclose(weights.sum(-1), 1, atol=1e-6)
        other = session.attention(CROSS if kind == ENCODER_SELF else ENCODER_SELF, layer)
        assert other[:, :, 2].all()


def test_a_hidden_target_key_is_seen_by_itself_alone(backend):
    session = session_of(backend, Edits(hidden_keys=frozenset({(DECODER_SELF, 1)})))
    weights = session.attention(DECODER_SELF, 0)
    assert weights[:, 1, 1].all()
    assert not weights[:, 2:, 1].any()


def test_without_the_causal_mask_positions_see_the_future(backend):
    edited = session_of(backend, Edits(causal_mask=False))
    weights = edited.attention(DECODER_SELF, 0)
    assert weights.shape[1:] == (4, 4)
    assert weights.all()
    np.testing.assert_allclose(weights.sum(-1), 1, atol=1e-6)
    # The first position has nothing more to see than itself: there it is the normal prediction.
    root, normal = edited.root.trace, session_of(backend, tokens=()).root.trace
    np.testing.assert_allclose(root["decoder.next_token.log_probs"],
                               normal["decoder.next_token.log_probs"], atol=2e-5)
    assert np.abs(log_probs(edited) - log_probs(session_of(backend))).max() > 1e-3


def test_pad_leaks_only_without_its_mask(backend):
    normal = log_probs(session_of(backend))
    masked = session_of(backend, Edits(pads=3))
    assert masked.src_ids == (*SOURCE, 0, 0, 0)
    np.testing.assert_allclose(log_probs(masked), normal, atol=2e-5)
    assert not masked.attention(CROSS, 1)[:, :, -3:].any()
    leaking = session_of(backend, Edits(pads=3, padding_mask=False))
    assert leaking.attention(CROSS, 1)[:, :, -3:].all()
    assert np.abs(log_probs(leaking) - normal).max() > 1e-3


def test_the_distance_is_zero_without_edits_and_kl_with_them(backend):
    ctx, params = half_trained(backend)
    assert not distances(ctx, params, SOURCE, PREFIX, Edits()).any()
    edits = Edits(heads={("decoder.layers.1.cross_attn", 0): 0.0})
    measured = distances(ctx, params, SOURCE, PREFIX, edits)
    assert measured.shape == (4,)
    p, q = (log_probs(session_of(backend, e)).astype(np.float64) for e in (None, edits))
    assert measured[-1] == pytest.approx((np.exp(p) * (p - q)).sum(), abs=1e-5)
    assert measured.max() > 1e-3


def test_a_position_cheats_when_it_sees_the_answer(backend):
    """Teacher forcing without the mask moves even the first prediction: it reads what it should guess."""
    ctx, params = half_trained(backend)
    measured = distances(ctx, params, SOURCE, PREFIX, Edits(causal_mask=False))
    assert measured[0] > 1e-4
    assert measured[-1] > 1e-4


def test_the_cost_of_a_head_is_the_loss_that_its_absence_adds(backend):
    ctx, params = half_trained(backend)
    examples = [Example([*src[:-1], 2], tgt) for src, tgt in zip(SOURCES, TARGETS, strict=True)]
    at_once, in_parts = HeadMeter(ctx, params, examples), HeadMeter(ctx, params, examples, part=1)
    at_once.go_on()
    costs = at_once.costs()
    assert list(costs) == attentions(ctx.config)
    assert all(values.shape == (2,) for values in costs.values())
    assert max(values.max() for values in costs.values()) > 1e-3
    assert in_parts.num_heads == 12
    for part in range(3 * (12 + 1)):  # a sentence at a time, and the normal loss first
        assert in_parts.num_measured == max(part // 3 - 1, 0)
        assert not in_parts.is_done
        in_parts.go_on(lambda: True)
    assert in_parts.is_done
    for name, values in in_parts.costs().items():
        np.testing.assert_allclose(values, costs[name], atol=1e-6)


@pytest.mark.parametrize(("edits", "words"), [
    (Edits(heads={("decoder.layers.7.cross_attn", 0): 0.0}), "decoder.layers.7.cross_attn"),
    (Edits(heads={("decoder.layers.0.cross_attn", 2): 0.0}), "no head 2"),
    (Edits(heads={("decoder.layers.0.ffn", 0): 0.0}), "no head 0"),
    (Edits(sublayers={"decoder.nothing": 0.0}), "no such sub-layer"),
    (Edits(hidden_keys=frozenset({("sideways", 0)})), "sideways"),
    (Edits(hidden_keys=frozenset((CROSS, place) for place in range(7))), "one at least"),
    (Edits(pads=99), "pads"),
])
def test_an_edit_of_what_is_not_there_is_refused(backend, edits, words):
    with pytest.raises(ValueError, match=words):
        session_of(backend, edits)


def test_names_of_sublayers_are_those_of_the_trace(backend):
    session = session_of(backend)
    traced = {name.rpartition(".")[0] for name in (*session.encoder_trace, *session.current.trace)
              if name.endswith(".update")}
    assert traced == set(sublayers(half_trained(backend)[0].config))
    assert attention_name(CROSS, 1) in traced
    assert attention_name(ENCODER_SELF, 0) == "encoder.layers.0.self_attn"


def test_a_batch_shows_its_padding_and_what_it_does(backend):
    ctx, params = half_trained(backend)
    masked, open_ = (trace_batch(ctx, params, SOURCES, Edits(padding_mask=on)) for on in (True, False))
    assert masked.real.sum(axis=1).tolist() == [4, 3, 7]
    assert masked.weights.shape == (2, 3, 2, 7, 7)
    assert not masked.weights[:, 1, :, :, 3:].any()
    assert masked.leak.max() < 2e-5
    assert open_.leak[:2].min() > 1e-3
    assert open_.leak[2] < 2e-5  # the longest has no PAD
    assert masked.causal.sum() == 36


def test_a_batch_is_encoded_with_the_edits_as_each_of_its_sentences_alone(backend):
    """But for PAD: the weights of a real token are those of its sentence decoded with the same edits."""
    ctx, params = half_trained(backend)
    edits = Edits(hidden_keys=frozenset({(ENCODER_SELF, 1)}), heads={("encoder.layers.0.self_attn", 0): 0.0},
                  sublayers={"encoder.layers.1.ffn": 0.5}, residuals={"encoder.layers.0.ffn": 0.5})
    batch, normal = (trace_batch(ctx, params, SOURCES, each) for each in (edits, Edits()))
    assert batch.leak.max() < 2e-5
    assert not batch.visible[:, :, 1].any()
    for row, source in enumerate(SOURCES):
        count, session = len(source), DecodeSession(replace(ctx, edits=edits), params, source)
        np.testing.assert_allclose(batch.weights[1, row, :, :count, :count],
                                   session.attention(ENCODER_SELF, 1), atol=1e-5)
        assert np.abs(batch.weights[1, row] - normal.weights[1, row]).max() > 1e-3


def test_the_edits_of_the_decoder_and_pads_in_a_batch(backend):
    ctx, params = half_trained(backend)
    keys = frozenset((kind, place) for kind in (CROSS, DECODER_SELF) for place in range(3))
    edits = Edits(causal_mask=False, pads=2, hidden_keys=keys)
    batch = trace_batch(ctx, params, SOURCES, edits)  # the short sentence keeps its keys in the encoder
    assert batch.causal.all()
    assert batch.real.sum(axis=1).tolist() == [4, 3, 7]
    assert batch.src_ids.shape == (3, 9)
    with pytest.raises(ValueError, match="every source token"):
        trace_batch(ctx, params, SOURCES,
                    Edits(hidden_keys=frozenset((ENCODER_SELF, place) for place in range(3))))
