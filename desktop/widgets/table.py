"""A plain table of words: rows are selected whole, nothing is edited."""

from __future__ import annotations

import html
from collections.abc import Collection, Mapping, Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize
from PySide6.QtGui import QStandardItem, QStandardItemModel, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from core.text.words import runs_right_to_left
from desktop.theme.theme import Theme

HEADER, ROW = 34, 28  # px


class _Table(QTableView):
    def __init__(self, lines: int, parent: QWidget | None):
        super().__init__(parent)
        self._lines = lines

    def sizeHint(self) -> QSize:
        if not self._lines:
            return super().sizeHint()
        return QSize(256, HEADER + ROW * self._lines)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint() if self._lines else super().minimumSizeHint()


class _Cell(QStyledItemDelegate):
    """A text that is written from right to left begins at the right, and its stop stands at its left."""

    def initStyleOption(self, option: QStyleOptionViewItem,
                        index: QModelIndex | QPersistentModelIndex) -> None:
        super().initStyleOption(option, index)
        if runs_right_to_left(option.text):
            option.text = f"\u2067{option.text}\u2069"  # isolates: what is around has no part in its order
            option.displayAlignment = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def table(parent: QWidget | None = None, lines: int = 0) -> QTableView:
    """`lines`: how many rows it has room for at the least, and wants; 0 leaves that to Qt."""
    made = _Table(lines, parent)
    made.setModel(QStandardItemModel(made))
    made.setItemDelegate(_Cell(made))
    made.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    made.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    made.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    made.setShowGrid(False)
    made.setWordWrap(False)
    made.verticalHeader().hide()
    made.verticalHeader().setDefaultSectionSize(ROW)
    made.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    return made


def tip(words: str) -> str:
    """A tool tip that shows these words as they are: Qt would take "<b>" in a person's text for markup."""
    if not Qt.mightBeRichText(words):
        return words
    return "<span>{}</span>".format(html.escape(words).replace("\n", "<br>"))


def fill(made: QTableView, names: Sequence[str], rows: Sequence[Sequence[str]], wide: Collection[int],
         numeric: Collection[int] = (), colors: Mapping[int, str] | None = None,
         theme: Theme | None = None) -> None:
    """`wide` columns take what room there is; `colors` names a palette's role for a column."""
    model = made.model()
    model.clear()
    model.setHorizontalHeaderLabels(names)
    for row in rows:
        items = [QStandardItem(cell) for cell in row]
        for column, item in enumerate(items):
            item.setToolTip(tip(row[column]))
            if column in numeric:
                item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            if colors and column in colors:
                item.setForeground(theme.color(colors[column]))
        model.appendRow(items)
    for column in range(len(names)):
        made.horizontalHeader().setSectionResizeMode(
            column, QHeaderView.ResizeMode.Stretch if column in wide else
            QHeaderView.ResizeMode.ResizeToContents)
