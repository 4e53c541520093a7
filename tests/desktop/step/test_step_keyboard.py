"""Every control of the Step page is reached by Tab, and the ring shows where the keys go."""

from __future__ import annotations

import importlib
import inspect
import pkgutil

from PySide6.QtCore import QPoint, Qt, SignalInstance
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

from desktop import widgets
from desktop.controllers.looks import ATTENTION, BATCH, BEAM, VIEWS
from desktop.widgets.focus_ring import OFF, FocusRing
from tests.desktop.step.waiting import idle

ASKED_BY_QT = ("sizeHint", "minimumSizeHint", "heightForWidth", "hasHeightForWidth", "eventFilter", "event",
               "createHandle", "staticMetaObject")


def test_the_ring_is_on_whatever_tab_reaches(window, page, step, qtbot):
    """Tab to a matrix once failed, for what the ring asks of a widget was something else there."""
    window.activateWindow()
    assert page.accessibleName()  # it has the keys where no control has
    assert page.attention.layers.button(1).accessibleName() == "Layer 2"
    page.show_lab(True)
    for view in VIEWS:
        step.choose_view(view)
        if view in (BEAM, BATCH):
            part = getattr(window.step_parts, view)
            qtbot.waitUntil(lambda part=part, of=view: (part.tree if of == BEAM else part.batch) is not None)
        idle(qtbot, step)
        reached = _tab_through(window, page, qtbot)
        assert len(reached) > 20
        if view == ATTENTION:
            assert page.attention.matrix in reached


def _tab_through(window, page, qtbot) -> list[QWidget]:
    """All that Tab reaches, with the ring on each."""
    ring, reached = window.findChild(FocusRing), []
    page.field.setFocus()
    qtbot.waitUntil(page.field.hasFocus)
    while (at := QApplication.focusWidget()) not in reached:
        assert at is not None, reached
        assert at.window() is window, reached
        if reached and not isinstance(at, QLineEdit | QPlainTextEdit):
            assert ring.isVisible(), at
            assert ring.pos() + QPoint(OFF, OFF) == at.mapTo(window, QPoint(0, 0)), at
        reached.append(at)
        name = QAccessible.queryAccessibleInterface(at).text(QAccessible.Text.Name)
        assert isinstance(at, QPlainTextEdit | QLineEdit) or (name and not name.isdecimal()), (at, name)
        in_text = isinstance(at, QPlainTextEdit) and not at.tabChangesFocus()
        qtbot.keyClick(at, Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier if in_text
                       else Qt.KeyboardModifier.NoModifier)
    return reached


def test_nothing_of_ours_hides_what_a_widget_has(window, page):
    """A property `window` did, and every caller of QWidget.window() got a number."""
    for module in pkgutil.iter_modules(widgets.__path__, "desktop.widgets."):
        for name, made in inspect.getmembers(importlib.import_module(module.name), inspect.isclass):
            if issubclass(made, QWidget) and made.__module__ == module.name:
                ours = {own for own in vars(made) if not own.startswith("_") and not own.endswith("Event")}
                assert ours & set(dir(QWidget)) <= set(ASKED_BY_QT), name
    for widget in window.findChildren(QWidget):
        assert not {own for own, value in vars(widget).items()
                    if hasattr(QWidget, own) and not isinstance(value, SignalInstance)}, type(widget).__name__
