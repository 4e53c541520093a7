"""Models are dropped, looked at, imported and given away."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QInputDialog, QLabel, QMessageBox

from core.formats import native
from desktop.controllers import shelf
from tests.core.importing.foreign_models import huggingface
from tests.desktop.models.actions import PATIENCE, banner_button, click, drop, imported, names, select


def test_a_dropped_folder_is_looked_at_before_anything_is_copied(page, window, qtbot, marian, tmp_path):
    drop(page, marian)
    assert page.banner.text() == "Looking at opus-mt-en-de…"
    qtbot.waitUntil(lambda: page.side.currentWidget() is page.import_card, timeout=PATIENCE)
    card = page.import_card
    assert "Licence: apache-2.0" in card.facts.text()
    assert card.name_edit.text() == "opus-mt-en-de"
    assert "not followed" not in card.facts.text()
    assert "Tiny words." in card.readme.toPlainText()
    assert card.languages() == ("en", "de")
    assert not (tmp_path / "models").exists()
    card.name_edit.setText("mine")
    card.lang_combos[1].setCurrentIndex(card.lang_combos[1].findData("is"))
    window.language.choose("zh_CN")
    qtbot.waitUntil(lambda: "许可：apache-2.0" in card.facts.text())
    assert card.lang_combos[0].currentText() == "英语"
    assert (card.name_edit.text(), card.languages()) == ("mine", ("en", "is")), "what was chosen stays"
    window.language.choose("en")
    qtbot.waitUntil(lambda: "Licence" in card.facts.text() and card.isEnabled())
    click(qtbot, card.cancel_button)
    assert page.side.currentWidget() is page.facts
    assert names(page) == ["tiny zh-en", "tiny en-zh"]


def test_what_its_files_do_not_say_of_its_search_is_said(page, window, qtbot, marian, tmp_path):
    shutil.copytree(marian, tmp_path / "silent")
    (tmp_path / "silent" / "generation_config.json").unlink()
    drop(page, tmp_path / "silent")
    qtbot.waitUntil(lambda: page.side.currentWidget() is page.import_card, timeout=PATIENCE)
    every = "num_beams: 1, bad_words_ids: [], renormalize_logits: false"
    assert f"assumed, as transformers does: {every}." in page.import_card.facts.text()
    qtbot.waitUntil(page.import_card.isEnabled)
    click(qtbot, page.import_card.import_button)
    qtbot.waitUntil(lambda: "silent" in names(page) and page.facts.isVisible(), timeout=PATIENCE)
    shown = [label.text() for label in page.facts.findChildren(QLabel)]
    assert f"{every} (its files do not say: generation_config.json was missing)" in shown
    assert "greedy" in shown, "and not as its makers set it, who set nothing"


def test_an_archive_is_imported_used_renamed_and_put_into_the_trash(
        page, window, qtbot, marian, tmp_path, monkeypatch):
    archive = tmp_path / "given.zip"
    with zipfile.ZipFile(archive, "w") as made:
        for file in marian.iterdir():
            made.write(file, f"inside/{file.name}")
    imported(page, qtbot, archive, "My German")
    qtbot.waitUntil(lambda: window.models.current.card.name == "My German" and window.models.state == "ready")
    assert page.list.model().index(names(page).index("My German"), 5).data() == "imported"
    assert page.banner.text() == "“My German” is imported, and in use on every page now."
    window.language.choose("zh_CN")
    qtbot.waitUntil(lambda: page.banner.text().startswith("已导入“My German”"))
    window.language.choose("en")
    qtbot.waitUntil(lambda: page.banner.text().startswith("“My German” is imported"))
    assert [entry.card.name for entry in page.selected()] == ["My German"]
    assert page.facts.said()["Licence"] == "apache-2.0"
    assert page.facts.said()["Languages"] == "English → Icelandic"
    assert page.facts.said()["Comes from"].startswith("given.zip (")
    assert [path.name for path in (tmp_path / "models").iterdir()] == ["given"]

    click(qtbot, page.facts.buttons["rename"])
    dialog = page.findChild(QInputDialog)
    dialog.setTextValue("Deutsch")
    dialog.accept()
    qtbot.waitUntil(lambda: "Deutsch" in names(page))

    monkeypatch.setattr(shelf.QFile, "moveToTrash", lambda path: False)
    window.shelf.put_into_trash(window.models.current)
    words = "The system has no trash for {}: remove that folder in the file manager."
    qtbot.waitUntil(lambda: page.banner.text() == words.format(tmp_path / "models" / "given"))
    gone = []
    monkeypatch.setattr(shelf.QFile, "moveToTrash",
                        lambda path: gone.append(path) or shutil.rmtree(path) is None)
    select(page, "Deutsch")
    qtbot.waitUntil(lambda: window.shelf.facts(page.selected()[0]).size > 0)
    (tmp_path / "models" / "given" / "notes.txt").write_text("put there meanwhile")
    click(qtbot, page.facts.buttons["trash"])
    box = page.findChild(QMessageBox)
    assert "model.safetensors" in box.informativeText()
    assert "notes.txt" in box.informativeText()
    assert not gone
    box.accept()
    qtbot.waitUntil(lambda: "Deutsch" not in names(page))
    assert gone == [str(tmp_path / "models" / "given")]
    qtbot.waitUntil(lambda: window.models.current is not None and window.models.state == "ready")

    with zipfile.ZipFile(archive, "w") as made:
        for file in marian.iterdir():
            data = b"Another one." if file.suffix == ".md" else file.read_bytes()
            made.writestr(f"inside/{file.name}", data)
    imported(page, qtbot, archive, "Another")  # into a folder of the same name
    assert window.models.current.folder == tmp_path / "models" / "given"
    qtbot.waitUntil(lambda: window.shelf.facts(window.models.current).readme == "Another one.")


def test_models_dropped_together_come_one_after_the_other(page, window, qtbot, marian, tmp_path):
    """Each with its preview, the refused with its reason; none is passed over."""
    second = shutil.copytree(marian, tmp_path / "second")
    (tmp_path / "torn.zip").write_bytes(b"PK\x03\x04")
    card = page.import_card
    drop(page, marian, tmp_path / "torn.zip", second)
    qtbot.waitUntil(lambda: page.side.currentWidget() is card and card.isEnabled(), timeout=PATIENCE)
    assert card.name_edit.text() == "opus-mt-en-de"
    assert card.title.text() == "Import this model? Then 2 more"
    click(qtbot, card.import_button)
    qtbot.waitUntil(lambda: card.isEnabled() and card.name_edit.text() == "second", timeout=PATIENCE)
    assert "torn.zip: expected a whole archive" in page.banner.text()
    assert card.title.text() == "Import this model?"
    click(qtbot, banner_button(page, qtbot))
    assert page.side.currentWidget() is card, "the sentence goes, the model stays"
    click(qtbot, card.cancel_button)
    assert page.side.currentWidget() is page.facts
    assert names(page) == ["tiny zh-en", "tiny en-zh", "opus-mt-en-de"]


@pytest.mark.parametrize("where", ["translate", "data", "train"])
def test_a_model_dropped_on_another_page_is_offered_here(page, window, qtbot, marian, tmp_path, where):
    """It was taken for a document, or for sentences, and refused."""
    archive = shutil.make_archive(str(tmp_path / "given"), "zip", marian)
    window.show_page(where)
    other = window.page(where)
    taken = []
    if where == "translate":
        other.documents.add = taken.append
    else:
        other.take_files = taken.append
    note = tmp_path / "notes.txt"
    note.write_text("a")
    drop(other, note)
    assert taken == [[note]], "other files are not kept waiting"
    (tmp_path / "texts").mkdir()
    if where != "translate":
        window.shelf.look_at = lambda *paths: looked.extend(paths)
    looked = []
    drop(other, tmp_path / "texts", Path(archive), note)
    qtbot.waitUntil(lambda: window.pages.currentWidget() is page)
    assert taken[1:] == [[tmp_path / "texts", note]]
    if where != "translate":
        assert looked == [Path(archive)]
        return
    qtbot.waitUntil(lambda: page.side.currentWidget() is page.import_card and page.import_card.isEnabled(),
                    timeout=PATIENCE)
    assert page.import_card.name_edit.text() == "given"
    assert not (tmp_path / "models").exists()


def test_what_is_no_model_says_so_and_leaves_nothing(page, qtbot, tmp_path):
    (tmp_path / "holiday.zip").write_bytes(b"no archive")
    drop(page, tmp_path / "holiday.zip")
    qtbot.waitUntil(lambda: "expected a folder or an archive" in page.banner.text(), timeout=PATIENCE)
    assert page.side.currentWidget() is page.facts
    assert not (tmp_path / "models").exists()
    click(qtbot, banner_button(page, qtbot))
    assert page.banner.isHidden()


def test_an_import_that_is_cancelled_leaves_nothing(page, window, qtbot, marian, tmp_path):
    drop(page, marian)
    qtbot.waitUntil(lambda: page.side.currentWidget() is page.import_card and page.import_card.isEnabled(),
                    timeout=PATIENCE)
    click(qtbot, page.import_card.import_button)
    click(qtbot, banner_button(page, qtbot))
    qtbot.waitUntil(lambda: not window.shelf.stage, timeout=PATIENCE)
    qtbot.waitUntil(lambda: not list(tmp_path.glob("models/*")), timeout=PATIENCE)
    assert names(page) == ["tiny zh-en", "tiny en-zh"]
    assert page.side.currentWidget() is page.import_card, "it can be tried again"


def test_a_model_is_given_away_as_one_file(page, window, qtbot, tmp_path, monkeypatch):
    out = tmp_path / "given"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *a: (str(out), a[-1].split(";;")[0]))
    click(qtbot, page.facts.buttons["export"])
    qtbot.waitUntil(lambda: page.banner.text().startswith("Written to"), timeout=PATIENCE)
    imported(page, qtbot, tmp_path / "given.pellucid", "again")
    first, again = (native.read_model(folder)[1] for folder in (
        window.models.entries[0].folder, tmp_path / "models" / "given"))
    assert all((first[name] == again[name]).all() for name in first)

    select(page, "tiny zh-en")
    (tmp_path / "given.pellucid").write_bytes(b"older")
    click(qtbot, page.facts.buttons["export"])
    qtbot.waitUntil(lambda: "there is a file of that name already" in page.banner.text(), timeout=PATIENCE)
    out = tmp_path / "given.pellucid"  # now the dialog asks whether to replace it
    click(qtbot, page.facts.buttons["export"])
    qtbot.waitUntil(lambda: page.banner.text().startswith("Written to"), timeout=PATIENCE)
    assert zipfile.is_zipfile(out)


def test_a_model_of_ours_is_not_written_as_marian(page, qtbot, tmp_path, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getSaveFileName",
                        lambda *a: (str(tmp_path / "hf"), a[-1].split(";;")[1]))
    click(qtbot, page.facts.buttons["export"])
    qtbot.waitUntil(lambda: "cannot be written in the Hugging Face layout" in page.banner.text(),
                    timeout=PATIENCE)
    assert not (tmp_path / "hf").exists()


def test_the_language_of_a_model_of_several(page, window, qtbot, turn_to, tmp_path):
    folder = tmp_path / "opus-mt-en-mul"
    huggingface(folder, codes=(">>deu<<", ">>fra<<", ">>isl<<"))
    drop(page, folder)
    card = page.import_card
    qtbot.waitUntil(lambda: page.side.currentWidget() is card and card.isEnabled(), timeout=PATIENCE)
    assert [card.code_combo.itemText(row) for row in range(3)] == [
        "French (fra)", "German (deu)", "Icelandic (isl)"]
    assert card.code_combo.currentData() == ">>deu<<", "as the command takes, in any language of the window"
    assert "no id" not in card.facts.text()
    card.code_combo.setCurrentIndex(1)
    window.language.choose("zh_CN")
    qtbot.waitUntil(lambda: card.code_combo.currentText() == "德语 (deu)")
    window.language.choose("en")
    qtbot.waitUntil(lambda: card.code_combo.currentText() == "German (deu)")
    click(qtbot, card.import_button)
    qtbot.waitUntil(lambda: window.models.code == ">>deu<<", timeout=PATIENCE)

    turn_to(window, "translate")
    combo = window.translate_page.code_combo
    assert combo.isVisible()
    assert combo.currentText() == "German (deu)"
    window.translate_page.set_text("the cat")
    qtbot.waitUntil(lambda: window.translate.state == "current")
    combo.setFocus()
    qtbot.keyClicks(combo, "I")
    combo.activated.emit(combo.currentIndex())
    qtbot.waitUntil(lambda: window.models.code == ">>isl<<" and window.models.state == "ready")
    assert window.translate.state != "current", "what is shown is in the other language"
    qtbot.waitUntil(lambda: window.translate.state == "current")
    assert window.models.direction == ("en", "isl")

    window.step_page.show_sentence("the cat")
    qtbot.waitUntil(lambda: window.step.is_open and not window.step.is_busy)
    assert window.step.walk.src_pieces[0].text == ">>isl<<"
    window.models.choose(window.models.entries[0].folder)
    qtbot.waitUntil(lambda: window.models.state == "ready")
    assert not combo.isVisibleTo(window.translate_page)
    window.models.choose(tmp_path / "models" / "opus-mt-en-mul")
    qtbot.waitUntil(lambda: window.models.code == ">>isl<<")
