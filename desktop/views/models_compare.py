"""Two models on the same sentences, side by side, each decoded as its makers or its training set it."""

from __future__ import annotations

from PySide6.QtWidgets import QHeaderView, QPlainTextEdit, QPushButton, QWidget

from desktop.controllers.models import ModelEntry
from desktop.controllers.shelf import ShelfController
from desktop.theme.style import mark
from desktop.views.search_words import search_of
from desktop.widgets.card import Card, text
from desktop.widgets.table import fill, table

MOST_LINES = 200


class ModelsCompare(Card):
    def __init__(self, shelf: ShelfController, parent: QWidget | None = None):
        super().__init__(parent)
        self._shelf = shelf
        self._pair: tuple[ModelEntry, ModelEntry] | None = None
        self.lines, self.go_button = mark(QPlainTextEdit(), field="true"), mark(QPushButton(), kind="primary")
        self.rows = table(self)
        self.limit_note, self.settings, self.note = (text("caption", self, wrap=True) for _ in range(3))
        self.rows.setWordWrap(True)
        self.rows.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.title_row.addWidget(self.go_button)
        self.lines.setMaximumHeight(120)
        self.lines.setTabChangesFocus(True)
        self.body.addWidget(self.lines)
        self.body.addWidget(self.limit_note)
        self.body.addWidget(self.settings)
        self.body.addWidget(self.note)
        self.body.addWidget(self.rows, 1)
        self.go_button.clicked.connect(self._compare)
        self.lines.textChanged.connect(self._say_limit)
        shelf.compared.connect(self._show)

    def retranslate(self) -> None:
        self.set_title(self.tr("Compare"))
        self.go_button.setText(self.tr("Compare"))
        self.lines.setAccessibleName(self.tr("Sentences to compare on"))
        self.lines.setPlaceholderText(self.tr("Sentences for both models, one a line"))
        self.rows.setAccessibleName(self.tr("Translations side by side"))
        self._say_limit()
        self._show()

    def show_models(self, first: ModelEntry, second: ModelEntry) -> None:
        if self._pair != (first, second):
            self._pair = first, second
            self._shelf.rows = ()
            self._show()

    def _compare(self) -> None:
        lines = self._sentences()
        if self._pair and lines:
            self._shelf.compare(*self._pair, lines[:MOST_LINES])

    def _sentences(self) -> list[str]:
        return [line for line in self.lines.toPlainText().splitlines() if line.strip()]

    def _say_limit(self) -> None:
        count = len(self._sentences())
        self.limit_note.setVisible(count > MOST_LINES)
        words = self.tr("Only the first {most} of these {all} sentences are compared.")
        self.limit_note.setText(words.format(most=MOST_LINES, all=count))

    def _show(self) -> None:
        if self._pair is None:
            return
        names = [entry.card.name or entry.folder.name for entry in self._pair]
        words = self.tr("{model} decodes with its own settings: {settings}")
        self.settings.setText("\n".join(words.format(model=name, settings=search_of(entry.card))
                                        for name, entry in zip(names, self._pair, strict=True)))
        found = self._shelf.rows
        fill(self.rows, (self.tr("Source"), *names),
             [(row.source, row.first, row.second) for row in found], wide=(0, 1, 2))
        self.go_button.setEnabled(not self._shelf.comparing)
        same = sum(row.first == row.second for row in found)
        self.note.setText(self.tr("{same} of {all} translations are the same").format(
            same=same, all=len(found)) if found else "")
