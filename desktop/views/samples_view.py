"""Sample translations as the model learns: choose a sentence, read how its translation changed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QPushButton,
    QSlider,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from core.training.probe_attention import Attention, Heads
from desktop.controllers.run_metrics import RunMetrics, Sample
from desktop.theme import fonts, numbers
from desktop.theme.theme import Theme
from desktop.views.probe_attention import ProbeAttention
from desktop.widgets.card import text as label
from desktop.widgets.table import tip

SAMPLE = Qt.ItemDataRole.UserRole
BAR_WIDTH, NARROW = 72, 340
STEP_WIDTH = 60


class SampleModel(QAbstractListModel):
    """A list of samples; grown at its end without a reset, so that the selection stays."""

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self.samples: tuple[Sample, ...] = ()
        self.shown_row = 0  # of a history: the one that the slider stands at

    def show_samples(self, samples: Sequence[Sample]) -> None:
        new, old = tuple(samples), self.samples
        if new == old:
            return
        if len(new) > len(old) and new[:len(old)] == old:
            self.beginInsertRows(QModelIndex(), len(old), len(new) - 1)
            self.samples = new
            self.endInsertRows()
        elif [sample.src for sample in new] == [sample.src for sample in old] and len(new) == len(old):
            self.samples = new
            self.dataChanged.emit(self.index(0), self.index(len(new) - 1))
        else:
            self.beginResetModel()
            self.samples = new
            self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.samples)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole):
        if not index.isValid():
            return None
        sample = self.samples[index.row()]
        if role == SAMPLE:
            return sample
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(f"{sample.src}\n{sample.ref}\n{sample.out}")
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.describe(sample)
        return None

    def describe(self, sample: Sample) -> str:
        return f"{sample.src}, {sample.ref}"


class HistoryModel(SampleModel):
    """One sentence over the validations."""

    def describe(self, sample: Sample) -> str:
        return self.tr("step {}: {}, how sure {}").format(
            numbers.thousands(sample.step), sample.out, f"{sample.confidence:.2f}")


class SampleDelegate(QStyledItemDelegate):
    """Source in teal, its reference below."""

    def __init__(self, theme: Theme, parent: QWidget | None = None):
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        lines = QFontMetrics(fonts.font(13)).height() + QFontMetrics(fonts.font(12)).height()
        return QSize(120, max(46, lines + 14))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        sample: Sample = index.data(SAMPLE)
        color = self._theme.color
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        state = option.state
        if state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            painter.setPen(Qt.PenStyle.NoPen)
            chosen = state & QStyle.StateFlag.State_Selected
            painter.setBrush(color("source_fill" if chosen else "sunk"))
            painter.drawRoundedRect(QRectF(option.rect).adjusted(0, 1, 0, -1), 6, 6)
        place = option.rect.adjusted(12, 6, -12, -6)
        upper = QRect(place.left(), place.top(), place.width(), place.height() * 13 // 25)
        lower = QRect(place.left(), upper.bottom() + 1, place.width(), place.bottom() - upper.bottom())
        for part, text, role, size in ((upper, sample.src, "source", 13), (lower, sample.ref, "text2", 12)):
            painter.setFont(fonts.font(size))
            painter.setPen(color(role))
            elided = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, part.width())
            painter.drawText(part, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, elided)
        painter.restore()


class HistoryDelegate(QStyledItemDelegate):
    """Step, translation, a bar and a number for how sure the model was. The last is the newest."""

    def __init__(self, theme: Theme, parent: QWidget | None = None):
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        return QSize(240, max(28, QFontMetrics(fonts.font(13)).height() + 8))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        sample: Sample = index.data(SAMPLE)
        is_newest = index.row() == index.model().shown_row
        color, row = self._theme.color, option.rect
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if is_newest:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color("accent_fill"))
            painter.drawRoundedRect(row, 6, 6)
        painter.setFont(fonts.font(12))
        painter.setPen(color("text3"))
        painter.drawText(QRect(row.left(), row.top(), STEP_WIDTH, row.height()),
                         middle | Qt.AlignmentFlag.AlignRight, numbers.thousands(sample.step))
        value = QRect(row.right() - 48, row.top(), 40, row.height())
        painter.setPen(color("text"))
        painter.drawText(value, middle | Qt.AlignmentFlag.AlignRight, f"{sample.confidence:.2f}")
        width = min(BAR_WIDTH, row.width() // 5) if row.width() >= NARROW else 0  # the words matter more
        bar = QRectF(value.left() - width - 4, row.center().y() - 3, width, 7)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color("card" if is_newest else "sunk"))
        painter.drawRoundedRect(bar, 2, 2)
        painter.setBrush(color("accent"))
        if width:
            bar.setWidth(max(1.5, width * sample.confidence))
            painter.drawRoundedRect(bar, 2, 2)
        text = QRect(row.left() + STEP_WIDTH + 20, row.top(), 0, row.height())
        text.setRight(round(bar.left()) - 12)
        painter.setFont(fonts.font(13, bold=is_newest))
        painter.setPen(color("target" if is_newest else "text"))
        painter.drawText(text, middle | Qt.AlignmentFlag.AlignLeft, painter.fontMetrics().elidedText(
            sample.out, Qt.TextElideMode.ElideRight, text.width()))
        painter.restore()


class SamplesView(QWidget):
    """The sentences at the left, the chosen one's history at the right, newest last; a slider replays it.

    A pinned sentence has no reference; below its history stands what each of its tokens was worth, and from
    which source words it was taken.
    """

    pin_asked = Signal(str, bool)  # a sentence, and whether to pin or to unpin it
    attention_asked = Signal(str, int)  # of a pinned sentence at a step; `show_attention` is the answer

    def __init__(self, theme: Theme, parent: QWidget | None = None):
        super().__init__(parent)
        self._metrics = RunMetrics()
        self.sentences, self.history = QListView(self), QListView(self)
        self._sentences_model, self._history_model = SampleModel(self), HistoryModel(self)
        self.sentences.setModel(self._sentences_model)
        self.history.setModel(self._history_model)
        self.sentences.setItemDelegate(SampleDelegate(theme, self))
        self.history.setItemDelegate(HistoryDelegate(theme, self))
        self.history.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.sentences.setMouseTracking(True)
        for view in (self.sentences, self.history):
            view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
            view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.pin_edit, self.unpin_button = QLineEdit(self), QPushButton(self)
        self.pin_edit.setMaxLength(500)
        self.slider = QSlider(Qt.Orientation.Horizontal, self)
        self.slider.setRange(0, 0)  # at its end, where it follows the newest
        self.tokens, self.note = label("note", self, wrap=True), label("note", self, wrap=True)
        self.note.hide()
        self.attention = ProbeAttention(theme, self)
        self._asked: tuple[str, int] | None = None
        left, right = QVBoxLayout(), QVBoxLayout()
        for column, parts in ((left, (self.sentences, self.note, self.unpin_button, self.pin_edit)),
                              (right, (self.history, self.slider, self.tokens, self.attention))):
            column.setSpacing(6)
            for part in parts:
                column.addWidget(part)
        left.setStretchFactor(self.sentences, 1)
        right.setStretchFactor(self.history, 1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        layout.addLayout(left, 4)
        layout.addLayout(right, 8)
        self.pin_edit.returnPressed.connect(self._pin)
        self.unpin_button.clicked.connect(self._unpin)
        self.slider.valueChanged.connect(self._replay)
        self.sentences.selectionModel().currentChanged.connect(self._show_history)
        theme.changed.connect(self._repaint)
        self.retranslate()

    def retranslate(self) -> None:
        self.sentences.setAccessibleName(self.tr("Sample sentences"))
        self.history.setAccessibleName(self.tr("Its translation at each validation"))
        self.pin_edit.setPlaceholderText(self.tr("A sentence to follow, then Enter"))
        self.pin_edit.setAccessibleName(self.tr("Pin a sentence"))
        self.unpin_button.setText(self.tr("Unpin"))
        self.slider.setAccessibleName(self.tr("Which validation is shown"))
        self.attention.retranslate()
        self._replay()

    def show_metrics(self, metrics: RunMetrics) -> None:
        self._metrics = metrics
        self.attention.kept.set_shape(metrics.started.get("num_decoder_layers") or 0,
                                      metrics.started.get("num_heads") or 0)
        newest = metrics.validations[-1].samples if metrics.validations else ()
        self._sentences_model.show_samples(newest)
        if newest and not self.sentences.currentIndex().isValid():
            self.sentences.setCurrentIndex(self._sentences_model.index(0))
        self._show_history()

    def _show_history(self) -> None:
        bar = self.history.verticalScrollBar()
        was_at_end = bar.value() >= bar.maximum() - 4
        current = self.sentences.currentIndex()
        sample = current.data(SAMPLE) if current.isValid() else None
        samples = self._metrics.history_of(sample.src) if sample else ()
        follows = self.slider.value() == self.slider.maximum()
        self._history_model.show_samples(samples)
        self.slider.setRange(0, max(0, len(samples) - 1))
        self.slider.setEnabled(len(samples) > 1)
        self.unpin_button.setVisible(sample is not None and not sample.ref)
        if follows:
            self.slider.setValue(self.slider.maximum())
        self._replay()
        if was_at_end and follows:
            self.history.scrollToBottom()

    def say(self, note: str) -> None:
        """What came of a wish to pin; "" hides it."""
        self.note.setText(note)
        self.note.setVisible(bool(note))

    def _replay(self) -> None:
        """The validation at which the slider stands."""
        model, row = self._history_model, self.slider.value()
        model.shown_row = row
        shown = model.samples[row] if row < len(model.samples) else None
        worth = "  ".join(f"{token} {prob:.2f}" for token, prob in shown.tokens) if shown else ""
        words = self.tr("Step {}:  {}")  # not inside an f-string: lupdate does not look there
        self.tokens.setText(words.format(numbers.thousands(shown.step), worth) if worth else "")
        self.tokens.setVisible(bool(worth))
        if shown:
            self.history.scrollTo(model.index(row))
        self.history.viewport().update()
        self._ask(shown if shown and shown.tokens else None)

    def _ask(self, shown: Sample | None) -> None:
        """For the attention of what is shown, where that is a pinned sentence; once."""
        asked = (shown.src, shown.step) if shown else None
        if asked is None:
            self.attention.show_attention(None, [])
        elif asked != self._asked:
            self.attention_asked.emit(*asked)
        self._asked = asked

    def show_attention(self, src: str, step: int, found: Attention | None, chosen: Heads) -> None:
        """What was asked for; an answer that comes when something else is looked at is dropped."""
        if self._asked == (src, step):
            self.attention.show_attention(found, chosen)

    def _pin(self) -> None:
        if self.pin_edit.text().strip():
            self.pin_asked.emit(self.pin_edit.text(), True)

    def _unpin(self) -> None:
        sample = self.sentences.currentIndex().data(SAMPLE)
        if sample is not None:
            self.pin_asked.emit(sample.src, False)

    def _repaint(self) -> None:
        self.sentences.viewport().update()
        self.history.viewport().update()
