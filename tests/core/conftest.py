"""Fixtures of the core's tests; what is no fixture is in builders.py."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.context import Context
from core.formats.native import Model, ModelCard
from core.text.tokenizer import Tokenizer
from tests.core.builders import on, tiny_config, tiny_params

LINES = [
    "the cat sat on the mat.", "a dog saw the cat, and the dog ran!", "don't stop: it's the end?",
    "你好，世界。", "猫坐在垫子上。", "狗看见猫。", "我们今天去学校。",
    "in 2024 we saw 10 dogs and 35 cats (6 or 789)",
]


@pytest.fixture(scope="session")
def tokenizer() -> Tokenizer:
    return Tokenizer.train(LINES, vocab_size=120)


@pytest.fixture
def tiny_model(backend, tokenizer) -> Model:
    """An untrained model of that tokenizer: what it says means nothing, but is always the same."""
    config = tiny_config(vocab_size=tokenizer.vocab_size, max_len=16)
    params = on(backend, tiny_params(config, seed=2))
    return Model(ModelCard("Tiny", "zh", "en", config), Path("tiny"), params, tokenizer)


@pytest.fixture
def tiny_context(backend, tiny_model) -> Context:
    return Context.of(backend, tiny_model.config)
