"""The model computes what the papers say, and nothing sees what it should not."""

from __future__ import annotations

import math
import zlib

import numpy as np
import pytest

from backends.numpy_backend import NumpyBackend
from core import params as parameters
from core.context import Context
from core.init import init_params
from core.model import transformer
from core.model.embedding import embed
from core.model.feed_forward import feed_forward
from core.sinusoid import sinusoidal_table
from core.trace import Recorder
from tests.core.builders import (
    SOURCES,
    TARGETS,
    VARIANTS,
    batch,
    full_logits,
    log_softmax,
    model,
    on,
    tiny_config,
    tiny_params,
)

ATOL = 2e-5  # float32 logits of about 1 after some twenty roundings, in another order of summation


@pytest.mark.parametrize("norm_first", [False, True])
def test_a_target_token_changes_no_logits_before_it(backend, norm_first):
    ctx, params = model(backend, norm_first=norm_first)
    prefix = [1, 6, 4, 9, 8, 7]
    before = full_logits(ctx, params, [SOURCES[0]], [prefix])[0]
    for position in range(len(prefix)):
        changed = [*prefix[:position], 12, *prefix[position + 1:]]
        after = full_logits(ctx, params, [SOURCES[0]], [changed])[0]
        np.testing.assert_allclose(after[:position], before[:position], atol=ATOL)
        assert np.abs(after[position:] - before[position:]).max(-1).min() > 100 * ATOL


@pytest.mark.parametrize("norm_first", [False, True])
def test_every_source_token_reaches_every_logit(backend, norm_first):
    ctx, params = model(backend, norm_first=norm_first)
    before = full_logits(ctx, params, [SOURCES[0]], [[1, 6, 4]])[0]
    for position in range(len(SOURCES[0])):
        changed = [*SOURCES[0][:position], 12, *SOURCES[0][position + 1:]]
        after = full_logits(ctx, params, [changed], [[1, 6, 4]])[0]
        assert np.abs(after - before).max(-1).min() > 10 * ATOL


@pytest.mark.parametrize(("norm_first", "activation"), VARIANTS)
def test_a_sentence_alone_is_the_same_in_a_padded_batch(backend, norm_first, activation):
    ctx, params = model(backend, norm_first=norm_first, activation=activation)
    prefixes = [[1, *target[:-1]] for target in TARGETS]
    together = full_logits(ctx, params, SOURCES, prefixes)
    for row, (source, prefix) in enumerate(zip(SOURCES, prefixes, strict=True)):
        alone = full_logits(ctx, params, [source], [prefix])[0]
        np.testing.assert_allclose(together[row, : len(prefix)], alone, atol=ATOL)


def test_positions_are_those_of_the_paper():
    """PE(pos, 2i) = sin(pos / 10000^(2i/d_model)), PE(pos, 2i+1) = cos(...) (sec. 3.5)."""
    table = sinusoidal_table(50, 12)
    assert table.dtype == np.float32
    for pos in range(50):
        for i in range(6):
            angle = pos / 10_000 ** (2 * i / 12)
            assert table[pos, 2 * i] == pytest.approx(math.sin(angle), abs=1e-7)  # float32 of about 1
            assert table[pos, 2 * i + 1] == pytest.approx(math.cos(angle), abs=1e-7)


def test_embedding_is_scaled_by_the_root_of_d_model_and_starts_where_told(backend):
    ctx, params = model(backend)
    ids = np.array([[4, 9, 4], [5, 6, 7]])
    got = backend.to_host(embed(ctx, params["embedding"], backend.asarray(ids), first_position=3))
    table = tiny_params(ctx.config)["embedding"]["weight"]
    wanted = 4.0 * table[ids] + sinusoidal_table(24, 16)[3:6]  # sqrt(16) = 4
    np.testing.assert_allclose(got, wanted, atol=1e-6)  # two float32 operations


def test_one_table_serves_three_uses_and_gets_the_gradient_of_all(backend):
    """The gradient of the tied table is the sum of those of three tables of their own."""
    ctx, params = model(backend)
    names_with_vocab = [name for name, shape in parameters.shapes(ctx.config).items()
                        if ctx.config.vocab_size in shape]
    assert names_with_vocab == ["embedding.weight"]

    def apart(tables, batch, key):
        source, target = ({**params, "embedding": {"weight": tables[name]}}
                          for name in ("source", "target"))
        memory = transformer.encode(ctx, source, batch["src_ids"], batch["src_mask"])
        hidden = transformer.decode(ctx, target, batch["tgt_in_ids"], memory, batch["src_mask"])
        return backend.cross_entropy(hidden, tables["output"], None, batch["tgt_out_ids"],
                                     batch["token_weights"], 0.1)

    def tied(params, batch, key):
        return transformer.loss(ctx, params, batch, 0.1)

    data, table = batch(backend), params["embedding"]["weight"]
    value, grads = backend.value_and_grad(tied)(params, data, None)
    tables = {"source": table, "target": table, "output": table}
    same, parts = backend.value_and_grad(apart)(tables, data, None)
    parts = {name: backend.to_host(part) for name, part in parts.items()}
    assert float(backend.to_host(value)) == pytest.approx(float(backend.to_host(same)), rel=1e-6)
    for part in parts.values():
        assert np.linalg.norm(part) > 1e-3
    # float32 gradients of at most 1, added in another order
    np.testing.assert_allclose(backend.to_host(grads["embedding"]["weight"]), sum(parts.values()), atol=1e-6)


