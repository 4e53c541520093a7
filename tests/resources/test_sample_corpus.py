"""The sample corpus is what its docstrings promise: reproducible, one-to-one, held out, good English."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from resources.sample_corpus import english, generate
from resources.sample_corpus import lexicon_people as people
from resources.sample_corpus import lexicon_things as things
from resources.sample_corpus.leaks import english_words, find_leaks, normalised
from resources.sample_corpus.pattern import PATTERNS
from resources.sample_corpus.phrase import VP, Word, one, one_such, several
from resources.sample_corpus.phrases import COURSE_EXAMPLES

DATA = Path(generate.__file__).parent / "data"
SPLITS = ("train", "dev", "test")
TWO = Word("两", "two")


@pytest.fixture(scope="module")
def corpus():
    return generate.generate()


@pytest.fixture(scope="module")
def pairs(corpus):
    return corpus.train + corpus.dev + corpus.test


def test_generating_again_gives_the_committed_bytes(corpus, tmp_path):
    generate.write(corpus, tmp_path)
    for split in SPLITS:
        name = f"zh-en.{split}.tsv"
        assert (tmp_path / name).read_bytes() == (DATA / name).read_bytes(), f"{name}: run generate.py again"


def test_a_pattern_gives_the_same_sentences_twice():
    for pattern in PATTERNS[::20]:
        assert list(pattern.sentences(seed=7)) == list(pattern.sentences(seed=7))


def test_pattern_names_are_unique():
    """Two patterns of one name would be dealt the same random numbers and counted as one."""
    repeated = [name for name, count in Counter(pattern.name for pattern in PATTERNS).items() if count > 1]
    assert repeated == []


def test_sizes(corpus, pairs):
    assert len({normalised(zh) for zh, _ in pairs}) >= 6000
    assert (len(corpus.dev), len(corpus.test)) == (generate.NUM_DEV, generate.NUM_TEST)
    lengths = [len(normalised(zh)) for zh, _ in pairs]
    assert min(lengths) >= 2
    assert max(lengths) <= 20
    assert 7 <= sum(lengths) / len(lengths) <= 10


def test_no_pattern_dominates():
    """At most 5 % of the corpus from one pattern."""
    assert max(pattern.quota for pattern in PATTERNS) < 0.05 * 12_000


def test_course_examples_are_in_train(corpus):
    assert corpus.train[: len(COURSE_EXAMPLES)] == COURSE_EXAMPLES
    assert ("我爱购物", "I love shopping") in corpus.train
    assert ("我想吃汉堡", "I want to eat hamburgers") in corpus.train
    assert ("我爱中国", "I love China") in corpus.train


def test_nothing_leaks(corpus):
    assert find_leaks(corpus.train, corpus.dev + corpus.test) == []


@pytest.mark.parametrize(
    ("held_out", "complaint"),
    [
        (("他喜欢猫！", "Other words."), "source also in train"),
        (("别的话。", "he likes CATS"), "target also in train"),
        (("我喜欢猫。", "I like cats."), "only by a pronoun"),
        (("他喜欢狗。", "He likes dogs."), "'dogs' occurs 0 times"),
    ],
)
def test_leaks_are_found(held_out, complaint):
    leaks = find_leaks([("他喜欢猫。", "He likes cats.")], [held_out])
    assert any(complaint in leak for leak in leaks)


def test_one_sentence_has_one_translation(pairs):
    """In both directions, whatever the punctuation."""
    known = {(normalised(zh), normalised(en)) for zh, en in pairs}
    assert len({zh for zh, _ in known}) == len(known)
    assert len({en for _, en in known}) == len(known)


def test_words_are_met_often_enough(corpus):
    counts = Counter(word for _, en in corpus.train for word in english_words(en))
    rare = [word for word, count in counts.items() if count < 5]
    assert 600 <= len(counts) <= 1500
    assert len(rare) < 0.08 * len(counts), rare


def test_both_sides_are_punctuated_alike(pairs):
    marks = {"。": ".", "？": "?", "！": "!"}
    without = 0
    for zh, en in pairs:
        if zh[-1] in marks:
            assert en[-1] == marks[zh[-1]], (zh, en)
        else:
            assert en[-1].isalnum(), (zh, en)
            without += 1
    assert 0.05 < without / len(pairs) < 0.2


def test_texts_are_clean(pairs):
    for zh, en in pairs:
        assert re.fullmatch(r"[\u4e00-\u9fff0-9，。？！]+", zh), zh
        assert re.fullmatch(r"[A-Za-z0-9 ,.?!'-]+", en), en
        assert "  " not in en, en
        assert en == en.strip(), en
        assert en[0].isupper(), en


def test_every_article_fits_its_noun(pairs):
    """A consonant sound takes "a", a vowel sound "an"."""
    for _, en in pairs:
        for article, word in re.findall(r"\b([Aa]n?) ([a-z]+)", en):
            assert english.a(word).startswith(f"{article.lower()} "), en


def test_no_word_is_doubled(pairs):
    for _, en in pairs:
        assert not re.search(r"\b(\w+) \1\b", en), en


def test_measure_words_fit_their_nouns():
    expected = {
        "书": "一本书 a book",
        "猫": "一只猫 a cat",
        "茶": "一杯茶 a cup of tea",
        "鞋": "一双鞋 a pair of shoes",
        "雨伞": "一把雨伞 an umbrella",
        "马": "一匹马 a horse",
        "车": "一辆车 a car",
    }
    nouns = {noun.zh: noun for noun in things.GOODS + things.ANIMALS + things.DRINKS + things.BELONGINGS}
    for zh, phrase in expected.items():
        assert f"{one(nouns[zh]).zh} {one(nouns[zh]).en}" == phrase


def test_the_same_noun_has_one_measure_word_everywhere(pairs):
    """一本书 here and 一个书 there would be two answers to one question."""
    nouns = things.ANIMALS + things.TEXTS + things.CLOTHES + things.DEVICES
    measures = {noun.zh: noun.measure for noun in nouns}
    counted = re.compile(
        f"[一两三四五六这那几]([{''.join(set(measures.values()))}])({'|'.join(measures)})[。？！]?$"
    )
    found = [match for match in (counted.search(zh) for zh, _ in pairs) if match]
    assert len(found) > 300
    for match in found:
        assert match[1] == measures[match[2]], match.string


def test_every_noun_can_be_counted():
    """What has no singular or no plural needs a unit: a cup of tea, a pair of shoes."""
    for noun in things.GOODS + things.ANIMALS + things.FOOD + things.DRINKS:
        assert noun.measure, noun
        assert noun.is_counted or noun.unit, noun
        assert several(TWO, noun).en.startswith("two "), noun


def test_irregular_plurals():
    plurals = {noun.singular: noun.plural for noun in things.GOODS + things.ANIMALS + people.COUNTABLE_KIN}
    assert plurals["child"] == "children"
    assert plurals["knife"] == "knives"
    assert plurals["mouse"] == "mice"
    assert plurals["sheep"] == "sheep"
    assert plurals["watch"] == "watches"
    assert plurals["dictionary"] == "dictionaries"


def test_adjectives_before_nouns():
    book, car = things.TEXTS[0], things.OWN_VEHICLES[1]
    assert one_such(things.INTERESTING, book).zh == "一本有意思的书"
    assert one_such(things.INTERESTING, book).en == "an interesting book"
    assert one_such(things.NEW, car).zh == "一辆新车"
    assert one_such(things.EXPENSIVE, car).zh == "一辆很贵的车"
    assert things.USEFUL.zh_negated == "没有用"


@pytest.mark.parametrize(
    ("base", "third", "past", "participle", "ing"),
    [
        ("study", "studies", "studied", "studied", "studying"),
        ("play", "plays", "played", "played", "playing"),
        ("swim", "swims", "swam", "swum", "swimming"),
        ("watch", "watches", "watched", "watched", "watching"),
        ("go", "goes", "went", "gone", "going"),
        ("take", "takes", "took", "taken", "taking"),
        ("ski", "skis", "skied", "skied", "skiing"),
        ("have", "has", "had", "had", "having"),
        ("chat", "chats", "chatted", "chatted", "chatting"),
    ],
)
def test_verb_forms(base, third, past, participle, ing):
    verb = VP("", "", base, "it")
    assert verb.present(people.HE) == f"{third} it"
    assert verb.present(people.WE) == f"{base} it"
    assert (verb.past, verb.participle, verb.ing) == (f"{past} it", f"{participle} it", f"{ing} it")


def test_comparison():
    assert (things.BIG.more, things.HEAVY.more, things.EXPENSIVE.more) == (
        "bigger",
        "heavier",
        "more expensive",
    )
    assert (things.GOOD.most, things.CUTE.most, things.DIRTY.most) == ("best", "cutest", "dirtiest")
