"""The Models page by what a person does: models looked at, imported, compared, renamed, given away."""

from __future__ import annotations

import json
import shutil
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel, QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QFileDialog, QInputDialog, QMessageBox, QPushButton

from backends.numpy_backend import kernels
from core.cli import parsed
from core.commands.options import decode_config
from core.config import DecodeConfig
from core.decoding.translator import Translator
from core.formats import native
from core.formats.scores import Scores, note_scores
from desktop.controllers import shelf
from desktop.controllers.document_jobs import Job
from desktop.controllers.looks import BEAM
from desktop.controllers.runs import Run, RunRequest, Status
from desktop.controllers.search import SearchSettings
from tests.core.importing.foreign_models import huggingface
from tests.desktop.conftest import make_model

PATIENCE = 90_000


@pytest.fixture
def opens() -> str:
    return "models"


@pytest.fixture
def page(window):
    window.show_page("models")
    return window.models_page


@pytest.fixture(scope="module")
def marian(tmp_path_factory):
    """A small random model as Hugging Face has them, with a README."""
    folder = tmp_path_factory.mktemp("marian") / "opus-mt-en-de"
    huggingface(folder)
    (folder / "README.md").write_text("---\nlicense: apache-2.0\n---\nTiny words.", encoding="utf-8")
    return folder


def drop(page, *paths) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    event = QDropEvent(QPoint(50, 200), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
                       Qt.KeyboardModifier.NoModifier)
    if not (hasattr(page, "drop") and page.drop.eventFilter(page, event)):  # Translate takes them in a filter
        page.dropEvent(event)


def names(page) -> list[str]:
    model = page.list.model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def select(page, *wanted: str) -> None:
    page.list.clearSelection()
    flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
    for name in wanted:
        page.list.selectionModel().select(page.list.model().index(names(page).index(name), 0), flags)


def click(qtbot, button: QPushButton) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def banner_button(page, qtbot) -> QPushButton:
    """What the banner offers; what it offered before may not have gone yet, nor the new one be shown."""
    def visible() -> list[QPushButton]:
        return [button for button in page.banner.findChildren(QPushButton) if button.isVisible()]

    qtbot.waitUntil(lambda: len(visible()) == 1)
    return visible()[0]


def imported(page, qtbot, path, name: str = "") -> None:
    drop(page, path)
    qtbot.waitUntil(lambda: page.side.currentWidget() is page.import_card, timeout=PATIENCE)
    qtbot.waitUntil(lambda: page.import_card.isEnabled(), timeout=PATIENCE)
    if name:
        page.import_card.name_edit.setText(name)
        combo = page.import_card.lang_combos[1]
        combo.setCurrentIndex(combo.findData("is"))
    count = len(names(page))
    click(qtbot, page.import_card.import_button)
    qtbot.waitUntil(lambda: len(names(page)) == count + 1 and page.import_card.isEnabled(), timeout=PATIENCE)


def test_models_are_listed_with_what_is_known(page, window, qtbot):
    assert names(page) == ["tiny zh-en", "tiny en-zh"]
    assert [entry.card.name for entry in page.selected()] == ["tiny zh-en"], "the one in use"
    qtbot.waitUntil(lambda: "MB" in page.list.model().index(0, 3).data())
    said = page.facts.said()
    assert said["Languages"] == "Chinese → English"
    assert said["Scores"] == "BLEU 12.3 on its validation part"
    assert said["In use"] == "on every page, now"
    assert not page.facts.buttons["trash"].isEnabled(), "a bundled model stays"
    select(page, "tiny en-zh")
    assert page.facts.said()["In use"] == "no"


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


def test_two_models_on_the_same_sentences(page, window, qtbot, models_dir):
    select(page, "tiny zh-en", "tiny en-zh")
    assert page.side.currentWidget() is page.compare
    page.compare.lines.setPlainText("我爱购物\n\n你好\n")
    click(qtbot, page.compare.go_button)
    qtbot.waitUntil(lambda: page.compare.rows.model().rowCount() == 2 and not window.shelf.comparing)
    shown = [[page.compare.rows.model().index(row, column).data() for column in range(3)] for row in range(2)]
    assert [row[0] for row in shown] == ["我爱购物", "你好"]
    assert page.compare.note.text().endswith("of 2 translations are the same")


def test_models_are_compared_each_with_its_own_settings(page, window, qtbot, tmp_path, monkeypatch):
    """One that its makers decode with a beam was compared as if it were greedy."""
    folder = make_model(tmp_path / "models" / "mine", "zh", "en")
    native.rename_model(folder, "mine")
    own = {"method": "beam", "beam_size": 3, "length_penalty": 1.0, "length_norm": "power", "max_len": 9}
    native.note(folder, "decode", own)
    window.models.refresh()
    asked = []
    original = Translator.translate_text
    monkeypatch.setattr(Translator, "translate_text", lambda self, text, config, stop: asked.append(
        (self.model.name, config)) or original(self, text, config, stop))
    select(page, "tiny zh-en", "mine")
    assert page.compare.settings.text().splitlines() == [
        "tiny zh-en decodes with its own settings: greedy",
        "mine decodes with its own settings: beam 3, length penalty 1 as Hugging Face defines it"]
    page.compare.lines.setPlainText("我爱购物")
    click(qtbot, page.compare.go_button)
    qtbot.waitUntil(lambda: page.compare.rows.model().rowCount() == 1 and not window.shelf.comparing)
    assert asked == [("tiny zh-en", DecodeConfig()), ("mine", DecodeConfig(**own))]
    native.note(folder, "decode", {"method": "best"})
    window.models.refresh()
    select(page, "tiny zh-en", "mine")
    click(qtbot, page.compare.go_button)
    assert "method should be greedy, beam or sample" in page.banner.text()


