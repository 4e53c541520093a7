"""Attention as a hint at what a word came from: the head is measured, its links are right on known words."""

from __future__ import annotations

import numpy as np
import pytest

import backends
from core.alignment import Aligner, Alignment, measure
from core.decoding import forced
from core.decoding.translator import Translator
from core.formats.native import load_model
from core.text.spans import decoded_spans, source_spans
from resources import models_dir


@pytest.fixture(scope="module")
def translator() -> Translator:
    ops = backends.get("numpy", workers=1)
    return Translator(load_model(models_dir() / "zh-en", ops), ops)


def test_forced_log_probs_are_those_of_the_search(backend, tiny_model):
    engine = Translator(tiny_model, backend)
    made = engine.translate(["the cat", "a dog saw it"])
    sources = [engine.source_ids(one.source) for one in made]
    again = forced.token_log_probs(engine.context, tiny_model.params, sources,
                                   [one.token_ids for one in made])
    for one, values in zip(made, again, strict=True):
        assert values == pytest.approx(one.token_log_probs, abs=1e-4)  # float32, with PAD or without


def test_attention_rows_sum_to_one(backend, tiny_model):
    engine = Translator(tiny_model, backend)
    layers = forced.cross_attention(engine.context, tiny_model.params, [[5, 6, 2], [7, 2]],
                                    [[8, 2], [9, 10, 2]])
    assert [layer.shape for layer in layers[1]] == [(2, 3, 2)] * 2
    assert layers[1][0].sum(axis=-1) == pytest.approx(1, abs=1e-5)


def test_the_measured_head_links_words(translator):
    sentences = ["我爱购物。", "他喜欢看书。", "我们去公园。", "今天天气很好。"]
    made = translator.translate(sentences)
    head = measure(translator, made)
    assert head.agreement > 0.7
    alignment = Aligner(translator, head).align(made)[0]
    source, target = made[0].source, made[0].text
    words = {(source[a:b], target[c:d]) for a, b, c, d in alignment.links()}
    assert {("我", "I"), ("爱", "love"), ("购物", "shopping")} <= words


@pytest.mark.parametrize("text", ["the cat sat.", "  a   dog ", "你好，世界。", "Ω x", ""])
def test_spans_cover_the_text(tokenizer, text):
    ids = tokenizer.encode(text).ids
    spans = source_spans(tokenizer, ids, text)
    assert "".join(text[start:end] for start, end in spans).split() == text.split() or \
        "".join(text[start:end] for start, end in spans) == "".join(text.split())
    decoded = tokenizer.decode(ids)
    parts = [decoded[start:end] for start, end in decoded_spans(tokenizer, ids)]
    assert "".join(parts) == "".join(decoded.split())


def test_passes_in_parts_are_the_same(backend, tiny_model, monkeypatch):
    engine = Translator(tiny_model, backend)
    sources, targets = [[5, 6, 2], [7, 2], [8, 9, 10, 2]], [[5, 2], [6, 7, 2], [9, 2]]
    whole = forced.scored(engine.context, tiny_model.params, sources, targets)
    apart = forced.token_log_probs(engine.context, tiny_model.params, sources, targets)
    monkeypatch.setattr(forced, "MOST_LOGITS", 1)
    parts = forced.scored(engine.context, tiny_model.params, sources, targets)
    for one, *others in zip(whole[0], parts[0], apart, strict=True):
        assert all(other == pytest.approx(one, abs=1e-4) for other in others)
    for one, other in zip(whole[1], parts[1], strict=True):
        for ours, theirs in zip(one, other, strict=True):
            np.testing.assert_allclose(ours, theirs, atol=1e-5)


@pytest.mark.parametrize("ends", [True, False])
def test_the_last_word_counts_where_sources_have_no_eos(translator, monkeypatch, ends):
    """Some imported models have none; the last word was taken for it, and nothing came from it."""
    made, ids = translator.translate(["我爱购物"]), translator.source_ids("我爱购物")
    if not ends:
        monkeypatch.setattr(translator, "source_ids", lambda _, ids=ids: ids[:-1])
    head = measure(translator, made)
    [alignment] = Aligner(translator, head).align(made)
    count = len(ids) - 1
    assert alignment.weights.shape[1] == count > 2
    each = Alignment(np.eye(count), alignment.src_spans, [(place, place + 1) for place in range(count)])
    assert each.pairs() == [(place, place) for place in range(count)]