def test_parameters_of_post_norm_and_pre_norm():
    post, pre = (set(parameters.shapes(tiny_config(norm_first=first))) for first in (False, True))
    assert pre - post == {"encoder.norm.weight", "encoder.norm.bias", "decoder.norm.weight",
                          "decoder.norm.bias"}
    assert post < pre
    assert "decoder.layers.1.cross_attn.q_proj.weight" in post
    assert not any(name.startswith("encoder") and "cross_attn" in name for name in post)


def test_the_base_model_of_the_paper_has_its_number_of_weights():
    """Table 3 says 65 million; counted here from the equations, with biases as in tensor2tensor."""
    vocab, d, f = 37_000, 512, 2048
    attention, ffn, norm = 4 * (d * d + d), d * f + f + f * d + d, 2 * d
    wanted = vocab * d + 6 * (attention + ffn + 2 * norm) + 6 * (2 * attention + ffn + 3 * norm)
    config = tiny_config(vocab_size=vocab, d_model=d, num_heads=8, d_ff=f, num_encoder_layers=6,
                         num_decoder_layers=6)
    assert parameters.count(config) == wanted
    assert 60e6 < wanted < 66e6


def test_flatten_and_unflatten_are_inverse():
    tree = tiny_params(tiny_config(norm_first=True))
    flat = parameters.flatten(tree)
    assert {name: array.shape for name, array in flat.items()} == parameters.shapes(
        tiny_config(norm_first=True))
    again = parameters.flatten(parameters.unflatten(flat))
    assert all(again[name] is flat[name] for name in flat)


def test_initial_weights_follow_their_distributions():
    config = tiny_config(vocab_size=2000, d_model=64, d_ff=128)
    flat = parameters.flatten(init_params(config, 3))
    again = parameters.flatten(init_params(config, 3))
    other = parameters.flatten(init_params(config, 4))
    assert all(np.array_equal(flat[name], again[name]) for name in flat)
    assert not np.array_equal(flat["embedding.weight"], other["embedding.weight"])
    assert all(array.dtype == np.float32 for array in flat.values())
    # 128,000 draws: the standard deviation is known to 0.2 %.
    assert flat["embedding.weight"].std() == pytest.approx(64**-0.5, rel=0.02)
    fc1 = flat["encoder.layers.0.ffn.fc1.weight"]
    bound = math.sqrt(6 / (64 + 128))
    assert 0.98 * bound < np.abs(fc1).max() <= bound
    assert fc1.std() == pytest.approx(bound / math.sqrt(3), rel=0.03)
    for name, array in flat.items():
        if array.ndim == 1:
            assert np.all(array == (1 if name.endswith("norm.weight") else 0)), name


@pytest.mark.parametrize(("activation", "formula"), [
    ("relu", lambda x: np.maximum(x, 0)),
    ("gelu", lambda x: x / 2 * (1 + np.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3)))),
    ("silu", lambda x: x / (1 + np.exp(-x))),
])
def test_feed_forward(backend, activation, formula):
    ctx, params = model(backend, activation=activation)
    host = tiny_params(ctx.config)["encoder"]["layers"]["0"]["ffn"]
    x = np.random.default_rng(0).standard_normal((2, 3, 16))
    got = feed_forward(ctx, params["encoder"]["layers"]["0"]["ffn"], backend.asarray(x))
    hidden = formula(x @ host["fc1"]["weight"].T + host["fc1"]["bias"])
    wanted = hidden @ host["fc2"]["weight"].T + host["fc2"]["bias"]
    np.testing.assert_allclose(backend.to_host(got), wanted, atol=ATOL)


@pytest.mark.parametrize("label_smoothing", [0.0, 0.1])
def test_loss_is_the_naive_label_smoothed_mean(backend, label_smoothing):
    ctx, params = model(backend)
    data = batch(backend)
    got = float(backend.to_host(transformer.loss(ctx, params, data, label_smoothing)))
    log_probs = log_softmax(full_logits(ctx, params, SOURCES, [[1, *target[:-1]] for target in TARGETS]))
    losses = []
    for row, target in enumerate(TARGETS):
        for position, token_id in enumerate(target):
            wanted = np.full(13, label_smoothing / 13)
            wanted[token_id] += 1 - label_smoothing
            losses.append(-wanted @ log_probs[row, position])
    assert got == pytest.approx(np.mean(losses), rel=1e-5)  # float32 logits and sums


