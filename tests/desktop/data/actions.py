"""What a person does on the Data page, and sees there."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QPushButton

from desktop.views.data_page import DataPage

GOOD = "".join(f"source {word}\tQuelle {word}\n" for word in ("one", "two", "three"))
TMX = """<tmx version="1.4"><header srclang="en"/><body>
<tu><tuv xml:lang="en"><seg>dog</seg></tuv><tuv xml:lang="de"><seg>Hund</seg></tuv></tu>
<tu><tuv><seg>cat</seg></tuv></tu>
<tu><tuv xml:lang="en"><seg>bird</seg></tuv><tuv xml:lang="fr"><seg>oiseau</seg></tuv></tu>
</body></tmx>"""


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def drop(page: DataPage, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    event = QDropEvent(QPoint(50, 200), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
                       Qt.KeyboardModifier.NoModifier)
    page.dropEvent(event)


def cells(table) -> list[list[str]]:
    model = table.model()
    return [[model.index(row, column).data() for column in range(model.columnCount())]
            for row in range(model.rowCount())]


def kept(page: DataPage) -> int:
    return page.controller.report["kept"] if page.controller.report else -1


def press(page, qtbot, words: str) -> None:
    """Clicks the banner's button of these words."""
    button = next(button for button in page.banner.findChildren(QPushButton) if button.text() == words)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
