"""The Data page: files in, what was found in them, what was left out and why, and on to a training."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from core.corpus.encodings import LEGACY
from core.corpus.files.quoting import LETTERS
from desktop.controllers.data import DataController
from desktop.theme import numbers
from desktop.theme.icons import set_icon
from desktop.theme.style import mark
from desktop.theme.theme import Theme
from desktop.views.column_question import ColumnQuestion
from desktop.views.data_report import DataReport
from desktop.views.file_notes import heavy_rules, num_files
from desktop.views.rules_dialog import RulesDialog
from desktop.widgets.banner import Banner, EmptyState
from desktop.widgets.card import text
from desktop.widgets.retranslated import Retranslated
from desktop.widgets.takes_files import TakesFiles

HEADER_HEIGHT = 56
SMALL = 1000  # pairs; fewer are learned by heart
MOST_HEAVY = 2  # rules that leave out most of a file
MOST_LEFT = 3  # files that could not be read, named one by one


class DataPage(Retranslated, TakesFiles, QWidget):
    """Takes dropped files and folders anywhere."""

    train_asked = Signal(Path, str)  # the corpus folder, and the size that was chosen or ""

    def __init__(self, controller: DataController, theme: Theme, parent: QWidget | None = None):
        super().__init__(parent)
        self.setObjectName("page")
        self.setAcceptDrops(True)
        self._controller, self._theme = controller, theme
        self._make_header()
        self.banner = Banner(self)
        self._make_choices()
        self.columns = ColumnQuestion(theme, self)
        self.columns.answered.connect(controller.set_columns)
        self.empty, self.report = EmptyState(self), DataReport(controller.preflight, theme, self)
        self.stack = QStackedWidget(self)
        for page in (self.empty, self.report):
            self.stack.addWidget(page)
        top = QVBoxLayout()
        top.setContentsMargins(16, 12, 16, 0)
        top.setSpacing(8)
        top.addWidget(self.banner)
        top.addWidget(self._choices)
        top.addWidget(self.columns)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._header)
        layout.addLayout(top)
        layout.addWidget(self.stack, 1)
        for part in (self._header, self.banner, self._choices, self.columns, self.empty, self.report):
            theme.dress(part)
        controller.changed.connect(self._show)
        self.report.keep_asked.connect(controller.keep)
        self.report.remove_asked.connect(controller.remove)
        self.report.first_row_said.connect(controller.set_first_row)
        self.report.use_asked.connect(lambda files, what: controller.set_use(files, **what))
        QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), self).activated.connect(controller.undo)
        self.retranslate()

    def _make_header(self) -> None:
        self._header = mark(QFrame(self), header="true")
        self._header.setFixedHeight(HEADER_HEIGHT)
        self.title, self.facts = text("title"), text("caption")
        self.undo_button, self.add_button, self.rules_button = QPushButton(), QPushButton(), QPushButton()
        self.save_button, self.train_button = QPushButton(), mark(QPushButton(), kind="primary")
        set_icon(self.undo_button, "undo", self._theme)
        row = QHBoxLayout(self._header)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(8)
        row.addWidget(self.title)
        row.addWidget(self.facts, 1)
        for button in (self.undo_button, self.add_button, self.rules_button, self.save_button,
                       self.train_button):
            row.addWidget(button)
        self.undo_button.clicked.connect(self._controller.undo)
        self.add_button.clicked.connect(self._choose_files)
        self.rules_button.clicked.connect(self._change_rules)
        self.save_button.clicked.connect(self._save_report)
        self.train_button.clicked.connect(self._ask_train)

    def _make_choices(self) -> None:
        """What is asked where the files do not say it: which two languages, which encoding, which quotes."""
        self._choices = QFrame(self)
        self.src_combo, self.tgt_combo, self.encoding_combo = QComboBox(), QComboBox(), QComboBox()
        self.quote_combo = QComboBox()
        for sign in ('"', LETTERS):
            self.quote_combo.addItem("", sign)
        self.encoding_combo.addItems(["utf-8", "utf-16-le", "utf-16-be", *LEGACY])
        self.again_button = mark(QPushButton(), kind="primary")
        row = QHBoxLayout(self._choices)
        row.setContentsMargins(0, 0, 0, 0)
        for widget in (self.src_combo, self.tgt_combo, self.encoding_combo, self.quote_combo,
                       self.again_button):
            row.addWidget(widget)
        row.addStretch(1)
        self.again_button.clicked.connect(self._read_again)
        self._choices.hide()

    def retranslate(self) -> None:
        self.undo_button.setText(self.tr("Undo"))
        self.add_button.setText(self.tr("Add files…"))
        self.rules_button.setText(self.tr("Rules…"))
        self.save_button.setText(self.tr("Save report"))
        self.train_button.setText(self.tr("Train a model"))
        self.again_button.setText(self.tr("Read again"))
        self.src_combo.setAccessibleName(self.tr("From"))
        self.tgt_combo.setAccessibleName(self.tr("Into"))
        self.encoding_combo.setAccessibleName(self.tr("Encoding"))
        self.quote_combo.setAccessibleName(self.tr("Quotes"))
        for index, words in enumerate((self.tr("Quotes stand around cells"), self.tr("Quotes are letters"))):
            self.quote_combo.setItemText(index, words)
        self.empty.say(self.tr("Drop TMX, TSV, CSV, PO, XLIFF, JSONL or a pair of text files here."),
                       self.tr("Your files are only read. What is left out is listed, with the reason."),
                       [(self.tr("Add files…"), self._choose_files)])
        self.report.retranslate()
        self._show()

    def take_files(self, paths: list[Path]) -> None:
        self._controller.add(paths)

    # Showing

    def _show(self) -> None:
        controller, report = self._controller, self._controller.report
        self.undo_button.setEnabled(controller.can_undo)
        self.rules_button.setEnabled(bool(controller.wish.files))
        is_ready = controller.state == "ready" and controller.corpus is not None
        self.save_button.setEnabled(is_ready)
        self.train_button.setEnabled(is_ready and not controller.is_proposal)
        self.title.setText(self.tr("Data") if report is None else "–".join(
            part for part in (report["src_lang"], report["tgt_lang"]) if part) or self.tr("Data"))
        if report is not None:
            words = self.tr("1 file · read in {seconds} s") if num_files(report) == 1 else \
                self.tr("{files} files · read in {seconds} s")
            self.facts.setText(words.format(files=num_files(report), seconds=report["seconds"]))
        else:
            self.facts.clear()
        self.stack.setCurrentWidget(self.empty if report is None else self.report)
        if report is not None:
            self.report.show_report(report, controller.project, controller.is_proposal)
        self._say()

    def _say(self) -> None:
        controller, report = self._controller, self._controller.report
        self._choices.setVisible(bool(controller.languages) or controller.asks_encoding
                                 or controller.asks_quote)
        asked = controller.table if controller.state == "failed" else None
        self.columns.ask(*asked or (None, None))
        self.encoding_combo.setVisible(controller.asks_encoding)
        self.quote_combo.setVisible(controller.asks_quote)
        for combo in (self.src_combo, self.tgt_combo):
            combo.setVisible(bool(controller.languages))
        if controller.languages and self.src_combo.count() != len(controller.languages):
            for index, combo in enumerate((self.src_combo, self.tgt_combo)):
                combo.clear()
                for tag, count in controller.languages.items():
                    combo.addItem(f"{tag} ({numbers.thousands(count)})", tag)
                combo.setCurrentIndex(index)
        if controller.state == "reading":
            progress = controller.progress
            self.banner.say(self.tr("Reading {file}: {pairs} pairs so far.").format(
                file=Path(progress.get("file", str(controller.wish.files[0]))).name,
                pairs=numbers.thousands(progress.get("pairs", 0))), "plain",
                [(self.tr("Cancel"), controller.cancel)])
        elif controller.problem:
            kind = "watch" if controller.asks else "bad"
            self.banner.say(self._question() or controller.problem, kind, self._ways_out())
        else:
            self.banner.say(*self._said_of(report))

    def _question(self) -> str:
        """What is asked of a table, in the window's language; "" for all other problems."""
        controller, file = self._controller, self._controller.unreadable
        if file is None or not controller.is_question:
            return ""
        if controller.table is not None and not controller.table[1].delimiter:
            words = self.tr("{file}: say below what divides source and target. If it is one half of two "
                            "line-aligned files, add the other too.")
            return words.format(file=file.name)
        if controller.table is not None:
            return self.tr("{file}: say below which columns are the sentences.").format(file=file.name)
        if controller.is_unclear_quote:
            words = self.tr("{file}: some quotes stand around cells, others are letters. Say below what "
                            "they are.")
            return words.format(file=file.name)
        return ""

    def _ways_out(self) -> list[tuple[str, Callable[[], None]]]:
        """What can be done about a file that cannot be read."""
        controller, file = self._controller, self._controller.unreadable
        if file is None:
            return []
        ways = [(self.tr("Leave {} out").format(file.name), lambda: controller.remove([file]))]
        if len(controller.wish.files) > 2:
            ways.append((self.tr("Leave out all that cannot be read"), controller.leave_unreadable))
        return ways

    def _said_of(self, report: dict[str, Any] | None) -> tuple:
        """What the banner says of a corpus that was read: words, kind, actions."""
        controller, left = self._controller, self._left_out()
        if controller.is_proposal:
            words = self.tr("The rules would leave out {count} of {pairs} pairs, listed below by reason. "
                            "Nothing is left out yet.")
            words = words.format(count=numbers.thousands(report["pairs"] - report["kept"]),
                                 pairs=numbers.thousands(report["pairs"]))
            heavy = "".join(f"\n{line}" for line in heavy_rules(report)[:MOST_HEAVY])
            return (f"{words}{heavy}{left}", "watch", [(self.tr("Leave them out"), controller.agree),
                                                (self.tr("Keep every pair"), controller.keep_all)])
        if report is not None and not report["kept_to_learn"]:
            words = self.tr("Nothing is left to learn from: the rules leave every pair out.")
            return words + left, "bad", [(self.tr("Keep every pair"), controller.keep_all)]
        kept = sum(file["kept"] for file in report["files"] if not file["is_dev"]) if report else 0
        if report is not None and kept < SMALL:
            words = self.tr("{} pairs is little. It will learn these by heart; more sentences help most.")
            return words.format(numbers.thousands(kept)) + left, "watch"
        return left.strip(), "watch"

    def _left_out(self) -> str:
        """The files that could not be read and were left out, each on a line."""
        said = self._controller.left_out
        more = [self.tr("and {} more files").format(len(said) - MOST_LEFT)] if len(said) > MOST_LEFT else []
        return "".join(f"\n{line}" for line in [
            *(self.tr("Left out: {}").format(problem) for problem in said[:MOST_LEFT]), *more])

    # Doing

    def _choose_files(self) -> None:
        names, _ = QFileDialog.getOpenFileNames(
            self, self.tr("Add files"), "", self.tr("Sentence pairs (*.tmx *.xlf *.xliff *.sdlxliff *.po "
                                                    "*.tsv *.csv *.jsonl *.srt *.txt);;All files (*)"))
        if names:
            self._controller.add([Path(name) for name in names])

    def _change_rules(self) -> None:
        dialog = RulesDialog(self._controller.wish, self._theme, self)
        dialog.accepted.connect(lambda: self._controller.change(**dialog.wishes()))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _read_again(self) -> None:
        what = {}
        if self.src_combo.isVisibleTo(self):
            what = {"src": self.src_combo.currentData(), "tgt": self.tgt_combo.currentData()}
        if self.encoding_combo.isVisibleTo(self):
            what["encoding"] = self.encoding_combo.currentText()
        if self.quote_combo.isVisibleTo(self):
            what["quote"] = self.quote_combo.currentData()
        self._controller.change(**what)

    def _ask_train(self) -> None:
        self.train_asked.emit(self._controller.corpus, self.report.preflight_card.chosen_size())

    def _save_report(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, self.tr("Save report"), "report.tsv",
                                              self.tr("Table (*.tsv)"))
        if name:
            self._controller.save_report(Path(name))
