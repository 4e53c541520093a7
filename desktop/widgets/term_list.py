"""Terms a line: source, target, and a tag that says what became of it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QListView, QSizePolicy, QStyle, QStyledItemDelegate, QWidget

from desktop.theme import fonts
from desktop.theme.theme import Theme
from desktop.widgets.table import tip

ROW = 28
SHOWN = 8  # rows, before it scrolls


@dataclass(frozen=True)
class TermRow:
    """`kind` is the tag's: "good", "watch" or "" (plain); `key` tells the controller which term it is."""

    source: str
    target: str
    tag: str
    kind: str
    key: tuple[int, int]


class TermList(QListView):
    """Double-click or Enter edits a row, Delete removes it."""

    edited = Signal(tuple)  # the row's key
    removed = Signal(tuple)

    def __init__(self, theme: Theme, parent: QWidget | None = None):
        super().__init__(parent)
        self._model = _Model(self)
        self.setModel(self._model)
        self.setItemDelegate(_Delegate(theme, self))
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.activated.connect(lambda index: self.edited.emit(self._model.rows[index.row()].key))
        self.doubleClicked.connect(lambda index: self.edited.emit(self._model.rows[index.row()].key))
        theme.changed.connect(self.viewport().update)

    def set_rows(self, rows: list[TermRow]) -> None:
        if rows != self._model.rows:
            self._model.reset(rows)
            self.setFixedHeight(min(len(rows), SHOWN) * ROW)

    def rows(self) -> list[TermRow]:
        return self._model.rows

    def keyPressEvent(self, event) -> None:
        index = self.currentIndex()
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and index.isValid():
            self.removed.emit(self._model.rows[index.row()].key)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and index.isValid():
            self.edited.emit(self._model.rows[index.row()].key)
        else:
            super().keyPressEvent(event)


class _Model(QAbstractListModel):
    def __init__(self, parent):
        super().__init__(parent)
        self.rows: list[TermRow] = []

    def reset(self, rows: list[TermRow]) -> None:
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent=None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def data(self, index: QModelIndex, role=Qt.ItemDataRole.DisplayRole):
        row = self.rows[index.row()]
        words = f"{row.source} → {row.target}, {row.tag}"
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return words
        return tip(words) if role == Qt.ItemDataRole.ToolTipRole else None


class _Delegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, parent):
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option, index) -> QSize:
        return QSize(option.rect.width(), ROW)

    def paint(self, painter: QPainter, option, index) -> None:
        row, theme, rect = index.model().rows[index.row()], self._theme, QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.color("accent_fill"))
        painter.setPen(theme.color("hairline"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        small = fonts.font(11)
        tag_width = QFontMetricsF(small).horizontalAdvance(row.tag) + 12
        tag = QRectF(rect.right() - tag_width, rect.center().y() - 9, tag_width, 18)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color(f"{row.kind}_fill" if row.kind else "sunk"))
        painter.drawRoundedRect(tag, 4, 4)
        painter.setFont(small)
        painter.setPen(theme.color(row.kind or "text2"))
        painter.drawText(tag, Qt.AlignmentFlag.AlignCenter, row.tag)
        painter.setFont(fonts.font(13))
        metrics, at = QFontMetricsF(painter.font()), rect.left()
        middle = rect.left() + 0.34 * rect.width()  # a column of its own, whatever the tag says
        for words, role, end in ((row.source, "source", middle), (row.target, "target", tag.left())):
            width = end - at - 8
            painter.setPen(theme.color(role))
            painter.drawText(QRectF(at, rect.top(), width, rect.height()), Qt.AlignmentFlag.AlignVCenter,
                             metrics.elidedText(words, Qt.TextElideMode.ElideRight, width))
            at = end
        painter.restore()
