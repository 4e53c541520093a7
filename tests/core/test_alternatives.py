"""Other words at a place: the beginning is kept, the rest is what the model makes of it."""

from __future__ import annotations

import re

import pytest

import backends
from core.alternatives import alternatives, best, continued
from core.confidence import words
from core.config import DecodeConfig
from core.decoding import forced
from core.decoding.translator import Translator
from core.formats.native import load_model
from core.terms.enforcing import _without
from core.terms.glossary import Glossary, Term
from core.terms.keeping import Kept
from core.terms.steering import Steered
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


def test_a_typed_word_stands_and_the_rest_follows_from_it():
    ops = backends.get("numpy", workers=1)
    translator = Translator(load_model(models_dir() / "zh-en", ops), ops)
    [made] = translator.translate(["他喜欢看书。"])
    place = 1
    before = translator.model.tokenizer.decode(made.token_ids[:place])
    found = continued(translator, made, place, " loves ")
    assert found.text.startswith(f"{before} loves ")
    assert found.finished
    [scores] = forced.token_log_probs(translator.context, translator.model.params,
                                      [translator.source_ids(made.source)], [found.token_ids])
    assert list(found.token_log_probs) == pytest.approx(scores, abs=1e-3)
    assert continued(translator, made, 0, "She").text.startswith("She ")
    with pytest.raises(ValueError, match="☃"):
        continued(translator, made, place, "☃")
    with pytest.raises(ValueError, match="room"):
        continued(translator, made, place, "loves " * 200)


def test_the_best_whole_translations_have_their_tokens():
    ops = backends.get("numpy", workers=1)
    translator = Translator(load_model(models_dir() / "zh-en", ops), ops)
    [made] = translator.translate(["今天天气很好，我们去公园吧。"], DecodeConfig(method="beam"))
    found = best(translator, made, DecodeConfig(method="beam"))
    assert found[0].text == made.text
    assert len({one.text for one in found}) == len(found) > 2
    for one in found:
        assert translator.model.tokenizer.decode(one.token_ids) == one.text
        assert one.source == made.source


def test_other_words_keep_what_is_not_translated():
    """Kept addresses are put back, and a term that another word drives out is said not to be used."""
    ops = backends.get("numpy", workers=1)
    translator = Translator(load_model(models_dir() / "zh-en", ops), ops)
    translator.steering = Steered((Glossary("g", (Term(("猫",), ("kitty",)),)),), kept=Kept(addresses=True))
    text = "我的猫喜欢鱼 https://example.org/a。"
    [made] = translator.translate([text], DecodeConfig(method="beam"))
    assert made.terms[0].used
    found = continued(translator, made, 0, "Fish")
    assert "https://example.org/a" in found.text
    assert found.source == text
    assert found.terms[0].used == ("kitty" in found.text)
    for one in best(translator, made, DecodeConfig(method="beam")):
        assert "https://example.org/a" in one.text


@pytest.mark.parametrize(("steered", "text", "term"), [
    (Steered((Glossary("g", (Term(("学校",), ("college",)),)),)), "他喜欢读书，我们去学校。", "college"),
    (Steered(kept=Kept(words=("Xiaomi",))), "我爱Xiaomi。", "Xiaomi"),
])
def test_terms_that_must_be_there_stay_when_another_word_is_chosen(steered, text, term):
    ops = backends.get("numpy", workers=1)
    translator = Translator(load_model(models_dir() / "zh-en", ops), ops)
    translator.steering = steered
    [made] = translator.translate([text])
    assert made.text.count(term) == 1
    at = next(one for one in words(translator, made) if made.text[one.start:one.end] == term)
    for word in words(translator, made)[1:2]:
        found = alternatives(translator, made, word.first_token)
        assert len({whole.text for _, whole in found}) > 2
        assert [whole for _, whole in found if whole is made]  # what stands there is one of them
        for one, whole in found:
            assert whole.token_ids[:word.first_token] == made.token_ids[:word.first_token]
            if word.start < at.start:
                assert len(re.findall(rf"\b{term}\b", whole.text)) == 1, whole.text
                assert whole.terms[0].used
            assert 0 < one.probability <= 1
    typed = continued(translator, made, 0, "She")
    assert typed.text.startswith("She ")
    assert typed.text.count(term) == 1
    for _, whole in alternatives(translator, made, at.last_token):  # no letters glued to it
        assert re.search(rf"\b{term}\b", whole.text), whole.text
    away = [whole for _, whole in alternatives(translator, made, at.first_token) if whole is not made]
    assert any(not whole.terms[0].used for whole in away)  # the term itself was clicked: that is a choice


