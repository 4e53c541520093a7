"""Replace rules and what is not translated."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

import backends
from core.alignment import Aligner
from core.config import DecodeConfig
from core.decoding.translator import Translator
from core.documents.inline import Code, unprotected
from core.documents.job import translate_document
from core.documents.placing import place
from core.formats.native import load_model
from core.terms.glossary import Glossary, Term
from core.terms.keeping import Kept
from core.terms.rules import Place, Rule, RuleError, applied, read_rules
from core.terms.steering import Steered
from core.text.spans import carried
from resources import models_dir


@pytest.fixture
def translator(shared):
    yield shared
    shared.steering = None


@pytest.fixture(scope="module")
def shared() -> Translator:
    ops = backends.get("numpy", workers=1)
    return Translator(load_model(models_dir() / "zh-en", ops), ops)


def test_matches_and_what_they_become():
    assert Rule("a.", "b").matches("a. ab a.") == [Place(0, 2, "b"), Place(6, 8, "b")]
    rule = Rule(r"(\d+) ?Uhr", r"\1:00", is_regex=True)
    assert rule.matches("um 5 Uhr") == [Place(3, 8, "5:00")]
    assert applied([rule, Rule("um ", "at ")], "um 5 Uhr und um 12Uhr") == "at 5:00 und at 12:00"
    assert Rule("^", "> ", is_regex=True).matches("x") == [Place(0, 0, "> ")]
    assert applied([Rule("^", "> ", is_regex=True)], "x") == "> x"


@given(st.text(max_size=10), st.text(min_size=1, max_size=2), st.text(max_size=3))
def test_a_literal_rule_is_str_replace(text, find, put):
    assert applied([Rule(find, put)], text) == text.replace(find, put)


@pytest.mark.parametrize(("find", "put", "why"), [
    ("", "x", "something to look for"), ("(", "x", "not a regular expression"),
    ("a", r"\2", "cannot replace"),
    ("a" * 1001, "", "1000 characters"),
])
def test_bad_rules(find, put, why):
    with pytest.raises(RuleError, match=why):
        Rule(find, put, is_regex=True)


def test_an_expression_that_would_take_for_ever_is_stopped():
    rule = Rule(r"(a|aa)+(b|a)+\1c", "", is_regex=True)
    start = time.monotonic()
    with pytest.raises(RuleError, match="takes too long"):
        rule.matches("a" * 5000)
    assert time.monotonic() - start < 5
    with pytest.raises(RuleError, match="over 1000 times"):
        Rule("x*", "", is_regex=True).matches("y" * 2000)


def test_a_file_of_rules(tmp_path):
    path = tmp_path / "rules.tsv"
    path.write_text("colour\tcolor\n\n/(\\d) kg/\t\\1 kilos\n")
    assert read_rules(path) == (Rule("colour", "color"), Rule(r"(\d) kg", r"\1 kilos", is_regex=True))
    path.write_text("a\tb\nc\n")
    with pytest.raises(RuleError, match=r"rules\.tsv, line 2: expected"):
        read_rules(path)


def test_rules_before_and_after(translator):
    [free] = translator.translate(["他很忙。"])
    translator.steering = Steered(before=(Rule("很累", "很忙"),), after=(Rule("busy", "tired"),))
    [result] = translator.translate(["他很累。"])
    assert result.text == free.text.replace("busy", "tired")
    assert (result.source, result.read, result.model_source) == ("他很累。", "他很忙。", "他很忙。")
    [alignment] = Aligner(translator).align([result])
    pairs = {(result.source[a:b], result.text[c:d]) for a, b, c, d in alignment.links()}
    assert any(target == "tired" for _, target in pairs)
    assert all(b <= len(result.source) and d <= len(result.text) for _, b, _, d in alignment.links())


def test_nothing_in_force_to_the_bit(translator):
    texts = ["我爱购物。", "看 https://a.example/b?c=1 吧。"]
    free = translator.translate(texts)
    translator.steering = Steered()
    assert translator.translate(texts) == free


@pytest.mark.parametrize(("text", "kept"), [
    ("请看 https://a.example/b?c=1。", "https://a.example/b?c=1"),
    ("写信给 a.b@c.example。", "a.b@c.example"), ("写信给a.b@c.example吧。", "a.b@c.example"),
    ("运行 `rm -rf x` 。", "`rm -rf x`"), ("你好，{name}！", "{name}"), ("编号 AB-123 在公园。", "AB-123"),
    ("https://a.example", "https://a.example"),
])
def test_addresses_and_patterns_letter_for_letter(translator, text, kept):
    translator.steering = Steered(kept=Kept(patterns=(Rule(r"[A-Z]+-\d+", is_regex=True),), addresses=True))
    [result] = translator.translate([text])
    assert result.text.count(kept) == 1
    assert result.source == text


def test_an_address_inside_of_a_term_stays_in_it(translator):
    """The longer of the two counts: the term is found, enforced and reported as any other."""
    target = "the office at a.b@c.example"
    glossary = Glossary("g", (Term(("公司a.b@c.example",), (target,)),))
    translator.steering = Steered((glossary,), kept=Kept(addresses=True))
    [result] = translator.translate(["我喜欢公司a.b@c.example。"])
    assert result.text.count(target) == result.text.count("a.b@c.example") == 1
    assert [use.used for use in result.terms] == [True]
    [other] = translator.translate(["写信给 a.b@c.example。"])
    assert other.text.count("a.b@c.example") == 1
    assert not other.terms


@pytest.mark.parametrize("text", ["他喜欢 https://a.example 苹果。", "他喜欢苹果 https://a.example 。"])
def test_an_address_does_not_fall_into_a_term_of_several_words(translator, text):
    """The words of a term stay together, wherever the address beside them goes."""
    term = Term(("苹果",), ("very big red apples",))
    translator.steering = Steered((Glossary("g", (term,)),), kept=Kept(addresses=True))
    [result] = translator.translate([text])
    assert result.text.count("https://a.example") == 1
    assert "very big red apples" in result.text


def test_a_code_stands_before_or_behind_words_that_belong_together():
    code = Code("single", "p0", "X", is_word=True)
    links = [(0, 1, 0, 3), (2, 3, 4, 7), (4, 5, 8, 13)]
    source = ("a ", code, "b c")
    assert unprotected(place(source, "one two three", links)) == "one X two three"
    assert unprotected(place(source, "one two three", links, together=[(0, 7)])) == "one two X three"
    assert unprotected(place(source, "one two three", links, together=[(0, 13)])) == "one two three X"


def test_a_blank_stands_before_a_tag_and_not_in_it(translator):
    translator.steering = Steered(kept=Kept(addresses=True))
    [result] = translator.translate(["https://a.b/c?d=1 <b>猫</b>"])
    assert re.search(r"https://a\.b/c\?d=1 <b>\w.*\w</b>", result.text), result.text


def test_the_n_best_have_what_is_kept_too(translator):
    translator.steering = Steered(kept=Kept(addresses=True), after=(Rule(".", "!"),))
    [result] = translator.translate(["我爱购物 https://a.example 。"], DecodeConfig(method="beam"), n_best=3)
    assert len(result.n_best) > 1
    assert all(option.text.count("https://a!example") == 1 for option in result.n_best)
    assert result.text == result.n_best[0].text


def test_words_are_kept_where_their_translation_stood(translator):
    translator.steering = Steered(kept=Kept(words=("小明", "Zürich😀")))
    first, second = translator.translate(["小明喜欢苹果。", "我去Zürich😀。"])
    assert first.text.startswith("小明 ")
    assert second.text.count("Zürich😀") == 1
    assert [use.used for use in (*first.terms, *second.terms)] == [True, True]


def test_a_kept_word_of_a_language_without_spaces_gets_them_among_words_that_have_them(translator):
    translator.steering = Steered(kept=Kept(words=("公园",)))
    text = translator.translate(["然后我们去公园。"])[0].text
    assert re.search(r"[a-z] 公园(?: [a-z]|\W)", text), text


def test_in_a_document(translator, tmp_path):
    (tmp_path / "a.txt").write_text("小明喜欢苹果。\n看 https://a.example 。\n", encoding="utf-8")
    translator.steering = Steered(kept=Kept(("小明",), addresses=True))
    translate_document(tmp_path / "a.txt", tmp_path / "b.txt", translator)
    made = (tmp_path / "b.txt").read_text(encoding="utf-8")
    assert made.count("小明") == made.count("https://a.example") == 1


def test_spans_carried_over():
    assert carried([(0, 3), (4, 7)], "the cat", "the big cat") == [(0, 3), (8, 11)]
    assert carried([(0, 3)], "cat", "cat") == [(0, 3)]
    assert all(0 <= a <= b <= 1 for a, b in carried([(0, 1), (1, 5)], "abcde", "x"))
