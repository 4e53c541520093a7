"""What is known of a model, and what can be done with it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QInputDialog, QMessageBox

from backends.numpy_backend import kernels
from core.config import DecodeConfig
from core.formats import native
from core.formats.scores import Scores, note_scores
from desktop.controllers.runs import Run, RunRequest, Status
from tests.desktop.conftest import make_model
from tests.desktop.models.actions import PATIENCE, banner_button, click, drop, imported, names, select


def test_models_are_listed_with_what_is_known(page, window, qtbot):
    assert names(page) == ["tiny zh-en", "tiny en-zh"]
    assert [entry.card.name for entry in page.selected()] == ["tiny zh-en"], "the one in use"
    qtbot.waitUntil(lambda: "MB" in page.list.model().index(0, 3).data())
    said = page.facts.said()
    assert said["Languages"] == "Chinese → English"
    assert said["Scores"] == "BLEU 12.3 on its validation part, greedy"
    assert said["In use"] == "on every page, now"
    assert not page.facts.buttons["trash"].isEnabled(), "a bundled model stays"
    select(page, "tiny en-zh")
    assert page.facts.said()["In use"] == "no"


def test_on_to_translate_step_and_train(page, window, qtbot):
    select(page, "tiny en-zh")
    click(qtbot, page.facts.buttons["translate"])
    qtbot.waitUntil(lambda: window.pages.currentWidget() is window.translate_page)
    assert window.models.current.card.name == "tiny en-zh"
    for name, wanted in (("step", "step_page"), ("train", "train_page")):
        window.show_page("models")
        select(page, "tiny en-zh")
        click(qtbot, page.facts.buttons[name])
        qtbot.waitUntil(lambda wanted=wanted: window.pages.currentWidget() is getattr(window, wanted))
    form = window.train_page.form
    assert form.start_combo.currentText() == "tiny en-zh"
    assert (form.src_combo.currentData(), form.tgt_combo.currentData()) == ("en", "zh")
    assert not form.sizes["tiny"].isVisible()


def test_an_imported_model_is_trained_further_and_used(page, window, qtbot, marian, tmp_path):
    """From the file somebody else made to one's own model, in Translate and in Step, by the real child."""
    imported(page, qtbot, marian)
    corpus = tmp_path / "fruit.tsv"
    words = [(f"the cat sat {count}", f"a dog ran {count}") for count in range(80)]
    corpus.write_text("".join(f"{src}\t{tgt}\n" for src, tgt in words), encoding="utf-8")
    click(qtbot, page.facts.buttons["train"])
    train = window.train_page
    qtbot.waitUntil(lambda: window.is_there)
    assert train.form.start_combo.currentText() == "opus-mt-en-de"
    drop(train.form.zone, corpus)
    train.form.name_edit.setText("my german")
    click(qtbot, train.form.start_button)
    qtbot.waitUntil(lambda: window.training.metrics.step >= 2, timeout=PATIENCE)
    click(qtbot, train.stop_button)
    qtbot.waitUntil(lambda: window.training.active is None and train.translate_button.isVisible(),
                    timeout=PATIENCE)
    click(qtbot, train.translate_button)
    qtbot.waitUntil(lambda: window.models.state == "ready" and window.models.current.card.name == "my german",
                    timeout=PATIENCE)
    facts = window.models.current.card.facts
    assert facts["lineage"] == ["opus-mt-en-de"]
    assert facts["origin"]["licence"] == "apache-2.0"
    search = DecodeConfig("beam", 4, 1.0, "power")
    assert window.models.current.card.decode == search, "as that of the model that it was trained from"
    qtbot.waitUntil(lambda: window.pages.currentWidget() is window.translate_page)
    window.translate_page.set_text("the cat")
    qtbot.waitUntil(lambda: window.translate.state == "current", timeout=PATIENCE)
    assert (window.translate.config, window.step_parts.beam.config) == (search, search)
    window.step_page.show_sentence("the cat")
    qtbot.waitUntil(lambda: window.step.is_open and not window.step.is_busy, timeout=PATIENCE)
    assert "".join(piece.text for piece in window.step.walk.src_pieces).startswith("the")
    window.show_page("models")
    select(page, "my german")
    assert page.facts.said()["Trained from"] == "opus-mt-en-de"
    words = "beam 4, length penalty 1 as Hugging Face defines it (as {})"
    assert page.facts.said()["Decodes with"] == words.format("“opus-mt-en-de”, which it was trained from")
    select(page, "opus-mt-en-de")
    assert page.facts.said()["Decodes with"] == words.format("its makers set it")
    assert page.facts.said()["Trained further into"] == "my german"
    window.shelf.rename(page.selected()[0], "from afar")
    qtbot.waitUntil(lambda: "from afar" in names(page))
    select(page, "from afar")
    assert page.facts.said()["Trained further into"] == "my german", "which knows it by its old name"


