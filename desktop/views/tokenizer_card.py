"""How the vocabulary of a size cuts sentences: one of the corpus, and one of the person's own."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QWidget

from desktop.controllers.preflight import PreflightController
from desktop.theme import numbers
from desktop.theme.style import mark
from desktop.theme.theme import Theme
from desktop.views.words import is_right_to_left, language_name
from desktop.widgets.card import Card, text
from desktop.widgets.chips import Chip, ChipRow
from desktop.widgets.retranslated import Retranslated

LONGEST = 1000  # characters of the sentence to be tried


class TokenizerCard(Retranslated, Card):
    def __init__(self, controller: PreflightController, theme: Theme, parent: QWidget | None = None):
        super().__init__(parent)
        self._controller = controller
        self._size, self._langs = "", ("", "")
        self.vocabulary, self.covered = mark(QLabel(self), tag="plain"), mark(QLabel(self), tag="ok")
        self.title_row.addWidget(self.vocabulary)
        self.title_row.addWidget(self.covered)
        self.note = text("caption", self, wrap=True)
        self._names = [text("caption", self) for _ in range(3)]
        self.rows = [ChipRow(theme, self) for _ in range(2)]
        self._counts = [text("note", self) for _ in range(2)]
        self.sentence, self.pieces, self.tried = QLineEdit(self), ChipRow(theme, self), text("note", self)
        self.sentence.setMaxLength(LONGEST)
        self._grid = QWidget(self)
        grid = QGridLayout(self._grid)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for row, (name, chips, count) in enumerate(zip(self._names, self.rows, self._counts, strict=False)):
            for column, widget in enumerate((name, chips, count)):
                grid.addWidget(widget, row, column)
        grid.addWidget(self._names[2], 2, 0)
        grid.addWidget(self.sentence, 2, 1, 1, 2)
        grid.addWidget(self.pieces, 3, 1)
        grid.addWidget(self.tried, 3, 2)
        self.body.addWidget(self._grid)
        self.body.addWidget(self.note)
        self.sentence.textChanged.connect(lambda _: self._try())
        controller.changed.connect(self._show)
        self.retranslate()

    def retranslate(self) -> None:
        self.set_title(self.tr("Tokenizer"))
        self._names[2].setText(self.tr("Try it"))
        self.sentence.setPlaceholderText(self.tr("Type a sentence to see its pieces"))
        self.sentence.setAccessibleName(self.tr("Try it"))
        self._show()

    def show_languages(self, src: str, tgt: str) -> None:
        """What the sides of the corpus are called: codes, or "" where nobody said."""
        if (src, tgt) != self._langs:
            self._langs = (src, tgt)
            self._show()

    def show_size(self, preset: str) -> None:
        """Whose vocabulary is meant, once it is measured."""
        if preset != self._size:
            self._size = preset
            self._show()
            self._try()

    def _shown(self) -> str:
        """The size whose vocabulary is shown, or ""."""
        found = self._controller.found
        return self._size if self._size in found else next(iter(found), "")

    def _try(self) -> None:
        self._controller.try_sentence(self.sentence.text(), self._shown())

    def _show(self) -> None:
        found = self._controller.found.get(self._shown())
        for widget in (self._grid, self.vocabulary, self.covered):
            widget.setVisible(found is not None)
        for name, lang, side in zip(self._names, self._langs, (self.tr("Source"), self.tr("Target")),
                                    strict=False):
            name.setText(language_name(lang) or side)
        if found is None:
            self.note.setText(self.tr("“Measure” learns a vocabulary from these sentences and shows how it "
                                      "cuts them."))
            return
        self._show_vocabulary(found)
        for row, lang, side, key, count in zip(self.rows, self._langs, ("source", "target"),
                                               ("src_pieces", "tgt_pieces"), self._counts, strict=True):
            row.set_right_to_left(is_right_to_left(lang))
            row.set_chips(_chips(found[key], side))
            count.setText(self.tr("{} pieces").format(len(found[key])))
        self._show_tried()

    def _show_vocabulary(self, found: dict[str, Any]) -> None:
        unknown, size = found["unknown"], numbers.thousands(found["vocab_size"])
        self.vocabulary.setText(self.tr("BPE, {} shared pieces").format(size))
        mark(self.covered, tag="watch" if unknown else "ok")
        self.covered.setText(self.tr("{} characters are not in it").format(len(unknown)) if unknown else
                             self.tr("✓ every character is in it"))
        lines = [self.tr("A vocabulary of {size} pieces suits {pairs} pairs: each is seen in several "
                         "sentences.").format(size=size, pairs=numbers.thousands(found["pairs"]))]
        if unknown:
            lines.append(self.tr("Characters that it will not know: {}").format(" ".join(unknown)))
        self.note.setText("\n".join(lines))

    def _show_tried(self) -> None:
        pieces, unknown = self._controller.tried, self._controller.tried_unknown
        is_shown = bool(self.sentence.text() and pieces)
        self.pieces.setVisible(is_shown)
        self.tried.setVisible(is_shown)
        self.pieces.set_right_to_left(is_right_to_left(self._langs[0]))
        self.pieces.set_chips(_chips(pieces, "source"))
        lines = [self.tr("{} pieces").format(len(pieces))]
        if unknown:
            lines.append(self.tr("Not known: {}").format(" ".join(unknown)))
        self.tried.setText(" · ".join(lines))


def _chips(pieces: list[str], side: str) -> list[Chip]:
    return [Chip(piece.removeprefix("·"), side, continues=piece.startswith("·")) for piece in pieces]