def test_a_choice_inside_of_a_term_completes_it_once():
    ops = backends.get("numpy", workers=1)
    translator = Translator(load_model(models_dir() / "zh-en", ops), ops)
    translator.steering = Steered((Glossary("g", (Term(("学校",), ("big college",)),)),))
    [made] = translator.translate(["我们去学校。"])
    whole = continued(translator, made, 0, "We go to the big")
    assert whole.text.startswith("We go to the big college")
    assert whole.text.count("big") == 1


def test_a_kept_word_that_the_model_cannot_write_stands_once_before_another_word():
    ops = backends.get("numpy", workers=1)
    translator = Translator(load_model(models_dir() / "zh-en", ops), ops)
    translator.steering = Steered(kept=Kept(words=("小米☃",)))
    [made] = translator.translate(["小米☃，我们去学校。"])
    assert made.text.startswith("小米☃, we")
    place = next(word for word in words(translator, made) if made.text[word.start:word.end] == "we")
    for _, whole in alternatives(translator, made, place.first_token):
        assert whole.text.startswith("小米☃,"), whole.text
        assert whole.text.count("小米") == 1
        assert whole.terms[0].used


@pytest.mark.parametrize(("prefer", "terms", "used"), [
    (False, [("工作", "shop")], [True]), (True, [("老师", "shop"), ("教室", "lab")], [True, False]),
    (True, [("工作", "shop"), ("教室", "xylograph")], [False, True]),  # as they stand in the source
])
def test_a_term_that_the_chosen_words_end_with_stays_a_word(prefer, terms, used):
    """The model goes on with "shops": the term was lost, and where no other was won, a KeyError."""
    ops = backends.get("numpy", workers=1)
    translator = Translator(load_model(models_dir() / "zh-en", ops), ops)
    [made] = translator.translate(["老师在教室工作。"])
    assert continued(translator, made, 0, "I love shop").text.startswith("I love shops ")
    translator.steering = Steered((Glossary("g", tuple(Term((a,), (b,)) for a, b in terms)),), prefer)
    [made] = translator.translate(["老师在教室工作。"])
    whole = continued(translator, made, 0, "I love shop")
    assert whole.text.startswith("I love shop ")
    assert whole.text.count("shop") == 1
    assert [use.used for use in whole.terms] == used


def test_a_term_that_is_typed_again_in_its_own_place_stays_a_word():
    """As if it had been chosen away, the model went on with "labming"."""
    ops = backends.get("numpy", workers=1)
    translator = Translator(load_model(models_dir() / "zh-en", ops), ops)
    translator.steering = Steered((Glossary("g", (Term(("教室",), ("lab",)),)),))
    [made] = translator.translate(["教室很大。"])
    assert made.text.startswith("lab ")
    whole = continued(translator, made, 0, "The lab")
    assert re.match(r"The lab\b", whole.text), whole.text
    assert whole.terms[0].used
    assert not continued(translator, made, 0, "The room").terms[0].used, "chosen away"


def test_a_term_chosen_away_that_is_not_found_any_more():
    """What the source has may have changed since the translation was made: a StopIteration."""
    assert _without([], [("college",)]) == []
