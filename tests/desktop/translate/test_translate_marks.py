"""What is marked in the two texts of the Translate page, and other words for one."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextCursor

from core.alignment import Head
from core.live import LiveTranslation, LiveWord, Place
from desktop.controllers import translate as states
from resources import models_dir
from tests.desktop.translate.waiting import current


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


def test_a_click_where_the_cursor_stood_counts_too(window, page, qtbot):
    """No cursor moves then; the sentence stayed the one of the other text."""
    page.set_text("我爱你。\n你好。")
    qtbot.waitUntil(lambda: current(window))
    target, source = page.target, page.source
    source.moveCursor(QTextCursor.MoveOperation.End)
    place = page.at_cursor.place
    assert place.translation.source == "你好。"
    qtbot.mouseClick(target.viewport(), Qt.MouseButton.LeftButton, pos=target.rect_of(1).center())
    assert page.at_cursor.place.translation.source == "我爱你。"
    qtbot.mouseClick(source.viewport(), Qt.MouseButton.LeftButton, pos=source.cursorRect().center())
    assert page.at_cursor.place == place
    qtbot.mouseClick(target.viewport(), Qt.MouseButton.LeftButton, pos=target.cursorRect().center())
    assert page.at_cursor.place.translation.source == "我爱你。"


def test_a_word_lights_again_though_the_pointer_stayed_on_it(window, page, qtbot):
    """What is aligned anew takes the light away; the next move on the same character brought none."""
    page.set_text("我爱购物")
    result = LiveTranslation("I love", (Place(0, 0, None),), words=(LiveWord(2, 6, ((1, 2),), 0.9, 0.95),))
    qtbot.waitUntil(lambda: current(window))
    spot = None
    for _ in range(2):
        window.translate._settle(states.CURRENT, result=result)
        assert not page.source.extraSelections()
        spot = spot or page.target.rect_of(3).center() + QPoint(3, 0)
        qtbot.mouseMove(page.target.viewport(), spot)
        assert [mark.cursor.selectedText() for mark in page.source.extraSelections()] == ["爱"]
        spot += QPoint(0, 1)
