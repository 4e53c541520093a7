"""The left of the Train page: the runs of this computer, and of the chosen one its lineage and a note."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QMenu,
    QMessageBox,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from core.training.run_dir import LONGEST_NOTE
from desktop.controllers.lineage import lineage
from desktop.controllers.runs import Run
from desktop.controllers.training import TrainingController
from desktop.theme.style import mark
from desktop.theme.theme import Theme
from desktop.views.lineage_list import LineageList
from desktop.views.run_list import RunDelegate, RunListModel
from desktop.views.waiting_list import WaitingList
from desktop.widgets.banner import Banner
from desktop.widgets.card import line, text
from desktop.widgets.layouts import inset
from desktop.widgets.table import tip
from desktop.workers.file_manager import open_path

LIST_WIDTH = 272


class RunsPanel(QFrame):
    """Chooses among the controller's runs, and does what concerns a run as a whole."""

    new_asked = Signal()
    clicked = Signal()  # a run was clicked: it is to be shown, whatever is

    def __init__(self, controller: TrainingController, theme: Theme, parent: QWidget | None = None):
        super().__init__(parent)
        mark(self, panel="true")
        self.setFixedWidth(LIST_WIDTH)
        self._controller, self._theme = controller, theme
        self._noted: Path | None = None  # the run that the note is of
        self._make_parts()
        self._lay_out()
        self._connect()

    def _make_parts(self) -> None:
        self._runs_title, self._lineage_title = text("card-title"), text("card-title")
        self._runs_note = text("note")
        self.new_button = QPushButton()
        self.list, self._list_model = QListView(self), RunListModel(self)
        self.list.setModel(self._list_model)
        self.list.setItemDelegate(RunDelegate(self._theme, self))
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setEditTriggers(QListView.EditTrigger.DoubleClicked | QListView.EditTrigger.EditKeyPressed)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.banner = Banner()
        self.waiting = WaitingList(self._controller, self._theme)
        self.lineage = LineageList(self._theme)
        self.note_edit = QLineEdit()
        self.note_edit.setMaxLength(LONGEST_NOTE)
        self.compare_button, self.compare_menu = QPushButton(), QMenu(self)
        self.compare_button.setMenu(self.compare_menu)
        self.folder_button, self.trash_button = QPushButton(), QPushButton()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(16, 10, 12, 10)
        head.setSpacing(8)
        head.addWidget(self._runs_title)
        head.addWidget(self._runs_note)
        head.addStretch(1)
        head.addWidget(self.new_button)
        foot = QGridLayout()
        foot.setContentsMargins(16, 12, 12, 12)
        foot.setSpacing(8)
        foot.addWidget(self.folder_button, 0, 0)
        foot.addWidget(self.trash_button, 0, 1)
        foot.addWidget(self.compare_button, 1, 0)
        foot.setColumnStretch(2, 1)
        self._of_run = QWidget(self)  # all that is there only with a run
        below = QVBoxLayout(self._of_run)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(0)
        note = QHBoxLayout()
        note.setContentsMargins(16, 8, 12, 10)
        note.addWidget(self.note_edit)
        for part in (line(), inset(self._lineage_title, 10, 4), self.lineage, note, line(), foot):
            below.addWidget(part) if isinstance(part, QWidget) else below.addLayout(part)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 1, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(line())
        layout.addWidget(self.waiting)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.banner)
        layout.addWidget(self._of_run)

    def _connect(self) -> None:
        self.new_button.clicked.connect(self.new_asked)
        self.list.clicked.connect(self.clicked)
        self._list_model.renamed.connect(self._controller.rename)
        self.list.selectionModel().currentChanged.connect(self._on_row)
        self.list.customContextMenuRequested.connect(self._show_menu)
        self.lineage.run_chosen.connect(self._controller.select)
        self.lineage.run_chosen.connect(self.clicked)
        self.note_edit.editingFinished.connect(self._keep_note)
        self.compare_menu.aboutToShow.connect(self._fill_compare_menu)
        self.folder_button.clicked.connect(self._show_folder)
        self.trash_button.clicked.connect(self._ask_to_trash)
        delete = QAction(self.list)
        delete.setShortcut(QKeySequence(QKeySequence.StandardKey.Delete))
        delete.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        delete.triggered.connect(self._ask_to_trash)
        self.list.addAction(delete)

    def retranslate(self) -> None:
        self._runs_title.setText(self.tr("Runs"))
        self._runs_note.setText(self.tr("best BLEU"))
        self._lineage_title.setText(self.tr("Lineage"))
        self.list.setAccessibleName(self.tr("Runs"))
        self.lineage.setAccessibleName(self.tr("Lineage"))
        self.note_edit.setPlaceholderText(self.tr("A note on this run"))
        self.note_edit.setAccessibleName(self.tr("A note on this run"))
        self.new_button.setText(self.tr("New run"))
        self.waiting.retranslate()
        self.compare_button.setText(self.tr("Compare"))
        self.folder_button.setText(self.tr("Show folder"))
        self.trash_button.setText(self.tr("Move to trash…"))
        self.show_runs()

    def show_runs(self) -> None:
        """The list and what is said of the chosen run, again from the controller."""
        controller, run = self._controller, self._controller.selected
        self._list_model.show_runs(controller.runs)
        row = self._list_model.row_of(run)
        if row >= 0 and self.list.currentIndex().row() != row:
            self.list.setCurrentIndex(self._list_model.index(row))
        if controller.list_problem:
            self.banner.say(controller.list_problem, "bad")
        self._of_run.setVisible(run is not None)
        self.compare_button.setVisible(run is not None and len(controller.runs) > 1)
        self.trash_button.setEnabled(run is not None and not run.status.is_active)
        if run is not None:
            self.lineage.show_nodes(lineage(run, controller.runs))
            self._show_note(run)

    def _show_note(self, run: Run) -> None:
        """Not over what is being typed; what was typed on another run is kept first."""
        if self._noted != run.path:
            self._keep_note()
        elif self.note_edit.isModified():
            return
        self._noted = run.path
        self.note_edit.setText(run.note)
        self.note_edit.setToolTip(tip(run.note))

    def _keep_note(self) -> None:
        noted = next((run for run in self._controller.runs if run.path == self._noted), None)
        if noted is not None and self.note_edit.isModified():
            self.note_edit.setModified(False)
            self._controller.keep_note(noted, self.note_edit.text())

    def _on_row(self) -> None:
        run = self.list.currentIndex().data(Qt.ItemDataRole.UserRole)
        if run is not None:
            self._controller.select(run.path)

    def _fill_compare_menu(self) -> None:
        self.compare_menu.clear()
        for run in self._controller.runs:
            if run != self._controller.selected:
                best = "" if run.best_bleu is None else f" · {run.best_bleu:.1f}"
                self.compare_menu.addAction(f"{run.name}{best}".replace("&", "&&")).triggered.connect(
                    lambda *_, path=run.path: self._controller.compare_with(path))

    def _show_folder(self) -> None:
        run = self._controller.selected
        if run is not None:
            open_path(run.path)

    def _show_menu(self, place: QPoint) -> None:
        if not self.list.indexAt(place).isValid():
            return
        menu = QMenu(self)
        self._theme.dress(menu)
        menu.addAction(self.tr("Show folder"), self._show_folder)
        trash = menu.addAction(self.tr("Move to trash…"), self._ask_to_trash)
        trash.setEnabled(self.trash_button.isEnabled())
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.list.viewport().mapToGlobal(place))

    def _ask_to_trash(self) -> None:
        run = self._controller.selected
        if run is None or run.status.is_active:
            return
        question = QMessageBox(QMessageBox.Icon.NoIcon, self.tr("Move to trash"),
                               self.tr("Move the run “{}” and its model to the trash?").format(run.name),
                               QMessageBox.StandardButton.Cancel, self)
        question.setTextFormat(Qt.TextFormat.PlainText)
        self._theme.dress(question)
        yes = question.addButton(self.tr("Move to trash"), QMessageBox.ButtonRole.DestructiveRole)
        question.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        question.buttonClicked.connect(lambda button: self._trash(run) if button is yes else None)
        question.open()

    def _trash(self, run: Run) -> None:
        self.banner.say(self._controller.move_to_trash(run), "bad")
