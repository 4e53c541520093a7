"""What is asked of the system when a file or a folder is to be shown."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from desktop.workers import file_manager

FOLDER = Path(__file__).parent
FILE = FOLDER / "a b,c é.docx"


@pytest.fixture
def asked(monkeypatch) -> list:
    calls: list = []
    monkeypatch.setattr(file_manager.QProcess, "startDetached",
                        lambda program, arguments: calls.append((program, arguments)) or True)
    monkeypatch.setattr(file_manager.QDesktopServices, "openUrl",
                        lambda url: calls.append(url.toLocalFile()) or True)
    return calls


@pytest.mark.parametrize(("platform", "expected"), [
    ("win32", ("explorer", ["/select,", str(FILE)])),
    ("darwin", ("open", ["-R", str(FILE)])),
    ("linux", FOLDER.as_posix()),
    ("freebsd14", FOLDER.as_posix())])
def test_a_file_is_shown_in_its_folder(monkeypatch, asked, platform, expected):
    """Each argument is one by itself: blanks, commas and other letters in a name are safe."""
    monkeypatch.setattr(sys, "platform", platform)
    file_manager.reveal(FILE)
    assert asked == [expected]


@pytest.mark.parametrize("platform", ["win32", "darwin", "linux"])
def test_a_folder_is_opened(monkeypatch, asked, platform):
    monkeypatch.setattr(sys, "platform", platform)
    folder = FOLDER / "100 % #1"
    assert file_manager.open_path(folder)
    assert asked == [folder.as_posix()], "what would mean something in an address does not here"
