"""What other toolkits made of the model: each variant against a formula, and cached against uncached."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from core import params as parameters
from core.config import ConfigError, DecodeConfig, ModelConfig
from core.context import Context
from core.corpus.batches import Example, collate
from core.decoding import lean
from core.decoding.beam import beam, length_penalty
from core.decoding.beam_tree import beam_tree
from core.decoding.search import greedy, sample
from core.decoding.session import DecodeSession
from core.init import init_params
from core.model import transformer
from core.model.embedding import embed
from core.model.residual import layer_norm
from core.sinusoid import sinusoidal_table
from tests.core.builders import (
    SOURCES,
    TARGETS,
    full_logits,
    half_trained,
    log_softmax,
    model,
    on,
    tiny_params,
)

# As an OPUS-MT model has them: PAD last, and the decoder starts from it.
MARIAN = {"positions": "marian", "activation": "silu", "output_bias": True, "pad_id": 12, "bos_id": 12,
          "eos_id": 2, "unk_id": 1, "banned_ids": (12,), "renormalize": True, "forced_eos": True}
TWO_TABLES = {"src_vocab_size": 17, "tied_output": False, "output_bias": True, "scale_embedding": False,
              "positions": "opennmt", "norm_first": True}
# Without the token 12, which is one variant's PAD.
EXAMPLES = [Example([i % 12 or 4 for i in src], [i % 12 or 4 for i in tgt])
            for src, tgt in zip(SOURCES, TARGETS, strict=True)]
BOTH = pytest.mark.parametrize("changes", [MARIAN, TWO_TABLES], ids=["marian", "two tables"])


@BOTH
def test_every_parameter_is_used_and_learned(backend, changes):
    ctx, params = model(backend, **changes)
    data = {name: backend.asarray(array) for name, array in collate(EXAMPLES, ctx.config).items()}
    _, grads = backend.value_and_grad(lambda tree, arrays, key: transformer.loss(ctx, tree, arrays, 0.1))(
        params, data, None)
    flat = {name: backend.to_host(grad) for name, grad in parameters.flatten(grads).items()}
    assert flat.keys() == parameters.shapes(ctx.config).keys()
    silent = [name for name, grad in flat.items() if not grad.any() and not name.endswith("k_proj.bias")]
    assert not silent


def test_parameters_of_two_tables():
    names = parameters.shapes(ModelConfig(vocab_size=13, d_model=16, **{**TWO_TABLES, "norm_first": False}))
    assert names["embedding.weight"] == names["output.weight"] == (13, 16)
    assert names["src_embedding.weight"] == (17, 16)
    assert names["output.bias"] == (13,)
    started = parameters.flatten(init_params(ModelConfig(vocab_size=13, d_model=64, src_vocab_size=2000), 1))
    assert started["src_embedding.weight"].std() == pytest.approx(64**-0.5, rel=0.02)


def test_the_source_has_its_own_table(backend):
    ctx, params = model(backend, **TWO_TABLES)
    src, tgt = [[16, 15, 14, 2]], [[1, 4, 5]]
    before = full_logits(ctx, params, src, tgt)
    host = parameters.map_params(backend.to_host, params)
    host["embedding"]["weight"] = host["embedding"]["weight"][::-1]
    assert np.abs(full_logits(ctx, on(backend, host), src, tgt) - before).max() > 1e-3
    mask = backend.asarray(np.ones((1, 1, 1, 4), bool))
    memories = [backend.to_host(transformer.encode(ctx, tree, backend.asarray(src), mask))
                for tree in (params, on(backend, host))]
    np.testing.assert_array_equal(*memories)


def test_the_output_is_its_own_matrix_and_bias(backend):
    ctx, params = model(backend, **TWO_TABLES)
    hidden = np.random.default_rng(0).standard_normal((3, 16)).astype(np.float32)
    host = parameters.flatten(parameters.map_params(backend.to_host, params))
    wanted = hidden @ host["output.weight"].T + host["output.bias"]
    found = backend.to_host(transformer.logits(ctx, params, backend.asarray(hidden)))
    np.testing.assert_allclose(found, wanted, atol=1e-5)


def test_an_unscaled_embedding(backend):
    ctx, params = model(backend, scale_embedding=False, positions="marian")
    found = backend.to_host(embed(ctx, params["embedding"], backend.asarray([[5, 6]])))
    table = backend.to_host(params["embedding"]["weight"])
    np.testing.assert_allclose(found[0], table[[5, 6]] + sinusoidal_table(2, 16, "marian"), atol=1e-6)


def test_layer_norm_adds_to_the_variance(backend):
    ctx, _ = model(backend, norm_eps=0.1)
    x, weight, bias = (np.random.default_rng(i).standard_normal(size).astype(np.float32)
                       for i, size in enumerate(((3, 16), 16, 16)))
    params = {"weight": backend.asarray(weight), "bias": backend.asarray(bias)}
    found = layer_norm(ctx, params, backend.asarray(x))
    normed = (x - x.mean(-1, keepdims=True)) / np.sqrt(x.var(-1, keepdims=True) + 0.1)
    np.testing.assert_allclose(backend.to_host(found), normed * weight + bias, atol=1e-5)


def test_position_tables():
    paper, marian, opennmt = (sinusoidal_table(50, 8, kind) for kind in ("paper", "marian", "opennmt"))
    np.testing.assert_array_equal(marian, np.concatenate([paper[:, 0::2], paper[:, 1::2]], axis=1))
    assert marian[0].tolist() == [0, 0, 0, 0, 1, 1, 1, 1]
    for position, column in ((0, 0), (3, 2), (49, 3)):
        angle = (position + 1) / 10_000 ** (column / 3)
        np.testing.assert_allclose(opennmt[position, [column, column + 4]], [np.sin(angle), np.cos(angle)],
                                   atol=1e-6)


@BOTH
def test_a_cached_step_is_the_full_pass(backend, changes):
    ctx, params = model(backend, **changes)
    source = [5, 6, 7, 2]
    session = DecodeSession(ctx, params, source, num_candidates=13)
    session.run()
    for step in session.path()[:-1]:
        logits = full_logits(ctx, params, [source], [list(step.tgt_in_ids)])[0, -1]
        np.testing.assert_allclose(step.trace["decoder.next_token.logits"], logits, atol=2e-5)


@BOTH
def test_the_lean_way_is_the_same(backend, changes):
    ctx, params = model(backend, **changes)
    config = DecodeConfig(max_len=9)
    for search in (greedy, lambda *args: [best[0] for best in beam(*args)]):
        found, wanted = (search(ctx, tree, SOURCES, config) for tree in (lean.prepared(ctx, params), params))
        assert [one.token_ids for one in found] == [one.token_ids for one in wanted]


def test_what_is_banned(backend):
    assert ModelConfig(vocab_size=9).banned == (0, 1, 3)
    assert ModelConfig(vocab_size=9, banned_ids=()).banned == ()
    ctx, _ = model(backend, banned_ids=(5,))
    assert backend.to_host(ctx.bans).tolist() == [0.0] * 5 + [-np.inf] + [0.0] * 7


def test_renormalized_probabilities_leave_out_what_is_banned(backend):
    ctx, params = model(backend, **MARIAN)
    plain = Context.of(backend, dataclasses.replace(ctx.config, renormalize=False))
    found, wanted = (greedy(c, params, SOURCES[:1], DecodeConfig(max_len=1))[0] for c in (ctx, plain))
    logits = full_logits(ctx, params, SOURCES[:1], [[12]])[0, 0]
    banned = np.exp(log_softmax(logits)[12])
    forced = DecodeConfig(max_len=2)
    assert greedy(ctx, params, SOURCES[:1], forced)[0].token_log_probs[0] == pytest.approx(
        greedy(plain, params, SOURCES[:1], forced)[0].token_log_probs[0] - np.log(1 - banned), abs=1e-5)
    assert found.token_ids == wanted.token_ids == (2,)  # the only token is a forced one
    first = DecodeSession(ctx, params, SOURCES[0], num_candidates=13).root
    assert sum(np.exp(candidate.log_prob) for candidate in first.candidates) == pytest.approx(1, abs=1e-5)
    assert np.isfinite(first.trace["decoder.next_token.log_probs"]).all()


@pytest.mark.parametrize("beam_size", [1, 4])
def test_a_forced_end_costs_nothing_and_is_no_end_of_its_own(backend, beam_size):
    ctx, params = half_trained(backend)
    ctx = Context.of(backend, dataclasses.replace(ctx.config, forced_eos=True))
    config = DecodeConfig(method="beam", beam_size=beam_size, max_len=4, length_penalty=0.0)
    found = list(zip(SOURCES, greedy(ctx, params, SOURCES, config), strict=True))
    lists = beam(ctx, params, SOURCES, config)
    found += [(source, one) for source, results in zip(SOURCES, lists, strict=True) for one in results]
    forced = []
    for source, one in found:
        assert one.token_ids[-1] == 2
        assert (one.token_log_probs[-1] == 0) == (len(one.token_ids) == 4)
        if len(one.token_ids) < 4:
            assert one.finished
            continue
        logits = full_logits(ctx, params, [source], [[ctx.config.bos_id, *one.token_ids[:-1]]])[0, -1]
        assert one.finished == (np.argmax(logits + backend.to_host(ctx.bans)) == 2)
        forced.append(one)
    assert not all(one.finished for one in forced)


@pytest.mark.parametrize("search", [greedy, sample, lambda *asked: [best for best, *_ in beam(*asked)]],
                         ids=["greedy", "sample", "beam"])
def test_what_would_have_ended_at_the_limit_is_not_cut_off(backend, search):
    ctx, params = half_trained(backend)
    ctx = Context.of(backend, dataclasses.replace(ctx.config, forced_eos=True))
    config = DecodeConfig(beam_size=1, top_k=1, max_len=20)
    ended = [(source, one) for source, one in zip(SOURCES, search(ctx, params, SOURCES, config), strict=True)
             if len(one.token_ids) < 20]
    assert ended
    for source, one in ended:
        [same] = search(ctx, params, [source], dataclasses.replace(config, max_len=len(one.token_ids)))
        assert (same.token_ids, same.finished) == (one.token_ids, True)
        [cut] = search(ctx, params, [source], dataclasses.replace(config, max_len=len(one.token_ids) - 1))
        assert (cut.token_ids, cut.finished) == ((*one.token_ids[:-2], 2), False)


@pytest.mark.parametrize("changes", [{}, MARIAN], ids=["plain", "marian"])
@pytest.mark.parametrize("norm", ["wu", "power"])
def test_length_norms(backend, changes, norm):
    assert length_penalty(8, 0.5, "power") == 8**0.5
    ctx, params = model(backend, **changes)
    config = DecodeConfig(method="beam", beam_size=3, max_len=8, length_penalty=0.8, length_norm=norm)
    tree = beam_tree(ctx, params, SOURCES[0], config)
    for one, end in zip(beam(ctx, params, SOURCES[:1], config)[0], tree.results, strict=True):
        length = len(one.token_ids)
        penalty = length**0.8 if norm == "power" else ((5 + length) / 6) ** 0.8
        assert one.score == pytest.approx(one.log_prob / penalty)
        assert tree.nodes[end].score == pytest.approx(one.score, abs=1e-5)
        assert tree.penalty(length) == pytest.approx(penalty)
    with pytest.raises(ConfigError, match="length_norm should be wu or power"):
        DecodeConfig(length_norm="hf")


def test_teacher_forcing_starts_from_the_start_token(backend):
    """PAD starts the target and pads it: the loss is that of the sentences alone."""
    ctx, params = model(backend, **MARIAN)

    def loss(part):
        arrays = {name: backend.asarray(array) for name, array in collate(part, ctx.config).items()}
        return float(backend.to_host(transformer.loss(ctx, params, arrays, 0.0)))

    tokens = [len(example.tgt_ids) for example in EXAMPLES]
    alone = sum(loss([example]) * count for example, count in zip(EXAMPLES, tokens, strict=True))
    assert loss(EXAMPLES) == pytest.approx(alone / sum(tokens), rel=1e-5)


def test_tiny_params_of_a_variant_have_no_zeros():
    flat = parameters.flatten(tiny_params(ModelConfig(vocab_size=13, d_model=16, output_bias=True)))
    assert flat["output.bias"].all()
