"""The form of a new run: filled by hand and by drops, refused, and sent."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import Qt

from core.config import ModelConfig
from core.formats.native import ModelCard
from desktop.controllers.models import ModelEntry
from tests.desktop.train.window import drop

# The offscreen platform says so whenever a window is shown.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)


@pytest.mark.parametrize(("make", "words"), [
    (lambda folder: folder / "missing.tsv", "There is no file"),
    (lambda folder: folder, "is a folder"),
    (lambda folder: ((folder / "empty.tsv").write_text("") and None) or folder / "empty.tsv", "is empty"),
])
def test_a_file_that_cannot_be_used_is_refused_in_the_form(open_window, tmp_path, make, words):
    window = open_window()
    window.fill_form(make(tmp_path), "x")
    window.click(window.page.form.start_button)
    assert words in window.page.form.problem.text()
    assert window.controller.active is None


def test_start_without_a_file_says_what_is_needed(open_window):
    window = open_window()
    window.click(window.page.runs.new_button)
    window.click(window.page.form.start_button)
    assert "Choose a file of sentence pairs first" in window.page.form.problem.text()
    window.click(window.page.form.cancel_button)
    assert window.page.empty.isVisible()


def test_a_dropped_file_fills_the_form(open_window, corpus):
    window = open_window()
    drop(window.page, corpus)
    form = window.page.form
    assert form.isVisible()
    assert form.file_label.text() == "sentences.tsv"
    assert form.file_note.text().startswith("2 pairs is little")
    assert form.name_edit.text() == "sentences"
    assert (form.src_combo.currentData(), form.tgt_combo.currentData()) == ("zh", "en")
    window.click(form.sizes["small"])
    assert not form.sizes["tiny"].isChecked()


@pytest.mark.parametrize(("name", "content"), [
    ("memory.tmx", '<?xml version="1.0"?>\n<tmx>\n\t<body>\n\t<tu>\t</tu>\n'),
    ("table.csv", "a,b\tc\nd,e\tf\n"), ("lines.txt", '{"src": "a\tb"}\n'),
])
def test_of_another_format_no_pairs_are_guessed(open_window, tmp_path, name, content):
    """It guards against TABs that indent XML being shown as the TAB between two sentences."""
    file = tmp_path / name
    file.write_text(content, encoding="utf-8")
    window = open_window()
    drop(window.page, file)
    form = window.page.form
    assert form.file_note.text() == "Its pairs are counted when the training starts."
    assert not form.problem.isVisible()
    assert not form._pair_label.isVisible()


@pytest.mark.parametrize("where", ["page", "zone"])
def test_of_several_files_one_is_taken_and_that_is_said(open_window, corpus, tmp_path, where):
    window = open_window()
    window.click(window.page.runs.new_button)
    form = window.page.form
    drop(window.page if where == "page" else form.zone, corpus, tmp_path / "other.tsv")
    assert form.file_label.text() == "sentences.tsv"
    assert form.problem.text().startswith("Only sentences.tsv was taken: a run has one file.")


def test_what_the_core_refuses_comes_back_to_the_form(open_window, corpus, qtbot):
    window = open_window("refuse")
    window.start(corpus, "refused run")
    form = window.page.form
    qtbot.waitUntil(form.problem.isVisible, timeout=20_000)
    assert form.problem.text() == "corpus.tsv, line 1: expected two columns; found one"
    assert form.name_edit.text() == "refused run"
    assert window.controller.runs == []


def test_a_crash_before_the_first_step_says_its_last_line(open_window, corpus, qtbot):
    window = open_window("crash")
    window.start(corpus)
    qtbot.waitUntil(window.page.form.problem.isVisible, timeout=20_000)
    assert "MemoryError: no room for [B,T,V]" in window.page.form.problem.text()


def test_a_time_of_the_day_and_patience_reach_the_child(open_window, corpus, qtbot):
    window = open_window("refuse what was asked")
    window.fill_form(corpus, "evening")
    ends = window.page.form.ends
    assert not ends.clock.isVisible()
    qtbot.keyClicks(ends.time_combo, "Until")
    assert ends.clock.isVisible()
    ends.clock.setFocus()
    ends.clock.setSelectedSection(ends.clock.Section.HourSection)
    qtbot.keyClicks(ends.clock, "2145")
    for _ in range(2):
        qtbot.keyClick(ends.patience_combo, Qt.Key.Key_Down)
    window.click(window.page.form.start_button)
    arguments = told(window, qtbot)
    assert arguments[:1] == ["train"]
    assert value(arguments, "--until") == "21:45"
    assert value(arguments, "--patience") == "10"
    assert "--time-budget" not in arguments


def test_a_model_of_the_list_is_tuned_with_general_text(open_window, corpus, tmp_path, qtbot):
    """And what the core refuses comes back with all that was asked for."""
    general = tmp_path / "general.tsv"
    general.write_text("a\tb\n", encoding="utf-8")
    models = [ModelEntry(tmp_path / "old", card("old"), "imported")]
    window = open_window("refuse what was asked", entries=models)
    window.fill_form(corpus, "tuned")
    form = window.page.form
    assert not form.general.isVisible()
    qtbot.keyClicks(form.start_combo, "old")
    assert form.general.isVisible()
    assert not form.sizes["tiny"].isVisible()
    assert (form.src_combo.currentData(), form.tgt_combo.currentData()) == ("is", "en")
    form.general.take_file(general)
    qtbot.keyClicks(form.general.mix_combo, "50")
    window.click(form.start_button)
    arguments = told(window, qtbot)
    assert arguments[:2] == ["fine-tune", str(tmp_path / "old")]
    assert value(arguments, "--general") == str(general)
    assert value(arguments, "--mix") == "0.5"
    assert form.start_combo.currentData() == tmp_path / "old"
    window.models.entries = [ModelEntry(tmp_path / name, card(name), "run") for name in ("new", "old")]
    window.models.listed.emit()
    assert [form.start_combo.itemText(index) for index in range(form.start_combo.count())] == [
        "A new model", "old · is → en", "new · is → en"]
    assert (form.general.file, form.general.mix) == (general, 0.5)


def told(window, qtbot) -> list[str]:
    """What the child was started with: it says so, and refuses."""
    qtbot.waitUntil(window.page.form.problem.isVisible, timeout=20_000)
    return json.loads(window.page.form.problem.text())


def value(arguments: list[str], option: str) -> str:
    return arguments[arguments.index(option) + 1]


def card(name: str) -> ModelCard:
    return ModelCard(name, "is", "en", ModelConfig(vocab_size=100))
