"""The models that are shipped, not stand-ins: they open and know the course's examples."""

from __future__ import annotations

import pytest

import backends
from core.decoding.translator import Translator
from core.formats.native import load_model
from resources import models_dir

EXAMPLES = [("我爱购物", "I love shopping"), ("我想吃汉堡", "I want to eat hamburgers"),
            ("我爱中国", "I love China")]


@pytest.mark.parametrize("direction", ["zh-en", "en-zh"])
def test_a_bundled_model_translates_the_courses_examples(backend: backends.Backend, direction: str):
    model = load_model(models_dir() / direction, backend)
    pairs = EXAMPLES if model.src_lang == "zh" else [(tgt, src) for src, tgt in EXAMPLES]
    results = Translator(model, backend).translate([src for src, _ in pairs])
    assert [result.text for result in results] == [tgt for _, tgt in pairs]


@pytest.mark.parametrize("direction", ["zh-en", "en-zh"])
def test_a_bundled_model_is_at_most_8_mb(direction: str):
    assert sum(path.stat().st_size for path in (models_dir() / direction).iterdir()) <= 8_000_000


def test_the_courses_example_is_three_words():
    """The tokenizer lets 购物 be one token: the pictures and the guide say so."""
    tokenizer = load_model(models_dir() / "zh-en", backends.get("numpy")).tokenizer
    assert [tokenizer.piece(token_id).text for token_id in tokenizer.encode("我爱购物").ids] == [
        "我", "爱", "购物", "</s>"]
