"""What a person gets who chooses nothing."""

import itertools

import pytest

from core.config import ConfigError, TrainConfig
from core.training import presets


@pytest.mark.parametrize("num_pairs", [1, 500, 3_000, 30_000, 300_000, 3_000_000])
@pytest.mark.parametrize("preset", presets.PRESETS)
def test_every_size_can_be_trained_on_every_corpus(preset, num_pairs):
    model = presets.model_config(preset, 900, num_pairs)
    settings = TrainConfig(**presets.train_settings(preset, num_pairs))
    assert (model.vocab_size, model.d_model) == (900, presets.PRESETS[preset]["d_model"])
    assert 0 < settings.learning_rate <= presets.RATES[preset]["learning_rate"]
    assert 0 < settings.warmup_steps <= presets.RATES[preset]["warmup_steps"]


def test_larger_corpora_get_larger_models_and_less_dropout():
    recipes = [*presets.RECIPES, presets.LARGE]
    for smaller, larger in itertools.pairwise(recipes):
        assert smaller.pairs < larger.pairs
        assert smaller.vocab_size < larger.vocab_size
        assert smaller.dropout >= larger.dropout
    order = list(presets.PRESETS)
    sizes = [order.index(found.preset) for found in recipes]
    assert sizes == sorted(sizes)


def test_a_recipe_holds_up_to_its_own_number():
    first, second = presets.RECIPES[:2]
    assert presets.recipe(first.pairs) is first
    assert presets.recipe(first.pairs + 1) is second


def test_a_small_corpus_is_validated_more_often():
    sizes = (500, 5_000, 30_000, 3_000_000)
    settings = [TrainConfig(**presets.fine_tuning_settings(pairs)) for pairs in sizes]
    assert [one.validate_every for one in settings] == [50, 200, 500, 500]
    assert {one.learning_rate for one in settings} == {presets.FINE_TUNING_RATES["learning_rate"]}


def test_an_unknown_size_is_refused():
    for made in (lambda: presets.model_config("huge", 900, 500), lambda: presets.train_settings("huge", 500)):
        with pytest.raises(ConfigError, match='"huge"; expected one of: tiny, small, base'):
            made()
