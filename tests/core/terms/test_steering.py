"""Terms are in the translation, whatever the model would say; without terms nothing changes."""

from __future__ import annotations

import random
from dataclasses import replace
from types import SimpleNamespace

import pytest

import backends
from core.config import DecodeConfig
from core.decoding import lean
from core.decoding.constrained import Constraint, Found, Place, Spelling, Variant, constrained
from core.decoding.hypothesis import Hypothesis
from core.decoding.translator import Translator
from core.formats.native import load_model
from core.terms.glossary import Glossary, Term, forms
from core.terms.matching import present
from core.terms.steering import Steered
from core.terms.variants import written
from resources import models_dir
from tests.core.builders import SOURCES, half_trained, path_log_probs

EOS = 2


@pytest.fixture(scope="module")
def translators() -> dict[str, Translator]:
    ops = backends.get("numpy", workers=1)
    return {name: Translator(load_model(models_dir() / name, ops), ops) for name in ("zh-en", "en-zh")}


def glossary(*rows: tuple[str, str]) -> Glossary:
    return Glossary("test", tuple(Term(forms(source), forms(target)) for source, target in rows))


def steered(translator, texts, rows, prefer=False, config=None, **kwargs):
    translator.steering = Steered((glossary(*rows),), prefer)
    try:
        return translator.translate(texts, config, **kwargs)
    finally:
        translator.steering = None


TEXTS = ["我的猫喜欢鱼。", "他在看书。", "猫在公园。", "老师昨天去了北京。", "你喜欢猫吗？", "猫比狗大。",
         "我的猫喜欢你的猫。"]
HARD = [("猫", "kitty|kitties"), ("鱼", "salmon"), ("公园", "Hyde Park"), ("书", "xylograph"),
        ("老师", "professor"), ("北京", "Peking 😀"), ("喜欢", "adore|adores"), ("狗", "犬")]


@pytest.mark.parametrize("method", ["greedy", "beam"])
def test_every_term_is_there(translators, method):
    config = DecodeConfig(method=method)
    results = steered(translators["zh-en"], TEXTS, HARD, config=config)
    for text, result in zip(TEXTS, results, strict=True):
        found = [term for source, targets in HARD
                 for term in [Term((), forms(targets))] * text.count(source)]
        assert all(present(result.text, found)), result.text
        assert [use.used for use in result.terms] == [True] * len(found)
        assert result.finished
        assert result.source == text
        assert all(use.words().startswith(f"“{text[use.start:use.end]}”") for use in result.terms)


def test_a_term_stands_where_the_word_stood(translators):
    texts = ["We go to the park.", "My cat likes fish.", "The teacher went to Beijing yesterday."]
    # For 咪, 授 and 植 the model has no tokens.
    rows = [("cat", "猫咪"), ("fish", "三文鱼"), ("teacher", "教授"), ("park", "植物园")]
    results = steered(translators["en-zh"], texts, rows)
    assert [result.text for result in results] == [
        "我们去植物园。", "我的猫咪喜欢三文鱼。", "教授昨天去了北京。"]


@pytest.mark.parametrize(("name", "rows", "expected"), [
    ("zh-en", [("喜欢", "adore"), ("爸爸", "dad"), ("玛丽", "Maria"), ("大卫", "Dave"), ("牛奶", "yogurt"),
               ("苹果", "pear"), ("电影", "film"), ("早饭", "brunch"), ("咖啡", "espresso"),
               ("书", "comics")],
     {"你爸爸喜欢沙拉和草莓。": "Your dad adore strawberries and salad.",
      "玛丽不喜欢苹果。": "Maria doesn't adore pear.",
      "大卫也喜欢牛奶。": "Dave also adore yogurt.",
      "小明喜欢什么电影？": "What film does Xiaoming adore?",
      "我吃早饭以后喝咖啡。": "I drink espresso after eating brunch.",
      "汤姆喜欢书，但是不喜欢咖啡。": "Tom adore comics, but he doesn't adore espresso."}),
    ("en-zh", [("like|likes", "热爱"), ("father", "父亲"), ("David", "戴维"), ("coffee", "拿铁"),
               ("umbrella", "阳伞"),
               ("tomorrow", "下周日"), ("apple|apples", "梨子"), ("beautiful", "美丽"), ("bicycle", "单车")],
     {"Your father likes pears.": "你父亲热爱梨。",  # both are one token of the model's
      "David likes China.": "戴维热爱中国。",
      "He likes apples the most": "他最热爱梨子",
      "Let's go to the coffee shop tomorrow.": "我们下周日去拿铁馆吧。",
      "This umbrella is bigger than that umbrella.": "这把阳伞比那把阳伞大。",
      "They have a beautiful bicycle.": "他们有一辆美丽的单车。"}),
], ids=["zh-en", "en-zh"])
def test_several_unknown_terms_leave_the_rest_as_it_was(translators, name, rows, expected):
    results = steered(translators[name], list(expected), rows, config=DecodeConfig(method="beam"))
    assert [result.text for result in results] == list(expected.values())
    assert all(use.used for result in results for use in result.terms)


