"""What cannot be read is said, and costs the rest nothing."""

from __future__ import annotations

import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from tests.core.corpus.bad_files import CASES
from tests.desktop.data.actions import GOOD, TMX, drop, kept, press, write


@pytest.mark.parametrize("case", [case for case in CASES if not case.before], ids=lambda case: case.name)
def test_bad_input_is_said_in_the_window_and_nothing_is_left(page, qtbot, tmp_path, case):
    """The same cases as on the command line, by the same child process."""
    files = tmp_path / "files"
    files.mkdir()
    paths = case.make(files)
    before = time.monotonic()
    drop(page, *paths)
    qtbot.waitUntil(lambda: page.controller.state in ("failed", "ready"), timeout=30_000)
    assert time.monotonic() - before < 4
    if not case.is_fatal:
        assert kept(page) == 1
        note = page.report.files_note.text()
        assert note.startswith(f"{paths[0].name}: could not be read: 1. First at line")
        return
    said = page.banner.text()
    words = [word for word in case.words if not word.startswith(("--", "name the files"))]
    if not paths[0].is_dir():  # a folder is walked for the files in it
        assert said.startswith(str(paths[0]))
        assert all(word in said for word in words)
    assert "--" not in said
    assert page.stack.currentWidget() is page.empty
    assert [path for path in (tmp_path / "corpora").rglob("*") if path.name != "rules.json"] == []


def test_a_file_that_cannot_be_read_is_left_out_with_a_click(page, qtbot, tmp_path):
    drop(page, write(tmp_path, "a.tsv", GOOD), write(tmp_path, "b.xlf", "PK\x03\x04"))
    qtbot.waitUntil(lambda: page.controller.state == "failed", timeout=30_000)
    assert "b.xlf: expected text, found a ZIP archive" in page.banner.text()
    press(page, qtbot, "Leave b.xlf out")
    qtbot.waitUntil(lambda: kept(page) == 3 and page.train_button.isEnabled(), timeout=30_000)


def test_all_files_that_cannot_be_read_are_left_out_and_named(page, qtbot, tmp_path):
    drop(page, write(tmp_path, "a.tsv", GOOD), write(tmp_path, "b.xlf", "PK\x03\x04"),
         write(tmp_path, "c.po", ""), write(tmp_path, "d.tmx", TMX))
    qtbot.waitUntil(lambda: page.controller.state == "failed", timeout=30_000)
    press(page, qtbot, "Leave out all that cannot be read")
    qtbot.waitUntil(lambda: page.controller.state == "ready" and kept(page) == 3, timeout=30_000)
    said = page.banner.text().split("\n")
    assert len(said) == 4
    assert said[1].startswith("Left out: b.xlf: expected text, found a ZIP archive")
    assert said[2] == "Left out: c.po: the file is empty; expected sentence pairs"
    assert said[3].startswith("Left out: d.tmx: has 3 languages")
    page.controller.undo()
    assert len(page.controller.wish.files) == 2
    qtbot.waitUntil(lambda: page.controller.state == "failed", timeout=30_000)


def test_a_corpus_without_pairs_is_said_to_be_none(page, qtbot, tmp_path):
    empty = write(tmp_path, "a.tsv", "only\t\nsource\t\n")
    drop(page, empty)
    qtbot.waitUntil(lambda: page.controller.state == "failed", timeout=30_000)
    assert page.banner.text().startswith(f"{empty}: expected units with a source and a target, found 2 units "
                                         "with no target")
    drop(page, write(tmp_path, "b.tsv", GOOD))
    qtbot.waitUntil(lambda: page.controller.state == "ready" and kept(page) == 3, timeout=30_000)
    assert page.report.files_note.text() == "a.tsv: nothing in it has both a source and a target."


def test_a_folder_may_hold_a_moses_pair_and_too_many_files_are_said(page, qtbot, tmp_path, monkeypatch):
    folder = tmp_path / "moses"
    folder.mkdir()
    write(folder, "train.en", "one\ntwo\nthree\n")
    write(folder, "train.de", "eins\nzwei\ndrei\n")
    write(folder, "README.md", "no corpus")
    drop(page, folder)
    qtbot.waitUntil(lambda: kept(page) == 3, timeout=30_000)
    monkeypatch.setattr("desktop.controllers.data.MAX_FILES", 2)
    for name in "abc":
        write(folder, f"{name}.tsv", GOOD)
    drop(page, folder)
    qtbot.waitUntil(lambda: "3 files were found there" in page.banner.text(), timeout=30_000)
    assert kept(page) == 3


def test_reading_can_be_cancelled(page, qtbot, tmp_path):
    drop(page, write(tmp_path, "big.tsv", "".join(f"source {i}\ttarget {i}\n" for i in range(400_000))))
    qtbot.waitUntil(lambda: "Reading big.tsv" in page.banner.text() and bool(page.controller.progress),
                    timeout=30_000)
    qtbot.mouseClick(page.banner.findChild(QPushButton), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.controller.state == "empty", timeout=30_000)
    assert [path for path in (tmp_path / "corpora").iterdir() if path.is_dir()] == []
    drop(page, write(tmp_path, "big.tsv", GOOD))  # the same file again is no file that is there already
    qtbot.waitUntil(lambda: kept(page) == 3, timeout=30_000)
