"""The lineage of a run: circles on a line, oldest first. Choosing another run goes there."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QWidget

from desktop.controllers.lineage import Kind, Node
from desktop.theme import fonts, numbers
from desktop.theme.theme import Theme
from desktop.views import run_words
from desktop.widgets.table import tip

NODE = Qt.ItemDataRole.UserRole
ROW, RADIUS, LEFT = 30, 5, 28
MOST_ROWS = 7  # more are scrolled to


class LineageModel(QAbstractListModel):
    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self.nodes: list[Node] = []

    def show_nodes(self, nodes: Sequence[Node]) -> None:
        if list(nodes) != self.nodes:
            self.beginResetModel()
            self.nodes = list(nodes)
            self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.nodes)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole):
        node = self.nodes[index.row()]
        if role == NODE:
            return node
        if role == Qt.ItemDataRole.DisplayRole:
            return node.name
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(node.name)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            word = {Kind.CORPUS: self.tr("learned from {}"), Kind.BEFORE: self.tr("tuned from {}"),
                    Kind.THIS: self.tr("this run, {}"), Kind.AFTER: self.tr("tuned further as {}")}[node.kind]
            value = self.value(node)
            return word.format(node.name) + (f", {value}" if value else "")
        return None

    def value(self, node: Node) -> str:
        """What stands at the right of a line: pairs, best BLEU, or what a run without one does."""
        if node.kind is Kind.CORPUS:
            this = next((one.run for one in self.nodes if one.kind is Kind.THIS), None)
            return self.tr("{} pairs").format(numbers.thousands(this.pairs)) if this and this.pairs else ""
        if node.run is None:
            return ""
        return run_words.status_word(node.run.status) if node.run.best_bleu is None \
            else f"{node.run.best_bleu:.1f}"


class LineageDelegate(QStyledItemDelegate):
    """An open circle for what was before, a filled one for this run, a dotted one for what came of it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None):
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option, index: QModelIndex) -> QSize:
        return QSize(200, max(ROW, QFontMetrics(fonts.font(12)).height() + 12))

    def paint(self, painter: QPainter, option, index: QModelIndex) -> None:
        node: Node = index.data(NODE)
        color, row = self._theme.color, option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_MouseOver and node.run and node.kind is not Kind.THIS:
            painter.fillRect(row, color("sunk"))
        middle = QPointF(LEFT, row.center().y() + 0.5)
        painter.setPen(QPen(color("control_line"), 1.5))
        if index.row():
            painter.drawLine(QPointF(LEFT, row.top()), QPointF(LEFT, middle.y() - RADIUS))
        if index.row() < index.model().rowCount() - 1:
            painter.drawLine(QPointF(LEFT, middle.y() + RADIUS), QPointF(LEFT, row.bottom() + 1))
        is_this = node.kind is Kind.THIS
        ring = QPen(color("accent" if is_this else "text3"), 1.6)
        if node.kind is Kind.AFTER:
            ring.setStyle(Qt.PenStyle.DotLine)
        painter.setPen(ring)
        painter.setBrush(color("accent" if is_this else "card"))
        painter.drawEllipse(middle, RADIUS, RADIUS)
        self._draw_words(painter, row.adjusted(LEFT + 16, 0, -16, 0), node, index.model().value(node))
        painter.restore()

    def _draw_words(self, painter: QPainter, place, node: Node, value: str) -> None:
        is_this, vertical = node.kind is Kind.THIS, Qt.AlignmentFlag.AlignVCenter
        painter.setFont(fonts.font(12, bold=is_this))
        painter.setPen(self._theme.color("text" if is_this else "text3"))
        painter.drawText(place, vertical | Qt.AlignmentFlag.AlignRight, value)
        room = place.width() - painter.fontMetrics().horizontalAdvance(value) - 12
        painter.setPen(self._theme.color("text" if is_this else "text2"))
        name = painter.fontMetrics().elidedText(node.name, Qt.TextElideMode.ElideRight, room)
        painter.drawText(place, vertical | Qt.AlignmentFlag.AlignLeft, name)


class LineageList(QListView):
    """As high as what it holds."""

    run_chosen = Signal(Path)

    def __init__(self, theme: Theme, parent: QWidget | None = None):
        super().__init__(parent)
        self._nodes = LineageModel(self)
        self.setModel(self._nodes)
        self.setItemDelegate(LineageDelegate(theme, self))
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.activated.connect(self._choose)
        self.clicked.connect(self._choose)
        theme.changed.connect(self.viewport().update)

    def show_nodes(self, nodes: Sequence[Node]) -> None:
        self._nodes.show_nodes(nodes)
        row = self.sizeHintForRow(0) if nodes else 0
        self.setFixedHeight(row * min(len(nodes), MOST_ROWS))

    def _choose(self, index: QModelIndex) -> None:
        node: Node = index.data(NODE)
        if node.run is not None and node.kind is not Kind.THIS:
            self.run_chosen.emit(node.run.path)
