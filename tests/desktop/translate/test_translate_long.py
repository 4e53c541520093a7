"""Long texts on the Translate page: pasted, laid out in turns, scrolled, and replaced where they differ."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication, QTextCharFormat, QTextCursor

from core.live import LiveTranslation, LiveWord, Place
from desktop.controllers import translate as states
from desktop.theme.numbers import thousands
from desktop.views import replacing
from desktop.views.replacing import AT_ONCE
from desktop.views.text_units import characters, unit_places, units
from tests.desktop.translate.waiting import current


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
    assert page.banner.text() == (
        f"Stopped at {thousands(done)} of 1\u2009500 sentences: the rest is not translated.")
    [go_on] = page.banner.findChildren(type(page.copy))
    qtbot.mouseClick(go_on, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.translate.progress[0] > done, timeout=20_000)  # not from the beginning
    assert not page.banner.isVisible()
    window.translate.stop()
    page.set_text("你好。")
    assert not page.banner.isVisible()


def test_the_panes_scroll_together(window, page, qtbot):
    page.set_text("\n".join(["我爱购物。", "你好。"] * 40))
    qtbot.waitUntil(lambda: current(window))
    source, target = page.source.verticalScrollBar(), page.target.verticalScrollBar()
    qtbot.waitUntil(lambda: target.maximum() > 0 and source.maximum() > 0)
    source.setValue(source.maximum())
    assert target.value() == target.maximum()
    target.setValue(0)
    assert source.value() == 0


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


def test_a_long_translation_is_shown_in_turns_and_the_newest_wins(page, qtbot):
    """335,000 characters at once held the window up for 0.6 s."""
    target, sizes = page.target, []
    texts = ["".join(f"Sentence {n} of {name}.\n" for n in range(3000)) for name in ("one 𝄞", "another")]
    target.document().contentsChange.connect(lambda place, removed, added: sizes.append(added))
    target.show_text(texts[0])
    assert target.is_showing
    assert texts[0].startswith(target.toPlainText())
    qtbot.waitUntil(lambda: len(sizes) > 3)
    target.show_text(texts[1])  # while the first is not whole
    with qtbot.waitSignal(target.shown):
        pass
    assert target.toPlainText() == texts[1]
    assert len(sizes) > 10
    assert max(sizes) < AT_ONCE + 500  # up to the end of a line, and Qt counts the 𝄞 twice
    target.show_text("short")
    assert target.toPlainText() == "short", "to take away takes no time"
    target.show_text(texts[0])
    target.show_text("short")  # is there again at once
    qtbot.waitUntil(lambda: not target.is_showing)
    assert target.toPlainText() == "short"


def test_an_unchanged_translation_is_not_searched_for_what_differs(page, monkeypatch):
    """The page shows it at every key: of 300,000 characters that took up to a tenth of a second."""
    page.target.show_text("one two")
    monkeypatch.setattr(replacing, "_common", lambda *_: pytest.fail("compared character by character"))
    page.target.show_text("one two")
    assert page.target.toPlainText() == "one two"
    assert not page.target.is_showing


@pytest.mark.parametrize("rest", ["", "!"])
def test_what_waits_for_a_long_translation_hears_of_it_though_less_is_shown_meanwhile(page, qtbot, rest):
    page.target.show_text("A line.\n" * 3000)
    assert page.target.is_showing
    with qtbot.waitSignal(page.target.shown):
        page.target.show_text(page.target.toPlainText() + rest)
    assert not page.target.is_showing


def test_places_are_those_of_qt(page):
    content = "a𝄞 你😀\nb𝄞"
    wanted = [0, 1, 3, 4, 5, 7, 8, 9, 11]
    assert [units(content[:place]) for place in range(len(content) + 1)] == wanted
    assert list(map(unit_places(content), range(len(content) + 1))) == wanted
    assert [characters(content, place) for place in wanted] == list(range(len(content) + 1))
    assert characters(content, 2) == 2, "within the first of two units"
    page.target.show_text(content)
    page.target.mark_spans([((6, 8), QTextCharFormat()), ((1, 2), QTextCharFormat())])
    assert [mark.cursor.selectedText() for mark in page.target.extraSelections()] == ["b𝄞", "𝄞"]


def test_lines_shown_while_the_type_grows_are_spaced_like_the_others(page, qtbot):
    content = "A line.\n" * 3000
    page.target.show_text(content)
    qtbot.keyClick(page.source, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: not page.target.is_showing)
    page.target.finish()
    assert page.target.toPlainText() == content
    block, heights = page.target.document().begin(), set()
    while block.isValid():
        heights.add(block.blockFormat().lineHeight())
        block = block.next()
    assert heights == {round(30 / 16 * page.source.size_px)}


def test_what_is_selected_marked_and_scrolled_to_stays_while_the_rest_changes(window, page, qtbot):
    lines = [f"Line {n} stays where it is." for n in range(2000)]
    page.set_text("我爱购物")
    qtbot.waitUntil(lambda: current(window))
    page.target.show_text("\n".join(lines))
    qtbot.waitUntil(lambda: not page.target.is_showing)
    cursor = page.target.textCursor()
    cursor.setPosition(5)
    cursor.setPosition(11, QTextCursor.MoveMode.KeepAnchor)
    page.target.setTextCursor(cursor)
    page.target.verticalScrollBar().setValue(90)
    changed = "\n".join(lines[:1000] + [line.upper() for line in lines[1000:]])
    result = LiveTranslation(changed, (Place(0, 0, None),), words=(LiveWord(0, 4, ((0, 1),), 0.4, 0.55),))
    window.translate._settle(states.CURRENT, result=result)
    assert page.target.is_showing
    assert page.target.character_at(page.target.rect_of(1).center()) == -1, "its places are not known yet"
    assert not page.target.extraSelections()
    qtbot.mouseClick(page.copy, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == changed
    qtbot.waitUntil(lambda: not page.target.is_showing)
    assert page.target.toPlainText() == changed
    assert page.target.textCursor().selectedText() == lines[0][5:11]
    assert page.target.verticalScrollBar().value() == 90
    assert [mark.cursor.selectedText() for mark in page.target.extraSelections()] == ["Line"]


def test_a_no_break_space_is_not_taken_for_a_change(page):
    changes = []
    page.target.show_text("«\u00a0bon\u00a0» et «\u00a0mal\u00a0»")
    page.target.document().contentsChange.connect(lambda *change: changes.append(change))
    page.target.show_text("«\u00a0bon\u00a0» et «\u00a0mal\u00a0»")
    assert changes == []


def test_what_is_pasted_over_all_of_the_text_is_spaced_as_typed_text_is(page, qtbot):
    """The lines of the two texts stood at different heights."""
    height = page.source.document().begin().blockFormat().lineHeight()
    for _ in range(2):
        QGuiApplication.clipboard().setText("你好。\n再见。")
        page.source.selectAll()
        qtbot.keyClick(page.source, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
        assert page.source.toPlainText() == "你好。\n再见。"
        assert page.source.textCursor().atEnd()
        block = page.source.document().begin()
        assert [block.blockFormat().lineHeight(), block.next().blockFormat().lineHeight()] == [height] * 2
    page.source.selectAll()
    picture = QMimeData()
    picture.setData("image/png", b"png")
    page.source.insertFromMimeData(picture)
    assert page.source.toPlainText() == "你好。\n再见。"
    page.source.undo()
    page.source.undo()
    assert page.source.toPlainText() == ""