def test_dropout_is_off_without_a_key_and_repeats_with_one(backend):
    without, params = model(backend)
    ctx = Context.of(backend, tiny_config(dropout=0.5))
    data = batch(backend)

    def loss(ctx):
        return float(backend.to_host(transformer.loss(ctx, params, data, 0.1)))

    assert loss(ctx) == loss(without)
    first, again, other = (loss(ctx.training(backend.key(seed))) for seed in (1, 1, 2))
    assert first == again
    assert len({loss(ctx), first, other}) == 3
    assert loss(without.training(backend.key(1))) == loss(without)  # a rate of 0


def test_r_drop_draws_two_passes_together(backend):
    """Where nothing is dropped the loss is the plain one; else the weight multiplies what parts the two."""
    without, params = model(backend)
    ctx, data = Context.of(backend, tiny_config(dropout=0.5)).training(backend.key(1)), batch(backend)

    def loss(ctx, alpha):
        return float(backend.to_host(transformer.loss(ctx, params, data, 0.1, alpha)))

    assert loss(without, 5.0) == pytest.approx(loss(without, 0.0), rel=1e-6)
    one, two, three = (loss(ctx, alpha) for alpha in (1.0, 2.0, 3.0))
    assert two - one > 0.01  # the passes drew dropout of their own
    assert three - two == pytest.approx(two - one, rel=1e-3)
    assert loss(ctx, 1.0) == one


def test_dropout_draws_from_another_key_at_each_place():
    """Its key follows from a hash of the place's name: no two may collide, in a deep model neither."""
    places = [f"{side}.embedding" for side in ("encoder", "decoder")] + [
        f"{side}.layers.{index}.{block}" for side in ("encoder", "decoder") for index in range(200)
        for block in ("self_attn", "cross_attn", "ffn")]
    assert len({zlib.crc32(place.encode()) for place in places}) == len(places)


@pytest.mark.parametrize("norm_first", [False, True])
def test_dropout_falls_on_embeddings_and_every_sublayer(backend, norm_first, monkeypatch):
    """Vaswani et al. 2017, sec. 5.4; with a key of its own for each of the places."""
    _, params = model(backend, norm_first=norm_first)
    ctx = Context.of(backend, tiny_config(dropout=0.3, norm_first=norm_first))
    shapes, places = [], []

    def dropout(x, rate, key):
        assert rate == 0.3
        shapes.append(x.shape)
        return backend.scale(x, 0.0)

    real = backend.fold_key
    monkeypatch.setattr(backend, "dropout", dropout)
    monkeypatch.setattr(backend, "fold_key", lambda key, data: (places.append(data), real(key, data))[1])
    logits = full_logits(ctx.training(backend.key(0)), params, SOURCES, [[1, 5, 6]] * 3)
    assert shapes == [(3, 7, 16)] * (1 + 2 * 2) + [(3, 3, 16)] * (1 + 2 * 3)
    assert len(set(places)) == len(places) == len(shapes)
    # Of tokens, positions and sublayers nothing is left: no two places can differ.
    np.testing.assert_allclose(logits, np.broadcast_to(logits[0, 0], logits.shape), atol=ATOL)


def recorded(ctx, params, data):
    recorder = Recorder(ctx.ops)
    logits = transformer.forward(ctx.recording(recorder), params, data["src_ids"], data["src_mask"],
                                 data["tgt_in_ids"])
    return ctx.ops.to_host(logits), recorder


@pytest.mark.parametrize(("norm_first", "activation"), VARIANTS)
def test_recording_changes_nothing(backend, norm_first, activation):
    ctx, params = model(backend, norm_first=norm_first, activation=activation)
    data = batch(backend)
    fused = transformer.forward(ctx, params, data["src_ids"], data["src_mask"], data["tgt_in_ids"])
    explicit, _ = recorded(ctx, params, data)
    np.testing.assert_allclose(explicit, backend.to_host(fused), atol=ATOL)