def test_a_capital_at_the_beginning_alone(translators):
    texts = ["猫比狗大。", "我的猫喜欢鱼。"]
    [first, middle] = steered(translators["zh-en"], texts, [("猫", "kitty|kitties")])
    assert "Kitt" in first.text
    assert " kitt" in middle.text


def test_without_terms_to_the_bit(translators):
    translator = translators["zh-en"]
    for config in (DecodeConfig(), DecodeConfig(method="beam"), DecodeConfig(method="sample", seed=3)):
        free = translator.translate(TEXTS, config)
        assert steered(translator, TEXTS, [("火车", "train")], config=config) == free
        assert steered(translator, TEXTS, [], config=config) == free
    mixed = steered(translator, TEXTS, [("鱼", "salmon")])
    assert mixed[1:] == translator.translate(TEXTS)[1:]


def test_terms_that_are_there_anyway_cost_nothing(translators):
    [free] = translators["zh-en"].translate(TEXTS[:1])
    [result] = steered(translators["zh-en"], TEXTS[:1], [("猫", "cat|cats"), ("鱼", "fish")])
    assert replace(result, terms=()) == free
    assert [(use.used, use.cost) for use in result.terms] == [(True, 0.0)] * 2


def test_the_cost_is_the_difference_in_log_probability(translators):
    translator = translators["zh-en"]
    [free], [result] = translator.translate(TEXTS[:1]), steered(translator, TEXTS[:1], [("鱼", "salmon")])
    [use] = result.terms
    assert use.cost == pytest.approx(free.log_prob - result.log_prob, abs=1e-3)
    assert use.cost > 1
    source = translator.source_ids(TEXTS[0])
    exact = path_log_probs(translator.context, translator.model.params, source, result.token_ids)
    assert result.log_prob == pytest.approx(exact.sum(), abs=1e-3)


def test_preferred_terms_give_way(translators):
    [free] = translators["zh-en"].translate(TEXTS[:1])
    [result] = steered(translators["zh-en"], TEXTS[:1], [("鱼", "salmon"), ("猫", "cat")], prefer=True)
    assert "cat" in result.text
    assert [use.used for use in result.terms] == [True, False]
    assert "more than 4 nats" in result.terms[1].why
    assert result.text == free.text


@pytest.mark.parametrize("config", [DecodeConfig(), DecodeConfig(method="sample", seed=3)])
def test_where_no_term_is_used_the_output_is_the_normal_one(translators, config):
    text, rows = "I love, love, love shopping.", [("love", "喜爱")]
    [free] = translators["en-zh"].translate([text], config)
    [result] = steered(translators["en-zh"], [text], rows, prefer=True, config=config)
    assert not any(use.used for use in result.terms)
    assert all("more than 4 nats" in use.why for use in result.terms)
    assert replace(result, terms=()) == free
    [always] = steered(translators["en-zh"], [text], rows, config=config)
    assert all(use.used for use in always.terms)


def test_n_best(translators):
    [result] = steered(translators["zh-en"], TEXTS[:1], [("鱼", "salmon")], n_best=4,
                       config=DecodeConfig(method="beam"))
    assert 1 < len(result.n_best) <= 4
    assert all("salmon" in option.text.lower() for option in result.n_best)


