"""Documents in the window: dropped, paused, cancelled, resumed, and what is said of them."""

from __future__ import annotations

import json
import os
import time
import zipfile
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog

from core.config import DecodeConfig
from desktop.controllers import document_jobs, documents
from desktop.controllers.document_jobs import Job
from desktop.views.documents_list import FACTS
from desktop.views.shell import MINIMUM
from tests.desktop.test_smallest_window import _fits as fits

PATIENCE = 30_000
LINES = ["我爱购物", "今天下雨", "猫在桌子上", "12 345"]


@pytest.fixture
def page(window):
    window.show_page("translate")
    return window.translate_page


@pytest.fixture
def view(page, window):
    return page.documents


def write(path, lines=LINES):
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def drop(widget, paths) -> bool:
    """As the window system would bring it, through the event filters."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(20, 20), Qt.DropAction.CopyAction, data, buttons, keys)
    QApplication.sendEvent(widget, enter)
    event = QDropEvent(QPointF(20, 20), Qt.DropAction.CopyAction, data, buttons, keys, QEvent.Type.Drop)
    QApplication.sendEvent(widget, event)
    return enter.isAccepted()


def click(qtbot, button) -> None:
    assert button.isVisible()
    assert button.isEnabled()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def states(window) -> list[str]:
    return [job.state for job in window.documents.jobs]


def finished(window, count: int):
    return lambda: states(window) == ["done"] * count


def test_several_dropped_documents_are_translated_beside_their_originals(
        window, page, view, qtbot, tmp_path, responsive):
    folder = tmp_path / "my texts"
    folder.mkdir()
    files = [write(folder / "one.txt"), write(folder / "two.md", ["# 我爱购物", "", "`code` 今天下雨"])]
    before = [file.read_bytes() for file in files]
    assert drop(page.source.viewport(), files)
    assert page.source.toPlainText() == "", "not typed into the text"
    assert page.left.currentWidget() is view
    qtbot.waitUntil(finished(window, 2), timeout=PATIENCE)
    assert [file.read_bytes() for file in files] == before
    made = (folder / "one.en.txt").read_text(encoding="utf-8")
    assert made.count("\n") == 4
    assert "12 345" in made
    assert "`code`" in (folder / "two.en.md").read_text(encoding="utf-8")
    assert sorted(os.listdir(folder)) == ["one.en.txt", "one.txt", "two.en.md", "two.md"]
    assert view.details.title.text() == "one.txt", "the first that came in is chosen"
    said = view.details.report.toPlainText()
    assert "3 of 4 parts translated" in said
    assert "1 have no words" in said
    assert str(folder / "one.en.txt") in view.details.facts.text()
    assert page.open_file.text() == "Documents"
    click(qtbot, view.back_button)
    assert page.source.isVisible()
    click(qtbot, page.open_file)
    assert view.list.isVisible()


def test_a_result_never_takes_the_place_of_a_file(window, page, view, qtbot, tmp_path, monkeypatch):
    source, there = write(tmp_path / "a.txt"), write(tmp_path / "a.en.txt", ["mine"])
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *args: ([str(source)], ""))
    click(qtbot, page.open_file)
    qtbot.waitUntil(finished(window, 1), timeout=PATIENCE)
    assert there.read_text(encoding="utf-8") == "mine\n"
    assert window.documents.jobs[0].target == tmp_path / "a.en-2.txt"
    shown = []
    monkeypatch.setattr("desktop.views.documents_view.reveal", shown.append)
    click(qtbot, view.details.reveal)
    assert shown == [tmp_path / "a.en-2.txt"]
    assert shown[0].is_file()
    opened, knows = [], [True]
    monkeypatch.setattr("desktop.views.documents_view.open_path",
                        lambda path: opened.append(path) or knows[0])
    click(qtbot, view.details.open)
    assert (opened, len(shown)) == ([tmp_path / "a.en-2.txt"], 1)
    knows[0] = False
    click(qtbot, view.details.open)
    assert len(shown) == 2, "where no program is known for it, its folder"
    click(qtbot, view.clear_button)
    assert not window.documents.jobs
    assert view.empty.isVisible()
    assert shown[0].is_file(), "only the list forgets"


def test_results_go_to_the_folder_that_was_chosen(window, page, view, qtbot, tmp_path, monkeypatch):
    out = tmp_path / "out"
    out.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *args: str(out))
    page.left.setCurrentWidget(view)
    view.place_combo.activated.emit(1)
    assert view.place_combo.currentText() == "In out"
    folder = tmp_path / "in"
    (folder / "deeper").mkdir(parents=True)
    write(folder / "a.txt")
    write(folder / "deeper" / "b.srt", ["1", "00:00:01,000 --> 00:00:02,000", "我爱购物"])
    (folder / "picture.png").write_bytes(b"PNG")
    drop(page, [folder])
    qtbot.waitUntil(finished(window, 2), timeout=PATIENCE)
    assert sorted(os.listdir(out)) == ["a.en.txt", "b.en.srt"]


def test_what_cannot_be_translated_says_why_and_the_rest_goes_on(window, page, view, qtbot, tmp_path):
    fake, empty = tmp_path / "fake.docx", tmp_path / "empty.txt"
    fake.write_bytes(b"PK\x03\x04 no archive")
    empty.write_bytes(b"")
    wordless = tmp_path / "wordless.docx"
    with zipfile.ZipFile(wordless, "w") as archive:
        archive.writestr("hello.txt", "no document")
    picture = tmp_path / "picture.png"
    picture.write_bytes(b"PNG")
    drop(page, [fake, empty, wordless, picture, tmp_path / "gone.txt", write(tmp_path / "good.txt")])
    qtbot.waitUntil(lambda: states(window) == ["failed"] * 5 + ["done"], timeout=PATIENCE)
    problems = [job.problem for job in window.documents.jobs[:5]]
    for problem, words in zip(problems, ("fake.docx: ", "the file is empty", "wordless.docx: ",
                                         "expected a document of one of these kinds", "no such file"),
                              strict=True):
        assert words in problem
        assert "Traceback" not in problem
    view.list.setCurrentIndex(view.list.model().index(1, 0))
    assert view.details.report.toPlainText() == problems[1]
    write(empty)  # put right
    click(qtbot, view.details.pause)
    qtbot.waitUntil(lambda: states(window)[1] == "done", timeout=PATIENCE)


def test_the_terms_of_the_page_apply(window, page, view, qtbot, tmp_path):
    terms = window.translate_parts.terms
    qtbot.waitUntil(lambda: terms.is_loaded)
    assert terms.add_term("购物", "shopping")
    drop(page, [write(tmp_path / "a.txt", ["我爱购物"])])
    qtbot.waitUntil(lambda: bool(window.documents.jobs))
    terms.remove_term(0, 0)
    qtbot.waitUntil(finished(window, 1), timeout=PATIENCE)
    assert "shopping" in (tmp_path / "a.en.txt").read_text(encoding="utf-8")


def begun(window, least: int = 3):
    """The first document is under way."""
    return lambda: bool(window.documents.jobs) and window.documents.jobs[0].done >= least


@pytest.fixture(scope="module")
def long_lines():
    """Each takes the tiny model some time: it never ends a sentence by itself."""
    return [f"{number} 我爱购物他喜欢读书我们去学校今天下雨" for number in range(24)]


def test_a_paused_document_goes_on_to_the_same_result(window, page, view, qtbot, tmp_path, long_lines):
    whole, cut = write(tmp_path / "whole.txt", long_lines), write(tmp_path / "cut.txt", long_lines)
    drop(page, [cut])
    qtbot.waitUntil(begun(window), timeout=PATIENCE)
    click(qtbot, view.details.pause)
    qtbot.waitUntil(lambda: window.documents._child is None, timeout=PATIENCE)
    paused = window.documents.jobs[0]
    assert paused.state == "paused"
    assert 0 < paused.done < paused.total == len(long_lines)
    assert not (tmp_path / "cut.en.txt").exists()
    assert (tmp_path / ".cut.en.txt.journal").is_file()
    assert "goes on from there" in view.details.report.toPlainText()
    drop(page, [whole])
    qtbot.waitUntil(lambda: states(window) == ["paused", "done"], timeout=PATIENCE)
    view.list.setCurrentIndex(view.list.model().index(0, 0))
    click(qtbot, view.details.pause)
    qtbot.waitUntil(finished(window, 2), timeout=PATIENCE)
    assert window.documents.jobs[0].report["resumed"] >= paused.done
    assert "from before an interruption" in view.details.report.toPlainText()
    assert (tmp_path / "cut.en.txt").read_bytes() == (tmp_path / "whole.en.txt").read_bytes()


def test_a_cancelled_document_leaves_nothing_behind(window, page, view, qtbot, tmp_path, long_lines):
    files = [write(tmp_path / f"{name}.txt", long_lines) for name in ("first", "second")]
    drop(page, files)
    qtbot.waitUntil(begun(window), timeout=PATIENCE)
    view.list.setCurrentIndex(view.list.model().index(1, 0))
    click(qtbot, view.details.remove)
    view.list.setCurrentIndex(view.list.model().index(0, 0))
    click(qtbot, view.details.remove)
    jobs = window.documents._root
    qtbot.waitUntil(lambda: window.documents._child is None and not list(jobs.iterdir())
                    and not list(tmp_path.glob(".*.journal")), timeout=PATIENCE)
    assert sorted(path.name for path in tmp_path.glob("*.txt")) == ["first.txt", "second.txt"]


def test_what_a_killed_window_left_is_offered_again(
        window, page, view, qtbot, qapp, models_dir, settings, tmp_path, long_lines):
    from desktop.window import Window

    source = write(tmp_path / "long.txt", long_lines)
    drop(page, [source])
    qtbot.waitUntil(begun(window), timeout=PATIENCE)
    window.documents._child.kill()  # as it would be with the window
    qtbot.waitUntil(lambda: states(window) == ["failed"], timeout=PATIENCE)
    root = window.documents._root
    [file] = root.glob("*.json")  # one that is just being written has another name
    qtbot.waitUntil(lambda: json.loads(file.read_bytes())["state"] == "failed", timeout=PATIENCE)
    content = json.loads(file.read_bytes())
    file.write_text(json.dumps({**content, "state": "working"}), encoding="utf-8")
    (root / "broken.json").write_text('{"id": "broken", "state": []}', encoding="utf-8")
    (root / "other.json").write_text("[" * 5000, encoding="utf-8")
    again = Window(qapp, models_dir=models_dir, runs_root=tmp_path / "runs", settings=settings,
                   backend="numpy")
    qtbot.addWidget(again)
    again.show()
    again.show_page("translate")
    qtbot.waitUntil(lambda: states(again) == ["paused"], timeout=PATIENCE)
    click(qtbot, again.translate_page.open_file)
    listed = again.translate_page.left.currentWidget()
    click(qtbot, listed.details.pause)
    qtbot.waitUntil(finished(again, 1), timeout=PATIENCE)
    assert again.documents.jobs[0].report["resumed"] >= 3
    assert (tmp_path / "long.en.txt").read_text(encoding="utf-8").count("\n") == len(long_lines)
    again.close()


def test_time_left_is_of_the_late_pace_and_a_range(window, page, view, monkeypatch):
    documents = window.documents
    documents.jobs = [Job("a", *(window.documents._root,) * 3, state="working")]
    documents._working = "a"
    clock = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: clock[0])

    def tell(now: float, done: int) -> None:
        clock[0] = now
        documents._on_event({"event": "progress", "done": done, "total": 100})

    tell(100.0, 50)
    assert documents.time_left is None
    tell(101.0, 51)
    assert documents.time_left is None, "too early to say"
    tell(104.0, 54)
    assert documents.time_left == pytest.approx((46.0, 46.0))
    tell(140.0, 55)
    tell(150.0, 75)
    assert documents.time_left == pytest.approx((12.5, 12.5)), "what was over 30 s ago counts no more"
    tell(156.0, 78)
    assert documents.time_left == pytest.approx((11.0, 44.0)), "it lies between the paces of late"
    assert view.list.model().index(0, 0).data(FACTS) == "78 of 100 sentences · 11–44 s left"
    documents.jobs = []


@pytest.mark.parametrize(("config", "words"), [
    (DecodeConfig(method="beam", beam_size=7, length_penalty=0.5), ["--beam 7", "--length-penalty=0.5"]),
    (DecodeConfig(), ["--greedy"]),
    (DecodeConfig(method="sample", temperature=0.5, seed=3), ["--sample", "--temperature=0.5", "--seed=3"]),
])
def test_a_job_is_translated_as_the_page_does(tmp_path, config, words):
    job = Job("a", tmp_path / "s.txt", tmp_path / "t.txt", tmp_path, ">>fra<<", config)
    said = " ".join(job.arguments(tmp_path))
    assert all(word in said for word in [*words, "--into-language >>fra<<"])
    document_jobs.write(tmp_path / "jobs", job)
    [read] = document_jobs.read_all(tmp_path / "jobs")
    assert read.config == config
    assert read.source == job.source
    assert read.state == "paused"


TABLE = ("id;text;done\n1;我爱购物，我爱你，今天下雨;x\n2;猫在桌子上，她在家，你好;\n"
         "3;他喜欢读书，我们去学校;\n")


def test_a_table_asks_for_its_column(window, page, view, qtbot, tmp_path, responsive):
    """One that is asked about does not hold up the others; nothing is written before the answer."""
    source = tmp_path / "strings.csv"
    source.write_text(TABLE, encoding="utf-8")
    drop(page, [source, write(tmp_path / "good.txt")])
    qtbot.waitUntil(lambda: sorted(states(window)) == ["asking", "done"], timeout=PATIENCE)
    assert view.list.model().index(0, 0).data(FACTS) == "Choose below what is translated"
    view.list.setCurrentIndex(view.list.model().index(0, 0))
    question = view.details.question
    assert question.isVisible()
    assert not view.details.report.isVisible()
    assert not view.details.pause.isVisible()
    assert [question.column.itemText(number) for number in range(3)] == [
        "Translate: id", "Translate: text", "Translate: done"]
    assert (question.column.currentIndex(), question.headed.isChecked()) == (1, True)
    question.into.setCurrentIndex(question.into.findText("Into a new column"))
    question.into.activated.emit(question.into.currentIndex())
    click(qtbot, question.button)
    qtbot.waitUntil(finished(window, 2), timeout=PATIENCE)
    assert not question.isVisible()
    before, after = ([line.split(";") for line in path.read_text(encoding="utf-8").splitlines()]
                     for path in (source, tmp_path / "strings.en.csv"))
    assert [row[:3] for row in after] == before
    assert after[0][3] == "text (en)"
    assert [len(row) for row in after] == [4] * 4


def test_a_question_outlives_the_window(window, page, view, qtbot, tmp_path):
    source = tmp_path / "strings.csv"
    source.write_text(TABLE, encoding="utf-8")
    drop(page, [source])
    qtbot.waitUntil(lambda: states(window) == ["asking"], timeout=PATIENCE)
    [job] = window.documents.jobs
    root = window._runs_root.parent / "documents"
    assert document_jobs.read_all(root) == [job]
    assert document_jobs.preview(job).rows[0] == ("id", "text", "done")
    for table in (None, {}, {"rows": 3, "columns": 2, "likely": 1}, {"columns": 2, "likely": 3},
                  {"columns": "2"}):
        document_jobs.write(root, replace(job, table=table))
        assert document_jobs.read_all(root) == []  # damaged, and passed over
    view.details.question.headed.setChecked(False)
    assert view.details.question.column.itemText(0) == "Translate: Column 1"
    click(qtbot, view.details.remove)
    assert states(window) == []


def test_a_table_of_one_column_needs_no_question(window, page, view, qtbot, tmp_path):
    drop(page, [write(tmp_path / "one.csv")])
    qtbot.waitUntil(finished(window, 1), timeout=PATIENCE)


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_documents_fit_the_smallest_window(window, page, view, qtbot, tmp_path, language):
    source = tmp_path / "strings.csv"
    source.write_text(TABLE, encoding="utf-8")
    window.language.choose(language)
    window.resize(*MINIMUM)
    drop(page, [source, write(tmp_path / "good.txt")])
    qtbot.waitUntil(lambda: sorted(states(window)) == ["asking", "done"], timeout=PATIENCE)
    for row in range(2):
        view.list.setCurrentIndex(view.list.model().index(row, 0))
        fits(window, qtbot, f"document {row}")


def test_documents_that_wait_share_a_child(window, page, view, qtbot, tmp_path, monkeypatch):
    """It loads the model once; each document has the terms and the settings that it was dropped with."""
    started, real = [], documents.TrainingProcess
    monkeypatch.setattr(documents, "TrainingProcess", lambda *args, **options: (
        started.append(args), real(*args, **options))[1])
    files = [write(tmp_path / f"{number}.txt") for number in range(3)]
    drop(page, files[:2])
    window.translate_parts.terms.add_term("茶", "tea")
    drop(page, files[2:])
    qtbot.waitUntil(finished(window, 3), timeout=PATIENCE)
    qtbot.waitUntil(lambda: not window.documents.is_busy, timeout=PATIENCE)
    assert len(started) == 1
    assert [job.has_terms for job in window.documents.jobs] == [False, False, True]
    made = [(tmp_path / f"{number}.en.txt").read_bytes() for number in range(3)]
    assert made[0] == made[1] == made[2]
    drop(page, [write(tmp_path / "later.txt")])
    qtbot.waitUntil(finished(window, 4), timeout=PATIENCE)
    assert len(started) == 2


def test_one_that_is_refused_costs_the_others_nothing(window, page, view, qtbot, tmp_path):
    fake = tmp_path / "b.docx"
    fake.write_bytes(b"PK no archive")
    drop(page, [write(tmp_path / "a.txt"), fake, write(tmp_path / "c.txt")])
    qtbot.waitUntil(lambda: states(window) == ["done", "failed", "done"], timeout=PATIENCE)
    assert "b.docx" in window.documents.jobs[1].problem
