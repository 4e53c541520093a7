"""The Train page: the runs of this computer, and the one that is looked at."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint, Qt, QUrl, Signal
from PySide6.QtGui import QAction, QDesktopServices, QDragEnterEvent, QDropEvent, QKeySequence
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QListView,
    QMenu,
    QMessageBox,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.controllers.runs import Run, RunRequest, Status
from desktop.controllers.training import TrainingController
from desktop.theme import numbers
from desktop.theme.icons import set_icon
from desktop.theme.style import mark
from desktop.theme.theme import Theme
from desktop.views import run_words
from desktop.views.new_run_form import NewRunForm
from desktop.views.run_list import RunDelegate, RunListModel
from desktop.views.run_view import RunView
from desktop.widgets.banner import Banner, EmptyState
from desktop.widgets.card import text
from desktop.widgets.drop_zone import dropped_file
from desktop.widgets.retranslated import Retranslated

LIST_WIDTH = 272
HEADER_HEIGHT = 56
FORM_WIDTH = 720
LONGER_MIN = (10, 20, 60, 120)


class TrainPage(Retranslated, QWidget):
    """Header with what can be done, run list, and the run, the form or nothing yet."""

    translate_requested = Signal(Path)  # the folder of a run whose best model is wanted

    def __init__(self, controller: TrainingController, theme: Theme, sample_corpus: Path | None = None,
                 parent: QWidget | None = None):
        super().__init__(parent)
        self.setObjectName("page")
        self.setAcceptDrops(True)
        self._controller, self._theme, self._sample_corpus = controller, theme, sample_corpus
        self._make_header()
        self._make_list()
        self._make_stack()
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addWidget(self._panel)
        body.addWidget(self.stack, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._header)
        layout.addWidget(self.progress)
        layout.addLayout(body, 1)
        # Part by part: the whole page at once would hold the window for long when the theme changes.
        for part in (self._header, self.progress, self._panel, self.empty, self._form_area, self._run_area):
            theme.dress(part)
        self._connect()
        self.retranslate()
        controller.refresh()

    # Making it

    def _make_header(self) -> None:
        self._header = mark(QFrame(self), header="true")
        self._header.setFixedHeight(HEADER_HEIGHT)
        self.title, self.facts = text("title"), text("caption")
        self.tag = mark(QLabel(), tag="plain")
        self.facts.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.pause_button, self.stop_button = QPushButton(), mark(QPushButton(), kind="danger")
        self.longer_button = QPushButton()
        self._make_longer_menu()
        self.translate_button = QPushButton()
        set_icon(self.pause_button, "pause", self._theme)
        set_icon(self.stop_button, "stop", self._theme, "bad")
        row = QHBoxLayout(self._header)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(8)
        for widget in (self.title, self.tag):
            row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.facts, 1)
        for button in (self.pause_button, self.stop_button, self.longer_button, self.translate_button):
            row.addWidget(button)
        self.progress = QProgressBar(self)
        self.progress.setTextVisible(False)
        self.progress.setRange(0, 1000)
        policy = self.progress.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.progress.setSizePolicy(policy)

    def _make_longer_menu(self) -> None:
        menu = QMenu(self.longer_button)
        self.longer_actions = {minutes: menu.addAction("") for minutes in LONGER_MIN}
        for minutes, action in self.longer_actions.items():
            action.triggered.connect(lambda *_, minutes=minutes: self._train_longer(minutes))
        self.longer_button.setMenu(menu)

    def _make_list(self) -> None:
        self._panel = mark(QFrame(self), panel="true")
        self._panel.setFixedWidth(LIST_WIDTH)
        self._runs_title, self._runs_note = text("card-title"), text("note")
        self.new_button = QPushButton()
        head = QHBoxLayout()
        head.setContentsMargins(16, 10, 12, 10)
        head.setSpacing(8)
        head.addWidget(self._runs_title)
        head.addWidget(self._runs_note)
        head.addStretch(1)
        head.addWidget(self.new_button)
        self.run_list, self._list_model = QListView(self._panel), RunListModel(self)
        self.run_list.setModel(self._list_model)
        self.run_list.setItemDelegate(RunDelegate(self._theme, self))
        self.run_list.setUniformItemSizes(True)
        self.run_list.setMouseTracking(True)
        self.run_list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.run_list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.compare_button, self.compare_menu = QPushButton(), QMenu(self._panel)
        self.compare_button.setMenu(self.compare_menu)
        self.folder_button = QPushButton()
        self.trash_button = QPushButton()
        foot = QGridLayout()
        foot.setContentsMargins(16, 12, 12, 12)
        foot.setSpacing(8)
        foot.addWidget(self.folder_button, 0, 0)
        foot.addWidget(self.trash_button, 0, 1)
        foot.addWidget(self.compare_button, 1, 0)
        foot.setColumnStretch(2, 1)
        self._foot_line = mark(QFrame(), line="true")
        self._foot_line.setFixedHeight(1)
        self._head_line = mark(QFrame(), line="true")
        self._head_line.setFixedHeight(1)
        self.list_banner = Banner()
        layout = QVBoxLayout(self._panel)
        layout.setContentsMargins(0, 0, 1, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self._head_line)
        layout.addWidget(self.run_list, 1)
        layout.addWidget(self.list_banner)
        layout.addWidget(self._foot_line)
        layout.addLayout(foot)

    def _make_stack(self) -> None:
        self.empty = EmptyState()
        self.form = NewRunForm(self._controller, self._theme, self._sample_corpus)
        self.form.setMaximumWidth(FORM_WIDTH)
        self.run_view = RunView(self._controller, self._theme)
        form_place = QWidget()
        row = QHBoxLayout(form_place)
        row.setContentsMargins(16, 16, 16, 16)
        row.addWidget(self.form, 1, Qt.AlignmentFlag.AlignTop)
        row.addStretch(0)
        self.stack = QStackedWidget(self)
        self._blank = QWidget()
        self._form_area, self._run_area = _scrolled(form_place), _scrolled(self.run_view)
        for page in (self._blank, self.empty, self._form_area, self._run_area):
            self.stack.addWidget(page)

    def _connect(self) -> None:
        controller = self._controller
        controller.runs_changed.connect(self._show_runs)
        controller.selection_changed.connect(self._on_selection)
        controller.progress_changed.connect(self._show_header)
        controller.metrics_changed.connect(self._show_header)
        controller.refused.connect(self._on_refused)
        self.pause_button.clicked.connect(self._pause_or_resume)
        self.stop_button.clicked.connect(controller.stop)
        self.translate_button.clicked.connect(self._translate)
        self.new_button.clicked.connect(self.open_form)
        self.compare_menu.aboutToShow.connect(self._fill_compare_menu)
        self.folder_button.clicked.connect(self._show_folder)
        self.trash_button.clicked.connect(self._ask_to_trash)
        self.run_list.selectionModel().currentChanged.connect(self._on_row)
        self.run_list.clicked.connect(self._close_form)
        self.run_list.customContextMenuRequested.connect(self._show_menu)
        self.form.started.connect(self._on_started)
        self.form.cancelled.connect(self._close_form)
        delete = QAction(self.run_list)
        delete.setShortcut(QKeySequence(QKeySequence.StandardKey.Delete))
        delete.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        delete.triggered.connect(self._ask_to_trash)
        self.run_list.addAction(delete)

    def retranslate(self) -> None:
        self._runs_title.setText(self.tr("Runs"))
        self._runs_note.setText(self.tr("best BLEU"))
        self.run_list.setAccessibleName(self.tr("Runs"))
        self.new_button.setText(self.tr("New run"))
        self.compare_button.setText(self.tr("Compare"))
        self.folder_button.setText(self.tr("Show folder"))
        self.trash_button.setText(self.tr("Move to trash…"))
        self.stop_button.setText(self.tr("Stop"))
        self.stop_button.setToolTip(self.tr("Save and stop; the run can be resumed"))
        self.longer_button.setText(self.tr("Train longer"))
        for minutes, action in self.longer_actions.items():
            action.setText(run_words.duration(60 * minutes))
        self.translate_button.setText(self.tr("Translate with best"))
        actions = [(self.tr("New run"), self.open_form)]
        if self._sample_corpus is not None:
            actions.append((self.tr("Use the sample sentences"), self._open_sample))
        self.empty.say(self.tr("No run yet."), self.tr("Drop a file of sentence pairs here, and train a "
                                                       "small model on them."), actions)
        self.run_view.retranslate()
        self._show_runs()

    # Showing

    def open_form(self) -> None:
        self.stack.setCurrentWidget(self._form_area)
        self._show_header()
        self.form.choose_button.setFocus()

    def open_form_with(self, corpus: Path, size: str = "") -> None:
        self.open_form()
        if size:
            self.form.choose_size(size)
        self.form.take_file(corpus)

    def open_form_from(self, folder: Path, name: str, src_lang: str, tgt_lang: str) -> None:
        """To train a model further."""
        self.open_form()
        self.form.start_from(folder, name, src_lang, tgt_lang)

    def _show_runs(self) -> None:
        controller = self._controller
        self._list_model.show_runs(controller.runs)
        row = self._list_model.row_of(controller.selected)
        if row >= 0 and self.run_list.currentIndex().row() != row:
            self.run_list.setCurrentIndex(self._list_model.index(row))
        if controller.list_problem:
            self.list_banner.say(controller.list_problem, "bad")
        if self.stack.currentWidget() is not self._form_area:
            self._show_run_or_empty()
        self._show_header()
        self.run_view.show_banner()

    def _show_run_or_empty(self) -> None:
        if self._controller.selected is not None:
            self.stack.setCurrentWidget(self._run_area)
        else:
            self.stack.setCurrentWidget(self.empty if self._controller.is_loaded else self._blank)

    def _show_header(self) -> None:
        run = self._controller.selected
        in_form = self.stack.currentWidget() is self._form_area
        active = self._controller.selected_active
        shown = run is not None and not in_form
        self.title.setText(run.name if shown else self.tr("Train"))
        self.tag.setVisible(shown)
        self.facts.setText(self._facts(run) if shown else "")
        for button in (self.pause_button, self.stop_button):
            button.setVisible(shown and active is not None)
        self.longer_button.setVisible(shown and run.status in (Status.FINISHED, Status.STOPPED))
        self.translate_button.setVisible(shown and run.has_model)
        for widget in (self.folder_button, self.trash_button, self._foot_line):
            widget.setVisible(run is not None)
        self.compare_button.setVisible(run is not None and len(self._controller.runs) > 1)
        self.trash_button.setEnabled(run is not None and not run.status.is_active)
        self.progress.setValue(round(1000 * active.fraction) if active else 0)
        self.progress.setVisible(shown and active is not None)
        if not shown:
            return
        self.tag.setText(run_words.status_word(run.status))
        mark(self.tag, tag=run_words.tag_of(run.status))
        paused = run.status in (Status.PAUSED, Status.PAUSING)
        self.pause_button.setText(self.tr("Continue") if paused else self.tr("Pause"))
        set_icon(self.pause_button, "play" if paused else "pause", self._theme)
        self.pause_button.setEnabled(run.status in (Status.RUNNING, Status.PAUSED))
        self.stop_button.setEnabled(run.status is not Status.STOPPING)

    def _facts(self, run: Run) -> str:
        started = self._controller.metrics.started
        parts = [run_words.direction(run)]
        if run.pairs:
            parts.append(self.tr("{} pairs").format(numbers.thousands(run.pairs)))
        if started.get("num_encoder_layers"):
            parts.append(self.tr("{} + {} layers").format(started["num_encoder_layers"],
                                                          started["num_decoder_layers"]))
        if started.get("num_weights"):
            parts.append(self.tr("{} weights").format(numbers.short(started["num_weights"])))
        return " · ".join(part for part in parts if part)

    # Doing

    def _on_row(self) -> None:
        run = self.run_list.currentIndex().data(Qt.ItemDataRole.UserRole)
        if run is not None:
            self._controller.select(run.path)

    def _on_selection(self) -> None:
        self.list_banner.say("")
        self._show_runs()

    def _on_started(self) -> None:
        self.form.clear()
        self._close_form()

    def _close_form(self) -> None:
        self._show_run_or_empty()
        self._show_header()

    def _on_refused(self, request: RunRequest, problem: str) -> None:
        self.open_form()
        self.form.fill(request, problem)

    def _open_sample(self) -> None:
        self.open_form_with(self._sample_corpus)

    def _pause_or_resume(self) -> None:
        run = self._controller.selected
        if run is not None and run.status is Status.PAUSED:
            self._controller.resume()
        else:
            self._controller.pause()

    def _fill_compare_menu(self) -> None:
        self.compare_menu.clear()
        for run in self._controller.runs:
            if run != self._controller.selected:
                best = "" if run.best_bleu is None else f" · {run.best_bleu:.1f}"
                self.compare_menu.addAction(f"{run.name}{best}".replace("&", "&&")).triggered.connect(
                    lambda *_, path=run.path: self._controller.compare_with(path))

    def _train_longer(self, minutes: int) -> None:
        run = self._controller.selected
        if run is not None:
            self.list_banner.say(self._controller.train_longer(run, minutes), "watch")

    def _translate(self) -> None:
        run = self._controller.selected
        if run is not None:
            self.translate_requested.emit(run.path)

    def _show_folder(self) -> None:
        run = self._controller.selected
        if run is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(run.path)))

    def _show_menu(self, place: QPoint) -> None:
        if not self.run_list.indexAt(place).isValid():
            return
        menu = QMenu(self)
        self._theme.dress(menu)
        menu.addAction(self.tr("Show folder"), self._show_folder)
        trash = menu.addAction(self.tr("Move to trash…"), self._ask_to_trash)
        trash.setEnabled(self.trash_button.isEnabled())
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.run_list.viewport().mapToGlobal(place))

    def _ask_to_trash(self) -> None:
        run = self._controller.selected
        if run is None or run.status.is_active:
            return
        question = QMessageBox(QMessageBox.Icon.NoIcon, self.tr("Move to trash"),
                               self.tr("Move the run “{}” and its model to the trash?").format(run.name),
                               QMessageBox.StandardButton.Cancel, self)
        self._theme.dress(question)
        yes = question.addButton(self.tr("Move to trash"), QMessageBox.ButtonRole.DestructiveRole)
        question.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        question.buttonClicked.connect(lambda button: self._trash(run) if button is yes else None)
        question.open()

    def _trash(self, run: Run) -> None:
        self.list_banner.say(self._controller.move_to_trash(run), "bad")

    # A file may be dropped anywhere on the page

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_file(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        file = dropped_file(event.mimeData())
        if file is not None:
            event.acceptProposedAction()
            self.open_form_with(file)


def _scrolled(content: QWidget) -> QScrollArea:
    """Nothing is cut on a small screen or with large text."""
    content.setObjectName("scrolled")
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
    area.setWidget(content)
    return area
