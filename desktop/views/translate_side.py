"""Beside the texts: glossary, like sentences and decoding; in their place the rules, or the history."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.controllers.history import HistoryController
from desktop.controllers.memory import MemoryController
from desktop.controllers.other_words import OtherWords
from desktop.controllers.serving import ServingController
from desktop.controllers.terms import TermsController
from desktop.controllers.translate import TranslateController
from desktop.theme.theme import Theme
from desktop.views.at_cursor import AtCursor
from desktop.views.decoding_card import DecodingCard
from desktop.views.glossary_card import GlossaryCard
from desktop.views.memory_card import MemoryCard
from desktop.views.serving_card import ServingCard
from desktop.widgets.scrolled import scrolled

if TYPE_CHECKING:
    from desktop.views.history_panel import HistoryPanel
    from desktop.views.terms_panel import TermsPanel


@dataclass(frozen=True)
class TranslateParts:
    """The controllers beside the one of the text."""

    words: OtherWords
    terms: TermsController
    memory: MemoryController
    history: HistoryController
    serving: ServingController


class TranslateSide(QStackedWidget):
    """One column; what is not shown at first is made when it is asked for."""

    text_asked = Signal(str)  # to translate
    history_shown = Signal(bool)

    def __init__(self, controller: TranslateController, parts: TranslateParts, at_cursor: AtCursor,
                 theme: Theme, parent: QWidget | None = None):
        super().__init__(parent)
        self._parts, self._theme = parts, theme
        self.glossary = GlossaryCard(controller, parts.terms, at_cursor, theme)
        self.memory = MemoryCard(parts.memory, at_cursor, theme)
        self.decoding = DecodingCard(controller, theme)
        self.serving = ServingCard(parts.serving, theme)
        self._cards = scrolled([self.glossary, self.memory, self.decoding, self.serving])
        self.addWidget(self._cards)
        self.glossary.more_asked.connect(lambda: self._open(self.terms))
        self.currentChanged.connect(lambda _: self.history_shown.emit(self._is_history))

    @cached_property
    def terms(self) -> TermsPanel:
        from desktop.views.terms_panel import TermsPanel

        made = TermsPanel(self._parts.terms, self._theme)
        made.closed.connect(self._leave)
        self.addWidget(made)
        return made

    @cached_property
    def history(self) -> HistoryPanel:
        from desktop.views.history_panel import HistoryPanel

        made = HistoryPanel(self._parts.history, self._theme)
        made.closed.connect(self._leave)
        made.text_asked.connect(self.text_asked)
        self.addWidget(made)
        return made

    @property
    def _is_history(self) -> bool:
        return self.currentWidget() is vars(self).get("history")

    def show_history(self, shown: bool) -> None:
        if shown:
            self.history.open()
            self._open(self.history)
        elif self._is_history:
            self._leave()

    def _open(self, panel: QWidget) -> None:
        self.setCurrentWidget(panel)

    def _leave(self) -> None:
        self.setCurrentWidget(self._cards)
