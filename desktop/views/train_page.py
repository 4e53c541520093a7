"""The Train page: the runs of this computer, and the one that is looked at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from PySide6.QtCore import Qt, QTime, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMenu,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QTimeEdit,
    QVBoxLayout,
    QWidget,
    QWidgetAction,
)

from desktop.controllers.models import ModelsController
from desktop.controllers.runs import Run, RunRequest, Status
from desktop.controllers.training import TrainingController
from desktop.theme import numbers
from desktop.theme.icons import set_icon
from desktop.theme.style import mark
from desktop.theme.theme import Theme
from desktop.views import run_words
from desktop.views.new_run_form import NewRunForm
from desktop.views.run_view import RunView
from desktop.views.runs_panel import RunsPanel
from desktop.widgets.banner import EmptyState
from desktop.widgets.card import text
from desktop.widgets.retranslated import Retranslated
from desktop.widgets.takes_files import TakesFiles
from desktop.widgets.turns import Turns

HEADER_HEIGHT = 56
FORM_WIDTH = 720
LONGER_MIN = (10, 20, 60, 120)


class TrainPage(Retranslated, TakesFiles, QWidget):
    """Header with what can be done, run list, and the run, the form or nothing yet.

    Form and run are made when they are first asked for, or `ahead`.
    """

    translate_requested = Signal(Path)  # the folder of a run whose best model is wanted

    def __init__(self, controller: TrainingController, theme: Theme, sample_corpus: Path | None = None,
                 models: ModelsController | None = None, parent: QWidget | None = None):
        """`models`: those that a training can start from."""
        super().__init__(parent)
        self.setObjectName("page")
        self.setAcceptDrops(True)
        self._controller, self._theme, self._sample_corpus = controller, theme, sample_corpus
        self._models = models
        self._turns = Turns(self)
        self._make_header()
        self.runs = RunsPanel(controller, theme, self)
        self._make_stack()
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addWidget(self.runs)
        body.addWidget(self.stack, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._header)
        layout.addWidget(self.progress)
        layout.addLayout(body, 1)
        # Part by part: the whole page at once would hold the window for long when the theme changes.
        for part in (self._header, self.progress, self.runs, self.empty):
            theme.dress(part)
        self._connect()
        self.retranslate()
        controller.refresh()

    # Making it

    def _make_header(self) -> None:
        self._header = mark(QFrame(self), header="true")
        self._header.setFixedHeight(HEADER_HEIGHT)
        self.title, self.facts = text("title"), text("caption")
        self.tag = mark(text(), tag="plain")
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
        self.until_clock, self.until_button = QTimeEdit(QTime(18, 0)), QPushButton()
        self.until_clock.setDisplayFormat("HH:mm")
        self.until_button.clicked.connect(self._train_until)
        place, action = QWidget(), QWidgetAction(menu)
        row = QHBoxLayout(place)
        row.setContentsMargins(12, 6, 12, 6)
        row.setSpacing(8)
        row.addWidget(self.until_clock)
        row.addWidget(self.until_button)
        action.setDefaultWidget(place)
        menu.addSeparator()
        menu.addAction(action)
        self.longer_button.setMenu(menu)

    def _make_stack(self) -> None:
        self.empty = EmptyState()
        self.stack = QStackedWidget(self)
        self._blank = QWidget()
        for page in (self._blank, self.empty):
            self.stack.addWidget(page)

    @cached_property
    def form(self) -> NewRunForm:
        form = NewRunForm(self._controller, self._theme, self._sample_corpus, self._models)
        form.zone.sift = lambda paths, take: self.sift(paths, take)
        form.setMaximumWidth(FORM_WIDTH)
        form.started.connect(self._on_started)
        form.cancelled.connect(self._close_form)
        return form

    @cached_property
    def _form_area(self) -> QScrollArea:
        place = QWidget()
        row = QHBoxLayout(place)
        row.setContentsMargins(16, 16, 16, 16)
        column = QVBoxLayout()  # and not aligned to the top: then lines that wrap would be cut off
        column.addWidget(self.form)
        column.addStretch(1)
        row.addLayout(column, 1)
        row.addStretch(0)
        return self._add(place)

    @cached_property
    def run_view(self) -> RunView:
        view = RunView(self._controller, self._theme)
        view.again_asked.connect(self._ask_again)
        return view

    @cached_property
    def _run_area(self) -> QScrollArea:
        return self._add(self.run_view)

    def _add(self, content: QWidget) -> QScrollArea:
        area = _scrolled(content)
        self.stack.addWidget(area)
        self._theme.dress(area)
        return area

    @property
    def _is_in_form(self) -> bool:
        return self.stack.currentWidget() is vars(self).get("_form_area")

    def ahead(self) -> list[tuple[str, Callable[[], object]]]:
        """For `Ahead`: the parts that are not there yet."""
        return [(__name__, make) for make in (
            lambda: self._run_area, lambda: self.run_view.loss_chart and None,
            lambda: self.run_view.bleu_chart and None, lambda: self._form_area)]

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
        self.runs.new_asked.connect(self.open_form)
        self.runs.waiting.change_asked.connect(self._on_refused)
        self.runs.clicked.connect(self._close_form)

    def retranslate(self) -> None:
        self.stop_button.setText(self.tr("Stop"))
        self.stop_button.setToolTip(self.tr("Save and stop; the run can be resumed"))
        self.longer_button.setText(self.tr("Train longer"))
        for minutes, action in self.longer_actions.items():
            action.setText(run_words.duration(60 * minutes))
        self.until_button.setText(self.tr("Until this time"))
        self.until_clock.setAccessibleName(self.tr("Train until this time of the day"))
        self.translate_button.setText(self.tr("Translate with best"))
        actions = [(self.tr("New run"), self.open_form)]
        if self._sample_corpus is not None:
            actions.append((self.tr("Use the sample sentences"), self._open_sample))
        self.empty.say(self.tr("No run yet."), self.tr("Drop a file of sentence pairs here, and train a "
                                                       "small model on them."), actions)
        if "run_view" in vars(self):
            self.run_view.retranslate()
        self.runs.retranslate()
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
        self.runs.show_runs()
        if not self._is_in_form:
            self._show_run_or_empty()
        self._show_header()
        if "run_view" in vars(self):
            self.run_view.show_banner()

    def _show_run_or_empty(self) -> None:
        if self._controller.selected is not None:
            self._show_run()
        else:
            self.stack.setCurrentWidget(self.empty if self._controller.is_loaded else self._blank)

    def _show_run(self) -> None:
        """The first time it is made before it is shown, in turns of its own: a click that asks for it would
        take too long."""
        if "_run_area" in vars(self):
            self.stack.setCurrentWidget(self._run_area)
        elif not self._turns.is_waiting:
            self.stack.setCurrentWidget(self._blank)
            self._turns.take([lambda: self.run_view, lambda: self._run_area, self._show_runs])

    def _show_header(self) -> None:
        run = self._controller.selected
        in_form = self._is_in_form
        active = self._controller.selected_active
        shown = run is not None and not in_form
        self.title.setText(run.name if shown else self.tr("Train"))
        self.tag.setVisible(shown)
        self.facts.setText(self._facts(run) if shown else "")
        for button in (self.pause_button, self.stop_button):
            button.setVisible(shown and active is not None)
        self.longer_button.setVisible(shown and run.status in (Status.FINISHED, Status.STOPPED))
        self.translate_button.setVisible(shown and run.has_model)
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

    def _on_selection(self) -> None:
        self.runs.banner.say("")
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

    def _ask_again(self, request: RunRequest) -> None:
        self.open_form()
        self.form.fill(replace(request, name=self.form.free_name(request.name)), "")

    def _open_sample(self) -> None:
        self.open_form_with(self._sample_corpus)

    def _pause_or_resume(self) -> None:
        run = self._controller.selected
        if run is not None and run.status is Status.PAUSED:
            self._controller.resume()
        else:
            self._controller.pause()

    def _train_longer(self, minutes: int) -> None:
        run = self._controller.selected
        if run is not None:
            self.runs.banner.say(self._controller.train_longer(run, minutes), "watch")

    def _train_until(self) -> None:
        run, until = self._controller.selected, self.until_clock.time().toString("HH:mm")
        self.longer_button.menu().close()
        if run is not None:
            self.runs.banner.say(self._controller.train_longer(run, until=until), "watch")

    def _translate(self) -> None:
        run = self._controller.selected
        if run is not None:
            self.translate_requested.emit(run.path)

    # A file may be dropped anywhere on the page

    def take_files(self, paths: list[Path]) -> None:
        self.open_form_with(paths[0])
        if len(paths) > 1:
            self.form.say_one_only()


def _scrolled(content: QWidget) -> QScrollArea:
    """Nothing is cut on a small screen or with large text."""
    content.setObjectName("scrolled")
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
    area.setWidget(content)
    return area
