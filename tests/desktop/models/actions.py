"""What a person does on the Models page."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QPushButton

PATIENCE = 90_000


def drop(page, *paths) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    event = QDropEvent(QPoint(50, 200), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
                       Qt.KeyboardModifier.NoModifier)
    if not (hasattr(page, "drop") and page.drop.eventFilter(page, event)):  # Translate takes them in a filter
        page.dropEvent(event)


def names(page) -> list[str]:
    model = page.list.model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def select(page, *wanted: str) -> None:
    page.list.clearSelection()
    flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
    for name in wanted:
        page.list.selectionModel().select(page.list.model().index(names(page).index(name), 0), flags)


def click(qtbot, button: QPushButton) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def banner_button(page, qtbot) -> QPushButton:
    """What the banner offers; what it offered before may not have gone yet, nor the new one be shown."""
    def visible() -> list[QPushButton]:
        return [button for button in page.banner.findChildren(QPushButton) if button.isVisible()]

    qtbot.waitUntil(lambda: len(visible()) == 1)
    return visible()[0]


def imported(page, qtbot, path, name: str = "") -> None:
    drop(page, path)
    qtbot.waitUntil(lambda: page.side.currentWidget() is page.import_card, timeout=PATIENCE)
    qtbot.waitUntil(lambda: page.import_card.isEnabled(), timeout=PATIENCE)
    if name:
        page.import_card.name_edit.setText(name)
        combo = page.import_card.lang_combos[1]
        combo.setCurrentIndex(combo.findData("is"))
    count = len(names(page))
    click(qtbot, page.import_card.import_button)
    qtbot.waitUntil(lambda: len(names(page)) == count + 1 and page.import_card.isEnabled(), timeout=PATIENCE)