def test_forced_words_stand_a_blank_apart(translators):
    """Two Latin words stuck together in a Chinese sentence, and neither was found there."""
    rows = [("phone", "iPhone"), ("is", "USB"), ("daughter", "DNA")]
    [result] = steered(translators["en-zh"], ["That phone is my daughter."], rows)
    assert "iPhone USB" in result.text
    assert [use.used for use in result.terms] == [True] * 3


def test_a_term_stands_as_it_is_listed():
    """The tokenizers of some imported models make plain letters of wide ones."""
    tokenizer = SimpleNamespace(decode=lambda ids: "".join({5: "I", 6: " Full", 7: "."}[i] for i in ids))
    found = Found(Hypothesis((5, 6, 7), (0.0,) * 3, True, 0.0), (Place(0, 0, 1, 2),), 0.0)
    assert written(tokenizer, found, [Constraint((Variant((6,), "Ｆｕｌｌ"),))], True) == "I Ｆｕｌｌ."


def test_no_room_is_said(translators):
    [result] = steered(translators["zh-en"], ["狗很大。"], [("狗", "an even longer one " * 60)])
    assert not result.terms[0].used
    assert result.terms[0].why == "this sentence has more terms than the model has room for"


def plain_spelling(size: int) -> Spelling:
    return Spelling([False] * size, [False] * size, [True] * size, [False] * size)


def test_random_phrases_on_a_small_model(backend):
    """Phrases that share beginnings, repeat and exclude each other's tokens are all met, on every engine."""
    ctx, params = half_trained(backend)
    rng = random.Random(1)
    sources, wanted = [], []
    for _ in range(12):
        sources.append(rng.choice(SOURCES))
        wanted.append([Constraint(tuple(Variant(tuple(rng.randint(4, 12) for _ in range(rng.randint(1, 3))))
                                        for _ in range(rng.randint(1, 2))))
                       for _ in range(rng.randint(1, 3))])
    found = constrained(ctx, lean.prepared(ctx, params), sources, wanted, plain_spelling(13),
                        DecodeConfig(method="beam"))
    for source, constraints, options in zip(sources, wanted, found, strict=True):
        best = options[0]
        assert best.hypothesis.finished
        assert {place.constraint for place in best.places} == set(range(len(constraints)))
        taken = [number for place in best.places for number in range(place.start, place.end)]
        assert len(taken) == len(set(taken))
        for place in best.places:
            variant = constraints[place.constraint].variants[place.variant]
            assert best.hypothesis.token_ids[place.start:place.end] == variant.ids
        exact = path_log_probs(ctx, params, source, best.hypothesis.token_ids)
        assert best.hypothesis.log_prob == pytest.approx(exact.sum(), abs=1e-3)


def test_the_best_of_all_that_meet_a_phrase(backend):
    """Against every sentence of up to 4 tokens, by full passes."""
    ctx, params = half_trained(backend)
    config = DecodeConfig(method="beam", beam_size=24, length_penalty=0.0, max_len=4)
    source, phrase = [5, 6, EOS], (9,)
    wanted = [[Constraint((Variant(phrase),))]]
    [options] = constrained(ctx, lean.prepared(ctx, params), [source], wanted, plain_spelling(13), config)
    best = options[0].hypothesis
    every = [[*before, 9, *after, EOS] for before, after in (
        ([], []), *(([a], []) for a in range(4, 13)), *(([], [a]) for a in range(4, 13)),
        *(([a, b], []) for a in range(4, 13) for b in range(4, 13)),
        *(([a], [b]) for a in range(4, 13) for b in range(4, 13)))]
    exact = max(path_log_probs(ctx, params, source, ids).sum() for ids in every)
    assert best.log_prob >= exact - 1e-3




def test_many_sentences_with_terms_are_searched_as_each_alone(translators):
    """Their passes through the model are one batch, in parts that memory has room for."""
    together = steered(translators["zh-en"], TEXTS, HARD)
    alone = [steered(translators["zh-en"], [text], HARD)[0] for text in TEXTS]
    assert [result.text for result in together] == [result.text for result in alone]
    for one, other in zip(together, alone, strict=True):
        assert [use.cost for use in one.terms] == pytest.approx([use.cost for use in other.terms], abs=1e-2)
