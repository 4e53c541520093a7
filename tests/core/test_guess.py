"""Text in another language than the model reads is noticed, and text in its own is left alone."""

from __future__ import annotations

import pytest

from core.corpus.readers import read_plain
from core.text.guess import unlike
from resources import sample_corpus_dir

SAMPLES = {
    "zh": "今天天气很好，我们去公园吧。", "ja": "今日は天気がいいので、公園へ行きましょう。",
    "ko": "오늘은 날씨가 좋네요.",
    "en": "He said that the letter is for you and not for me.",
    "de": "Ich habe das nicht gewusst, und sie ist auch nicht da.",
    "fr": "Elle est dans la maison avec les enfants, mais il n'est pas là.",
    "is": "Ég veit ekki hvað það er, og hún er ekki við.", "ru": "Я не знаю, что это такое, но он был там.",
    "ar": "هذا هو الكتاب الذي كان على الطاولة", "hi": "यह मेरी किताब है।",
}


@pytest.mark.parametrize("language", SAMPLES)
def test_each_language_is_itself_and_none_of_the_others(language):
    text = SAMPLES[language]
    assert unlike(text, language) is None
    for other in SAMPLES.keys() - {language}:
        found = unlike(text, other)
        assert found is not None, other
        assert language in found or not found, other


def test_a_language_is_named_when_it_is_known_by_its_words():
    assert unlike(SAMPLES["de"], "en")[0] == "de"
    assert unlike(SAMPLES["en"], "zh") == ("en",)
    assert unlike(SAMPLES["ja"], "zh") == ("ja",)
    assert unlike("Lorem ipsum dolor sit amet", "zh") == ()  # Latin letters, no words that are known


@pytest.mark.parametrize("text", ["", "   ", "12:30", "OK", "A whale is no more a fish than a horse is.",
                                  "Tokyo Hotel Berlin", "😀😀😀", "https://example.org/a/b"])
def test_what_could_be_the_language_is_not_doubted(text):
    assert unlike(text, "en") is None


def test_names_in_latin_letters_do_not_make_a_chinese_text_english():
    assert unlike("我用 iPhone 给他发了邮件，他说 OK。", "zh") is None


def test_no_sentence_of_the_sample_corpus_is_doubted():
    for chinese, english in read_plain(sample_corpus_dir() / "zh-en.dev.tsv"):
        assert unlike(chinese, "zh") is None, chinese
        assert unlike(english, "en") is None, english
