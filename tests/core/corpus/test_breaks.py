"""A dropped code that breaks the line leaves its words apart; a space is put only where none stands."""

from __future__ import annotations

import re

import pytest

from core.corpus.changes import CODES
from core.corpus.sources import open_all
from core.corpus.unit import Reading
from tests.core.corpus.test_formats import read, tmx, write

XLIFF_2 = ('<xliff xmlns="urn:oasis:names:tc:xliff:document:2.1" version="2.1" srcLang="en" trgLang="de">'
           '<file id="f"><unit id="u"><originalData><data id="d1">&lt;br/&gt;</data>'
           '<data id="d2">&lt;b/&gt;</data></originalData><segment><source>{}</source><target>x</target>'
           '</segment></unit></file></xliff>')
XLIFF_1 = ('<xliff version="1.2"><file source-language="en" target-language="de"><body><trans-unit id="1">'
           '<source>{}</source><target>x</target></trans-unit></body></file></xliff>')
TMX = tmx('<tu><tuv xml:lang="en"><seg>{}</seg></tuv><tuv xml:lang="de"><seg>x</seg></tuv></tu>')
BREAKS = [(XLIFF_1, '<x id="1" ctype="lb"/>'), (XLIFF_1, '<x id="1" equiv-text="&lt;br/&gt;"/>'),
          (XLIFF_1, '<ph id="1">&lt;br /&gt;</ph>'), (XLIFF_2, '<ph id="1" subType="xlf:lb" type="fmt"/>'),
          (XLIFF_1, '<x id="1" ctype="x-br"/>'), (XLIFF_2, '<ph id="1" dataRef="d1"/>'),
          (XLIFF_2, '<ph id="1" equiv="&lt;BR&gt;"/>'), (TMX, "<ph>&lt;br/&gt;</ph>"),
          (TMX, '<ph type="lb"/>'), (TMX, "<ph>\n</ph>"), (TMX, r"<it pos='begin'>\n</it>"),
          (TMX, "<ut>&lt;br&gt;</ut><ut>&lt;br&gt;</ut>")]


@pytest.mark.parametrize(("document", "code"), BREAKS)
@pytest.mark.parametrize(("around", "text"), [("One.{}Two.", "One. Two."), ("One. {}Two.", "One. Two."),
                                              ("One.{} Two.", "One. Two."), ("{}One.{}", "One.")])
def test_a_break_parts_words(tmp_path, document, code, around, text):
    path = write(tmp_path, document.replace("{}", around.replace("{}", code)))
    assert read(path)[0] == [(text, "x")]


@pytest.mark.parametrize(("document", "code"), BREAKS)
@pytest.mark.parametrize(("around", "text"), [
    ("第一行{}第二行", "第一行第二行"), ("第一行。{}{}第二行", "第一行。第二行"),
    ("“好！”{}——他说", "“好！”——他说"), ("人々{}カレー", "人々カレー"), ("第一行{} 第二行", "第一行 第二行"),
    ("第一行{}Two", "第一行 Two"), ("One{}第二行", "One 第二行"), ("第一行{}...", "第一行 ..."),
    ("한국어{}둘", "한국어 둘"), ("สวัสดี{}ยินดี", "สวัสดี ยินดี")])
def test_none_is_put_between_characters_of_scripts_without_spaces(tmp_path, document, code, around, text):
    path = write(tmp_path, document.replace("{}", around.replace("{}", code)))
    assert read(path)[0] == [(text, "x")]


@pytest.mark.parametrize(("document", "code"), [
    (TMX, "<bpt i='1'>&lt;b&gt;</bpt>"), (TMX, '<ph type="x-brand"/>'), (XLIFF_1, '<x id="1" ctype="bold"/>'),
    (XLIFF_2, '<ph id="1" subType="xlf:b" type="fmt"/>'), (XLIFF_2, '<ph id="1" dataRef="d2"/>'),
    (XLIFF_2, '<ph id="1" dataRef="none"/>'), (TMX, "<ph>&lt;broad/&gt;</ph>")])
def test_other_codes_do_not(tmp_path, document, code):
    assert read(write(tmp_path, document.replace("{}", f"wo{code}rd")))[0] == [("word", "x")]


def test_original_data_is_that_of_its_own_unit(tmp_path):
    begin, unit, end = re.split("(<unit.*</unit>)", XLIFF_2.replace("{}", 'One<ph id="1" dataRef="d1"/>two'))
    other = re.sub("<originalData>.*</originalData>", "", unit)
    assert [src for src, _ in read(write(tmp_path, begin + unit + other + end))[0]] == ["One two", "Onetwo"]


def test_a_change_is_shown_as_it_was(tmp_path):
    path = write(tmp_path, XLIFF_1.replace("{}", 'One.<x id="1" ctype="lb"/>Two.'))
    [unit] = open_all([path], Reading())[0].units(Reading())
    assert unit.changes[0] == (CODES, "One.<x/>Two.", "One. Two.")
