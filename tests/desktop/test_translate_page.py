"""The Translate page, by typing as a person does."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QTextCharFormat, QTextCursor

from core.alignment import Head
from core.live import LiveTranslation, LiveWord, Place
from desktop.controllers import translate as states
from resources import models_dir


@pytest.fixture
def page(window):
    window.show_page("translate")
    return window.translate_page


def current(window):
    return window.translate.state == states.CURRENT


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


def test_a_long_paste_shows_what_there_is_and_can_be_stopped(window, page, qtbot):
    page.set_text("\n".join(f"我爱购物{number}。" for number in range(1500)))
    qtbot.waitUntil(lambda: window.translate.is_slow and window.translate.progress[0] > 0, timeout=20_000)
    assert page.stop.isVisible()
    assert page._status.text().endswith("of 1\u2009500")
    qtbot.mouseClick(page.stop, Qt.MouseButton.LeftButton)
    assert window.translate.state == states.OUTDATED
    done = len(window.translate.result.sentences)
    assert 0 < done < 1500
    assert page.target.toPlainText().strip()
    qtbot.wait(200)
    assert len(window.translate.result.sentences) == done
    assert not page.stop.isVisible()


def test_the_panes_scroll_together(window, page, qtbot):
    page.set_text("\n".join(["我爱购物。", "你好。"] * 40))
    qtbot.waitUntil(lambda: current(window))
    source, target = page.source.verticalScrollBar(), page.target.verticalScrollBar()
    qtbot.waitUntil(lambda: target.maximum() > 0 and source.maximum() > 0)
    source.setValue(source.maximum())
    assert target.value() == target.maximum()
    target.setValue(0)
    assert source.value() == 0


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


def test_ten_thousand_pasted_words_begin_at_once_and_are_stopped(window, page, qtbot, responsive):
    """The window answers all the while, and what there is stays."""
    pasted = "\n".join(f"我爱购物{number}次。" for number in range(1250))  # 8 words each
    QGuiApplication.clipboard().setText(pasted)
    qtbot.keyClick(page.source, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(page.target.toPlainText().strip()) and page.stop.isVisible(), timeout=20_000)
    assert "of 1\u2009250" in page._status.text() or page._status.text() == "Translating…"
    qtbot.mouseClick(page.stop, Qt.MouseButton.LeftButton)
    assert window.translate.state == states.OUTDATED
    assert page.target.toPlainText().strip()
    assert page.source.toPlainText() == window.translate.text == pasted
    qtbot.keyClick(page.source, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    page.source.finish()
    last = page.source.document().lastBlock()
    assert last.blockFormat().lineHeight() == round(30 / 16 * page.source.size_px)


def test_a_long_paste_is_one_step_and_a_key_waits_for_all_of_it(window, page, qtbot, type_text):
    pasted = "\n".join(f"我爱购物{number}次。" for number in range(600))
    type_text(page.source, "你好。")
    QGuiApplication.clipboard().setText(pasted)
    page.source.paste()
    assert page.source.toPlainText() != "你好。" + pasted  # that would hold the window up
    type_text(page.source, "再见")
    assert page.source.toPlainText() == window.translate.text == f"你好。{pasted}再见"
    for left in (f"你好。{pasted}", "你好。"):
        page.source.undo()
        assert page.source.toPlainText() == left
    page.set_text(pasted)
    assert window.translate.text == pasted
    qtbot.waitUntil(lambda: page.source.toPlainText() == pasted)
    assert not page.source.textCursor().position()


def test_a_very_long_paragraph_gets_line_breaks_and_that_is_said(window, page, qtbot, responsive):
    QGuiApplication.clipboard().setText("我爱购物。" * 5000)
    qtbot.keyClick(page.source, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: not page.source.is_filling)
    made = page.source.toPlainText()
    assert made.replace("\n", "") == "我爱购物。" * 5000
    assert [len(paragraph) for paragraph in made.split("\n")] == [10_000, 10_000, 5000]
    qtbot.waitUntil(lambda: "line breaks" in page.banner.text(), timeout=20_000)
    window.translate.stop()
    page.set_text("你好")
    qtbot.waitUntil(lambda: current(window) and "line breaks" not in page.banner.text())


def test_a_paragraph_that_grows_by_small_pastes_keys_and_joins_is_broken_too(window, page, qtbot, type_text):
    window.translate.set_live(False)

    def lengths():
        return [len(paragraph) for paragraph in page.source.toPlainText().split("\n")]

    for _ in range(6):
        QGuiApplication.clipboard().setText("我爱购物。" * 350)
        qtbot.keyClick(page.source, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert len(lengths()) == 2
    assert min(lengths()) > 3000, "not a few characters in a line of their own at each key"
    assert "line breaks" in page.banner.text()
    assert window.translate.text == page.source.toPlainText()
    page.source.undo()
    assert lengths() == [8750]
    page.source.redo()
    page.source.moveCursor(QTextCursor.MoveOperation.Start)
    for _ in range(4):
        type_text(page.source, "😀" * 1500)  # two units each
    assert len(lengths()) == 3
    assert max(lengths()) <= 10_000
    page.source.moveCursor(QTextCursor.MoveOperation.End)
    page.source.moveCursor(QTextCursor.MoveOperation.StartOfBlock)
    for _ in range(3):
        qtbot.keyClick(page.source, Qt.Key.Key_Backspace)  # joins two: they fit, or are broken again
        page.source.moveCursor(QTextCursor.MoveOperation.StartOfBlock)
    assert max(lengths()) <= 10_000
    for _ in range(12):
        page.source.undo()
    assert "😀" not in page.source.toPlainText(), "undo goes on past a line break"


def test_a_megabyte_in_one_line_is_taken_in_while_the_window_answers(window, page, qtbot, responsive):
    window.translate.set_live(False)
    QGuiApplication.clipboard().setText("I love shopping and you " * 42_000)
    qtbot.keyClick(page.source, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: page._status.text() == "Taking in the text…")
    qtbot.keyClick(page.source, Qt.Key.Key_X)  # waits for its turn, not the window for it
    assert page.source.is_filling
    qtbot.waitUntil(lambda: not page.source.is_filling, timeout=30_000)
    made = window.translate.text
    assert made == page.source.toPlainText()
    assert made.replace("\n", "") == "I love shopping and you " * 42_000 + "x"
    assert max(map(len, made.split("\n"))) <= 10_000
    assert page._status.text().startswith("Not up to date")
    assert "line breaks" in page.banner.text()


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


def test_a_new_translation_replaces_only_what_differs(page):
    """A long text must not be laid out anew for each part that comes in, nor the view jump."""
    changes = []
    page.target.show_text("one two three")
    page.target.document().contentsChange.connect(lambda *change: changes.append(change))
    page.target.show_text("one 𝄞 three")
    page.target.show_text("one 𝄞 three!")
    assert page.target.toPlainText() == "one 𝄞 three!"
    assert changes[-1][1:] == (0, 1)


def test_what_did_not_change_is_not_laid_out_anew(window, page, qtbot):
    """Of a long text each key took tenths of a second: its direction was set again, its marks made again."""
    page.set_text("我爱购物")
    qtbot.waitUntil(lambda: current(window))
    laid_out, marked = [], []
    page.source.document().documentLayout().documentSizeChanged.connect(laid_out.append)
    page.target.document().documentLayout().documentSizeChanged.connect(laid_out.append)
    for pane in page.panes:
        pane.set_right_to_left(False)
    assert laid_out == []
    page.target.mark_spans([((0, 1), QTextCharFormat())])
    page.target._selections, kept = lambda spans: marked.append(list(spans)) or [], page.target._marks
    page.target.light_spans([((0, 2), QTextCharFormat())])
    assert page.target._marks is kept
    assert [span for spans in marked for span, _ in spans] == [(0, 2)]


def test_pointing_at_a_word_lights_what_it_came_from(window, page, qtbot):
    page.set_text("我爱购物")
    result = LiveTranslation("I love", (Place(0, 0, None),), words=(
        LiveWord(0, 1, ((0, 1),), 0.9, 0.95), LiveWord(2, 6, ((1, 2),), 0.4, 0.55)), head=Head(1, 2, 0.8))
    qtbot.waitUntil(lambda: current(window))
    window.translate._settle(states.CURRENT, result=result)
    assert [mark.cursor.selectedText() for mark in page.target.extraSelections()] == ["love"]
    page.target.pointed.emit(3)
    assert [mark.cursor.selectedText() for mark in page.source.extraSelections()] == ["爱"]
    assert page.evidence._word.text() == "love ← 爱"
    assert "55 of 100 words this sure are right" in page.evidence._facts.text()
    assert "Layer 2, head 3" in page.evidence._facts.text()
    page.source.pointed.emit(0)
    assert page.evidence._word.text() == "I ← 我"
    page.target.pointed.emit(-1)
    assert not page.source.extraSelections()
    cursor = page.target.textCursor()
    cursor.setPosition(4)  # the same by the keyboard
    page.target.setTextCursor(cursor)
    assert page.evidence._word.text() == "love ← 爱"
    page.source.insertPlainText("你")
    assert not page.target.extraSelections()  # text and translation differ


def test_while_another_model_comes_no_words_are_aligned_by_it(window, page, qtbot):
    """The tokens of one model's translation were looked up in the other's vocabulary."""
    page.set_text("我爱购物")
    qtbot.waitUntil(lambda: current(window))
    asked, submit = [], window.inference.submit
    window.inference.submit = lambda *job, **how: asked.append(job[0]) or submit(*job, **how)
    page.from_combo.activated.emit(page.from_combo.findData("en"))
    assert window.models.state == "loading"
    window.translate._look()
    assert "look" not in asked
    qtbot.waitUntil(lambda: window.models.state == "ready" and current(window))
    window.translate._look()
    assert "look" in asked


def test_what_was_not_measured_is_said_to_be(window, page, qtbot):
    """These models came without sentences to validate on."""
    page.set_text("我爱购物")
    result = LiveTranslation("I love", (Place(0, 0, None),), words=(LiveWord(0, 1, ((0, 1),), 0.1, None),))
    qtbot.waitUntil(lambda: current(window))
    assert page.legend._words[0].isVisible()
    window.translate._settle(states.CURRENT, result=result)
    assert not page.target.extraSelections()
    assert not page.legend._words[0].isVisible()
    assert page.legend._unmeasured.text() == "Sureness: not measured"
    page.target.pointed.emit(0)
    assert "Probability 10 % · how often that is right was not measured" in page.evidence._facts.text()


def test_another_word_is_chosen_and_stays_chosen(window, page, qtbot, type_text):
    """The tiny models say nothing: the bundled one does."""
    window.models.open_folder(models_dir() / "zh-en")
    qtbot.waitUntil(lambda: window.models.state == "ready")
    page.set_text("他喜欢看书。")
    qtbot.waitUntil(lambda: current(window) and bool(window.translate.result.words))
    before = page.target.toPlainText()
    word = window.translate.result.words[1]
    spot = page.target.rect_of(word.start)
    qtbot.mouseClick(page.target.viewport(), Qt.MouseButton.LeftButton, pos=spot.center() + QPoint(4, 0))
    qtbot.waitUntil(page.alternatives.isVisible)
    edge = page.side.mapTo(page, QPoint(0, 0)).x()  # the cards beside the texts stay in sight
    assert page.alternatives.geometry().right() < edge
    line = page.target.viewport().mapTo(page, spot.center())  # nor is the word hidden that it is about
    assert not page.alternatives.geometry().contains(line)
    assert page.alternatives.title.text() == f"Instead of “{before[word.start:word.end]}”"
    rows = page.alternatives.list.rows()
    assert rows[0].taken
    assert rows[0].shown > rows[1].shown
    wanted = window.translate_parts.words.asked.options[1].whole.text
    qtbot.keyClick(page.alternatives.list, Qt.Key.Key_2)
    qtbot.waitUntil(lambda: current(window) and page.target.toPlainText() == wanted)
    assert not page.alternatives.isVisible()
    assert wanted.split()[0] == before.split()[0]
    page.source.moveCursor(page.source.textCursor().MoveOperation.End)
    type_text(page.source, "\n我爱你。")
    qtbot.waitUntil(lambda: current(window) and len(window.translate.result.places) == 2)
    assert page.target.toPlainText().splitlines()[0] == wanted
    page.source.moveCursor(page.source.textCursor().MoveOperation.Start)
    chosen = window.translate.result.sentences[0]
    qtbot.mouseClick(page.open_step, Qt.MouseButton.LeftButton)  # Step follows the chosen words
    qtbot.waitUntil(lambda: window.pages.currentWidget() is window.step_page)
    qtbot.waitUntil(lambda: window.step.is_open and not window.step.is_busy)
    assert window.step.walk.line[-1].tgt_in_ids[1:] == chosen.token_ids
    assert window.step.walk.current.position == 0
