"""The list of runs: a model over the controller's runs, and the delegate that draws a line of it."""

from __future__ import annotations

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from core.training.naming import LONGEST_NAME
from desktop.controllers.runs import Run
from desktop.theme import fonts
from desktop.theme.theme import Theme
from desktop.views import run_words
from desktop.widgets.row_paint import draw_ground, draw_tag
from desktop.widgets.table import tip

ROW_HEIGHT = 60
RUN = Qt.ItemDataRole.UserRole
_TAG_ROLES = {"ok": ("good_fill", "good"), "watch": ("watch_fill", "watch"), "bad": ("bad_fill", "bad"),
              "accent": ("accent_fill", "accent"), "plain": ("sunk", "text2")}


class RunListModel(QAbstractListModel):
    """Rows keep their place and their selection while only what they say changes."""

    renamed = Signal(Run, str)

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self._runs: list[Run] = []

    def show_runs(self, runs: list[Run]) -> None:
        if [run.path for run in runs] != [run.path for run in self._runs]:
            self.beginResetModel()
            self._runs = list(runs)
            self.endResetModel()
        elif runs != self._runs:
            self._runs = list(runs)
            self.dataChanged.emit(self.index(0), self.index(len(runs) - 1))

    def row_of(self, run: Run | None) -> int:
        return next((row for row, known in enumerate(self._runs) if run and known.path == run.path), -1)

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._runs)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole):
        if not index.isValid():
            return None
        run = self._runs[index.row()]
        if role == RUN:
            return run
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return run.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            parts = [run.name, run_words.status_word(run.status), run_words.direction(run)]
            parts += [f"BLEU {run.best_bleu:.1f}"] if run.best_bleu is not None else []
            return ", ".join(part for part in [*parts, run.note] if part)
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(f"{run.note}\n{run.path}" if run.note else str(run.path))
        return None


    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        usual = super().flags(index)
        is_still = index.isValid() and not self._runs[index.row()].status.is_active
        return usual | Qt.ItemFlag.ItemIsEditable if is_still else usual

    def setData(self, index: QModelIndex | QPersistentModelIndex, value: object,
                role: int = Qt.ItemDataRole.EditRole) -> bool:
        """A name, typed in the list."""
        run, name = self._runs[index.row()], " ".join(str(value).split())
        if not name or name == run.name:
            return False
        self.renamed.emit(run, name)
        return True


class RunDelegate(QStyledItemDelegate):
    """Name and best BLEU; below, size and direction, and the status as a tag."""

    def __init__(self, theme: Theme, parent: QWidget | None = None):
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        lines = QFontMetrics(fonts.font(13)).height() + QFontMetrics(fonts.font(11)).height()
        return QSize(200, max(ROW_HEIGHT, lines + 26))

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: QModelIndex) -> QWidget:
        editor = super().createEditor(parent, option, index)
        editor.setMaxLength(LONGEST_NAME)
        return editor

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        row = option.rect
        editor.setGeometry(row.left() + 6, row.center().y() - 14, row.width() - 12, 28)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        run: Run = index.data(RUN)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        row = option.rect
        draw_ground(painter, option, self._theme)
        middle = row.top() + row.height() // 2
        upper = QRect(row.left() + 16, row.top() + 8, row.width() - 32, middle - row.top() - 7)
        lower = QRect(upper.left(), middle + 1, upper.width(), row.bottom() - middle - 8)
        self._draw_name(painter, upper, run)
        self._draw_facts(painter, lower, run)
        painter.restore()

    def _draw_name(self, painter: QPainter, place: QRect, run: Run) -> None:
        best = "–" if run.best_bleu is None else f"{run.best_bleu:.1f}"
        painter.setFont(fonts.font(13, bold=True))
        painter.setPen(self._theme.color("text"))
        painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, best)
        room = place.width() - painter.fontMetrics().horizontalAdvance(best) - 12
        name = painter.fontMetrics().elidedText(run.name, Qt.TextElideMode.ElideRight, room)
        painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, name)

    def _draw_facts(self, painter: QPainter, place: QRect, run: Run) -> None:
        fill, ink = _TAG_ROLES[run_words.tag_of(run.status)]
        width = draw_tag(painter, place, run_words.status_word(run.status), fill, ink, self._theme)
        painter.setPen(self._theme.color("text3"))
        parts = (run_words.preset_word(run.preset), run_words.direction(run))
        facts = " · ".join(part for part in parts if part)
        room = place.width() - width - 8
        painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
                         painter.fontMetrics().elidedText(facts, Qt.TextElideMode.ElideRight, room))