@pytest.mark.parametrize("norm_first", [False, True])
def test_names_and_shapes_of_what_is_recorded(backend, norm_first):
    """The views know these names."""
    ctx, params = model(backend, norm_first=norm_first, num_encoder_layers=1, num_decoder_layers=1)
    _, recorder = recorded(ctx, params, batch(backend, SOURCES[2:], TARGETS[1:2]))
    trace = recorder.trace()
    src, tgt, heads = 7, 6, 2
    wanted = {}
    for side, length, attentions in (("encoder", src, {"self_attn": src}),
                                     ("decoder", tgt, {"self_attn": tgt, "cross_attn": src})):
        for name in ("tokens", "positions", "output"):
            wanted[f"{side}.embedding.{name}"] = (length, 16)
        for attention, keys in attentions.items():
            at = f"{side}.layers.0.{attention}"
            # Which keys are real, or which are not yet to be seen.
            masked = (1, tgt, tgt) if (side, attention) == ("decoder", "self_attn") else (1, 1, src)
            wanted |= {f"{at}.mask": masked, f"{at}.merged": (length, 16),
                       f"{at}.q": (heads, length, 8), f"{at}.k": (heads, keys, 8),
                       f"{at}.v": (heads, keys, 8), f"{at}.scores": (heads, length, keys),
                       f"{at}.weights": (heads, length, keys), f"{at}.heads": (heads, length, 8)}
        wanted |= {f"{side}.layers.0.ffn.{name}": (length, 24) for name in ("inner", "hidden")}
        wanted[f"{side}.output"] = (length, 16)
        for block in (*attentions, "ffn"):
            for name in ("input", "update", "residual", "normed" if norm_first else "sum"):
                wanted[f"{side}.layers.0.{block}.{name}"] = (length, 16)
    assert {name: array.shape for name, array in trace.items()} == wanted
    assert all(type(array) is np.ndarray for array in trace.values())


def test_recorded_weights_sum_to_one_and_are_zero_where_masked(backend):
    ctx, params = model(backend)
    noted = {}
    data = batch(backend)
    transformer.forward(ctx.recording(noted.__setitem__), params, data["src_ids"], data["src_mask"],
                        data["tgt_in_ids"])
    real = backend.to_host(data["src_mask"])  # [B,1,1,S]
    tgt_len = max(map(len, TARGETS))
    causal = np.tri(tgt_len, dtype=bool)[None, None]
    masks = {"encoder.layers.0.self_attn": real, "encoder.layers.1.self_attn": real,
             "decoder.layers.0.cross_attn": real, "decoder.layers.1.cross_attn": real,
             "decoder.layers.0.self_attn": causal, "decoder.layers.1.self_attn": causal}
    for place, mask in masks.items():
        weights, scores = (backend.to_host(noted[f"{place}.{name}"]) for name in ("weights", "scores"))
        mask = np.broadcast_to(mask, weights.shape)
        np.testing.assert_allclose(weights.sum(-1), 1, atol=1e-6)  # a float32 sum of at most 7
        assert np.all(weights[~mask] == 0), place
        assert np.all(weights[mask] > 0), place
        assert np.isfinite(scores).all(), place  # before the mask
        softmax = np.exp(log_softmax(np.where(mask, scores, -1e30)))
        np.testing.assert_allclose(weights, softmax, atol=1e-6)
        q, k = (backend.to_host(noted[f"{place}.{name}"]) for name in "qk")
        np.testing.assert_allclose(scores, q @ k.swapaxes(-1, -2) / 8**0.5, atol=ATOL)


def test_the_same_parameters_at_float64_agree():
    """What float32 rounds away is small: the tolerances above are not hiding a fault."""
    import backends

    config = tiny_config()
    results = []
    for dtype in (np.float32, np.float64):
        ops = backends.get("numpy", dtype=dtype)
        ctx, params = Context.of(ops, config), on(ops, tiny_params(config))
        results.append(full_logits(ctx, params, SOURCES, [[1, 5, 6]] * 3))
    assert results[1].dtype == np.float64
    np.testing.assert_allclose(results[0], results[1], atol=ATOL)


@pytest.mark.parametrize("norm_first", [False, True])
def test_a_packed_batch_has_the_loss_and_gradients_of_its_rectangle(norm_first):
    """At float64, where only the order of the sums differs; sentences of 2 to 9 tokens, so much is PAD."""

    class Rectangles(NumpyBackend):
        def real_tokens(self, ids, pad_id):
            return None

    results = []
    for engine in (NumpyBackend, Rectangles):
        ops = engine(np.float64, workers=1)
        ctx, params = model(ops, norm_first=norm_first)
        arrays = batch(ops)
        assert (arrays["src_ids"] == ctx.config.pad_id).any()
        assert (arrays["tgt_out_ids"] == ctx.config.pad_id).any()
        value, grads = ops.value_and_grad(
            lambda params, batch, key, ctx=ctx: transformer.loss(ctx, params, batch, 0.1))(params, arrays)
        results.append((value, parameters.flatten(grads)))
    (packed, packed_grads), (wanted, wanted_grads) = results
    np.testing.assert_allclose(packed, wanted, rtol=1e-13)
    for name, grad in wanted_grads.items():
        np.testing.assert_allclose(packed_grads[name], grad, rtol=1e-10, atol=1e-14, err_msg=name)
