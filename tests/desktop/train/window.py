"""The Train page over a child, as a person meets it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, QObject, QPoint, QPointF, Qt, QUrl, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QPushButton

from desktop.controllers.models import ModelEntry
from desktop.controllers.runs import Status
from desktop.controllers.training import TrainingController
from desktop.theme.theme import Theme
from desktop.views.train_page import TrainPage

FAKE = str(Path(__file__).parents[1] / "fake_child.py")


class Models(QObject):
    """The list of models, as far as a training looks at it."""

    listed = Signal()

    def __init__(self, entries: Sequence[ModelEntry]):
        super().__init__()
        self.entries = list(entries)


class Window:
    """A page over a controller, as a person meets it."""

    def __init__(self, qtbot, theme: Theme, root: Path, command,
                 entries: Sequence[ModelEntry] = (), **options):
        self.qtbot = qtbot
        self.controller = TrainingController(root, command=command, **options)
        self.models = Models(entries)
        self.page = TrainPage(self.controller, theme, models=self.models)
        qtbot.addWidget(self.page)
        self.page.resize(1264, 900)
        with qtbot.waitExposed(self.page):
            self.page.show()
        qtbot.waitUntil(lambda: self.controller.is_loaded)

    def click(self, button) -> None:
        assert button.isVisible()
        assert button.isEnabled()
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    def click_word(self, word: str) -> None:
        def found() -> list[QPushButton]:
            return [button for button in self.page.findChildren(QPushButton)
                    if button.text() == word and button.isVisible()]

        self.qtbot.waitUntil(lambda: bool(found()))
        self.click(found()[0])

    def fill_form(self, corpus: Path, name: str) -> None:
        self.click(self.page.runs.new_button)
        drop(self.page.form.zone, corpus)
        self.page.form.name_edit.clear()
        self.qtbot.keyClicks(self.page.form.name_edit, name)

    def start(self, corpus: Path, name: str = "my run") -> None:
        self.fill_form(corpus, name)
        self.qtbot.keyClick(self.page.form.name_edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    def wait_for(self, status: Status, timeout: int = 20_000) -> None:
        self.qtbot.waitUntil(lambda: self.status is status, timeout=timeout)
        self.qtbot.waitUntil(self.page.run_view.isVisible)  # the first time, that takes some turns

    def wait_for_step(self, step: int, timeout: int = 20_000) -> None:
        self.qtbot.waitUntil(lambda: self.controller.metrics.step >= step, timeout=timeout)

    @property
    def status(self) -> Status | None:
        return self.controller.selected.status if self.controller.selected else None

    @property
    def banner(self) -> str:
        return self.page.run_view.banner.text() if self.page.run_view.banner.isVisible() else ""

    def close(self) -> None:
        self.controller.close()
        if self.controller.active:
            self.controller.active.process.wait(10)
        self.page.close()


def drop(widget, *files: Path) -> None:
    """As when files are let go over a widget."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    rest = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    widget.dragEnterEvent(QDragEnterEvent(QPoint(5, 5), *rest))
    widget.dropEvent(QDropEvent(QPointF(5, 5), *rest))
