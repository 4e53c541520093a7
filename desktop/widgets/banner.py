"""What is wrong or missing, said inside the card that it concerns, with what can be done about it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop.core_words import in_words
from desktop.theme.style import mark
from desktop.widgets.card import text
from desktop.widgets.layouts import take_all_out

_ROOM = 170  # pixels that a sentence needs beside its actions


class Banner(QFrame):
    """One sentence and up to two actions; hidden while there is nothing to say.

    kind "watch" (something to know), "bad" (an error) or "plain".
    """

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self._text = text(parent=self, wrap=True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._text.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(6)
        self._layout = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._layout.setContentsMargins(12, 7, 12, 7)
        self._layout.setSpacing(8)
        self._layout.addWidget(self._text, 1)
        self._layout.addLayout(self._buttons)
        self._said: tuple = ()
        self._as_given = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.hide()

    def text(self) -> str:
        return self._text.text()

    def say(self, text: str, kind: str = "watch", actions: list[tuple[str, Callable[[], None]]] = ()) -> None:
        """Shows a sentence, of the core's too (in the window's language); an empty one hides the banner."""
        words = in_words(text)
        if (words, kind, list(actions)) == self._said:  # as most are, at every key
            return
        self._said, self._as_given = (words, kind, list(actions)), text
        self._text.setText(words)
        _refill(self._buttons, actions)
        mark(self, banner=kind)
        mark(self._text, banner=kind)
        self._arrange()
        self.setVisible(bool(text))

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):  # room, or what needs it
            self._arrange()
        elif event.type() == QEvent.Type.LanguageChange and self._as_given:
            self._said = ()
            self._text.setText(in_words(self._as_given))
        return super().event(event)

    def _arrange(self) -> None:
        """The actions stand beside the sentence, or below it where that would leave it no room."""
        is_narrow = self.width() - self._buttons.sizeHint().width() < _ROOM
        directions = QBoxLayout.Direction
        wanted = directions.TopToBottom if is_narrow and self._buttons.count() else directions.LeftToRight
        if self._layout.direction() != wanted:
            self._layout.setDirection(wanted)


class EmptyState(QWidget):
    """A quiet sentence in the middle of an empty place, with what to do next."""

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self._title, self._text = text("title", self, wrap=True), text("body2", self, wrap=True)
        for label in (self._title, self._text):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(8)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addLayout(self._buttons)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.addStretch(2)
        layout.addWidget(self._title)
        layout.addWidget(self._text)
        layout.addSpacing(8)
        layout.addLayout(row)
        layout.addStretch(3)

    def text(self) -> str:
        return f"{self._title.text()} {self._text.text()}".strip()

    def say(self, title: str, text: str = "",
            actions: list[tuple[str, Callable[[], None]]] = ()) -> None:
        """The first action is the recommended one."""
        self._title.setText(title)
        self._text.setText(text)
        self._text.setVisible(bool(text))
        _refill(self._buttons, actions)
        if self._buttons.count():
            mark(self._buttons.itemAt(0).widget(), kind="primary")


def _refill(row: QHBoxLayout, actions) -> None:
    take_all_out(row)
    for label, act in actions:
        button = QPushButton(label)
        button.clicked.connect(lambda _checked=False, act=act: act())
        row.addWidget(button)
