"""Lessons drive the real page, in both languages alike."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import Qt

from desktop.controllers.lessons import load

Left = Qt.MouseButton.LeftButton


def test_both_languages_have_the_same_lessons_and_actions():
    english, chinese = load("en"), load("zh_CN")
    assert len(english) == len(chinese) == 10
    for one, other in zip(english, chinese, strict=True):
        assert [card.do for card in one.cards] == [card.do for card in other.cards]
        assert one.cards[-1].text.startswith("Try it:")
        assert other.cards[-1].text.startswith("试一试：")
        for card in other.cards:
            assert not re.search(r"[\u4e00-\u9fff][,;:?!]", card.text), card.text


@pytest.fixture
def opens() -> str:
    return "step"


@pytest.fixture
def page(window, qtbot):
    window.show_page("step")
    qtbot.waitUntil(lambda: window.step.walk is not None and not window.step.is_busy)
    return window.step_page


def test_a_lesson_starts_from_the_guide_and_sets_the_page(window, page, turn_to, qtbot):
    guide = turn_to(window, "guide")
    assert "Step" in guide.browser.toPlainText()
    rect = guide.list.visualItemRect(guide.list.item(6))
    qtbot.mouseClick(guide.list.viewport(), Left, pos=rect.center())
    assert window.pages.currentWidget() is page
    assert page.lesson.isVisible()
    assert "Cross-attention" in page.lesson.title.text()
    step = window.step
    qtbot.waitUntil(lambda: step.walk.current.position == 3 and not step.is_busy)
    assert (step.view, step.kind, step.as_lines) == ("attention", "cross", True)
    qtbot.wait(20)
    assert page.hasFocus()  # the field took it, and the lesson's keys were typed into it
    qtbot.mouseClick(page.lesson.next, Left)
    assert not step.as_lines
    qtbot.mouseClick(page.lesson.back, Left)
    assert step.as_lines
    qtbot.mouseClick(page.lesson.close_button, Left)
    assert not page.lesson.isVisible()


def test_a_lesson_begins_the_same_whatever_was_changed_and_goes_back_to_what_was(window, page, qtbot):
    step, lessons = window.step, window.step_parts.lessons
    page.show_lab(True)
    step.set_look(by_words=True, is_averaged=True, as_lines=True)
    step.set_decode(method="sample", temperature=2.5)
    window.step_parts.lab.set_causal_mask(False)
    qtbot.waitUntil(lambda: step.baseline is not None and not step.is_busy, timeout=30_000)
    told = []
    step.view_changed.connect(lambda: told.append(step.view))
    lessons.start(8)
    assert told[:1] == ["inside"]  # one change of the picture, however many were asked for
    qtbot.waitUntil(lambda: step.walk.current.position == 2 and not step.is_busy)
    assert not page.has_lab
    assert step.edits.count == 0
    assert (step.by_words, step.is_averaged, step.as_lines) == (False,) * 3
    assert (step.decode.method, step.decode.temperature, step.block) == ("greedy", 1.0, "linear")
    qtbot.mouseClick(page.lesson.next, Left)
    assert (page.has_lab, step.block) == (True, "output")
    qtbot.mouseClick(page.lesson.back, Left)
    assert (page.has_lab, step.block) == (False, "linear")


def test_every_card_of_every_lesson_can_be_walked_through(window, page, qtbot):
    lessons = window.step_parts.lessons
    lessons.start(0)
    seen = 0
    while lessons.lesson is not None:
        seen += 1
        qtbot.waitUntil(lambda: not window.step.is_busy)
        qtbot.mouseClick(page.lesson.next, Left)
    assert seen == sum(len(lesson.cards) for lesson in lessons.lessons)


def test_a_lesson_scrolls_to_the_sub_step_that_it_speaks_of(window, page, qtbot):
    lessons, inside = window.step_parts.lessons, page.views.inside
    lessons.start(5)
    for name in ("added", "batch_normed"):
        qtbot.waitUntil(lambda name=name: any(
            row.stage.name == name and not row.visibleRegion().isEmpty() for row in inside.shown()),
            timeout=20_000)
        lessons.next()


def test_lessons_change_with_the_language(window, page, turn_to):
    turn_to(window, "guide")
    window.language.choose("zh_CN")
    assert window.guide_page.list.item(0).text() == "1. 嵌入与位置"
    window.language.choose("en")
