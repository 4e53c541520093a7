"""The Models page: all models, what is known of each, and models coming and going."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QInputDialog,
    QMenu,
    QMessageBox,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from core.exporting.archive import SUFFIX
from core.formats.scores import read_scores
from desktop.controllers.models import ModelEntry, ModelsController
from desktop.controllers.shelf import ShelfController, suggested_file
from desktop.theme import numbers
from desktop.theme.icons import set_icon
from desktop.theme.style import mark
from desktop.theme.theme import Theme
from desktop.views.import_card import ImportCard
from desktop.views.model_facts import ModelFacts, is_number, megabytes
from desktop.views.models_compare import ModelsCompare
from desktop.views.words import direction
from desktop.widgets.banner import Banner, EmptyState
from desktop.widgets.card import Card, text
from desktop.widgets.retranslated import Retranslated
from desktop.widgets.table import fill, table, tip
from desktop.widgets.takes_files import TakesFiles
from desktop.workers.file_manager import open_path

HEADER_HEIGHT = 56
WEIGHTS, ON_DISK, BLEU = 2, 3, 4  # columns
# Below these widths the name is worth more room than what the card at the right says too.
ROOMY, NARROW = 1180, 1000
FILES_NAMED = 12  # of a folder that goes to the trash


class ModelsPage(Retranslated, TakesFiles, QWidget):
    """Takes a dropped folder or archive anywhere. Two selected models are compared."""

    translate_asked = Signal(Path)
    step_asked = Signal(Path)
    train_asked = Signal(ModelEntry)

    def __init__(self, shelf: ShelfController, models: ModelsController, theme: Theme,
                 parent: QWidget | None = None):
        super().__init__(parent)
        self.setObjectName("page")
        self.setAcceptDrops(True)
        self._shelf, self._models, self._theme = shelf, models, theme
        self._listed: list[ModelEntry] = []
        self._previewed: dict | None = None
        self._make_header()
        self._make_body()
        models.listed.connect(self._show_list)
        models.changed.connect(self._show_list)
        shelf.changed.connect(self._show_side)
        shelf.facts_changed.connect(self._show_list)
        shelf.imported.connect(self._select)
        self.list.selectionModel().selectionChanged.connect(lambda *_: self._show_side())
        for key, act in ((QKeySequence.StandardKey.Delete, "trash"), (QKeySequence("F2"), "rename")):
            shortcut = QShortcut(key, self.list, lambda act=act: self._do(act))
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
        self.retranslate()

    def _make_header(self) -> None:
        self._header = mark(QFrame(self), header="true")
        self._header.setFixedHeight(HEADER_HEIGHT)
        self.title, self.note = text("title"), text("caption")
        self.half_check = QCheckBox()
        self.half_check.clicked.connect(self._models.keep_half)
        self.import_button = mark(QPushButton(), kind="primary")
        self.import_menu = QMenu(self.import_button)
        self.file_action, self.folder_action = (self.import_menu.addAction("") for _ in range(2))
        self.import_button.setMenu(self.import_menu)
        set_icon(self.import_button, "folder", self._theme, "on_accent")
        row = QHBoxLayout(self._header)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(8)
        row.addWidget(self.title)
        row.addWidget(self.note, 1)
        row.addWidget(self.half_check)
        row.addWidget(self.import_button)
        self.file_action.triggered.connect(self._choose_file)
        self.folder_action.triggered.connect(self._choose_folder)

    def _make_body(self) -> None:
        self.banner, self.empty = Banner(self), EmptyState(self)
        self.list = table(self)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.setTabKeyNavigation(False)
        self._list_card = Card(self)
        self._list_card.body.addWidget(self.list, 1)
        self.facts, self.import_card = ModelFacts(self), ImportCard(self)
        self.compare = ModelsCompare(self._shelf, self)
        self.side = QStackedWidget(self)
        for card in (self.facts, self.import_card, self.compare):
            self.side.addWidget(card)
        body = QWidget(self)
        row = QHBoxLayout(body)
        row.setContentsMargins(16, 12, 16, 16)
        row.setSpacing(12)
        row.addWidget(self._list_card, 5)
        row.addWidget(self.side, 4)
        self.stack = QStackedWidget(self)
        for page in (self.empty, body):
            self.stack.addWidget(page)
        top = QVBoxLayout()
        top.setContentsMargins(16, 12, 16, 0)
        top.addWidget(self.banner)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._header)
        layout.addLayout(top)
        layout.addWidget(self.stack, 1)
        self.facts.wanted.connect(self._do)
        self.import_card.import_button.clicked.connect(self._import)
        self.import_card.cancel_button.clicked.connect(self._shelf.dismiss)
        for part in (self._header, self.banner, self.stack):
            self._theme.dress(part)

    def retranslate(self) -> None:
        self.title.setText(self.tr("Models"))
        self.half_check.setText(self.tr("Half size in memory"))
        self.half_check.setToolTip(self.tr(
            "While translating, weights are held with 16 bits instead of 32: for large models on a machine "
            "with little memory. Files stay as they are."))
        self.import_button.setText(self.tr("Import…"))
        self.file_action.setText(self.tr("An archive (zip, tar, .pellucid, .argosmodel)…"))
        self.folder_action.setText(self.tr("A folder…"))
        self.list.setAccessibleName(self.tr("Models"))
        self.empty.say(self.tr("Drop a model here: an OPUS-MT folder or zip, or a .pellucid file."),
                       self.tr("It is looked at first; nothing is copied before you say so."),
                       [(self.tr("Import a folder…"), self._choose_folder)])
        for card in (self.facts, self.import_card, self.compare):
            card.retranslate()
        self._show_list()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._shelf.look_again()
        self._models.refresh()  # what was evaluated or imported on the command line meanwhile

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def _fold(self) -> None:
        for column, least in ((WEIGHTS, ROOMY), (ON_DISK, NARROW), (BLEU, NARROW)):
            self.list.setColumnHidden(column, self.width() < least)

    def take_files(self, paths: list[Path]) -> None:
        self._shelf.look_at(*paths)

    # Showing

    def _show_list(self) -> None:
        """The rows, with the selection kept."""
        chosen = {entry.folder for entry in self.selected()}
        self._listed = list(self._models.entries)
        current = self._models.current
        rows = [self._row(entry) for entry in self._listed]
        names = (self.tr("Name"), self.tr("Languages"), self.tr("Weights"), self.tr("On disk"), "BLEU",
                 self.tr("Origin"))
        selection = self.list.selectionModel()
        selection.blockSignals(True)
        fill(self.list, names, rows, wide=(0,), numeric=(WEIGHTS, ON_DISK))
        for row, entry in enumerate(self._listed):
            self.list.model().item(row, BLEU).setToolTip(tip(self.facts.scores(entry.card.facts)))
        if not chosen and current is not None:
            chosen = {current.folder}
        for row, entry in enumerate(self._listed):
            if entry.folder in chosen:
                flags = selection.SelectionFlag.Select | selection.SelectionFlag.Rows
                selection.select(self.list.model().index(row, 0), flags)
        selection.blockSignals(False)
        self._fold()
        self.note.setText(self.tr("{} models · hold Ctrl and click a second one to compare").format(
            len(self._listed)))
        self._show_side()

    def _row(self, entry: ModelEntry) -> tuple[str, ...]:
        size = self._shelf.facts(entry).size
        origins = {"bundled": self.tr("bundled"), "run": self.tr("trained here"),
                   "imported": self.tr("imported"), "opened": self.tr("elsewhere")}
        return (entry.card.name or entry.folder.name, direction(*entry.direction),
                numbers.short(entry.num_weights), megabytes(size) if size else "…",
                self._bleu(entry), origins[entry.origin])

    def _bleu(self, entry: ModelEntry) -> str:
        """The newest that was evaluated, or that of its training, and on which text; its tooltip says all."""
        facts = entry.card.facts
        measured = next(((one.bleu, one.corpus) for one in read_scores(facts)), None)
        if measured is None and is_number(facts.get("bleu")):
            measured = facts["bleu"], self.tr("validation")
        return f"{measured[0]:.1f} · {measured[1]}" if measured else "–"

    def selected(self) -> list[ModelEntry]:
        rows = sorted(index.row() for index in self.list.selectionModel().selectedRows())
        return [self._listed[row] for row in rows if row < len(self._listed)]

    def _select(self, folder: Path) -> None:
        row = next(row for row, entry in enumerate(self._listed) if entry.folder == folder)
        self.list.selectRow(row)

    def _show_side(self) -> None:
        chosen = self.selected()
        is_looking = self._shelf.preview is not None
        self.stack.setCurrentIndex(1 if self._listed or is_looking else 0)
        if is_looking:
            if self._previewed is not self._shelf.preview:
                self._previewed = self._shelf.preview
                self.import_card.show_preview(self._previewed)
            self.import_card.show_following(len(self._shelf.following))
            self.side.setCurrentWidget(self.import_card)
        elif len(chosen) == 2:
            self.compare.show_models(*chosen)
            self.side.setCurrentWidget(self.compare)
        elif chosen:
            entry, current = chosen[0], self._models.current
            self.facts.show_model(entry, self._shelf.facts(entry),
                                  current is not None and current.folder == entry.folder,
                                  self._shelf.uses_of(entry))
            self.side.setCurrentWidget(self.facts)
        self._say()

    def _close_problem(self) -> None:
        self._models.half_problem = ""
        self._shelf.fail("")

    def _say(self) -> None:
        shelf = self._shelf
        self.half_check.setChecked(self._models.half)
        stages = {"looking": self.tr("Looking at {}…"), "reading": self.tr("Reading {}…"),
                  "checking": self.tr("Checking the numbers of {}…"), "writing": self.tr("Writing {}…"),
                  "exporting": self.tr("Exporting…")}
        self.import_card.setEnabled(not shelf.stage)
        if shelf.stage:
            name = shelf.source.name if shelf.source else ""
            self.banner.say(stages.get(shelf.stage, "{}").format(name), "plain",
                            [(self.tr("Cancel"), shelf.cancel)])
        elif shelf.problem or self._models.half_problem:
            self.banner.say(shelf.problem or self._models.half_problem, "bad",
                            [(self.tr("Close"), self._close_problem)])
        else:
            self.banner.say(shelf.done, "plain")

    # Doing

    def _choose_file(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self, self.tr("Import a model"), "", self.tr("Models (*.zip *.tar *.gz *.tgz *.pellucid "
                                                         "*.argosmodel);;All files (*)"))
        if name:
            self._shelf.look_at(Path(name))

    def _choose_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self, self.tr("Import a model"))
        if name:
            self._shelf.look_at(Path(name))

    def _import(self) -> None:
        card = self.import_card
        name = card.name_edit.text().strip() or self._shelf.preview["name"]
        self._shelf.import_it(name, card.code_combo.currentData() or "", card.languages())

    def _do(self, what: str) -> None:
        chosen = self.selected()
        if len(chosen) != 1 or not self.facts.buttons[what].isEnabled():
            return
        entry = chosen[0]
        acts = {"translate": lambda: self.translate_asked.emit(entry.folder),
                "step": lambda: self.step_asked.emit(entry.folder),
                "train": lambda: self.train_asked.emit(entry),
                "export": lambda: self._export(entry), "rename": lambda: self._rename(entry),
                "reveal": lambda: self._show_folder(entry.folder),
                "trash": lambda: self._trash(entry)}
        acts[what]()

    def _show_folder(self, folder: Path) -> None:
        if not open_path(folder):
            self._shelf.fail(self.tr("The system has no file manager that opens {}.").format(folder))

    def _export(self, entry: ModelEntry) -> None:
        kinds = (self.tr("One file for another Pellucid (*{})").format(SUFFIX),
                 self.tr("A folder in the Hugging Face layout of Marian (*)"))
        name, kind = QFileDialog.getSaveFileName(self, self.tr("Export"), suggested_file(entry),
                                                 ";;".join(kinds))
        if name:
            out = Path(name)
            if kind == kinds[0] and out.suffix != SUFFIX:
                out = out.with_name(out.name + SUFFIX)
            elif kind == kinds[1]:
                out = out.with_suffix("") if out.suffix == SUFFIX else out
            self._shelf.export(entry, out, replaces=out == Path(name))  # of which the dialog has asked

    def _rename(self, entry: ModelEntry) -> None:
        dialog = QInputDialog(self)
        dialog.setWindowTitle(self.tr("Rename"))
        dialog.setLabelText(self.tr("Name"))
        dialog.setTextValue(entry.card.name)
        dialog.textValueSelected.connect(lambda name: self._shelf.rename(entry, name))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _trash(self, entry: ModelEntry) -> None:
        if entry.origin == "opened":
            self._shelf.put_into_trash(entry)
            return
        files = self._shelf.what_goes(entry).files
        lines = [f"{name}   {numbers.thousands(math.ceil(size / 1000))} kB"
                 for name, size in files[:FILES_NAMED]]
        if len(files) > FILES_NAMED:
            lines.append(self.tr("and {} more").format(len(files) - FILES_NAMED))
        words = self.tr("Move “{name}” to the trash? These files go:")
        box = QMessageBox(QMessageBox.Icon.Question, self.tr("Move to trash"),
                          words.format(name=entry.card.name or entry.folder.name), parent=self)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setInformativeText("\n".join([*lines, *self._consequences(entry)]))
        box.addButton(self.tr("Move to trash"), QMessageBox.ButtonRole.AcceptRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.accepted.connect(lambda: self._shelf.put_into_trash(entry))
        box.finished.connect(box.deleteLater)
        box.open()

    def _consequences(self, entry: ModelEntry) -> Iterator[str]:
        """What its going means for that which needs it."""
        uses = self._shelf.uses_of(entry)
        if uses.waiting or uses.documents or uses.is_served or uses.further:
            yield ""
        if uses.waiting:
            yield self.tr("These trainings wait to begin with it, and then cannot: {}").format(
                ", ".join(uses.waiting))
        if uses.documents:
            yield self.tr("These documents are not translated to their end, and then cannot be: {}").format(
                ", ".join(uses.documents))
        if uses.is_served:
            yield self.tr("Other programs get its translations now, and then do not.")
        if uses.further:
            yield self.tr("Trained from it, and stay as they are: {}").format(", ".join(uses.further))
