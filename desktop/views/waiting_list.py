"""The runs that wait for their turn: which is next, why one could not begin, and their order."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QPushButton,
    QStyledItemDelegate,
    QVBoxLayout,
    QWidget,
)

from desktop.controllers.runs import RunRequest
from desktop.controllers.training import TrainingController
from desktop.core_words import in_words
from desktop.theme import fonts
from desktop.theme.style import mark
from desktop.theme.theme import Theme
from desktop.widgets.banner import Banner
from desktop.widgets.card import line, text
from desktop.widgets.layouts import inset
from desktop.widgets.row_paint import draw_ground
from desktop.widgets.table import tip

ROW = 28
MOST_ROWS = 4  # more are scrolled to


class WaitingList(QWidget):
    """There only while something waits, or cannot be read."""

    change_asked = Signal(RunRequest, str)  # a run that was taken out, to be put right, and what was wrong

    def __init__(self, controller: TrainingController, theme: Theme, parent: QWidget | None = None):
        super().__init__(parent)
        self._controller, self._waiting = controller, controller.waiting
        self._title = text("card-title")
        self.begin_button = mark(QPushButton(), kind="link")
        self.list = QListWidget()
        self.list.setItemDelegate(_Delegate(theme, self.list))
        self.list.setMouseTracking(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.up_button, self.down_button = QPushButton("↑"), QPushButton("↓")
        self.change_button, self.out_button = QPushButton(), QPushButton()
        self.banner = Banner()
        self._lay_out()
        self.begin_button.clicked.connect(controller.start_next)
        self.up_button.clicked.connect(lambda: self._move(-1))
        self.down_button.clicked.connect(lambda: self._move(1))
        self.change_button.clicked.connect(self._change)
        self.out_button.clicked.connect(lambda: self._waiting.take_out(self.list.currentRow()))
        self.list.currentRowChanged.connect(self._show_row)
        self._waiting.changed.connect(self.show_runs)
        controller.runs_changed.connect(self._show_turn)

    def _lay_out(self) -> None:
        head, buttons = QHBoxLayout(), QHBoxLayout()
        head.setContentsMargins(16, 8, 12, 4)
        head.addWidget(self._title, 1)
        head.addWidget(self.begin_button)
        buttons.setContentsMargins(16, 4, 12, 10)
        buttons.setSpacing(6)
        for button in (self.up_button, self.down_button):
            button.setFixedWidth(32)
            buttons.addWidget(button)
        buttons.addWidget(self.change_button)
        buttons.addWidget(self.out_button)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self.list)
        layout.addLayout(inset(self.banner, 4, 0))
        layout.addLayout(buttons)
        layout.addWidget(line())

    def retranslate(self) -> None:
        self._title.setText(self.tr("Waiting"))
        self.list.setAccessibleName(self.tr("Waiting runs"))
        self.begin_button.setText(self.tr("Begin now"))
        self.change_button.setText(self.tr("Change…"))
        self.out_button.setText(self.tr("Take out"))
        for button, word in ((self.up_button, self.tr("Earlier")), (self.down_button, self.tr("Later"))):
            button.setToolTip(word)
            button.setAccessibleName(word)
        self.change_button.setToolTip(self.tr("Opens it in the form, and takes it out of the list"))
        self.show_runs()

    def show_runs(self) -> None:
        """The list again from the controller; the same row stays the current one."""
        runs, row = self._waiting.runs, max(0, self.list.currentRow())
        self.list.blockSignals(True)
        self.list.clear()
        for place, run in enumerate(runs, 1):
            words = self.tr("{}: could not begin") if run.problem else f"{place}. {{}}"
            self.list.addItem(words.format(run.request.name))
            self.list.item(place - 1).setToolTip(tip(in_words(run.problem) or str(run.request.corpus)))
        self.list.setCurrentRow(min(row, len(runs) - 1))
        self.list.blockSignals(False)
        self.list.setFixedHeight(_row_height() * min(MOST_ROWS, len(runs)))
        self._show_row()
        self._show_turn()

    def _show_turn(self) -> None:
        runs = self._waiting.runs
        self.begin_button.setVisible(self._controller.active is None and any(not run.problem for run in runs))
        self.setVisible(bool(runs or self._waiting.problem))

    def _show_row(self) -> None:
        runs, row = self._waiting.runs, self.list.currentRow()
        self.up_button.setEnabled(row > 0)
        self.down_button.setEnabled(0 <= row < len(runs) - 1)
        for button in (self.change_button, self.out_button):
            button.setEnabled(row >= 0)
        self.banner.say(self._waiting.problem or (runs[row].problem if row >= 0 else ""), "bad")

    def _move(self, by: int) -> None:
        row = self.list.currentRow()
        self._waiting.move(row, by)
        self.list.setCurrentRow(row + by)

    def _change(self) -> None:
        run = self._waiting.take_out(self.list.currentRow())
        self.change_asked.emit(run.request, run.problem)


class _Delegate(QStyledItemDelegate):
    """A line as those of the run list: the ground tells which is chosen."""

    def __init__(self, theme: Theme, parent: QWidget | None = None):
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option, index) -> QSize:
        return QSize(200, _row_height())

    def paint(self, painter, option, index) -> None:
        painter.save()
        draw_ground(painter, option, self._theme)
        place = option.rect.adjusted(16, 0, -16, 0)
        painter.setFont(fonts.font(13))
        painter.setPen(self._theme.color("text"))
        words = painter.fontMetrics().elidedText(index.data(), Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)
        painter.restore()


def _row_height() -> int:
    return max(ROW, QFontMetrics(fonts.font(13)).height() + 8)
