"""Documents in the place of the two texts: the list, and what became of the chosen one."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QListView,
    QPlainTextEdit,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from core.documents.naming import language_of
from core.documents.reading import SUFFIXES
from desktop.controllers.document_jobs import ASKING, DONE, FAILED, PAUSED, WAITING, WORKING, Job, preview
from desktop.controllers.documents import DocumentsController
from desktop.theme.style import mark
from desktop.theme.theme import Theme
from desktop.views import document_words
from desktop.views.documents_list import JOB, DocumentDelegate, DocumentsModel
from desktop.views.table_question import TableQuestion
from desktop.views.words import legible
from desktop.widgets.banner import Banner, EmptyState
from desktop.widgets.card import Card, line, text
from desktop.widgets.retranslated import Retranslated
from desktop.workers.file_manager import open_path, reveal

_BESIDE, _FOLDER = range(2)  # where results go


class DocumentsView(Retranslated, QWidget):
    """Renders a DocumentsController and forwards what is dropped, chosen and clicked."""

    asked = Signal()  # to be shown
    left = Signal()  # back to the text
    named = Signal(str)  # what the button that leads here says

    def __init__(self, controller: DocumentsController, theme: Theme, parent: QWidget | None = None):
        super().__init__(parent)
        self._controller = controller
        self.banner, self.empty = Banner(), EmptyState()
        self.list = QListView()
        self._model = DocumentsModel(controller, self)
        self.list.setModel(self._model)
        self.list.setItemDelegate(DocumentDelegate(theme, self.list))
        self.list.setUniformItemSizes(True)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.empty)
        self.stack.addWidget(self.list)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self._make_list_card(), 3)
        self.details = DocumentDetails(controller, theme)
        column.addWidget(self.details, 2)
        self.list.selectionModel().currentChanged.connect(lambda *_: self._show_chosen())
        controller.changed.connect(self._show)
        controller.added.connect(self._on_added)
        self.retranslate()

    def _make_list_card(self) -> Card:
        self.card = Card(padding=0)
        self.card.title_row.setContentsMargins(16, 0, 16, 0)
        self.add_button, self.clear_button, self.back_button = (
            mark(QPushButton(), small="true") for _ in range(3))
        self.place_combo = QComboBox()
        for widget in (self.place_combo, self.clear_button, self.add_button, self.back_button):
            self.card.title_row.addWidget(widget)
        self.card.body.setSpacing(12)
        self.card.body.addWidget(line())
        self.card.body.addWidget(self.banner)
        self.card.body.addWidget(self.stack, 1)
        self.card.body.setContentsMargins(0, 8, 0, 0)
        self.card.body.setSpacing(8)
        self.add_button.clicked.connect(self.choose_files)
        self.clear_button.clicked.connect(self._controller.clear)
        self.back_button.clicked.connect(self.left)
        self.place_combo.activated.connect(self._choose_place)
        return self.card

    def retranslate(self) -> None:
        self.card.set_title(self.tr("Documents"))
        self.add_button.setText(self.tr("Add files…"))
        self.clear_button.setText(self.tr("Clear finished"))
        self.clear_button.setToolTip(self.tr("Take finished documents off the list; their files stay"))
        self.back_button.setText(self.tr("Back to the text"))
        self.list.setAccessibleName(self.tr("Documents"))
        self.place_combo.setAccessibleName(self.tr("Where translations are written"))
        self.place_combo.setToolTip(self.tr("Where translations are written; an original is never changed"))
        self.empty.say(self.tr("Drop documents here."),
                       self.tr("TXT, Markdown, DOCX, SRT, XLIFF, PO, TMX and CSV keep their structure; an "
                               "original is never changed."),
                       [(self.tr("Add files…"), self.choose_files)])
        self.details.retranslate()
        self._show()

    def open(self) -> None:
        """Shows the list; where it is empty, asks for files first."""
        if self._controller.jobs:
            self.asked.emit()
        else:
            self.choose_files()

    def choose_files(self) -> None:
        patterns = " ".join(f"*{suffix}" for suffix in SUFFIXES)
        names, _ = QFileDialog.getOpenFileNames(
            self, self.tr("Translate documents"), "",
            self.tr("Documents ({patterns});;All files (*)").format(patterns=patterns))
        if names:
            self.add([Path(name) for name in names])

    def add(self, paths: list[Path]) -> None:
        self.asked.emit()
        self._controller.add(paths)

    # Showing

    def _show(self) -> None:
        controller = self._controller
        self._model.renew()
        self.stack.setCurrentWidget(self.list if controller.jobs else self.empty)
        self.banner.say(controller.problem, "watch")
        self.clear_button.setVisible(any(job.state == DONE for job in controller.jobs))
        self._show_place()
        if controller.jobs and not self.list.currentIndex().isValid():
            self.list.setCurrentIndex(self._model.index(0))
        self._show_chosen()
        open_now = controller.num_open
        self.named.emit(self.tr("Open file…") if not controller.jobs else self.tr("Documents") if not open_now
                        else self.tr("Documents ({count})").format(count=open_now))

    def _show_place(self) -> None:
        folder = self._controller.folder
        self.place_combo.clear()
        self.place_combo.addItem(self.tr("Beside each original"))
        self.place_combo.addItem(self.tr("In a folder…") if folder is None
                                 else self.tr("In {folder}").format(folder=folder.name or str(folder)))
        self.place_combo.setCurrentIndex(_BESIDE if folder is None else _FOLDER)

    def _show_chosen(self) -> None:
        self.details.show_job(self.list.currentIndex().data(JOB))

    def _on_added(self, job_id: str) -> None:
        self._model.renew()
        self.list.setCurrentIndex(self._model.index(self._model.row_of(job_id)))

    def _choose_place(self, index: int) -> None:
        folder = None
        if index == _FOLDER:
            chosen = QFileDialog.getExistingDirectory(self, self.tr("Where translations are written"))
            folder = Path(chosen) if chosen else self._controller.folder
        self._controller.set_folder(folder)


class DocumentDetails(Card):
    """Where a document came from and went, what was not translated and why, and what can be done."""

    def __init__(self, controller: DocumentsController, theme: Theme, parent: QWidget | None = None):
        super().__init__(parent)
        self._controller = controller
        self._job: Job | None = None
        self.question = TableQuestion(theme)
        self.facts = text("caption", wrap=True)
        self.report = mark(QPlainTextEdit(), reading="true")
        self.report.setReadOnly(True)
        buttons = [mark(QPushButton(), small="true") for _ in range(4)]
        self.pause, self.open, self.reveal, self.remove = buttons
        for button in buttons:
            self.title_row.addWidget(button)
        self.body.addWidget(self.facts)
        self.body.addWidget(self.report, 1)
        self.body.addWidget(self.question, 1)
        self.question.answered.connect(lambda *chosen: controller.answer(self._job.id, *chosen))
        self.pause.clicked.connect(self._pause_or_resume)
        self.open.clicked.connect(self._open)
        self.reveal.clicked.connect(lambda: reveal(self._job.target))
        self.remove.clicked.connect(lambda: self._controller.remove(self._job.id))

    def retranslate(self) -> None:
        self.open.setText(self.tr("Open"))
        self.open.setToolTip(self.tr("Open the translation in the program that this system has for it"))
        self.reveal.setText(self.tr("Show in folder"))
        self.report.setAccessibleName(self.tr("Report of the document"))
        self.show_job(self._job)

    def show_job(self, job: Job | None) -> None:
        self._job = job
        self.setVisible(job is not None)
        if job is None:
            return
        self.set_title(legible(job.source.name))
        going = job.state in (WAITING, WORKING)
        self.pause.setText(self.tr("Pause") if going else self.tr("Try again") if job.state == FAILED
                           else self.tr("Resume"))
        self.pause.setVisible(going or job.state in (PAUSED, FAILED))
        self.open.setVisible(job.state == DONE)
        self.reveal.setVisible(job.state == DONE)
        self.remove.setText(self.tr("Remove from the list") if job.state in (DONE, FAILED)
                            else self.tr("Cancel"))
        place = self.tr("Written to {path}") if job.state == DONE else self.tr("Will be written to {path}")
        self.facts.setText(place.format(path=legible(str(job.target))))
        self._say("\n".join(self._lines(job)))
        asks = job.state == ASKING
        self.question.setVisible(asks)
        self.report.setVisible(not asks)
        if asks:
            self.question.ask(job.id, preview(job), language_of(job.target))

    def _lines(self, job: Job) -> list[str]:
        words = document_words.facts(job, self._controller.time_left)
        if job.state == PAUSED:
            kept = self.tr("What is translated of it is kept; it goes on from there.")
            return [line for line in (words, kept) if line]
        if job.state == DONE:
            return [words, *document_words.report_lines(job.report)]
        return [words] if words else []

    def _say(self, words: str) -> None:
        if self.report.toPlainText() != words:
            self.report.setPlainText(words)

    def _open(self) -> None:
        if not open_path(self._job.target):
            reveal(self._job.target)

    def _pause_or_resume(self) -> None:
        act = self._controller.pause if self._job.state in (WAITING, WORKING) else self._controller.resume
        act(self._job.id)
