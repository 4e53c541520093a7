"""What may come next: chip, bar, percent and log-probability a line; the last line sums the rest."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QPainter, QPen
from PySide6.QtWidgets import QListView, QSizePolicy, QStyle, QStyledItemDelegate, QWidget

from desktop.theme import fonts
from desktop.theme.numbers import signed, thousands
from desktop.theme.theme import Theme
from desktop.widgets import chips
from desktop.widgets.chips import Chip

ROW = 28
BAR_LEFT, NUMBERS = 104, 96


@dataclass(frozen=True)
class CandidateRow:
    """One candidate; `taken` is the one the walk went on with.

    probability  what the bar shows, where sampling has reshaped it; None: exp(log_prob)
    normal       the probability without the lab's edits, a black tick on the bar
    is_out       filtered: it cannot be drawn
    """

    chip: Chip
    log_prob: float
    taken: bool = False
    probability: float | None = None
    normal: float | None = None
    is_out: bool = False

    @property
    def shown(self) -> float:
        return math.exp(self.log_prob) if self.probability is None else self.probability


class CandidateList(QListView):
    """A click, Enter or the keys 1 to 9 (the page's) force a candidate."""

    forced = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None):
        super().__init__(parent)
        self._model = _Model(self)
        self.setModel(self._model)
        self.setItemDelegate(_Delegate(theme, self))
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._force)
        self.activated.connect(self._force)
        theme.changed.connect(self.viewport().update)

    def set_rows(self, rows: list[CandidateRow], rest: tuple[str, float] | None = None) -> None:
        """`rest` is the words and the probability of the last line."""
        if (rows, rest) == (self._model.rows, self._model.rest):
            return
        self.setCurrentIndex(QModelIndex())  # of what is no longer there
        count = self._model.rowCount()
        self._model.put(rows, rest)
        if self._model.rowCount() != count:
            self.updateGeometry()

    def rows(self) -> list[CandidateRow]:
        return self._model.rows

    def table(self) -> list[list[str | float]]:
        """What is shown, for a file: the tokens, their probabilities, and what stands on the last line."""
        rows = [[row.chip.text, row.shown, row.log_prob, math.nan if row.normal is None else row.normal]
                for row in self._model.rows]
        rest = [[self._model.rest[0], self._model.rest[1], "", ""]] if self._model.rest is not None else []
        return [["token", "p", "log p", "p of the normal decode"], *rows, *rest]

    def sizeHint(self) -> QSize:
        return QSize(280, max(self._model.rowCount(), 1) * ROW)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, self.sizeHint().height())

    def keyPressEvent(self, event) -> None:
        """Moving and choosing is the list's; letters and Space are the page's, not a search."""
        moving = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
        if event.key() in moving or (event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
                                     and self.currentIndex().isValid()):
            super().keyPressEvent(event)
        else:
            event.ignore()

    def _force(self, index: QModelIndex) -> None:
        if index.row() < len(self._model.rows):
            self.forced.emit(index.row())


class _Model(QAbstractListModel):
    def __init__(self, parent):
        super().__init__(parent)
        self.rows: list[CandidateRow] = []
        self.rest: tuple[str, float] | None = None

    def put(self, rows, rest) -> None:
        """As many lines as before keep their places: a view lays them out only where their number changes."""
        if (len(rows), rest is None) == (len(self.rows), self.rest is None):
            self.rows, self.rest = rows, rest
            self.dataChanged.emit(self.index(0), self.index(self.rowCount() - 1))
            return
        self.beginResetModel()
        self.rows, self.rest = rows, rest
        self.endResetModel()

    def rowCount(self, parent=None) -> int:
        if parent is not None and parent.isValid():
            return 0
        return len(self.rows) + (self.rest is not None)

    def data(self, index, role=Qt.ItemDataRole.DisplayRole):
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        if index.row() >= len(self.rows):
            return f"{self.rest[0]}, {percent(self.rest[1])} %"
        row = self.rows[index.row()]
        spoken = f"{row.chip.text}, {percent(row.shown)} %, log p {signed(row.log_prob)}"
        return spoken if row.normal is None else f"{spoken} ({percent(row.normal)} %)"

    def flags(self, index):
        if index.row() >= len(self.rows):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class _Delegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, parent):
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option, index) -> QSize:
        return QSize(option.rect.width(), ROW)

    def paint(self, painter: QPainter, option, index) -> None:
        model, theme, rect = index.model(), self._theme, QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if index.row() >= len(model.rows):
            words, probability = model.rest
            painter.setFont(fonts.font(12))
            painter.setPen(theme.color("text2"))
            painter.drawText(rect.adjusted(8, 0, -NUMBERS, 0), Qt.AlignmentFlag.AlignVCenter, words)
            self._number(painter, rect.adjusted(0, 0, -50, 0), percent(probability))
        else:
            self._candidate(painter, rect, option, model.rows[index.row()])
        painter.restore()

    def _candidate(self, painter: QPainter, rect: QRectF, option, row: CandidateRow) -> None:
        theme, probability = self._theme, row.shown
        hovered = option.state & (QStyle.StateFlag.State_MouseOver | QStyle.StateFlag.State_HasFocus)
        if row.taken or hovered:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent_fill" if row.taken else "sunk"))
            painter.drawRoundedRect(rect, 4, 4)
        width = min(chips.width(row.chip), BAR_LEFT - 14)
        chips.paint(painter, QRectF(rect.left() + 8, rect.top() + 2, width, 24), row.chip, theme)
        room = rect.width() - BAR_LEFT - NUMBERS - 4
        track = QRectF(rect.left() + BAR_LEFT, rect.center().y() - 5, room, 10)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("card" if row.taken else "sunk"))
        painter.drawRoundedRect(track, 2, 2)
        painter.setBrush(theme.color("accent"))
        if row.is_out:  # hatched: cannot be drawn
            painter.setBrush(QBrush(theme.color("control_line"), Qt.BrushStyle.BDiagPattern))
            painter.drawRoundedRect(track, 2, 2)
        else:
            bar = QRectF(track)
            bar.setWidth(max(2.0, room * probability))
            painter.drawRoundedRect(bar, 2, 2)
        if row.normal is not None:
            x = track.left() + room * row.normal
            painter.setPen(QPen(theme.color("text"), 2))
            painter.drawLine(QPointF(x, track.top() - 3), QPointF(x, track.bottom() + 3))
        painter.setFont(fonts.font(13, bold=row.taken))
        painter.setPen(theme.color("text3" if row.is_out else "text"))
        self._number(painter, rect.adjusted(0, 0, -50, 0), "–" if row.is_out else percent(probability))
        painter.setFont(fonts.font(12))
        painter.setPen(theme.color("text3"))
        self._number(painter, rect.adjusted(0, 0, -6, 0), signed(row.log_prob))

    @staticmethod
    def _number(painter: QPainter, rect: QRectF, text: str) -> None:
        painter.drawText(rect, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)


def percent(probability: float) -> str:
    """87.1, and "<0.1" for what is there but rounds to nothing."""
    value = 100 * probability
    return "<0.1" if 0 < value < 0.05 else thousands(value, 1)
