"""What tests of the Translate page press and wait for."""

from __future__ import annotations

from PySide6.QtCore import Qt

from desktop.controllers import translate as states


def current(window) -> bool:
    """Does the translation belong to the text that stands there?"""
    return window.translate.state == states.CURRENT


def click(qtbot, button) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
