"""The form of a new run: filled by hand and by drops, refused, and sent."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

import backends
from core.arguments import parser
from core.config import ModelConfig
from core.formats.native import ModelCard
from core.training.loop import TrainingError
from desktop.controllers.models import ModelEntry
from desktop.controllers.runs import Status, free_name
from tests.core.training.runs import follow, make_run
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


def diverged(folder, corpora):
    """A real run that the rate made go astray, again and again."""
    run = make_run(folder, learning_rate=30.0, warmup_steps=1, clip_norm=0.0, time_budget_s=600.0)
    run.write_spec(replace(run.read_spec(), name=folder.name, corpus=corpora, src_lang="zh"))
    with pytest.raises(TrainingError, match="That is after 3 returns"):
        follow(run, backends.get("numpy", workers=2))
    return run


def test_a_run_that_diverged_starts_again_with_a_lower_rate(open_window, tmp_path, qtbot):
    """One of two files, which are gone: its folder has all that it takes."""
    old = diverged(tmp_path / "runs" / "sentences", ["train.en", "train.de"])
    old.write_spec(replace(old.read_spec(), name="Sentences, all"))
    window = open_window("refuse what was asked")
    window.wait_for(Status.FAILED)
    health = window.page.run_view.health
    qtbot.waitUntil(lambda: health.verdict.text() == "Diverging")
    assert health.sentence.text().startswith("It went astray again after 3 returns")
    assert health.watch.text().startswith("Start again with a lower learning rate.")
    window.click_word("Start again with a lower rate")
    form = window.page.form
    assert form.isVisible()
    assert form.file_label.text() == "As “Sentences, all”"
    assert not form.problem.isVisible()
    assert form.name_edit.text() == "Sentences, all 2"
    assert form.rate_edit.text() == "1.9"  # 30 / 2 / 2 / 2, and half of that
    for part in (form.src_combo, form.start_combo, form.sizes["tiny"], form.ends, form.general):
        assert not part.isVisible()
    qtbot.mouseDClick(form.rate_edit, Qt.MouseButton.LeftButton)
    qtbot.keyClicks(form.rate_edit, "high")
    window.click(form.start_button)
    assert form.problem.text().startswith("The learning rate is “1.high”; expected a number such as 0.0005")
    form.rate_edit.selectAll()
    qtbot.keyClicks(form.rate_edit, "0.002")
    window.click(form.start_button)
    qtbot.waitUntil(lambda: form.problem.text().startswith("["), timeout=20_000)
    arguments = told(window, qtbot)
    assert arguments[:2] == ["again", str(old.path)]
    assert value(arguments, "--learning-rate") == "0.002"
    assert "--name=Sentences, all 2" in arguments
    assert form.rate_edit.text() == "0.002"  # comes back with what was refused
    assert form.file_label.text() == "As “Sentences, all”"


def test_a_run_once_more_gives_the_form_back(open_window, corpus, tmp_path, qtbot):
    """Another file takes its place, and all questions are asked again."""
    diverged(tmp_path / "runs" / "sentences", ["train.en", "train.de"])
    window = open_window("refuse what was asked")
    window.wait_for(Status.FAILED)
    window.click_word("Start again with a lower rate")
    form = window.page.form
    drop(form.zone, corpus)
    assert form.file_label.text() == "sentences.tsv"
    assert form.ends.isVisible()
    assert form.sizes["tiny"].isVisible()
    window.click(form.start_button)
    assert told(window, qtbot)[:2] == ["train", str(corpus)]


def test_the_next_run_of_the_same_sentences_gets_a_name_of_its_own(open_window, corpus, qtbot):
    window = open_window()
    window.start(corpus, "sentences")
    window.wait_for(Status.RUNNING)
    for name in ("sentences 2", "sentences 3"):
        window.click(window.page.runs.new_button)
        drop(window.page.form.zone, corpus)
        assert window.page.form.name_edit.text() == name
        window.click(window.page.form.start_button)  # it waits
    window.click(window.page.stop_button)


@pytest.mark.parametrize(("name", "taken", "free"), [
    ("a", [], "a"), ("a", ["a"], "a 2"), ("a", ["a", "a 2"], "a 3"), ("a 2", ["a 2"], "a 3"),
    ("a 2", ["a"], "a 2"), ("wmt 2024", ["wmt 2024"], "wmt 2024 2"), ("", [""], " 2"),
])
def test_free_names(name, taken, free):
    assert free_name(name, taken) == free


def told(window, qtbot) -> list[str]:
    """What the child was started with, which the command line understands: it says so, and refuses."""
    qtbot.waitUntil(window.page.form.problem.isVisible, timeout=20_000)
    arguments = json.loads(window.page.form.problem.text())
    parser().parse_args(arguments)
    return arguments


def value(arguments: list[str], option: str) -> str:
    return arguments[arguments.index(option) + 1]


def card(name: str) -> ModelCard:
    return ModelCard(name, "is", "en", ModelConfig(vocab_size=100))
