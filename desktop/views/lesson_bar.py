"""A lesson beside the real page: its words, and the way through it."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.controllers.lessons import LessonController
from desktop.theme.style import mark
from desktop.widgets.card import text
from desktop.widgets.retranslated import Retranslated


class LessonBar(Retranslated, QFrame):
    """Hidden while no lesson is open."""

    def __init__(self, controller: LessonController, parent: QWidget | None = None):
        super().__init__(parent)
        mark(self, card="true")
        self._controller = controller
        self.title, self.words = text("card-title"), text(wrap=True)
        self.back, self.next, self.close_button = QPushButton(), QPushButton(), QPushButton()
        mark(self.next, kind="primary")
        mark(self.close_button, kind="quiet")
        for button, act in ((self.back, controller.back), (self.next, controller.next),
                            (self.close_button, controller.close)):
            button.clicked.connect(lambda _on=False, act=act: act())
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.title)
        words.addWidget(self.words)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 10, 12, 10)
        row.setSpacing(8)
        row.addLayout(words, 1)
        for button in (self.back, self.next, self.close_button):
            row.addWidget(button)
        controller.changed.connect(self.render)
        self.retranslate()

    def retranslate(self) -> None:
        self.back.setText(self.tr("Back"))
        self.close_button.setText(self.tr("Close"))
        self.setAccessibleName(self.tr("Lesson"))
        self.render()

    def render(self) -> None:
        controller, lesson = self._controller, self._controller.lesson
        self.setVisible(lesson is not None)
        if lesson is None:
            return
        count = len(lesson.cards)
        self.title.setText(f"{controller.number + 1}. {lesson.title}   {controller.card + 1}/{count}")
        self.words.setText(lesson.cards[controller.card].text)
        self.back.setEnabled(controller.card > 0)
        last = controller.card + 1 == count
        is_end = last and controller.number + 1 == len(controller.lessons)
        self.next.setText(self.tr("Finish") if is_end else self.tr("Next lesson") if last
                          else self.tr("Continue"))
