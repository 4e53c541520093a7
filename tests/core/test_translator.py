"""Text in, text out: nothing is lost on the way, and what happened to it is said."""

from __future__ import annotations

import math
import re

import pytest

from core.config import DecodeConfig
from core.decoding.hypothesis import Hypothesis
from core.decoding.translator import Stopped, Translator
from core.formats.native import Model, ModelCard

SHORT = DecodeConfig(max_len=4)


@pytest.fixture
def translator(backend, tiny_model) -> Translator:
    return Translator(tiny_model, backend)


@pytest.fixture
def echo(translator, monkeypatch) -> Translator:
    """Says each sentence back in brackets: what becomes of the text around them shows."""
    monkeypatch.setattr(translator.model.tokenizer.__class__, "decode",
                        lambda self, ids: "[" + "".join(ids) + "]")
    monkeypatch.setattr(translator, "_search", lambda sources, config, stop, n_best: [
        [type("Said", (), {"token_ids": tuple(said[tuple(ids)]), "token_log_probs": (-0.5,),
                           "log_prob": -0.5, "score": -0.5, "finished": True})()] for ids in sources])
    said: dict[tuple[int, ...], str] = {}
    real = translator._source

    def source(text):
        ids, truncated, unknown = real(text)
        said[tuple(ids)] = text
        return ids, truncated, unknown

    monkeypatch.setattr(translator, "_source", source)
    return translator


def speaking(translator: Translator, tgt_lang: str) -> Translator:
    model = translator.model
    translator.model = Model(ModelCard("Tiny", "", tgt_lang, model.config), model.folder, model.params,
                             model.tokenizer)
    return translator


@pytest.mark.parametrize(("tgt_lang", "text", "wanted"), [
    ("en", "", ""),
    ("en", "   ", "   "),
    ("en", "\n\n", "\n\n"),
    ("en", "the cat", "[the cat]"),
    # One space came out as two, and a blank stood at the end of a line.
    ("en", "the cat. a dog.", "[the cat.] [a dog.]"),
    ("en", "the cat.\na dog.\n", "[the cat.]\n[a dog.]\n"),
    ("en", "the cat.\r\na dog", "[the cat.]\r\n[a dog]"),
    ("en", "\n  the cat.\n\n\n  a dog", "\n  [the cat.]\n\n\n  [a dog]"),
    ("en", "你好。世界。", "[你好。] [世界。]"),
    ("en-GB", "你好。世界。\n狗。", "[你好。] [世界。]\n[狗。]"),
    ("zh", "the cat. a dog.\nthe end", "[the cat.][a dog.]\n[the end]"),
    ("zh-TW", "the cat. a dog.", "[the cat.][a dog.]"),
    ("ja", "你好。世界。", "[你好。][世界。]"),
    ("", "the cat. a dog.", "[the cat.] [a dog.]"),
])
def test_spaces_and_line_breaks_are_kept(echo, tgt_lang, text, wanted):
    result = speaking(echo, tgt_lang).translate_text(text)
    assert result.text == wanted
    assert [sentence.source for sentence in result.sentences] == re.findall(r"\[(.*?)\]", wanted)


def test_several_texts_keep_their_order_and_their_sentences(echo):
    texts = ["the cat. a dog.", "", "你好。", "the mat"]
    results = echo.translate_texts(texts)
    assert [result.text for result in results] == ["[the cat.] [a dog.]", "", "[你好。]", "[the mat]"]
    assert [len(result.sentences) for result in results] == [2, 0, 1, 1]


@pytest.mark.parametrize(("tgt_lang", "text"), [
    ("en", "the cat. a dog.  the mat" * 9), ("zh", "the cat. a dog.\n" * 9), ("en", "你好。世界。" * 20),
    ("en", ""), ("en", "  the cat "), ("en", " "), ("zh", "the cat." + " " * 40 + "a dog"),
    ("en", "a dog and " * 300),
])
def test_a_long_text_in_parts_is_the_same(echo, tgt_lang, text):
    translator = speaking(echo, tgt_lang)
    parts = list(translator.translate_in_parts(text))
    whole = translator.translate_text(text)
    assert "".join(part.text for part in parts) == whole.text
    assert tuple(sentence for part in parts for sentence in part.sentences) == whole.sentences
    assert len(whole.sentences) < 9 or len(parts) > 1


def test_a_part_of_a_long_text_has_no_more_than_so_many_characters(echo):
    text = "the cat. " * 40 + "a dog and " * 30 + ". the mat."
    parts = list(echo.translate_in_parts(text, most=50))
    assert "".join(part.text for part in parts) == echo.translate_text(text).text
    sizes = [[len(sentence.source) for sentence in part.sentences] for part in parts]
    assert all(sum(part) <= 50 or len(part) == 1 for part in sizes)
    assert max(map(sum, sizes[:5])) > 40


def test_the_first_part_does_not_wait_for_the_others(echo, monkeypatch):
    asked = []
    monkeypatch.setattr(echo, "translate", lambda texts, *rest, real=echo.translate: (
        asked.append(len(texts)), real(texts, *rest))[1])
    next(echo.translate_in_parts("the cat. " * 1000))
    assert asked == [8]


