"""Instead of a word: other words with their probabilities, just below it."""

from __future__ import annotations

import math

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget

from desktop.controllers.translate import TranslateController
from desktop.theme.theme import Theme
from desktop.views.text_pane import PaneText
from desktop.widgets.candidates import CandidateList, CandidateRow
from desktop.widgets.card import Card, text
from desktop.widgets.chips import Chip

WIDTH = 340


class AlternativesPopup(Card):
    """Shown when a word of the translation is clicked, or Alt+Enter is pressed on it; Esc closes it."""

    def __init__(self, controller: TranslateController, target: PaneText, theme: Theme, parent: QWidget):
        super().__init__(parent)
        self._controller, self._target = controller, target
        self.list = CandidateList(theme)
        self._note = text("note", wrap=True)
        self.body.addWidget(self.list)
        self.body.addWidget(self._note)
        self.setFixedWidth(WIDTH)
        self.hide()
        target.picked.connect(controller.ask_alternatives)
        controller.alternatives_changed.connect(self.render)
        controller.changed.connect(self._on_changed)
        self.list.forced.connect(controller.choose_alternative)

    def render(self) -> None:
        asked = self._controller.alternatives
        if asked is None:
            self.hide()
            return
        self.set_title(self.tr("Instead of “{word}”").format(
            word=self._target.toPlainText()[asked.start:asked.end]))
        self._note.setText(self.tr("Choosing one keeps what stands before it and decodes the rest again."))
        self.list.setAccessibleName(self.title.text())
        self.list.set_rows([CandidateRow(Chip(whole.text[word.start:word.end], "target"),
                                         math.log(max(word.probability, 1e-30)),
                                         taken=whole.token_ids == asked.current.token_ids)
                            for word, whole in asked.options])
        self.adjustSize()
        rect = self._target.rect_of(asked.start)
        corner = self._target.viewport().mapTo(self.parentWidget(), rect.bottomLeft() + QPoint(0, 6))
        room = self.parentWidget().rect().adjusted(8, 8, -8, -8)
        self.move(max(room.left(), min(corner.x(), room.right() - self.width())),
                  max(room.top(), min(corner.y(), room.bottom() - self.height())))
        self.show()
        self.raise_()
        self.list.setFocus(Qt.FocusReason.PopupFocusReason)

    def _on_changed(self) -> None:
        if self._controller.alternatives is None:
            self.hide()

    def keyPressEvent(self, event) -> None:
        number = event.key() - Qt.Key.Key_1
        if event.key() == Qt.Key.Key_Escape:
            self._controller.close_alternatives()
            self._target.setFocus(Qt.FocusReason.PopupFocusReason)
        elif 0 <= number < len(self.list.rows()):
            self._controller.choose_alternative(number)
        else:
            super().keyPressEvent(event)
