"""The Guide page: lessons that drive the Step page, and the guide to read."""

from __future__ import annotations

from importlib import resources

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListWidget, QTextBrowser, QVBoxLayout, QWidget

from desktop.controllers.lessons import LessonController
from desktop.language import Language
from desktop.theme.style import mark
from desktop.theme.theme import Theme
from desktop.widgets.card import Card, text
from desktop.widgets.retranslated import Retranslated


class GuidePage(Retranslated, QWidget):
    """A double click, Enter or the first click on a lesson starts it."""

    lesson_asked = Signal(int)

    def __init__(self, lessons: LessonController, language: Language, theme: Theme,
                 parent: QWidget | None = None):
        super().__init__(parent)
        self._lessons, self._language = lessons, language
        self.title = text("title")
        header = mark(QFrame(), header="true")
        header.setFixedHeight(56)
        row = QHBoxLayout(header)
        row.setContentsMargins(16, 0, 16, 0)
        row.addWidget(self.title)
        side, reading = Card(), Card()
        side.setFixedWidth(300)
        self._side = side
        self._hint = text("caption", wrap=True)
        self.list = QListWidget()
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.itemActivated.connect(lambda item: self.lesson_asked.emit(self.list.row(item)))
        self.list.itemClicked.connect(lambda item: self.lesson_asked.emit(self.list.row(item)))
        side.body.addWidget(self._hint)
        side.body.addWidget(self.list, 1)
        self.browser = QTextBrowser()
        self.browser.setFrameShape(QFrame.Shape.NoFrame)
        self.browser.setOpenLinks(False)  # nothing is fetched, and no other program is started
        reading.body.addWidget(self.browser, 1)
        columns = QHBoxLayout()
        columns.setContentsMargins(16, 12, 16, 16)
        columns.setSpacing(12)
        columns.addWidget(side)
        columns.addWidget(reading, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(header)
        layout.addLayout(columns, 1)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        for part in (header, side, reading):
            theme.dress(part)
        language.changed.connect(self.retranslate)
        self.retranslate()

    def retranslate(self) -> None:
        self.title.setText(self.tr("Guide"))
        self._side.set_title(self.tr("Lessons"))
        self._hint.setText(self.tr("Each lesson runs on the Step page, with your model and your sentence."))
        self.list.setAccessibleName(self.tr("Lessons"))
        self.browser.setAccessibleName(self.tr("Guide"))
        code = self._language.code
        self._lessons.set_language(code)
        self.list.clear()
        self.list.addItems([f"{number}. {lesson.title}"
                            for number, lesson in enumerate(self._lessons.lessons, 1)])
        guide = resources.files("resources").joinpath("guide", f"guide.{code}.md")
        self.browser.setMarkdown(guide.read_text(encoding="utf-8"))
