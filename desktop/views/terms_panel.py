"""Behind the glossary card: glossary files, hard or preferred, words that are kept, replace rules."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from core.terms.wishes import OwnGlossary
from desktop.controllers.terms import TermsController
from desktop.theme import icons
from desktop.theme.numbers import thousands
from desktop.theme.style import mark
from desktop.theme.theme import Theme
from desktop.views.rules_editor import RulesEditor
from desktop.widgets.banner import Banner
from desktop.widgets.card import Card, text
from desktop.widgets.layouts import take_all_out
from desktop.widgets.retranslated import Retranslated
from desktop.widgets.scrolled import scrolled
from desktop.widgets.segmented import Segmented
from desktop.widgets.switch import Switch
from desktop.widgets.table import tip

_PROBLEMS = 4  # lines of an import that are shown


class TermsPanel(Retranslated, QWidget):
    """Three cards in one column."""

    closed = Signal()

    def __init__(self, terms: TermsController, theme: Theme, parent: QWidget | None = None):
        super().__init__(parent)
        self._terms, self._theme = terms, theme
        self.banner = Banner()
        self.rules = RulesEditor(terms, theme)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(scrolled([self._build_glossaries(), self._build_kept(), self.rules]))
        terms.changed.connect(self.render)
        self.retranslate()

    def _build_glossaries(self) -> Card:
        self.card = Card()
        self.undo, self.load, self.leave = (mark(QPushButton(), small="true") for _ in range(3))
        mark(self.undo, square="true").setFixedWidth(28)
        icons.set_icon(self.undo, "undo", self._theme)
        for button, act in ((self.undo, self._terms.undo), (self.load, self._choose_file),
                            (self.leave, self.closed.emit)):
            button.clicked.connect(act)
            self.card.title_row.addWidget(button)
        self._rows, self._empty = QVBoxLayout(), text("caption", wrap=True)
        self._rows.setSpacing(4)
        self.force, self._force_note = Segmented(), text("note", wrap=True)
        self.force.chosen.connect(lambda index: self._terms.set_prefer(index == 1))
        self.card.body.addWidget(self._empty)
        self.card.body.addLayout(self._rows)
        self.card.body.addWidget(self.force)
        self.card.body.addWidget(self._force_note)
        self.card.body.addWidget(self.banner)
        return self.card

    def _build_kept(self) -> Card:
        self._kept_card, self.kept = Card(), mark(QPlainTextEdit(), field="true")
        self.kept.setFixedHeight(76)
        self.kept.setTabChangesFocus(True)
        self.save_kept = mark(QPushButton(), small="true")
        self.kept.textChanged.connect(self._render_save)
        self.save_kept.clicked.connect(self._save_kept)
        self._kept_note, self._addresses_label = text("note", wrap=True), text("body2", wrap=True)
        self.addresses = Switch(self._theme)
        self.addresses.toggled.connect(self._terms.set_keep_addresses)
        row, save = QHBoxLayout(), QHBoxLayout()
        row.addWidget(self._addresses_label, 1)
        row.addWidget(self.addresses)
        save.addWidget(self._kept_note, 1)
        save.addWidget(self.save_kept)
        body = self._kept_card.body
        body.addWidget(self.kept)
        body.addLayout(save)
        body.addLayout(row)
        return self._kept_card

    def retranslate(self) -> None:
        self.card.set_title(self.tr("Glossaries"))
        self.load.setText(self.tr("Import…"))
        self.load.setToolTip(self.tr("A glossary as CSV, TSV or TBX"))
        self.leave.setText(self.tr("Close"))
        self.undo.setToolTip(self.tr("Take the last change back"))
        self.undo.setAccessibleName(self.undo.toolTip())
        self._empty.setText(self.tr("No glossary yet. Import a CSV, TSV or TBX file, or add a term."))
        self.force.set_labels([self.tr("Always"), self.tr("Preferred")])
        self.force.setAccessibleName(self.tr("How strictly terms are used"))
        self._kept_card.set_title(self.tr("Not translated"))
        self.kept.setPlaceholderText(self.tr("A word a line, such as a name"))
        self.kept.setAccessibleName(self.tr("Words that are not translated"))
        self._kept_note.setText(self.tr("Between slashes: a regular expression, as in /[A-Z]{2}-\\d+/"))
        self.save_kept.setText(self.tr("Save"))
        self._addresses_label.setText(self.tr("Keep addresses, tags, placeholders and `code`"))
        self.addresses.setAccessibleName(self._addresses_label.text())
        self.render()

    def render(self) -> None:
        wishes = self._terms.wishes
        take_all_out(self._rows)
        for index, own in enumerate(wishes.glossaries):
            self._rows.addWidget(self._row(index, own))
        self._empty.setVisible(not wishes.glossaries)
        self.force.set_current(1 if wishes.prefer else 0)
        self._force_note.setText(
            self.tr("A term is left out where it would lower the log-probability of its sentence by more "
                    "than 4: the model finds it that unlikely there.") if wishes.prefer else
            self.tr("Every term of the text stands in its translation, whatever it costs."))
        self.undo.setVisible(self._terms.can_undo)
        if not self.kept.hasFocus() or self.kept.toPlainText() == "":
            self.show_kept()
        self._render_save()
        self.addresses.blockSignals(True)
        self.addresses.setChecked(wishes.keep_addresses)
        self.addresses.blockSignals(False)
        self._say()

    def show_kept(self) -> None:
        kept = "\n".join(self._terms.wishes.keep)
        if self._lines() != list(self._terms.wishes.keep):
            self.kept.setPlainText(kept)

    def _say(self) -> None:
        problems = self._terms.problems
        if self._terms.error:
            self.banner.say(self._terms.error, "bad")
        elif problems:
            left = len(problems) - _PROBLEMS
            more = "\n" + self.tr("and {count} more").format(count=left) if left > 0 else ""
            self.banner.say(self.tr("Left out of the file:") + "\n" + "\n".join(problems[:_PROBLEMS]) + more)
        else:
            self.banner.say("")

    def _row(self, index: int, own: OwnGlossary) -> QWidget:
        row = QWidget()
        name, count = text("body2"), text("note")
        name.setText(self.fontMetrics().elidedText(
            self.tr("Added here") if own.is_own else own.name, Qt.TextElideMode.ElideRight, 130))
        name.setToolTip(tip(own.name))
        terms = len(own.terms)
        count.setText(self.tr("1 term") if terms == 1 else self.tr("{count} terms").format(
            count=thousands(terms)))
        remove, switch = mark(QPushButton(self.tr("Remove")), small="true", kind="quiet"), Switch(self._theme)
        remove.clicked.connect(partial(self._terms.remove_glossary, index))
        switch.setChecked(own.is_on)
        switch.setAccessibleName(name.text())
        switch.toggled.connect(partial(self._terms.switch_glossary, index))
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        for widget in (name, count):
            layout.addWidget(widget)
        layout.addStretch(1)
        layout.addWidget(remove)
        layout.addWidget(switch)
        return row

    def _lines(self) -> list[str]:
        return [line.strip() for line in self.kept.toPlainText().splitlines() if line.strip()]

    def _render_save(self) -> None:
        self.save_kept.setEnabled(self._lines() != list(self._terms.wishes.keep))

    def _save_kept(self) -> None:
        if self._terms.set_kept(self._lines()):
            self.show_kept()

    def _choose_file(self) -> None:
        kinds = self.tr("Glossaries") + " (*.csv *.tsv *.txt *.tbx *.xml)"
        name, _ = QFileDialog.getOpenFileName(self, self.tr("Import a glossary"), "", kinds)
        if name:
            self._terms.import_file(Path(name))
