"""A text under the hand: what was translated before is not decoded again, and lines stay as they are."""

from __future__ import annotations

import pytest

import backends
from core.alignment import Head
from core.config import DecodeConfig
from core.decoding.translator import Stopped, Translator
from core.formats.native import load_model
from core.live import LiveText
from resources import models_dir

CONFIG = DecodeConfig(max_len=6)


@pytest.fixture
def decoded(backend, tiny_model, monkeypatch) -> tuple[Translator, list[list[str]]]:
    """A translator, and the batches of sentences that it was asked to decode."""
    translator, asked = Translator(tiny_model, backend), []
    real = translator.translate

    def translate(texts, *rest, **named):
        asked.append(list(texts))
        return real(texts, *rest, **named)

    monkeypatch.setattr(translator, "translate", translate)
    return translator, asked


def test_only_the_changed_sentence_is_decoded_again(decoded):
    translator, asked = decoded
    live = LiveText(translator, CONFIG)
    before = live.translate("the cat.\na dog.\nthe mat.")
    asked.clear()
    after = live.translate("the cat.\na dog ran.\nthe mat.")
    assert asked == [["a dog ran."]]
    assert [one.translation for one in after.places][::2] == [one.translation for one in before.places][::2]


def test_a_sentence_that_comes_twice_is_decoded_once(decoded):
    translator, asked = decoded
    result = LiveText(translator, CONFIG).translate("the cat.\nthe cat.")
    assert asked == [["the cat."]]
    assert result.places[0].translation is result.places[1].translation


def test_it_is_what_the_translator_makes_of_the_whole(decoded):
    translator, _ = decoded
    text = "  the cat.  a dog.\n\n- the mat.\r\n你好。世界。\n"
    assert LiveText(translator, CONFIG).translate(text).text == translator.translate_text(text, CONFIG).text


def test_parts_come_in_between_and_stopping_keeps_what_is_there(decoded):
    translator, asked = decoded
    text, parts = "\n".join(f"the cat {number}." for number in range(40)), []
    live = LiveText(translator, CONFIG)
    with pytest.raises(Stopped):
        live.translate(text, lambda: len(parts) >= 2, parts.append)
    assert [len(part.sentences) for part in parts] == [2, 18]
    assert not parts[-1].is_whole
    assert parts[-1].text.count("\n") == 39  # the lines to come stand empty
    asked.clear()
    assert live.translate(text).is_whole
    assert "the cat 0." not in asked[0]


def test_links_stand_where_the_sentences_do():
    ops = backends.get("numpy", workers=1)
    live = LiveText(Translator(load_model(models_dir() / "zh-en", ops), ops), DecodeConfig(), Head(2, 1))
    text = "我爱购物。\n他喜欢看书。"
    result = live.aligned(live.translate(text))
    pairs = {(text[start:end], result.text[first:last]) for start, end, first, last in result.links}
    assert {("购物", "shopping"), ("喜欢", "likes")} <= pairs


def test_words_know_what_they_came_from_and_how_sure_they_are():
    ops = backends.get("numpy", workers=1)
    live = LiveText(Translator(load_model(models_dir() / "zh-en", ops), ops), DecodeConfig())
    text = "我爱购物。"
    result = live.aligned(live.translate(text))
    word = result.word_at(result.text.index("shopping"))
    assert result.text[word.start:word.end] == "shopping"
    assert [text[start:end] for start, end in word.sources] == ["购物"]
    assert 0 < word.probability <= 1
    assert 0.5 < word.right <= 1  # the bundled model was calibrated
    assert word in result.words_from(text.index("购"))


def test_a_text_without_a_stop_can_be_stopped_while_it_is_cut(decoded):
    """A megabyte of it takes seconds to cut."""
    translator, asked = decoded
    seen = []
    with pytest.raises(Stopped):
        LiveText(translator, CONFIG).translate("the cat " * 5000, lambda: seen.append(1) or len(seen) > 2)
    assert len(seen) == 3
    assert not asked
