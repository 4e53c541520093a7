"""Asks which column of a table is translated and where the translations go, with its first rows."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from core.documents.csv_table import Preview
from desktop.theme.style import mark
from desktop.theme.theme import Theme
from desktop.widgets.retranslated import Retranslated
from desktop.widgets.table import fill, table

_SHOWN = 60  # characters of a cell
_IN_PLACE, _NEW = 0, -1


class TableQuestion(Retranslated, QWidget):
    """`answered`: a column from 1, where to ("": in its place), and whether the first row names them."""

    answered = Signal(int, str, bool)

    def __init__(self, theme: Theme, parent: QWidget | None = None):
        super().__init__(parent)
        self._theme, self._key = theme, ""
        self._preview, self._language = Preview((), 0, False, 1), ""
        self.column, self.into, self.headed = QComboBox(), QComboBox(), QCheckBox()
        self.button = mark(QPushButton(), kind="primary")
        self.rows = table(self)
        row = QHBoxLayout()
        row.setSpacing(8)
        for combo in (self.column, self.into):  # names of columns may be long: the list shows them whole
            combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            combo.setMinimumContentsLength(8)
            row.addWidget(combo, 1)
        row.addWidget(self.button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(row)
        layout.addWidget(self.headed)
        layout.addWidget(self.rows, 1)
        self.column.activated.connect(lambda _: self._show())
        self.into.activated.connect(lambda _: self._show_rows())
        self.headed.toggled.connect(lambda _: self._show())
        self.button.clicked.connect(self._answer)
        self.retranslate()

    def retranslate(self) -> None:
        self.headed.setText(self.tr("The first row names the columns"))
        self.button.setText(self.tr("Translate"))
        self.column.setAccessibleName(self.tr("Column that is translated"))
        self.into.setAccessibleName(self.tr("Where the translations go"))
        self.rows.setAccessibleName(self.tr("The first rows"))
        self._show()

    def ask(self, key: str, preview: Preview, language: str) -> None:
        """`key` tells one question from another; the one that stands keeps what was chosen."""
        if key == self._key:
            return
        self._key, self._preview, self._language = key, preview, language
        with QSignalBlocker(self.headed):
            self.headed.setChecked(preview.is_headed)
        self.column.clear()
        self.into.clear()
        self._show()
        self.column.setCurrentIndex(preview.likely - 1)
        self._show()

    def _name(self, number: int) -> str:
        """Of a column from 1: its own, where the first row has it."""
        first = self._preview.rows[0] if self.headed.isChecked() and self._preview.rows else ()
        own = first[number - 1][:_SHOWN].strip() if number <= len(first) else ""
        return own or self.tr("Column {number}").format(number=number)

    def _show(self) -> None:
        """Names follow the first row and the language of the window; what is chosen stays."""
        numbers = range(1, self._preview.columns + 1)
        chosen, into = max(self.column.currentIndex(), 0), self.into.currentData() or _IN_PLACE
        self.column.clear()
        for number in numbers:
            self.column.addItem(self.tr("Translate: {column}").format(column=self._name(number)), number)
        self.column.setCurrentIndex(chosen)
        self.into.clear()
        self.into.addItem(self.tr("In its place"), _IN_PLACE)
        self.into.addItem(self.tr("Into a new column"), _NEW)
        for number in numbers:
            if number != chosen + 1:
                self.into.addItem(self.tr("Into: {column}").format(column=self._name(number)), number)
        self.into.setCurrentIndex(max(self.into.findData(into), 0))
        self._show_rows()

    def _show_rows(self) -> None:
        count, rows = self._preview.columns, self._preview.rows[self.headed.isChecked():]
        cells = [[cell[:_SHOWN] for cell in (*row, *[""] * count)[:count]] for row in rows]
        colors = {self.column.currentIndex(): "source"}
        into = self.into.currentData()
        if into not in (None, _IN_PLACE, _NEW):
            colors[into - 1] = "target"
        fill(self.rows, [self._name(number + 1) for number in range(count)], cells, wide=range(count),
             colors=colors, theme=self._theme)

    def _answer(self) -> None:
        column, into, headed = self.column.currentData(), self.into.currentData(), self.headed.isChecked()
        new = f"{self._name(column)} ({self._language})" if headed else str(self._preview.columns + 1)
        self.answered.emit(column, "" if into == _IN_PLACE else new if into == _NEW else str(into), headed)
