"""Terms whose words the free translation leaves out, or says beside them: the rest stays as it was."""

from __future__ import annotations

import re

import pytest

import backends
from core.config import DecodeConfig
from core.decoding.translator import Translator
from core.formats.native import load_model
from core.importing.importer import import_model
from core.terms.glossary import Glossary, Term, forms
from core.terms.steering import Steered
from resources import models_dir
from tests.core.importing import foreign_models

BEAM = DecodeConfig(method="beam")


@pytest.fixture(scope="module")
def ops():
    return backends.get("numpy", workers=1)


def translated(translator: Translator, text: str, *rows: tuple[str, str]):
    """(freely, with terms)."""
    [free] = translator.translate([text], BEAM)
    translator.steering = Steered((Glossary("", tuple(Term(forms(a), forms(b)) for a, b in rows)),))
    [result] = translator.translate([text], BEAM)
    return free, result


@pytest.mark.parametrize(("name", "form", "sentences"), [
    ("zh-en", "xylograph", {
        "小明穿着一件粉色的大衣。": "穿", "他们想吃西瓜吗？": "吗", "我们昨天买了一双舒服的鞋": "了",
        "虽然我叔叔很累，但是他每天锻炼。": "虽然", "我的老板没吃过中国菜。": "的"}),
    ("en-zh", "木版画", {
        "Teacher Li didn't eat pears.": "Li", "If Tom has money, he will buy a piano.": "will",
        "Does your younger sister like beer?": "sister", "He is not a teacher": "a",
        "Jack is twenty-one years old this year.": "years"}),
])
def test_a_term_that_no_word_renders_is_a_word_more(ops, name, form, sentences):
    """It stood behind the full stop, and the sentence was begun again; or it took the place of half of it."""
    translator = Translator(load_model(models_dir() / name, ops), ops)
    for text, word in sentences.items():
        free, result = translated(translator, text, (word, form))
        translator.steering = None
        assert form in result.text
        assert re.sub(f" ?{form}", "", result.text) == free.text
        assert result.text[-1:] == free.text[-1:] or free.text[-1:].isalpha()
        assert [use.used for use in result.terms] == [True]


def test_what_a_term_takes_the_place_of_is_not_said_as_well(ops):
    """"Let's go to the park today, right garden.\""""
    translator = Translator(load_model(models_dir() / "zh-en", ops), ops)
    free, result = translated(translator, "今天天气很好，我们去公园吧。", ("公园", "garden"))
    assert result.text == free.text.replace("park", "garden")


@pytest.mark.parametrize("seed", range(2))
def test_every_term_is_in_the_translation_of_an_imported_model(ops, tmp_path, seed):
    """Of random weights: whatever it would say."""
    foreign_models.marian(tmp_path / "marian", seed=seed)
    import_model(tmp_path / "marian", tmp_path / "model", "random", languages=("en", "de"))
    translator = Translator(load_model(tmp_path / "model", ops), ops)
    for text in ("the cat is here", "a dog and a cat", "we go to the park with a dog."):
        _, result = translated(translator, text, ("cat", "Katze"), ("dog", "Hund|Hunde"), ("park", "ein Ort"))
        assert result.terms
        assert [use.why for use in result.terms if not use.used] == []
        translator.steering = None
