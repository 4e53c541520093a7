"""The Translate page, by typing as a person does."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from desktop.controllers import translate as states
from tests.desktop.translate.waiting import current


def test_typing_is_translated_without_being_asked(window, page, qtbot, type_text, responsive):
    type_text(page.source, "我爱购物")
    qtbot.waitUntil(lambda: current(window))
    assert page.target.toPlainText() == window.translate.result.text
    assert page._status.text().startswith("Up to date · ")
    assert page._count.text() == "4 characters"


def test_the_newest_text_wins(window, page, qtbot):
    """Each keystroke asks anew; what was under way neither shows nor fails."""
    shown = []
    page.target.textChanged.connect(lambda: shown.append(window.translate.result))
    for text in ("我爱", "我爱你", "我爱购物"):
        page.set_text(text)
        window.translate.translate_now()
    qtbot.waitUntil(lambda: current(window))
    assert window.translate.result.sentences[0].source == "我爱购物"
    assert all(result.sentences[0].source == "我爱购物" for result in shown if result)


def test_line_breaks_are_kept(window, page, qtbot):
    page.set_text("我爱你。\n\n你好。")
    qtbot.waitUntil(lambda: current(window))
    assert len(window.translate.result.sentences) == 2
    assert "\n\n" in window.translate.result.text


def test_while_it_waits_the_old_translation_stays_in_grey(window, page, qtbot):
    page.set_text("我爱购物")
    qtbot.waitUntil(lambda: current(window))
    old, release = page.target.toPlainText(), threading.Event()
    window.inference.submit("test", lambda engine, task: release.wait(20), lambda _: None, lambda _: None)
    page.set_text("你好")
    assert page.target.toPlainText() == old
    assert page.target.property("waiting") == "false"  # what is answered at once would only flicker
    qtbot.waitUntil(lambda: page.target.property("waiting") == "true")
    assert page.target.toPlainText() == old
    release.set()
    qtbot.waitUntil(lambda: current(window))
    assert page.target.property("waiting") == "false"


def test_without_live_translation_ctrl_enter_translates(window, page, qtbot):
    qtbot.mouseClick(page.decoding.live, Qt.MouseButton.LeftButton)
    page.set_text("我爱购物")
    qtbot.wait(250)
    assert window.translate.result is None
    qtbot.keyClick(page.source, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: current(window))
    assert page.source.toPlainText() == "我爱购物"


def test_another_method_translates_again_and_shows_its_own_settings(window, page, qtbot):
    page.set_text("我爱购物")
    qtbot.waitUntil(lambda: current(window))
    before = window.translate.result
    assert page.decoding.field("beam_size").isVisible()
    qtbot.mouseClick(page.decoding.method.button(2), Qt.MouseButton.LeftButton)
    assert page.decoding.field("temperature").isVisible()
    assert not page.decoding.field("beam_size").isVisible()
    qtbot.waitUntil(lambda: current(window) and window.translate.result is not before)
    assert window.translate.config.method == "sample"


def test_unknown_characters_are_told_and_shown(window, page, qtbot):
    page.set_text("我爱☃☂")
    qtbot.waitUntil(lambda: current(window))
    assert "2 pieces of this text were never seen in training." in page.banner.text()
    button = page.banner.findChildren(type(page.copy))[0]
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert "☃" in page.banner.text()
    assert "☂" in page.banner.text()


def test_a_text_in_the_other_language_is_said_and_the_other_model_offered(window, page, qtbot):
    page.set_text("He said that the letter is for you and not for me.")
    qtbot.waitUntil(lambda: current(window))
    assert page.banner.text() == "This text looks like English; the model reads Chinese."
    [button] = page.banner.findChildren(type(page.copy))
    assert button.text() == "Translate from English"
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.models.direction == ("en", "zh") and current(window))
    assert page.source.toPlainText().startswith("He said")
    assert "looks like" not in page.banner.text()
    page.set_text("Ich habe das nicht gewusst, und sie ist auch nicht da.")
    qtbot.waitUntil(lambda: current(window))
    assert page.banner.text() == "This text looks like German; the model reads English."
    assert page.banner.findChildren(type(page.copy)) == []


def test_a_sentence_longer_than_the_model_takes_is_told(window, page, qtbot):
    page.set_text("我" * 80)
    qtbot.waitUntil(lambda: current(window))
    assert "longer than this model reads; it was translated in parts" in page.banner.text()


def test_swap_takes_the_model_of_the_other_direction_and_the_translation_as_text(window, page, qtbot):
    page.set_text("我爱购物")
    qtbot.waitUntil(lambda: current(window))
    translated = page.target.toPlainText()
    qtbot.mouseClick(page.swap, Qt.MouseButton.LeftButton)
    models = window.models
    qtbot.waitUntil(lambda: models.state == "ready" and models.current.direction == ("en", "zh"))
    assert page._source_name.text() == "English"
    assert page.source.toPlainText() == translated
    page.source.undo()  # what was typed is not lost
    assert page.source.toPlainText() == window.translate.text == "我爱购物"
    page.source.redo()
    assert page.source.toPlainText() == translated
    qtbot.mouseClick(page.swap, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.models.current.direction == ("zh", "en"))


def test_copy_puts_the_translation_on_the_clipboard(window, page, qtbot):
    page.set_text("我爱购物")
    qtbot.waitUntil(lambda: current(window))
    qtbot.mouseClick(page.copy, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == page.target.toPlainText()


def test_the_sentence_at_the_cursor_opens_in_step(window, page, qtbot):
    page.set_text("我爱你。你好。")
    qtbot.waitUntil(lambda: current(window))
    cursor = page.source.textCursor()
    cursor.setPosition(6)
    page.source.setTextCursor(cursor)
    qtbot.mouseClick(page.open_step, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.pages.currentWidget() is window.step_page)
    assert window.step_page.field.text() == "你好。"
    qtbot.waitUntil(lambda: window.step.is_open)


def test_emptying_the_text_empties_the_translation(window, page, qtbot):
    page.set_text("我爱购物")
    qtbot.waitUntil(lambda: current(window))
    page.source.selectAll()
    qtbot.keyClick(page.source, Qt.Key.Key_Delete)
    assert page.target.toPlainText() == ""
    assert window.translate.state == states.EMPTY
    assert not page.copy.isEnabled()


def test_decoding_options_are_remembered(window, page, qtbot, settings):
    qtbot.mouseClick(page.decoding.method.button(0), Qt.MouseButton.LeftButton)
    assert settings.value("translate/method") == "greedy"


def test_typing_on_decodes_only_the_sentence_typed_in(window, page, qtbot, type_text):
    page.set_text("我爱购物。\n我爱你。\n")
    qtbot.waitUntil(lambda: current(window))
    first = window.translate.result.places[0].translation
    page.source.moveCursor(page.source.textCursor().MoveOperation.End)
    type_text(page.source, "你好")
    qtbot.waitUntil(lambda: current(window) and len(window.translate.result.places) == 3)
    assert window.translate.result.places[0].translation is first


def test_the_text_grows_by_the_keyboard_and_stays_so(window, page, qtbot, settings):
    for _ in range(2):
        qtbot.keyClick(page.source, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert page.source.font().pixelSize() == page.target.font().pixelSize() == 20
    assert int(settings.value("translate/text_size")) == 20
    qtbot.keyClick(page.source, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert page.source.font().pixelSize() == 16


def test_words_are_counted_where_the_language_has_spaces(window, page, qtbot):
    page.to_combo.activated.emit(page.to_combo.findData("zh"))
    page.from_combo.activated.emit(page.from_combo.findData("en"))
    qtbot.waitUntil(lambda: window.models.state == "ready" and window.models.direction == ("en", "zh"))
    page.set_text("I love\nshopping.")
    assert page._count.text() == "3 words · 16 characters"
    page.set_text("Hello")
    assert page._count.text() == "1 word · 5 characters"


@pytest.mark.parametrize("width", [1440, 960])
def test_both_panes_are_as_wide_whatever_stands_in_them(window, page, qtbot, width):
    window.resize(width, 640)
    page.set_text("He said that the letter is for you and not for me.")  # a banner with a button
    qtbot.waitUntil(lambda: current(window) and page.banner.isVisible())
    qtbot.waitUntil(lambda: abs(page.panes[0].width() - page.panes[1].width()) <= 1)
    [button] = page.banner.findChildren(type(page.copy))
    qtbot.waitUntil(lambda: button.width() >= button.sizeHint().width()
                    and page.banner._text.width() >= 170)  # room for its words
    assert all(label.width() >= label.sizeHint().width() for label in page.legend._words)


def test_where_there_is_no_room_for_both_the_right_column_is_a_tab(window, page, qtbot):
    assert not page.beside.tabs.isVisible()
    assert page.source.isVisible()
    assert page.side.isVisible()
    window.resize(960, 640)
    qtbot.waitUntil(page.beside.tabs.isVisible)
    assert page.source.isVisible()
    assert not page.side.isVisible()
    page.beside.tabs.setCurrentIndex(1)
    assert page.side.glossary.isVisible()
    assert not page.source.isVisible()
    assert page.side.width() > 800
    page.beside.tabs.setCurrentIndex(0)
    qtbot.mouseClick(page.history_button, Qt.MouseButton.LeftButton)
    assert page.side.history.isVisible()
    page.side.history.text_asked.emit("我爱购物")
    assert page.source.isVisible()
    assert page.source.toPlainText() == "我爱购物"
    window.resize(1440, 900)
    qtbot.waitUntil(lambda: not page.beside.tabs.isVisible())
    assert page.source.isVisible()
    assert page.side.isVisible()
    assert page.side.width() == 326


def test_each_pane_runs_in_the_direction_of_its_language(page):
    page.panes[1].set_right_to_left(True)
    assert page.target.document().defaultTextOption().textDirection() == Qt.LayoutDirection.RightToLeft
    assert page.source.document().defaultTextOption().textDirection() == Qt.LayoutDirection.LeftToRight
