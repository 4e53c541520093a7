"""From your sentences: those most like the one at the cursor, with what differs marked."""

from __future__ import annotations

from functools import partial
from html import escape
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from core.stores.memory import CONFIRMED, Match
from desktop.controllers.memory import MemoryController
from desktop.theme.numbers import thousands
from desktop.theme.style import mark
from desktop.theme.theme import Theme
from desktop.views.at_cursor import AtCursor
from desktop.widgets.banner import Banner
from desktop.widgets.card import Card, line, text
from desktop.widgets.layouts import take_all_out
from desktop.widgets.retranslated import Retranslated
from desktop.widgets.table import tip

SHOWN = 3


class MemoryCard(Retranslated, Card):
    """Confirms a sentence into the memory, and takes files of pairs into it."""

    def __init__(self, controller: MemoryController, at_cursor: AtCursor, theme: Theme,
                 parent: QWidget | None = None):
        super().__init__(parent)
        self._controller, self._at_cursor, self._theme = controller, at_cursor, theme
        self.add = mark(QPushButton(), small="true")
        self.add.clicked.connect(self._choose_file)
        self.more = mark(QPushButton(), small="true")
        self.more.setMenu(QMenu(self.more))
        self.more.menu().aboutToShow.connect(self._fill_menu)
        self.title_row.addWidget(self.more)
        self.title_row.addWidget(self.add)
        self._matches = QVBoxLayout()
        self._matches.setSpacing(6)
        self.body.addLayout(self._matches)
        self._empty, self._count = text("caption", wrap=True), text("note", wrap=True)
        self.confirm = mark(QPushButton(), small="true")
        self.confirm.clicked.connect(self._confirm)
        self.stop = mark(QPushButton(), small="true")
        self.stop.clicked.connect(controller.stop_adding)
        below = QHBoxLayout()
        below.addWidget(self._count, 1)
        below.addWidget(self.stop)
        below.addWidget(self.confirm)
        self.banner = Banner()
        self.body.addWidget(self._empty)
        self.body.addLayout(below)
        self.body.addWidget(self.banner)
        controller.changed.connect(self.render)
        at_cursor.changed.connect(self._on_cursor)
        theme.changed.connect(self.render)
        self.retranslate()

    def retranslate(self) -> None:
        self.set_title(self.tr("From your sentences"))
        self.add.setText(self.tr("Add file…"))
        self.more.setText(self.tr("More"))
        self.more.setToolTip(self.tr("Add what was imported on the Data page; forget what is kept"))
        self.add.setToolTip(self.tr("Sentence pairs: TMX, TSV, CSV, XLIFF, PO, JSONL"))
        self.confirm.setText(self.tr("Confirm"))
        self.confirm.setToolTip(self.tr("Keep the sentence at the cursor with its translation"))
        self.stop.setText(self.tr("Stop"))
        self.render()

    def _on_cursor(self) -> None:
        place = self._at_cursor.place
        self._controller.look_up(place.translation.source if place is not None else "")
        self._render_confirm()

    def render(self) -> None:
        controller = self._controller
        take_all_out(self._matches)
        for number, match in enumerate(controller.matches[:SHOWN]):
            if number:
                self._matches.addWidget(line())
            self._matches.addWidget(self._row(match))
        count = controller.num_pairs
        if not count:
            empty = self.tr("None yet. Confirm a sentence that is translated well, or add a file of pairs: "
                            "those like the sentence at the cursor are shown here.")
        else:
            empty = self.tr("Nothing like this sentence.") if controller.sentence else ""
        self._empty.setText(empty)
        self._empty.setVisible(bool(empty) and not controller.matches)
        adding = controller.adding is not None
        self._count.setText(
            self.tr("Reading: {count} pairs so far").format(count=thousands(controller.adding)) if adding else
            self.tr("1 pair kept here") if count == 1 else
            self.tr("{count} pairs kept here").format(count=thousands(count)) if count else "")
        self.stop.setVisible(adding)
        self.add.setEnabled(not adding)
        self.banner.say(controller.error, "bad")
        self._render_confirm()

    def _render_confirm(self) -> None:
        place = self._at_cursor.place
        confirmed = place is not None and self._controller.is_confirmed(place.translation.text)
        self.confirm.setEnabled(place is not None and not confirmed)
        self.confirm.setText(self.tr("Confirmed") if confirmed else self.tr("Confirm"))

    def _row(self, match: Match) -> QWidget:
        """The pair and how alike it is; a click of the mouse can select and copy its text."""
        row, words = QWidget(), QVBoxLayout()
        words.setSpacing(2)
        source, target = QLabel(self._marked(match)), text("")
        target.setText(match.target)
        target.setStyleSheet(f"color: {self._theme.palette.target}")
        for label in (source, target):
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            words.addWidget(label)
        source.setTextFormat(Qt.TextFormat.RichText)
        score = text("strong")
        score.setText(f"{int(100 * match.score)} %")
        score.setToolTip(self.tr("Confirmed by you") if match.origin == CONFIRMED else tip(match.origin))
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(words, 1)
        layout.addWidget(score, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _marked(self, match: Match) -> str:
        """What is not in the sentence at the cursor is underlined; ‸ stands where words of it are missing."""
        palette, parts, at = self._theme.palette, [], 0
        for difference in match.differences:
            parts.append(escape(match.source[at:difference.start]))
            there = escape(match.source[difference.start:difference.end]) or "‸"
            parts.append(f'<span style="text-decoration:underline;background:{palette.watch_fill};'
                         f'color:{palette.watch}">{there}</span>')
            at = difference.end
        parts.append(escape(match.source[at:]))
        return f'<span style="color:{palette.source}">{"".join(parts)}</span>'

    def _confirm(self) -> None:
        place = self._at_cursor.place
        if place is not None:
            self._controller.confirm(place.translation.source, place.translation.text)

    def _fill_menu(self) -> None:
        menu = self.more.menu()
        menu.clear()
        corpora, origins = self._controller.corpora(), self._controller.origins
        if not corpora and not origins:
            menu.addAction(self.tr("Nothing on the Data page yet, and nothing kept here")).setEnabled(False)
        for folder in corpora:
            menu.addAction(self.tr("Add {name}").format(name=folder.name),
                           partial(self._controller.add_file, folder))
        menu.addSeparator()
        for origin, count in origins.items():
            name = self.tr("confirmed by you") if origin == CONFIRMED else origin
            menu.addAction(self.tr("Forget {name} ({count})").format(name=name, count=thousands(count)),
                           partial(self._controller.forget, origin))

    def _choose_file(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, self.tr("Add sentence pairs"))
        if name:
            self._controller.add_file(Path(name))