def test_what_was_evaluated_is_shown(page, window, qtbot, tmp_path):
    folder = make_model(tmp_path / "models" / "mine", "zh", "en")
    native.rename_model(folder, "mine")
    note_scores(folder, Scores("test.tsv", 1000, 31.12, 52.34, "beam 4", "2026-11-26"))
    note_scores(folder, Scores("test.tsv", 1000, 32.0, 52.5, "beam 4", "2026-11-27"))
    note_scores(folder, Scores("news.tsv", 20, 3.0, 9.0, "greedy", "2026-11-27"))
    native.note(folder, "evaluated", [*native.read_card(folder).facts["evaluated"], {"corpus": 1}, "x"])
    window.show_page("train")
    window.show_page("models")
    select(page, "mine")
    assert page.facts.said()["Scores"].splitlines()[-2:] == [
        "BLEU 3.0, chrF 9.0 on news.tsv (20 sentences, greedy), 2026-11-27",
        "BLEU 32.0, chrF 52.5 on test.tsv (1\u2009000 sentences, beam 4), 2026-11-27"]
    cell = page.list.model().item(names(page).index("mine"), 4)
    assert cell.text() == "3.0 · news.tsv", "the newest"
    assert cell.toolTip() == page.facts.said()["Scores"]
    assert page.list.model().item(0, 4).text() == "12.3 · validation"


def test_models_are_held_at_half_size(page, window, qtbot):
    def weights() -> list:
        found = []
        window.inference.submit("look", lambda engine, task: (engine.weights, engine.ops.saves_memory),
                                found.append, found.append)
        qtbot.waitUntil(lambda: bool(found), timeout=20_000)  # behind the model, which is opened again
        return list(found[0])

    pytest.importorskip("numba")
    click(qtbot, page.half_check)
    qtbot.waitUntil(lambda: window.models.state == "ready")
    assert weights() == ["half", True]
    assert window.models.half
    assert window.models.weights == ["--weights", "half"], "what a document's child is told"
    window.translate_page.set_text("我爱购物")
    qtbot.waitUntil(lambda: window.translate.state == "current", timeout=PATIENCE)  # compiles
    click(qtbot, page.half_check)
    qtbot.waitUntil(lambda: window.models.state == "ready")
    assert weights() == ["float32", False]
    assert window.models.weights == []


def test_half_size_where_it_cannot_be_had(page, window, qtbot, monkeypatch):
    def refuse() -> None:
        raise ValueError("weights at half size need the package numba")

    monkeypatch.setattr(kernels, "require_halves", refuse)
    click(qtbot, page.half_check)
    qtbot.waitUntil(lambda: "need the package numba" in page.banner.text())
    assert not page.half_check.isChecked()
    assert window.models.state == "ready"
    click(qtbot, banner_button(page, qtbot))
    assert page.banner.isHidden()


def test_a_name_is_text_whatever_it_spells(page, window, qtbot, tmp_path):
    """A model's maker gives its name; as markup it would have Qt open files."""
    name = '<img src="/etc/hostname">'
    native.rename_model(make_model(tmp_path / "models" / "mine", "zh", "en"), name)
    window.models.refresh()
    select(page, name)
    assert page.facts.title.text() == name
    assert page.facts.title.textFormat() == Qt.TextFormat.PlainText
    tip = page.list.model().item(names(page).index(name), 0).toolTip()
    assert tip == "<span>&lt;img src=&quot;/etc/hostname&quot;&gt;</span>"
    assert page.list.model().item(0, 0).toolTip() == "tiny zh-en"


def test_the_folder_is_shown(page, window, qtbot, monkeypatch):
    asked = []
    monkeypatch.setattr("desktop.views.models_page.open_path", lambda folder: asked.append(folder) or True)
    click(qtbot, page.facts.buttons["reveal"])
    assert asked == [window.models.entries[0].folder]
    assert page.banner.isHidden()
    monkeypatch.setattr("desktop.views.models_page.open_path", lambda folder: False)
    click(qtbot, page.facts.buttons["reveal"])
    assert page.banner.text() == f"The system has no file manager that opens {asked[0]}."


