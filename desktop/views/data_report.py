"""What an import found: figures, files, reasons, examples, lengths and the split."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLayout,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from core.corpus.cleaning import RULE_OF, UNREADABLE
from core.corpus.project import GENERAL, Member, Project
from desktop.controllers.preflight import PreflightController
from desktop.core_words import in_words
from desktop.theme import numbers
from desktop.theme.style import mark
from desktop.theme.theme import Theme
from desktop.views import changed_lines, data_words
from desktop.views.changed_lines import ChangedLines
from desktop.views.corpus_use import CorpusUse
from desktop.views.figures_card import Figure
from desktop.views.file_notes import heavy_rules, kind_of, names_of, notes_of, num_files
from desktop.views.first_row import FirstRow
from desktop.views.preflight_card import PreflightCard
from desktop.views.reason_list import ReasonList
from desktop.views.tokenizer_card import TokenizerCard
from desktop.views.words import language_name
from desktop.widgets.card import Card, text
from desktop.widgets.length_bars import LengthBars
from desktop.widgets.segmented import Segmented
from desktop.widgets.table import fill, table, tip

SIDE_WIDTH = 344
MOST_NOTES = 3  # below the files
TOLD, WIDEST = 8, 80  # pairs in a tip, characters of a side
SIGNS = 30  # characters that are hard to learn
LINES = 3  # of a table at the least


class DataReport(QWidget):
    keep_asked = Signal(str)  # a reason whose pairs are wanted after all
    remove_asked = Signal(list)  # the files of one corpus
    first_row_said = Signal(Path, bool)  # of a table: does it name the columns?
    use_asked = Signal(list, dict)  # the files of one corpus, see desktop.controllers.corpus_wish.Use

    def __init__(self, preflight: PreflightController, theme: Theme, parent: QWidget | None = None):
        super().__init__(parent)
        self._theme = theme
        self.preflight_card = PreflightCard(preflight, theme, self)
        self.tokenizer_card = TokenizerCard(preflight, theme, self)
        self.preflight_card.size_chosen.connect(self.tokenizer_card.show_size)
        self._report: dict[str, Any] | None = None
        self._is_proposal = False
        self._project: Project | None = None
        self._build_files()
        self._build_reasons()
        self._build_facts()
        self._lay_out()

    def _build_files(self) -> None:
        self.files_card, self.files = Card(self), table(self, LINES)
        self.files_note = text("caption", self, wrap=True)
        self.remove_button = mark(QPushButton(), small="true")
        self.use, self.first_row = CorpusUse(self), FirstRow(self)
        self.files_card.title_row.addWidget(self.remove_button)
        self.files_card.body.addWidget(self.files, 1)
        self.files_card.body.addWidget(self.use)
        self.files_card.body.addWidget(self.files_note)
        self.files_card.body.addWidget(self.first_row)
        self.remove_button.clicked.connect(self._remove)
        self.files.selectionModel().currentRowChanged.connect(lambda *_: self._show_use())
        self.use.changed.connect(self._ask_use)
        self.first_row.answered.connect(self.first_row_said)

    def _build_reasons(self) -> None:
        """Why pairs are dropped, and of each reason the pairs."""
        self.reasons_card, self.reasons = Card(self), ReasonList(self._theme, self)
        self.reasons_card.body.addWidget(self.reasons, 1)
        self.changed = ChangedLines(self)
        self.reasons_card.body.addWidget(self.changed)
        self.examples_card, self.examples = Card(self), table(self, LINES)
        self.keep_button, self._shown = mark(QPushButton(), small="true"), text("caption")
        self.examples_card.title_row.addWidget(self._shown)
        self.examples_card.title_row.addWidget(self.keep_button)
        self.examples_card.body.addWidget(self.examples, 1)
        self.reasons.selectionModel().currentChanged.connect(lambda *_: self._show_examples())
        self.reasons.clicked.connect(lambda _: self._show_examples())  # the chosen one, after the changed
        self.changed.show_asked.connect(self._show_changed)
        self.keep_button.clicked.connect(lambda: self.keep_asked.emit(self.reasons.reason()))

    def _build_facts(self) -> None:
        """Figures, lengths and the split."""
        self.figures = [Figure(self) for _ in range(5)]
        self.lengths_card, self.split_card = Card(self), Card(self)
        self.bars, self._axis = LengthBars(self._theme, self), text("note", self)
        self.measure = Segmented(self)
        self.lengths_card.title_row.addWidget(self.measure)
        self.measure.chosen.connect(lambda _: self._show_bars())
        self.lengths_card.body.addWidget(self.bars, 1)
        self.lengths_card.body.addWidget(self._axis)
        self.split_bar, self.parts = QProgressBar(self), text("", self)
        self.leaks = text("caption", self, wrap=True)
        self.split_bar.setTextVisible(False)
        self.languages, self.rare = text("caption", self, wrap=True), text("caption", self, wrap=True)
        self.alike, self.unknown = text("caption", self, wrap=True), text("caption", self, wrap=True)
        for widget in (self.split_bar, self.parts, self.leaks, self.alike, self.languages, self.rare,
                       self.unknown):
            self.split_card.body.addWidget(widget)
        self.split_card.body.addStretch(1)

    def _lay_out(self) -> None:
        row = mark(QFrame(self), card="true")
        figures = QHBoxLayout(row)
        figures.setContentsMargins(16, 10, 16, 10)
        for figure in self.figures:
            figures.addWidget(figure, 1)
        side = QVBoxLayout()
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(12)
        side.addWidget(self.lengths_card, 3)
        side.addWidget(self.split_card, 2)
        side.addWidget(self.preflight_card)
        grid = QGridLayout()
        grid.setSpacing(12)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.addWidget(row, 0, 0, 1, 2)
        grid.addWidget(self.files_card, 1, 0)
        grid.addWidget(self.reasons_card, 1, 1)
        grid.addWidget(self.examples_card, 2, 0, 1, 2)
        grid.addWidget(self.tokenizer_card, 3, 0, 1, 2)
        for line, stretch in ((1, 4), (2, 5)):
            grid.setRowStretch(line, stretch)
        for column, stretch in ((0, 7), (1, 6)):
            grid.setColumnStretch(column, stretch)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 16)
        layout.setSpacing(12)
        layout.addWidget(_column(grid), 1)
        column = _column(side)
        column.setFixedWidth(SIDE_WIDTH)
        layout.addWidget(column)

    def retranslate(self) -> None:
        self.files_card.set_title(self.tr("Files"))
        self.lengths_card.set_title(self.tr("Sentence length"))
        self.split_card.set_title(self.tr("Split"))
        self.keep_button.setText(self.tr("Keep these"))
        self.remove_button.setText(self.tr("Remove"))
        self.measure.set_labels([self.tr("Words"), self.tr("Ratio")])
        self.measure.set_current(max(0, self.measure.current()))
        self.files.setAccessibleName(self.tr("Files"))
        self.reasons.setAccessibleName(self.tr("Reasons"))
        self.examples.setAccessibleName(self.tr("Examples"))
        names = (self.tr("Read"), self.tr("Kept"), self.tr("Dropped"), self.tr("Source words"),
                 self.tr("Target words"))
        for figure, name in zip(self.figures, names, strict=True):
            figure.name.setText(name)
        if self._report is not None:
            report, self._report = self._report, None
            self.show_report(report, self._project, self._is_proposal)

    def show_report(self, report: dict[str, Any], project: Project | None, is_proposal: bool = False) -> None:
        """Shows a report.json and a project.json; those that are shown already are left alone.

        `is_proposal`: the person is still to say whether what the rules leave out may stay out.
        """
        is_new, old = report is not self._report, (self._project, self._is_proposal)
        self._is_proposal = is_proposal
        self._name_dropped(report)
        self._report, self._project = report, project
        if is_new or (project, is_proposal) != old:
            self._show_files(report)
        if not is_new:
            return
        self.tokenizer_card.show_languages(report["src_lang"], report["tgt_lang"])
        self._show_figures(report)
        unreadable = sum(file["num_problems"] for file in report["files"])
        reasons = report["dropped"] | ({UNREADABLE: unreadable} if unreadable else {})
        self.reasons.show_reasons(reasons)
        self.changed.show_report(report)
        self._show_examples()
        self._show_bars()
        self._show_split(report)

    def _name_dropped(self, report: dict[str, Any]) -> None:
        """Have pairs been left out, or would they be?"""
        would = self._is_proposal
        self.figures[2].name.setText(self.tr("Would be dropped") if would else self.tr("Dropped"))
        if not (report["dropped"] or any(file["num_problems"] for file in report["files"])):
            title = self.tr("No pair was dropped")
        else:
            title = self.tr("Why pairs would be dropped") if would else self.tr("Why pairs were dropped")
        self.reasons_card.set_title(title)

    def _show_changed(self) -> None:
        """In place of pairs that were left out, some that stay, but not letter for letter."""
        rows = changed_lines.rows(self._report)
        self.examples_card.set_title(self.tr("Examples: changed lines"))
        self._say_shown(len(rows), sum(self._report["changed"].values()))
        self.keep_button.hide()
        names = (self.tr("File"), self.tr("Line"), self.tr("In the file"), self.tr("In the corpus"),
                 self.tr("Change"))
        fill(self.examples, names, rows, wide=(2, 3), numeric=(1,))

    def _show_bars(self) -> None:
        if self._report is None:
            return
        facts = self._report["facts"]
        if self.measure.current() == 1:
            self.bars.show_ratios(facts["ratio_tenths"])
            self._axis.setText(self.tr("characters of the target for one of the source"))
        else:
            self.bars.show_lengths(facts["src_words"], facts["tgt_words"])
            self._axis.setText(self.tr("words in a sentence; source filled, target outlined"))

    def _show_figures(self, report: dict[str, Any]) -> None:
        pairs, kept, learned = report["pairs"], report["kept"], report["kept_to_learn"]
        dropped = pairs - kept
        share = f"{100 * kept / pairs:.1f} %" if pairs else ""
        words = [sum(words * count for words, count in report["facts"][side])
                 for side in ("src_words", "tgt_words")]
        each = self.tr("{} a sentence")
        a_sentence = [each.format(f"{count / learned:.1f}") if learned else "" for count in words]
        unit = self.tr("pairs")
        count = num_files(report)
        files = self.tr("from 1 file") if count == 1 else self.tr("from {} files")
        self.figures[0].show_figure(numbers.thousands(pairs), unit, files.format(count))
        self.figures[1].show_figure(numbers.thousands(kept), unit, share)
        reasons = self.tr("{} reasons below").format(len(report["dropped"])) if dropped else ""
        self.figures[2].show_figure(numbers.thousands(dropped), unit, reasons)
        for figure, count, note in zip(self.figures[3:], words, a_sentence, strict=True):
            figure.show_figure(numbers.short(count), "", note)

    def _show_files(self, report: dict[str, Any]) -> None:
        row = max(0, self.files.currentIndex().row())
        members = self._project.members if self._project else ()
        rows = [(names_of(file["path"]), kind_of(file),
                 numbers.thousands(file["pairs"]), numbers.thousands(file["kept"]),
                 self.tr("validation") if file["is_dev"] else
                 self._use_words(members[number]) if number < len(members) else "")
                for number, file in enumerate(report["files"])]
        names = (self.tr("Name"), self.tr("Kind"), self.tr("Read"), self.tr("Kept"),
                 self.tr("In a training"))
        fill(self.files, names, rows, wide=(0,), numeric=(2, 3))
        # As long as all are used alike, the names are worth more room.
        self.files.setColumnHidden(len(names) - 1, len({row[-1] for row in rows}) < 2)
        self.files.selectRow(min(row, len(rows) - 1))
        self._show_use()
        notes = [note for file in report["files"] for note in notes_of(file)]
        if not self._is_proposal:  # which the banner says
            notes += heavy_rules(report)
        self.files_note.setText("\n".join(notes[:MOST_NOTES]))
        self.files_note.setVisible(bool(notes))

    def _use_words(self, member: Member) -> str:
        if not member.on:
            return self.tr("off")
        part = self.tr("general") if member.part == GENERAL else self.tr("in-domain")
        return part if member.weight == 1 else f"{part} × {member.weight:g}"

    def _show_use(self) -> None:
        row, members = self.files.currentIndex().row(), self._project.members if self._project else ()
        self.use.setVisible(bool(members))
        if 0 <= row < len(members):  # no row is current while the table is filled anew
            files = self._report["files"] if self._report else []
            self.use.show_member(members[row], row < len(files) and files[row]["is_dev"])
        self.first_row.show_files(self._report["files"] if self._report else [], max(0, row))

    def _chosen(self) -> list[Path]:
        """The files of the chosen row."""
        row, members = self.files.currentIndex().row(), self._project.members if self._project else ()
        return [Path(part) for part in members[row].file.split(" + ")] if 0 <= row < len(members) else []

    def _ask_use(self, what: dict[str, Any]) -> None:
        if self._chosen():
            self.use_asked.emit(self._chosen(), what)

    def _show_examples(self) -> None:
        reason = self.reasons.reason()
        if self._report is None:
            return
        if reason == UNREADABLE:
            rows = [(Path(file["path"]).name, str(item["line"]), item["unit"], "", in_words(item["reason"]))
                    for file in self._report["files"] for item in file["problems"][:100]]
        else:
            rows = [(Path(item["file"]).name, str(item["line"]), item["src"], item["tgt"],
                     data_words.detail(item["detail"]))
                    for item in self._report["examples"].get(reason, ())]
        name = data_words.reason(reason)
        self.examples_card.set_title(self.tr("Examples: {}").format(name) if reason else self.tr("Examples"))
        total = sum(file["num_problems"] for file in self._report["files"]) if reason == UNREADABLE else \
            self._report["dropped"].get(reason, len(rows))
        self._say_shown(len(rows), total if reason else 0)
        self.keep_button.setVisible(reason in RULE_OF)
        sides = (language_name(self._report["src_lang"]) or self.tr("Source"),
                 language_name(self._report["tgt_lang"]) or self.tr("Target"))
        fill(self.examples, (self.tr("File"), self.tr("Line"), *sides, self.tr("Reason")), rows,
             wide=(2, 3), numeric=(1,),
             colors={2: "source", 3: "target"}, theme=self._theme)

    def _say_shown(self, shown: int, total: int) -> None:
        words = self.tr("{shown} of {total}").format(shown=shown, total=numbers.thousands(total))
        self._shown.setText(words if total else "")

    def _show_split(self, report: dict[str, Any]) -> None:
        parts, facts = report["parts"], report["facts"]
        total = max(1, sum(parts.values()))
        self.split_bar.setRange(0, total)
        self.split_bar.setValue(parts["train"])
        self.parts.setText(self.tr("Train {train}   Validation {dev}   Test {test}").format(
            **{name: numbers.thousands(count) for name, count in parts.items()}))
        words = self.tr("{} held-out sentences are in the training part too.") if facts["leaks"] else \
            self.tr("No held-out sentence is in the training part.")
        self.leaks.setText(words.format(facts["leaks"]))
        alike = facts["alike"]
        words = self.tr("{count} of {total} held-out sentences differ from one in training by a word only.")
        self.alike.setText(words.format(count=numbers.thousands(alike["count"]),
                                        total=numbers.thousands(alike["held_out"])))
        pairs = [" | ".join(side[:WIDEST] for side in pair) for pair in alike["examples"][:TOLD]]
        self.alike.setToolTip(tip("\n".join(pairs)))
        self.alike.setVisible(alike["count"] > 0)
        said = "\n".join(self._language_words(side, facts[f"{name}_language"]) for side, name in (
            (self.tr("Source"), "src"), (self.tr("Target"), "tgt")))
        self.languages.setText(said.strip("\n"))
        self.languages.setVisible(bool(self.languages.text()))
        odd = not all(facts[f"{name}_language"]["fits"] for name in ("src", "tgt"))
        self.languages.setProperty("tag", "watch" if odd else None)
        mark(self.languages, role="caption")
        for label, words, found in (
                (self.rare, self.tr("Characters seen once or twice, hard to learn: {}"), "rare_characters"),
                (self.unknown, self.tr("Characters that a vocabulary learned from the training part will not "
                                       "know: {}"), "unknown_characters")):
            label.setText(words.format(" ".join(facts[found][:SIGNS])))
            label.setVisible(bool(facts[found]))

    def _language_words(self, side: str, facts: dict[str, Any]) -> str:
        """What a side claims to be against what it seems to be; "" where neither is known."""
        claimed, found = facts["claimed"], facts["found"]
        if not facts["script_fits"]:
            words = self.tr("{side}: claimed to be {claimed}, but most letters are {script}.")
        elif not facts["fits"]:
            words = self.tr("{side}: claimed to be {claimed}, but reads like {found}.")
        elif claimed and found:
            words = self.tr("{side}: {claimed}, and reads like it.")
        elif found:
            words = self.tr("{side}: reads like {found}; the files do not say.")
        else:
            return ""
        return words.format(side=side, claimed=language_name(claimed), found=language_name(found),
                            script=facts["script"])

    def _remove(self) -> None:
        if self._chosen():
            self.remove_asked.emit(self._chosen())


def _column(cards: QLayout) -> QScrollArea:
    """Where the window is low it scrolls."""
    inside, scroll = QWidget(), QScrollArea()
    inside.setLayout(cards)
    scroll.setWidget(inside)
    scroll.setWidgetResizable(True)
    scroll.setFrameShape(QFrame.Shape.NoFrame)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return scroll