def test_a_model_searches_as_its_makers_do_until_a_person_changes_it(page, window, qtbot, tmp_path, turn_to):
    """Translate, Step and documents each searched in a way of their own."""
    folder = make_model(tmp_path / "models" / "mine", "zh", "en")
    native.note(folder, "decode", {"method": "beam", "beam_size": 17, "length_penalty": 2.5,
                                   "length_norm": "power"})
    window.models.refresh()
    usual, own = DecodeConfig(method="beam"), DecodeConfig("beam", 17, 2.5, "power")
    translate = turn_to(window, "translate")
    step, beam = turn_to(window, "step"), window.step_parts.beam
    assert (window.translate.config, beam.config) == (usual, usual)

    def use(path) -> None:
        window.models.choose(path)
        qtbot.waitUntil(lambda: window.models.state == "ready" and window.step.model_entry.folder == path)
        step.show_sentence("我爱购物")
        window.step.choose_view(BEAM)
        qtbot.waitUntil(lambda: window.step.is_open and not window.step.is_busy and beam.tree is not None)

    bundled = window.models.current.folder
    use(folder)
    assert (window.translate.config, beam.config) == (own, own)
    assert [translate.decoding.field(name).value() for name in ("beam_size", "length_penalty")] == [17, 2.5]
    assert "|Y|^α" in translate.decoding._note.text()
    qtbot.waitUntil(lambda: beam.tree.length_norm == "power" and beam.tree.length_penalty == 2.5)
    assert (step.views.beam.size.value(), step.views.beam.penalty.value()) == (17, 2.5)
    assert "÷ |Y|^α." in step.views.beam.note.text()
    job = Job("a", tmp_path, tmp_path, folder, "", window.translate.config)
    assert {"--beam", "17", "--length-penalty=2.5", "--length-norm=power"} <= set(job.arguments(tmp_path))
    args = parsed(job.arguments(tmp_path))
    assert replace(decode_config(args), shortlist=False) == own
    translate.decoding.field("beam_size").setValue(3)
    step.views.beam.penalty.setValue(0.25)
    use(bundled)
    assert (window.translate.config, beam.config) == (usual, usual)
    assert "|Y|^α" not in translate.decoding._note.text()
    qtbot.waitUntil(lambda: "÷ ((5 + |Y|) ÷ 6)^α." in step.views.beam.note.text())
    window.translate.set_options(method="greedy")
    use(folder)
    assert window.translate.config == replace(own, beam_size=3)
    assert beam.config == replace(own, length_penalty=0.25)
    again = SearchSettings(window._settings, "translate")
    assert again.of(window.models.current) == replace(own, beam_size=3)
    assert again.of(window.models.entries[0]) == replace(usual, method="greedy")


def test_settings_of_a_search_that_make_no_sense_are_passed_over(page, window, settings, tmp_path):
    folder = make_model(tmp_path / "models" / "mine", "zh", "en")
    native.note(folder, "decode", {"method": "beam", "length_penalty": 2.0})
    window.models.refresh()
    entry = next(entry for entry in window.models.entries if entry.folder == folder)
    own = DecodeConfig(method="beam", length_penalty=2.0)
    for stored in ("[", "[1]", "{X: 1}", '{X: {"beam_size": [1], "seed": 1e999}}', '{X: {"method": "best"}}',
                   "[" * 100_000):
        settings.setValue("translate/of_models", stored.replace("X", json.dumps(str(folder))))
        assert SearchSettings(settings, "translate").of(entry) == own
    native.note(folder, "decode", {"method": "best"})
    window.models.refresh()
    entry = next(entry for entry in window.models.entries if entry.folder == folder)
    assert SearchSettings(settings, "translate").of(entry) == DecodeConfig(method="beam")


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
    qtbot.waitUntil(lambda: window.pages.currentWidget() is window.translate_page)
    window.translate_page.set_text("the cat")
    qtbot.waitUntil(lambda: window.translate.state == "current", timeout=PATIENCE)
    window.step_page.show_sentence("the cat")
    qtbot.waitUntil(lambda: window.step.is_open and not window.step.is_busy, timeout=PATIENCE)
    assert "".join(piece.text for piece in window.step.walk.src_pieces).startswith("the")
    window.show_page("models")
    select(page, "my german")
    assert page.facts.said()["Trained from"] == "opus-mt-en-de"
    select(page, "opus-mt-en-de")
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
        qtbot.waitUntil(lambda: bool(found))
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


def test_a_model_that_is_being_trained_stays(page, window, qtbot, tmp_path, monkeypatch):
    make_model(tmp_path / "runs" / "mine", "zh", "en")
    window.models.refresh()
    monkeypatch.setattr(window.shelf.uses, "is_trained", lambda folder: folder == tmp_path / "runs" / "mine")
    page.list.selectRow(2)
    click(qtbot, page.facts.buttons["trash"])
    page.findChild(QMessageBox).accept()
    assert "is being trained: stop that first" in page.banner.text()
    assert (tmp_path / "runs" / "mine").exists()
