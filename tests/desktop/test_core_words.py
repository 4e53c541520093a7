"""The core's sentences in Chinese: each template is listed, told from all others, and met in the window."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import QSettings

from core.corpus.sources import open_all
from core.corpus.unit import Problem, Reading
from core.documents.document import Languages
from core.documents.reading import read_document
from core.formats.native import load_model
from core.importing.importer import import_model
from core.terms.glossary import read_glossary
from core.terms.rules import Rule, read_rules
from desktop.core_words import in_words
from desktop.language import Language
from desktop.widgets.banner import Banner
from resources.i18n import core_messages

HAN = re.compile("[\u4e00-\u9fff]")
ENGLISH = re.compile(r"\b(expected|found|which|cannot|there is|should|choose)\b")


@pytest.fixture
def chinese(qapp, tmp_path):
    language = Language(qapp, QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat))
    language.choose("zh_CN")
    yield language
    language.remove()


def test_what_is_listed_is_what_the_core_says():
    assert core_messages.listed() == core_messages.collected(), "run `python -m resources.i18n.update`"
    assert len(core_messages.listed()) > 300


def test_each_is_told_from_the_others(chinese):
    mistaken = []
    for template in core_messages.listed():
        values = [str(7001 + number) for number in range(8)]
        shown = in_words(template.format(*values))
        said = values[:len(set(re.findall(r"\{\d\}", template)))]
        if any(value not in shown for value in said) or not HAN.search(shown) or ENGLISH.search(shown):
            mistaken.append((template, shown))
    assert not mistaken


def failed(act) -> str:
    with pytest.raises((ValueError, OSError)) as failure:
        act()
    return str(failure.value)


def test_errors_that_people_meet(chinese, tmp_path):
    word, table, empty = tmp_path / "letter.docx", tmp_path / "terms.csv", tmp_path / "empty.txt"
    word.write_bytes(b"no zip at all")
    table.write_text("cat\n", "utf-8")
    empty.write_bytes(b"")
    rules = tmp_path / "rules.txt"
    rules.write_text("a rule without a TAB", "utf-8")
    folder = tmp_path / "model"
    folder.mkdir()
    for act in (lambda: read_document(word, word.read_bytes(), Languages("en", "zh")),
                lambda: read_document(empty, b"", Languages()), lambda: read_glossary(table),
                lambda: load_model(folder, None), lambda: import_model(empty, tmp_path / "out"),
                lambda: Rule("(", "x", is_regex=True), lambda: list(read_rules(rules))):
        said = failed(act)
        shown = in_words(said)
        assert shown != said
        assert not ENGLISH.search(shown), shown
        for path in (word, table, empty, rules, folder):
            assert (str(path) in said) == (str(path) in shown)


def test_units_that_cannot_be_read(chinese, tmp_path):
    """Those of JSON and SRT stood in English."""
    lines = ["{", '{"source": "a" "target"}', '["a", "b"] x', "[" * 90_000, '{"source": 1}', "[1]",
             '["\\ud800", "b"]', f'["{"x" * 20_001}", "b"]', "1" * 5000]
    (tmp_path / "a.jsonl").write_text("\n".join(['["dog", "Hund"]', *lines]), "utf-8")
    for name, cues in (("a", (1, 9)), ("b", (2, 5))):
        times = "".join(f"{n}\n00:00:0{n},000 --> 00:00:0{n},900\nx\n\n" for n in cues)
        (tmp_path / f"{name}.srt").write_text(times, "utf-8")
    (tmp_path / "a.csv").write_text("a,b\n" * 90 + "a,b,c\nd\n" + '"x,y\n', "utf-8")
    for names in (["a.jsonl"], ["a.srt", "b.srt"], ["a.csv"]):
        [source] = open_all([tmp_path / name for name in names], Reading())
        problems = [item.reason for item in source.units(Reading()) if isinstance(item, Problem)]
        assert len(problems) == {"a.jsonl": len(lines), "a.srt": 2, "a.csv": 3}[names[0]]
        for said in problems:
            shown = in_words(said)
            assert HAN.search(shown), said
            assert not ENGLISH.search(shown.replace("expected {", "")), shown


def test_in_english_and_unknown_sentences_stay_as_they_are(qapp, chinese):
    unknown = "line dancing: a: b: what no template knows, expected or not"
    assert in_words(unknown) == unknown
    assert in_words("你好: " * 500) == "你好: " * 500
    assert in_words("a: " * 1300) == "a: " * 1300  # at once
    chinese.choose("en")
    for template in core_messages.listed():
        said = template.format(*range(8))
        assert in_words(said) == said


def test_a_banner_says_it_in_the_language_of_the_window(qtbot, chinese, tmp_path):
    banner = Banner()
    qtbot.addWidget(banner)
    said = f"{tmp_path}: expected a file, found a folder"
    banner.say(said, "bad")
    assert banner.text() == f"{tmp_path}：应为文件，实为文件夹"
    banner.say(f"{said}\n{said}")
    assert banner.text().count("应为文件") == 2
    chinese.choose("en")
    qtbot.waitUntil(lambda: banner.text() == f"{said}\n{said}")  # without being said anew
    banner.say(said, "bad")
    assert banner.text() == said