def test_what_waits_to_be_trained_from_a_model_is_said(page, window, qtbot, tmp_path, monkeypatch):
    folder = make_model(tmp_path / "models" / "mine", "zh", "en")
    native.rename_model(folder, "mine")
    window.models.refresh()
    select(page, "mine")
    assert not {"Will be trained into", "Trained further into"} & set(page.facts.said())
    request = RunRequest(tmp_path / "a.tsv", "finer", "tiny", "zh", "en", None, init=folder)
    window.training.waiting.add(replace(request, name="new", init=None))
    window.training.waiting.add(request)
    assert page.facts.said()["Will be trained into"] == "finer (waits its turn)"
    begun = Run(tmp_path / "runs" / "begun", "begun", Status.INTERRUPTED, parent=str(folder))
    monkeypatch.setattr(window.training, "_stored", [begun, replace(begun, name="other", parent="")])
    window.training.runs_changed.emit()
    assert page.facts.said()["Trained further into"] == "begun", "though it has no model yet"
    click(qtbot, page.facts.buttons["trash"])
    said = page.findChild(QMessageBox).informativeText().splitlines()
    assert said[-2:] == ["These trainings wait to begin with it, and then cannot: finer",
                         "Trained from it, and stay as they are: begun"]


def test_documents_and_other_programs_that_need_a_model_are_said(page, window, qtbot, tmp_path):
    folder = make_model(tmp_path / "models" / "mine", "zh", "en")
    native.rename_model(folder, "mine")
    window.models.refresh()
    window.models.choose(folder)
    qtbot.waitUntil(lambda: window.models.state == "ready")
    (tmp_path / "long.txt").write_text("我爱购物他喜欢读书\n" * 200, encoding="utf-8")
    (tmp_path / "next.txt").write_text("我爱购物\n", encoding="utf-8")
    select(page, "mine")
    window.documents.add([tmp_path / "long.txt", tmp_path / "next.txt"])
    qtbot.waitUntil(lambda: "Documents" in page.facts.said())
    assert page.facts.said()["Documents"] == "long.txt, next.txt (not yet translated to the end)"
    serving = window.translate_parts.serving
    serving.start()
    assert page.facts.said()["Other programs"] == "get its translations now"
    click(qtbot, page.facts.buttons["trash"])
    box = page.findChild(QMessageBox)
    assert box.informativeText().splitlines()[-2:] == [
        "These documents are not translated to their end, and then cannot be: long.txt, next.txt",
        "Other programs get its translations now, and then do not."]
    box.reject()
    serving.stop()
    for job in window.documents.jobs:
        window.documents.pause(job.id)
    assert "Documents" in page.facts.said(), "it goes on with the model, later"
    qtbot.waitUntil(lambda: not window.documents.is_busy, timeout=PATIENCE)
    failed = [replace(job, state="failed", problem="the disk was full") for job in window.documents.jobs]
    window.documents.jobs = failed
    window.documents.changed.emit()
    assert page.facts.said()["Documents"].startswith("long.txt, next.txt"), "which can be tried again"
    for job in list(window.documents.jobs):
        window.documents.remove(job.id)
    qtbot.waitUntil(lambda: not {"Documents", "Other programs"} & set(page.facts.said()))
    qtbot.waitUntil(lambda: serving.state == "off" and not window.documents.is_busy, timeout=PATIENCE)


def test_keys(page, qtbot, window, tmp_path):
    make_model(tmp_path / "models" / "mine", "zh", "en")
    window.models.refresh()
    select(page, "tiny zh-en")
    page.list.setFocus()
    qtbot.keyClick(page.list, Qt.Key.Key_Delete)
    assert page.findChild(QMessageBox) is None, "a bundled model stays"
    page.list.clearSelection()
    page.list.selectRow(names(page).index("tiny zh-en", 1))
    qtbot.keyClick(page.list, Qt.Key.Key_F2)
    assert page.findChild(QInputDialog) is not None


def test_a_model_that_is_being_trained_stays(page, window, qtbot, tmp_path, monkeypatch):
    make_model(tmp_path / "runs" / "mine", "zh", "en")
    window.models.refresh()
    monkeypatch.setattr(window.shelf.uses, "is_trained", lambda folder: folder == tmp_path / "runs" / "mine")
    page.list.selectRow(2)
    click(qtbot, page.facts.buttons["trash"])
    page.findChild(QMessageBox).accept()
    assert "is being trained: stop that first" in page.banner.text()
    assert (tmp_path / "runs" / "mine").exists()
