"""Documents with right-to-left text or names in the window, and how places in a document are said."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextLayout, QTextOption
from PySide6.QtWidgets import QStyleOptionViewItem

from desktop.views.document_words import place
from tests.desktop.test_documents import PATIENCE, drop, finished, states, write


@pytest.fixture
def page(window):
    window.show_page("translate")
    return window.translate_page


@pytest.fixture
def view(page):
    return page.documents


ARABIC, HEBREW = "اشتريت كتابا.", "קניתי ספר."


def places(said: str, *parts: str) -> list[float]:
    """Where parts of a text begin, in pixels from the left, in a window that runs from left to right."""
    layout, option = QTextLayout(said), QTextOption()
    option.setTextDirection(Qt.LayoutDirection.LeftToRight)
    layout.setTextOption(option)
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(10_000)
    layout.endLayout()
    return [line.cursorToX(said.index(part))[0] for part in parts]


@pytest.mark.parametrize("text", [ARABIC, HEBREW])
def test_a_table_of_right_to_left_text(window, page, view, qtbot, tmp_path, text):
    """It stands at the right of its cell; its stop stood before it."""
    drop(page, [write(tmp_path / "a.csv", [f"id;{text[:-1]};note", f"1;{text};one", f"2;{text};two"])])
    qtbot.waitUntil(lambda: states(window) == ["asking"], timeout=PATIENCE)
    rows = view.details.question.rows
    model, found = rows.model(), {}
    for column in (1, 2):
        option = QStyleOptionViewItem()
        rows.itemDelegate().initStyleOption(option, model.index(model.rowCount() - 1, column))
        found[column] = option
    assert found[1].displayAlignment & Qt.AlignmentFlag.AlignRight
    assert not found[2].displayAlignment & Qt.AlignmentFlag.AlignRight
    stop, second = places(found[1].text, ".", text[1:])
    assert stop < second
    assert model.index(model.rowCount() - 1, 1).data() == text, "what is copied has no marks in it"


def test_a_path_keeps_its_order_around_right_to_left_names(window, page, view, qtbot, tmp_path):
    folder = tmp_path / "תיקייה"
    folder.mkdir()
    drop(page, [write(folder / "דוח.txt")])
    qtbot.waitUntil(finished(window, 1), timeout=PATIENCE)
    assert (folder / "דוח.en.txt").is_file()
    said = view.details.facts.text()
    assert "תיקייה/\u200eדוח.en.txt" in said
    assert view.details.title.text() == "\u200eדוח.txt", "else its end would stand before it"
    found = places(said, "תיקייה", "דוח", "en.txt")
    assert found == sorted(found)


def test_places_are_said_in_the_language_of_the_window(window):
    assert place("header1.xml, paragraph 3") == "header1.xml, paragraph 3"
    window.language.choose("zh_CN")
    assert place("header1.xml, paragraph 3") == "header1.xml, 第 3 段"
    assert place("line 12") == "第 12 行"
    assert place("a unit of a file, 12") == "a unit of a file, 12"
