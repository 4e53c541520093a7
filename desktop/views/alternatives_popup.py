"""Instead of a word: other words with their probabilities, or one that is typed. Whole sentences likewise."""

from __future__ import annotations

import math

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QListWidget, QListWidgetItem, QWidget

from desktop.controllers.other_words import Asked, OtherWords
from desktop.core_words import in_words
from desktop.theme.numbers import signed
from desktop.theme.theme import Theme
from desktop.views.text_pane import PaneText
from desktop.widgets.candidates import CandidateList, CandidateRow
from desktop.widgets.card import Card, line, text
from desktop.widgets.chips import Chip
from desktop.widgets.retranslated import Retranslated

WIDTH = 340


class AlternativesPopup(Retranslated, Card):
    """Shown when a word of the translation is clicked, or Alt+Enter is pressed on it; Esc closes it."""

    def __init__(self, controller: OtherWords, target: PaneText, theme: Theme, parent: QWidget):
        super().__init__(parent)
        self._controller, self._target = controller, target
        self._shown: Asked | None = None
        self.list, self.sentences = CandidateList(theme), _Sentences()
        self._note, self._error = text("note", wrap=True), text("caption", wrap=True)
        self.typed = QLineEdit()
        self._line = line()
        for widget in (self.list, self.sentences, self._line, self.typed, self._error, self._note):
            self.body.addWidget(widget)
        self.setFixedWidth(WIDTH)
        self.hide()
        controller.changed.connect(self.render)
        self.list.forced.connect(controller.choose)
        self.sentences.itemActivated.connect(self._choose_sentence)
        self.sentences.itemClicked.connect(self._choose_sentence)
        self.typed.returnPressed.connect(lambda: controller.start_from(self.typed.text()))
        self.retranslate()

    def retranslate(self) -> None:
        self.typed.setPlaceholderText(self.tr("Type a word to start from here…"))
        self.typed.setAccessibleName(self.tr("A word to start from"))
        self.render()

    def render(self) -> None:
        asked = self._controller.asked
        self._error.setText(in_words(self._controller.error))
        self._error.setVisible(bool(self._controller.error))
        if asked is None:
            self._shown = None
            focus = QApplication.focusWidget()
            if focus is not None and self.isAncestorOf(focus):  # or it would go to whatever comes next
                self._target.setFocus(Qt.FocusReason.PopupFocusReason)
            self.hide()
            return
        if asked is self._shown:
            self.adjustSize()
            return
        self._shown = asked
        for widget in (self.list, self._line, self.typed):
            widget.setVisible(not asked.is_whole)
        self.sentences.setVisible(asked.is_whole)
        self.typed.clear()
        if asked.is_whole:
            self._offer_sentences(asked)
        else:
            self._offer_words(asked)
        self._place(asked)

    def _offer_words(self, asked: Asked) -> None:
        self.set_title(self.tr("Instead of “{word}”").format(
            word=self._target.toPlainText()[asked.start:asked.end]))
        self._note.setText(self.tr("Choosing one keeps what stands before it and decodes the rest again."))
        self.list.setAccessibleName(self.title.text())
        self.list.set_rows([CandidateRow(
            Chip(option.whole.text[option.word.start:option.word.end], "target"),
            math.log(max(option.word.probability, 1e-30)),
            taken=option.whole.token_ids == asked.current.token_ids) for option in asked.options])
        self.list.setFixedHeight(self.list.sizeHint().height())

    def _offer_sentences(self, asked: Asked) -> None:
        self.set_title(self.tr("Other translations"))
        self._note.setText(self.tr("What the search found, in its order, with log-probabilities. "
                                   "Click one to use it."))
        self.sentences.setAccessibleName(self.title.text())
        self.sentences.offer([(option.whole.text, option.whole.log_prob,
                               option.whole.text == asked.current.text) for option in asked.options])

    def _place(self, asked: Asked) -> None:
        self.layout().activate()
        self.resize(WIDTH, self.layout().totalHeightForWidth(WIDTH))
        rect = self._target.rect_of(asked.start)
        at = self._target.viewport().mapTo(self.parentWidget(), QPoint(0, 0))
        room = self.parentWidget().rect().adjusted(8, 8, -8, -8)
        edge = self._target.mapTo(self.parentWidget(), self._target.rect().topRight()).x()
        # Not over the cards at the right, nor over the line: what they say is being read. Below it, or above.
        top = at.y() + rect.bottom() + 6
        if top + self.height() > room.bottom():
            top = max(room.top(), at.y() + rect.top() - 6 - self.height())
        self.move(max(room.left(), min(at.x() + rect.left(), edge - self.width())), top)
        self.show()
        self.raise_()
        (self.sentences if asked.is_whole else self.list).setFocus(Qt.FocusReason.PopupFocusReason)

    def _choose_sentence(self, item: QListWidgetItem) -> None:
        self._controller.choose(self.sentences.row(item))

    def keyPressEvent(self, event) -> None:
        number = event.key() - Qt.Key.Key_1
        asked = self._controller.asked
        if event.key() == Qt.Key.Key_Escape:
            self._controller.close()
        elif asked is not None and 0 <= number < len(asked.options):
            self._controller.choose(number)
        else:
            super().keyPressEvent(event)


class _Sentences(QListWidget):
    """Whole sentences, as high as they are together."""

    def __init__(self):
        super().__init__()
        self.setWordWrap(True)
        self.setSpacing(2)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def offer(self, rows: list[tuple[str, float, bool]]) -> None:
        """(sentence, log-probability, is it the one that stands there)."""
        self.clear()
        for sentence, log_prob, taken in rows:
            item = QListWidgetItem(f"{'● ' if taken else ''}{sentence}\nlog p {signed(log_prob)}")
            self.addItem(item)
        self.setFixedHeight(min(320, self.sizeHint().height()))

    def sizeHint(self) -> QSize:
        width = WIDTH - 40
        metrics = self.fontMetrics()
        heights = [metrics.boundingRect(0, 0, width, 10_000, int(Qt.TextFlag.TextWordWrap),
                                        self.item(row).text()).height() + 5 for row in range(self.count())]
        return QSize(width, sum(heights) + 8)

    def keyPressEvent(self, event) -> None:
        """Digits and Esc are the popup's, not a search."""
        if event.key() == Qt.Key.Key_Escape or Qt.Key.Key_1 <= event.key() <= Qt.Key.Key_9:
            event.ignore()
        else:
            super().keyPressEvent(event)
