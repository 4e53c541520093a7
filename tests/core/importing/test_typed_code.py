"""A language's code typed at the start of a line holds for all of it: text, live text, documents."""

from __future__ import annotations

import pytest

import backends
from core.config import DecodeConfig
from core.decoding.translator import Translator
from core.documents.job import translate_document
from core.formats.native import load_model
from core.importing.importer import import_model
from core.live import LiveText
from tests.core.importing import foreign_models

CONFIG = DecodeConfig(max_len=5)
TEXT = ("- >>fra<< the cat sat. a dog ran! is it the end?\nthe cat ran. the dog sat.\n"
        "the mat. >>deu<< the end. a cat.")
DEU, FRA = 2, 3  # ids of the codes


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("codes")
    foreign_models.huggingface(made / "theirs", codes=(">>deu<<", ">>fra<<"))
    import_model(made / "theirs", made / "ours", code=">>deu<<")
    return made / "ours"


@pytest.fixture
def translator(folder, monkeypatch):
    """It notes what the model is told: the first id of each source, by the text behind the code."""
    ops = backends.get("numpy", workers=1)
    made = Translator(load_model(folder, ops), ops)
    made.told = {}
    search, encode = made._search, made.model.tokenizer.decode_source

    def noted(sources, *rest):
        made.told |= {encode(ids): ids[0] for ids in sources}
        return search(sources, *rest)

    monkeypatch.setattr(made, "_search", noted)
    return made


WANTED = {"the cat sat.": FRA, "a dog ran!": FRA, "is it the end?": FRA, "the cat ran.": DEU,
          "the dog sat.": DEU, "the mat.": DEU, "the end.": DEU, "a cat.": DEU}


def known(told: dict[str, int]) -> dict[str, int]:
    """By the words alone: signs that the vocabulary lacks are unknown."""
    return {"".join(filter(str.isalpha, text)): code for text, code in told.items()}


def test_of_a_text(translator):
    found = translator.translate_text(TEXT, CONFIG)
    assert known(translator.told) == known(WANTED)
    assert found.num_cut == 0
    assert "".join(segment.text + segment.gap for segment in translator.segments(TEXT)) == TEXT
    by_hand = translator.translate([">>fra<< a dog ran!"], CONFIG)[0]
    assert found.sentences[1].token_ids == by_hand.token_ids


def test_of_a_sentence_that_is_cut(translator):
    text = ">>fra<< " + "the cat and the dog, " * 8
    parts = [one for one in translator.segments(text) if one.text]
    assert len(parts) > 1
    assert translator.num_cut(text) == 1
    assert "".join(one.text + one.gap for one in parts) == text
    sources = [translator.source_ids(one.told) for one in parts]
    assert {ids[0] for ids in sources} == {FRA}
    assert all(len(ids) <= translator.model.config.max_len for ids in sources)


def test_under_the_hand(translator):
    live = LiveText(translator, CONFIG)
    result = live.aligned(live.translate(TEXT))
    assert known(translator.told) == known(WANTED)
    assert [TEXT[place.source:].startswith(place.translation.source[place.lead:])
            for place in result.places] == [True] * 8
    assert result.places[1].translation.source == ">>fra<< a dog ran!"
    for place, end in zip(result.places, [*[place.source for place in result.places[1:]], len(TEXT)],
                          strict=True):
        of = [link for link in result.links if place.target <= link[2] < place.target + max(
            len(place.translation.text), 1)]
        assert of
        assert all(place.source <= start <= stop <= end for start, stop, _, _ in of)
    other = TEXT.replace(">>fra<<", ">>deu<<")
    asked = len(translator.told)
    again = live.translate(other)
    assert again.places[1].translation.source == ">>deu<< a dog ran!"
    assert len(translator.told) == asked
    assert translator.told[next(text for text in translator.told if "dog ran" in text)] == DEU


def test_of_a_document(translator, tmp_path):
    """In Markdown >> at the start of a line is a quotation."""
    source, target = tmp_path / "a.srt", tmp_path / "b.srt"
    cue = "1\n00:00:01,000 --> 00:00:02,000\n"
    source.write_text(f"{cue}>>fra<< the cat sat. a <i>dog</i> ran! is it the end?\n\n"
                      f"{cue}the cat ran. the dog sat.\n", encoding="utf-8")
    translate_document(source, target, translator)
    assert known(translator.told) == {text: code for text, code in known(WANTED).items()
                                      if text not in ("themat", "theend", "acat")}
    assert target.read_text(encoding="utf-8").count("<i>") == 1
