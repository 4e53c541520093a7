"""Asks which columns of a table are the sentences, and where it is unclear what divides them, with its first
rows."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from core.corpus.files.delimited import Preview
from desktop.controllers.corpus_wish import Columns
from desktop.theme.style import mark
from desktop.theme.theme import Theme
from desktop.widgets.card import text
from desktop.widgets.retranslated import Retranslated
from desktop.widgets.table import fill, table

SHOWN = 60  # characters of a cell
ROW, HEADER = 28, 32
ANOTHER = 84  # pixels: its placeholder in either language
LEAST = 2  # columns of a table that can be taken


class ColumnQuestion(Retranslated, QFrame):
    """Hidden while there is nothing to ask."""

    answered = Signal(Path, Columns)

    def __init__(self, theme: Theme, parent: QWidget | None = None):
        super().__init__(parent)
        mark(self, card="true")
        self._theme, self._file, self._preview = theme, Path(), Preview([], 0, False, (1, 2), "")
        self.words, self.rows = text("", self, wrap=True), table(self)
        self._asked = self._preview  # which holds what other delimiters would give
        self._chosen = 0  # of those
        self._is_space = False  # what was typed as a sign
        self.src, self.tgt, self.delimiter = QComboBox(), QComboBox(), QComboBox()
        self.another = QLineEdit()  # a sign that is none of those
        self.another.setMaxLength(1)
        self.another.setFixedWidth(ANOTHER)
        self.headed = QCheckBox()
        self.button = mark(QPushButton(), kind="primary")
        line = QHBoxLayout()
        line.addWidget(self.words, 1)
        for widget in (self.delimiter, self.another, self.headed, self.src, self.tgt, self.button):
            line.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 10, 16, 10)
        layout.addLayout(line)
        layout.addWidget(self.rows)
        for combo in (self.src, self.tgt):
            combo.activated.connect(lambda _: self._show_rows())
        self.delimiter.activated.connect(lambda index: self._choose(index))
        self.another.textChanged.connect(self._divide_by)
        self.headed.toggled.connect(lambda _: self._show_rows())
        self.button.clicked.connect(self._answer)
        self.hide()
        self.retranslate()

    def retranslate(self) -> None:
        self.button.setText(self.tr("Take these"))
        self.headed.setText(self.tr("The first row names them"))
        self.src.setAccessibleName(self.tr("Column of the source"))
        self.tgt.setAccessibleName(self.tr("Column of the target"))
        self.delimiter.setAccessibleName(self.tr("What divides the columns"))
        self.rows.setAccessibleName(self.tr("The first rows"))
        self._say()

    def ask(self, file: Path | None, preview: Preview | None) -> None:
        """None: nothing. The question that stands already stays as it is."""
        self.setVisible(file is not None)
        if file is None or (file == self._file and preview is self._asked):
            return
        self._file, self._asked = file, preview
        self.delimiter.setVisible(bool(preview.others))
        self.another.setVisible(self._is_unclear or not (preview.is_array or preview.delimiter == "\t"))
        with QSignalBlocker(self.another):
            self.another.clear()
        self.delimiter.clear()
        self.delimiter.addItems([f" {one.delimiter} " for one in (preview, *preview.others)])
        self._choose(0)

    @property
    def _is_unclear(self) -> bool:
        """Is it asked what divides the columns?"""
        return bool(self._asked.others) or not self._asked.delimiter

    def _choose(self, index: int, is_space: bool = False) -> None:
        """Shows the table as one of the delimiters divides it."""
        self._chosen, self._is_space = index, is_space
        self.delimiter.setCurrentIndex(index)
        with QSignalBlocker(self.another):
            self.another.clear()
        self._divide((self._asked, *self._asked.others)[index])

    def _divide_by(self, sign: str) -> None:
        """As a sign that is typed would; the list of the others shows it in their place."""
        if not sign.strip():
            self._choose(self._chosen, is_space=sign.isspace())
            return
        self._is_space = False
        self.delimiter.setPlaceholderText(f" {sign} ")
        self.delimiter.setCurrentIndex(-1)
        self._divide(self._asked.by(sign))

    def _divide(self, preview: Preview) -> None:
        self._preview = preview
        for combo, likely in zip((self.src, self.tgt), preview.likely, strict=True):
            combo.clear()
            combo.addItems([str(number + 1) for number in range(preview.columns)])
            combo.setCurrentIndex(likely - 1)
        with QSignalBlocker(self.headed):
            self.headed.setChecked(preview.is_headed)
        for widget in (self.headed, self.src, self.tgt):
            widget.setEnabled(preview.columns >= LEAST)
        self._say()

    def _say(self) -> None:
        words = self.tr("{file} has {count} columns. Which are the sentences, source and target?")
        if self._asked.others:
            words = self.tr("More than one sign may divide the columns of {file}. Choose it, and which "
                            "columns are the sentences, source and target.")
        elif self._is_unclear:
            words = self.tr("No sign was found that divides the columns of {file}. Type it, and choose which "
                            "columns are the sentences, source and target.")
        if self._is_space:
            words = self.tr("A space divides no columns: the sentences have spaces too. Type another sign.")
        is_known = bool(self._asked.delimiter)
        self.another.setPlaceholderText(self.tr("another") if is_known else self.tr("sign"))
        self.another.setAccessibleName(self.tr("Another sign that divides the columns") if is_known
                                       else self.tr("What divides the columns"))
        self.words.setText(words.format(file=self._file.name, count=self._preview.columns))
        self._show_rows()

    def _show_rows(self) -> None:
        count = self._preview.columns
        src, tgt = (self.src.currentIndex(), self.tgt.currentIndex()) if count >= LEAST else (-1, -1)
        rows = [[cell[:SHOWN] for cell in (row + [""] * count)[:count]] for row in self._preview.rows]
        said = rows.pop(0) if self.headed.isChecked() and rows else [""] * count
        names = [self.tr("{} source").format(number + 1) if number == src else
                 self.tr("{} target").format(number + 1) if number == tgt else str(number + 1)
                 for number in range(count)]
        names = [f"{name}: {own}" if own else name for name, own in zip(names, said, strict=True)]
        fill(self.rows, names, rows, wide=range(count), colors={src: "source", tgt: "target"},
             theme=self._theme)
        self.rows.setFixedHeight(HEADER + ROW * max(1, len(self._preview.rows)))
        self.button.setEnabled(src != tgt and -1 not in (src, tgt))

    def _answer(self) -> None:
        is_said = self._is_unclear or self._preview is not self._asked
        self.answered.emit(self._file, Columns(self.src.currentIndex() + 1, self.tgt.currentIndex() + 1,
                                               self.headed.isChecked(),
                                               self._preview.delimiter if is_said else ""))
