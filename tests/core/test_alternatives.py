"""Other words at a place: the beginning is kept, the rest is what the model makes of it."""

from __future__ import annotations

import pytest

import backends
from core.alternatives import alternatives
from core.decoding import forced
from core.decoding.translator import Translator
from core.formats.native import load_model
from resources import models_dir


def test_each_keeps_the_beginning_and_is_scored_as_the_model_does():
    ops = backends.get("numpy", workers=1)
    translator = Translator(load_model(models_dir() / "zh-en", ops), ops)
    [made] = translator.translate(["他喜欢看书。"])
    found = alternatives(translator, made, 1)
    assert found[0][1].token_ids == made.token_ids  # greedy again: the first is what stands there
    assert len({whole.token_ids[1] for _, whole in found}) == len(found) > 2
    for word, whole in found:
        assert whole.token_ids[0] == made.token_ids[0]
        assert whole.text[word.start:word.end]
        [scores] = forced.token_log_probs(translator.context, translator.model.params,
                                          [translator.source_ids(made.source)], [whole.token_ids])
        assert list(whole.token_log_probs) == pytest.approx(scores, abs=1e-3)  # float32, cached or not
