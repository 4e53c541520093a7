"""What tests of the Step page begin with."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt


@pytest.fixture
def opens() -> str:
    return "step"


@pytest.fixture(autouse=True)
def _few_sentences(monkeypatch):
    """To measure heads on: what is measured of so small a model says nothing, and takes seconds."""
    monkeypatch.setattr("desktop.controllers.lab.DEV_SENTENCES", 6)


@pytest.fixture
def step(window):
    return window.step


@pytest.fixture
def page(window, step, qtbot):
    """The Step page, three steps into the example."""
    window.show_page("step")
    qtbot.waitUntil(lambda: step.walk is not None and not step.is_busy, timeout=30_000)
    window.step_page.setFocus()
    for _ in range(3):
        qtbot.keyClick(window.step_page, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: step.walk.current.position == 3 and not step.is_busy, timeout=30_000)
    return window.step_page