def test_batches_keep_the_order(translator, monkeypatch):
    """Texts of like length run together, longest first; each gets what it gets alone."""
    texts = ["cat", "the cat sat on the mat", "a dog", "", "你好世界", "dogs and cats", "cat"]
    monkeypatch.setattr("core.decoding.translator.BATCH_TOKENS", 20)
    together = translator.translate(texts, SHORT)
    alone = [translator.translate([text], SHORT)[0] for text in texts]
    assert [result.source for result in together] == texts
    assert [result.token_ids for result in together] == [result.token_ids for result in alone]
    assert len({result.token_ids for result in together}) > 2


@pytest.mark.parametrize("method", ["greedy", "beam", "sample"])
def test_what_a_translation_says(translator, method):
    [result] = translator.translate(["the cat"], DecodeConfig(method=method, max_len=4))
    assert len(result.token_ids) == len(result.token_log_probs) <= 4
    assert result.text == translator.model.tokenizer.decode(result.token_ids)
    assert result.log_prob == pytest.approx(sum(result.token_log_probs))
    assert result.confidence == pytest.approx(math.exp(result.log_prob / len(result.token_ids)))
    assert result.finished == (result.token_ids[-1] == 2)
    assert (result.truncated, result.unknown) == (False, ())


def test_a_source_that_is_cut_says_so(translator):
    """16 positions: 15 tokens and EOS. What is cut must not cost the EOS, nor pass in silence."""
    fits, too_long = "2" * 14, "2" * 15  # with the space before the first, a token each
    results = translator.translate([fits, too_long, too_long * 100], SHORT)
    assert [result.truncated for result in results] == [False, True, True]
    assert results[0].token_ids == results[1].token_ids == results[2].token_ids  # the same 15 are read
    assert [result.source for result in results] == [fits, too_long, too_long * 100]
    ids, _, _ = translator._source(too_long)
    assert len(ids) == 16
    assert ids[-1] == 2


def test_unknown_characters_are_said(translator):
    results = translator.translate(["the Ω cat 鑫 Ω", "the cat"], SHORT)
    assert [result.unknown for result in results] == [("Ω", "鑫", "Ω"), ()]


def test_nothing_to_translate(translator):
    assert translator.translate([]) == []
    assert translator.translate_texts([]) == []
    result = translator.translate_text(" \n ", on_progress=lambda done, total: pytest.fail("no sentences"))
    assert (result.text, result.sentences) == (" \n ", ())


def test_progress_counts_sentences(translator, monkeypatch):
    monkeypatch.setattr("core.decoding.translator.PROGRESS_SENTENCES", 2)
    seen = []
    translator.translate_texts(["the cat. a dog.\nthe mat", "你好。世界。"], SHORT,
                               on_progress=lambda done, total: seen.append((done, total)))
    assert seen == [(2, 5), (4, 5), (5, 5)]


@pytest.mark.parametrize("method", ["greedy", "beam", "sample"])
@pytest.mark.parametrize("after", [0, 1])
def test_stopping(translator, method, after):
    asked = 0

    def stop():
        nonlocal asked
        asked += 1
        return asked > after

    with pytest.raises(Stopped):
        translator.translate(["the cat", "a dog"], DecodeConfig(method=method, max_len=16), stop)
    # A search asks once a step, the translator once more, and an engine may search for both side by side.
    assert asked <= after + 3


def test_stopping_between_batches(translator, monkeypatch):
    monkeypatch.setattr("core.decoding.translator.PROGRESS_SENTENCES", 1)
    seen = []
    with pytest.raises(Stopped):
        translator.translate_text("the cat. a dog. the mat.", SHORT, stop=lambda: len(seen) == 2,
                                  on_progress=lambda done, total: seen.append(done))
    assert seen == [1, 2]


def test_a_session_decodes_the_same(translator):
    session = translator.session("the cat sat")
    assert session.src_ids == tuple(translator.model.tokenizer.encode("the cat sat").ids)
    session.run()
    [result] = translator.translate(["the cat sat"])
    assert session.current.tgt_in_ids[1:] == result.token_ids


def test_a_session_of_a_long_text_reads_what_fits(translator):
    assert len(translator.session("the cat " * 50).src_ids) == 16


def test_the_n_best_differ(translator, monkeypatch):
    """Different tokens can write one text: the later one is left out, and the next takes its place."""
    read = {(5, 2): "the cat", (6, 7, 2): "the  cat", (8, 2): "a cat", (9, 2): "cats"}
    monkeypatch.setattr(translator.model.tokenizer.__class__, "decode", lambda self, ids: read[tuple(ids)])
    monkeypatch.setattr(translator, "_search", lambda sources, config, stop, n_best: [
        [Hypothesis(ids, (-1.0,) * len(ids), True, -1.0) for ids in read] for _ in sources])
    config = DecodeConfig(method="beam", beam_size=4)
    assert [option.text for option in translator.translate(["x"], config, n_best=2)[0].n_best] == [
        "the cat", "a cat"]
    assert not translator.translate(["x"], config)[0].n_best
