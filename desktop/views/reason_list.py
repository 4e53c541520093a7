"""Why pairs were left out: a line a reason, with a bar as long as it is often."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop.theme import fonts, numbers
from desktop.theme.theme import Theme
from desktop.views import data_words

REASON, COUNT, SHARE = (Qt.ItemDataRole.UserRole + number for number in range(1, 4))
ROW = 30
LINES = 4  # there is room for at the least
NUMBER = 76  # px for the count at the right
LONGEST_BAR = 170


class ReasonList(QListView):
    """Choosing a line is what shows its examples."""

    def __init__(self, theme: Theme, parent: QWidget | None = None):
        super().__init__(parent)
        self._model = QStandardItemModel(self)
        self.setModel(self._model)
        self.setItemDelegate(_Delegate(theme, self))
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def sizeHint(self) -> QSize:
        return QSize(200, LINES * ROW)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def show_reasons(self, counts: dict[str, int]) -> None:
        """The chosen reason stays chosen where it still occurs; otherwise the first is."""
        before = self.reason()
        self._model.clear()
        most = max(counts.values(), default=1)
        for reason, count in counts.items():
            item = QStandardItem(data_words.reason(reason))
            item.setEditable(False)
            item.setData(reason, REASON)
            item.setData(count, COUNT)
            item.setData(count / most, SHARE)
            item.setAccessibleText(f"{item.text()}, {count}")
            self._model.appendRow(item)
        names = list(counts)
        if names:
            self.setCurrentIndex(self._model.index(names.index(before) if before in names else 0, 0))

    def reason(self) -> str:
        """The chosen one, as the core calls it, or ""."""
        return self.currentIndex().data(REASON) or ""


class _Delegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, parent: QWidget):
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(200, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem,
              index: QModelIndex | QPersistentModelIndex) -> None:
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        area, color = QRectF(option.rect), self._theme.color
        painter.save()
        if chosen:
            painter.fillRect(area, color("accent_fill"))
        painter.setFont(fonts.font(13, bold=chosen))
        painter.setPen(color("text"))
        end = area.right() - NUMBER
        name = QRectF(area.left() + 12, area.top(), min(self._widest(index.model()), end - area.left() - 60),
                      area.height())
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(name, Qt.AlignmentFlag.AlignLeft | middle, painter.fontMetrics().elidedText(
            index.data(), Qt.TextElideMode.ElideRight, int(name.width())))
        painter.drawText(area.adjusted(0, 0, -12, 0), Qt.AlignmentFlag.AlignRight | middle,
                         numbers.thousands(index.data(COUNT)))
        left = name.right() + 12
        track = QRectF(left, area.center().y() - 4, min(end - left, LONGEST_BAR), 8)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(color("sunk"))
        painter.drawRoundedRect(track, 3, 3)
        painter.setBrush(color("accent"))
        painter.drawRoundedRect(QRectF(track.left(), track.top(), max(3.0, track.width() * index.data(SHARE)),
                                       track.height()), 3, 3)
        painter.restore()

    def _widest(self, model: QAbstractItemModel) -> int:
        """Of all names, as the chosen one is drawn: the bars begin at one line."""
        metrics = QFontMetrics(fonts.font(13, bold=True))
        names = (model.index(row, 0).data() for row in range(model.rowCount()))
        return max(map(metrics.horizontalAdvance, names)) + 2
