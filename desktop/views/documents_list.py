"""The list of documents: a model over the controller's jobs, and the delegate that draws a line of it."""

from __future__ import annotations

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop.controllers.document_jobs import PAUSED, WORKING, Job
from desktop.controllers.documents import DocumentsController
from desktop.theme import fonts
from desktop.theme.theme import Theme
from desktop.views import document_words
from desktop.views.words import legible
from desktop.widgets.row_paint import draw_ground, draw_tag
from desktop.widgets.table import tip

ROW_HEIGHT = 60
JOB, FACTS = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1
_TAG_ROLES = {"ok": ("good_fill", "good"), "watch": ("watch_fill", "watch"), "bad": ("bad_fill", "bad"),
              "accent": ("accent_fill", "accent"), "plain": ("sunk", "text2")}


class DocumentsModel(QAbstractListModel):
    """Rows keep their place and their selection while only what they say changes."""

    def __init__(self, controller: DocumentsController, parent: QWidget | None = None):
        super().__init__(parent)
        self._controller = controller
        self._jobs: list[Job] = []

    def renew(self) -> None:
        jobs = self._controller.jobs
        if [job.id for job in jobs] != [job.id for job in self._jobs]:
            self.beginResetModel()
            self._jobs = list(jobs)
            self.endResetModel()
        elif jobs:
            self._jobs = list(jobs)
            self.dataChanged.emit(self.index(0), self.index(len(jobs) - 1))

    def row_of(self, job_id: str) -> int:
        return next((row for row, job in enumerate(self._jobs) if job.id == job_id), -1)

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._jobs)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole):
        if not index.isValid():
            return None
        job = self._jobs[index.row()]
        if role == JOB:
            return job
        if role == Qt.ItemDataRole.DisplayRole:
            return job.source.name
        if role == FACTS:
            return document_words.facts(job, self._controller.time_left)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            parts = (job.source.name, document_words.state_word(job), index.data(FACTS))
            return ", ".join(part for part in parts if part)
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(legible(str(job.source)))
        return None


class DocumentDelegate(QStyledItemDelegate):
    """Name and state; below, what there is to say, and how far it is as a bar."""

    def __init__(self, theme: Theme, parent: QWidget | None = None):
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        lines = QFontMetrics(fonts.font(13)).height() + QFontMetrics(fonts.font(12)).height()
        return QSize(200, max(ROW_HEIGHT, lines + 26))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem,
              index: QModelIndex | QPersistentModelIndex) -> None:
        job: Job = index.data(JOB)
        color, row = self._theme.color, option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_ground(painter, option, self._theme)
        inner = row.adjusted(16, 8, -16, -10)
        upper = QRect(inner.left(), inner.top(), inner.width(), inner.height() // 2)
        lower = QRect(inner.left(), upper.bottom() + 1, inner.width(), inner.height() - upper.height())
        room = self._draw_state(painter, upper, job)
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.setFont(fonts.font(13, bold=True))
        painter.setPen(color("text"))
        painter.drawText(upper, left, painter.fontMetrics().elidedText(
            index.data(), Qt.TextElideMode.ElideMiddle, room))
        painter.setFont(fonts.font(12))
        painter.setPen(color("text2"))
        painter.drawText(lower, left, painter.fontMetrics().elidedText(
            index.data(FACTS), Qt.TextElideMode.ElideRight, lower.width()))
        if job.state in (WORKING, PAUSED) and job.total:
            self._draw_bar(painter, QRectF(inner.left(), row.bottom() - 6, inner.width(), 3), job)
        painter.restore()

    def _draw_state(self, painter: QPainter, place: QRect, job: Job) -> int:
        """Returns the room that the tag leaves for the name."""
        fill, ink = _TAG_ROLES[document_words.tag_of(job)]
        width = draw_tag(painter, place, document_words.state_word(job), fill, ink, self._theme)
        return place.width() - width - 12

    def _draw_bar(self, painter: QPainter, track: QRectF, job: Job) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("hairline"))
        painter.drawRoundedRect(track, 1.5, 1.5)
        track.setWidth(track.width() * min(job.done / job.total, 1.0))
        painter.setBrush(self._theme.color("accent" if job.state == WORKING else "text3"))
        painter.drawRoundedRect(track, 1.5, 1.5)
