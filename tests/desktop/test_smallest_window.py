"""On the smallest window every page fits: nothing makes the window larger, no words are cut off."""

from __future__ import annotations

import contextlib

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLabel, QPushButton, QScrollArea, QToolButton, QWidget

from desktop.controllers.looks import VIEWS
from desktop.views.shell import MINIMUM
from desktop.views.sidebar import PAGES
from desktop.widgets.model_diagram import BLOCKS


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_every_page_fits(window, qtbot, turn_to, language):
    window.language.choose(language)
    window.resize(*MINIMUM)
    for name in PAGES:
        turn_to(window, name)
        _fits(window, qtbot, name)


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_every_view_of_the_step_page_fits(window, qtbot, turn_to, language):
    window.language.choose(language)
    window.resize(*MINIMUM)
    step, page = window.step, turn_to(window, "step")
    qtbot.waitUntil(lambda: step.walk is not None and not step.is_busy)
    step.run()
    qtbot.waitUntil(lambda: step.walk.is_line_whole and not step.is_busy)
    for view in VIEWS:
        step.choose_view(view)
        _fits(window, qtbot, view)
    step.choose_view("attention")
    window.resize(1440, 900)
    window.step_parts.lessons.start(2)
    qtbot.waitUntil(lambda: not step.is_busy and page.attention.strip.isVisible())
    qtbot.waitUntil(lambda: page.band.visibleRegion().boundingRect() == page.band.rect())
    bottom = page.attention.strip.rect()
    assert page.attention.strip.visibleRegion().boundingRect() == bottom, "a lesson needs no scrolling there"
    window.step_parts.lessons.close()
    window.resize(*MINIMUM)
    qtbot.waitUntil(lambda: not page.attention.strip.isVisible())  # sub-steps give way, nothing scrolls
    step.back()
    window.resize(1440, 900)  # and come back with what is in view by now
    qtbot.waitUntil(lambda: page.attention.strip.isVisible())
    weights = step.walk.numbers(step.kind, step.layer, step.head).weights
    assert np.array_equal(page.attention.strip.matrices[3].values(), weights)
    window.resize(*MINIMUM)
    qtbot.waitUntil(lambda: not page.attention.strip.isVisible())
    page.narrow_tabs.setCurrentIndex(1)
    _fits(window, qtbot, "next token")
    tokens = page.next_token.list
    assert tokens.viewport().height() >= tokens.model().rowCount() * tokens.sizeHintForRow(0)
    assert not page.branches.isVisible()
    assert not page.attention.isVisible()
    qtbot.keyClick(page.narrow_tabs, Qt.Key.Key_Right)
    _fits(window, qtbot, "branches")
    assert page.branches.isVisible()
    assert not page.next_token.isVisible()
    page.show_lab(True)
    page.narrow_tabs.setCurrentIndex(0)
    for view in VIEWS:
        step.choose_view(view)
        _fits(window, qtbot, f"{view} beside the lab")
        assert page._area.widget().width() <= page._area.viewport().width(), view
    window.step_parts.lessons.start(8)
    page.banner_say("A sentence about what went wrong.", "bad")
    _fits(window, qtbot, "lab, lesson and banner")


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_a_block_and_the_words_on_it_fit_a_small_laptop(window, qtbot, turn_to, language):
    """The last line was cut in half at 1280 x 800."""
    window.language.choose(language)
    window.resize(1280, 800)
    step, card = window.step, turn_to(window, "step").model_card
    qtbot.waitUntil(lambda: step.walk is not None and not step.is_busy)
    step.run()
    qtbot.waitUntil(lambda: step.walk.is_line_whole and not step.is_busy)
    bar = card.findChild(QScrollArea).verticalScrollBar()
    for block in BLOCKS:
        step.choose_block(block)
        step.choose_view("attention")
        qtbot.waitUntil(lambda: bar.maximum() == 0)
        assert card._words.visibleRegion().boundingRect() == card._words.rect(), block


def _fits(window, qtbot, what: str) -> None:
    """Whatever has words has the room that they need, in the window or where one can scroll to it."""
    with contextlib.suppress(qtbot.TimeoutError):
        qtbot.waitUntil(lambda: not _cut_off(window), timeout=1000)  # until all has its place
    assert _cut_off(window) == [], what
    assert window.size() == QSize(*MINIMUM), what


def _cut_off(window) -> list[tuple[str, QRect]]:
    page = window.pages.currentWidget()
    with_words = [widget for kind in (QPushButton, QToolButton, QLabel) for widget in page.findChildren(kind)
                  if widget.isVisible() and widget.text()]
    return [(widget.text(), widget.geometry()) for widget in with_words
            if widget.height() < min(widget.minimumSizeHint().height(), 24) - 1
            or not _is_inside(widget, page)]


def _is_inside(widget: QWidget, page: QWidget) -> bool:
    """Does it lie in everything that holds it, up to what scrolls?"""
    rect, holder = widget.rect(), widget
    while holder is not page:
        parent = holder.parentWidget()
        rect = QRect(holder.mapTo(parent, rect.topLeft()), rect.size())
        if isinstance(parent.parentWidget(), QScrollArea):  # in its viewport
            return rect.left() >= 0 and rect.right() <= parent.width()
        if not parent.rect().adjusted(-1, -1, 1, 1).contains(rect):
            return False
        holder = parent
    return QRect(QPoint(), page.size()).contains(rect)
