"""The terms in force: which are in this text, which were used, and what those of a sentence cost."""

from __future__ import annotations

from collections import Counter
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut, Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from core.terms.wishes import OwnGlossary
from desktop.controllers.terms import TermsController
from desktop.controllers.translate import CURRENT, TranslateController
from desktop.theme import icons
from desktop.theme.numbers import signed, thousands
from desktop.theme.style import mark
from desktop.theme.theme import Theme
from desktop.views.at_cursor import AtCursor
from desktop.widgets.banner import Banner
from desktop.widgets.card import Card, text
from desktop.widgets.layouts import take_all_out
from desktop.widgets.retranslated import Retranslated
from desktop.widgets.term_list import TermList, TermRow

if TYPE_CHECKING:
    from core.terms.uses import TermUse

MOST = 200  # rows that are not in the text
MOST_WORDS = 3  # lines about a sentence
_FILTERED_FROM = 9


class GlossaryCard(Retranslated, Card):
    """Add, edit, remove and take back; the switches, files and rules are in the panel behind "More"."""

    more_asked = Signal()

    def __init__(self, controller: TranslateController, terms: TermsController, at_cursor: AtCursor,
                 theme: Theme, parent: QWidget | None = None):
        super().__init__(parent)
        self._controller, self._terms, self._at_cursor = controller, terms, at_cursor
        self._editing: tuple[int, int] | None = None
        self._indexed: tuple[OwnGlossary, ...] | None = None
        self._wanted = ""
        self._keys: list[tuple[int, int]] = []  # (glossary, term) of those that the filter finds
        self._by_form: dict[tuple[str, tuple[str, ...]], tuple[int, int]] = {}
        self.undo, self.more, self.add = (mark(QPushButton(), small="true") for _ in range(3))
        mark(self.undo, square="true").setFixedWidth(28)
        icons.set_icon(self.undo, "undo", theme)
        for button, act in ((self.undo, terms.undo), (self.more, self.more_asked.emit),
                            (self.add, self._new)):
            self.title_row.addWidget(button)
            button.clicked.connect(act)
        self.list, self.filter = TermList(theme), QLineEdit()
        self.filter.setClearButtonEnabled(True)
        self.filter.textChanged.connect(self.render)
        self._empty, self._rest = text("caption", wrap=True), text("note", wrap=True)
        self._report = QVBoxLayout()
        self._report.setSpacing(4)
        self.banner = Banner()
        self._build_form()
        for part in (self.filter, self.list, self._rest, self._empty, self.form):
            self.body.addWidget(part)
        self.body.addLayout(self._report)
        self.body.addWidget(self.banner)
        self.list.edited.connect(self._edit)
        self.list.removed.connect(lambda key: terms.remove_term(*key))
        shortcut = QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), self.list)
        shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
        shortcut.activated.connect(terms.undo)
        terms.changed.connect(self.render)
        controller.changed.connect(self.render)
        at_cursor.changed.connect(self._render_report)
        self.retranslate()

    def _build_form(self) -> None:
        """Two fields and what to do with them."""
        self.form = QWidget()
        self.source, self.target = QLineEdit(), QLineEdit()
        self.save, self.remove, self.cancel = (mark(QPushButton(), small="true") for _ in range(3))
        mark(self.save, kind="primary")
        self._hint = text("note", wrap=True)
        fields, buttons = QHBoxLayout(), QHBoxLayout()
        for field in (self.source, self.target):
            field.returnPressed.connect(self._save)
            fields.addWidget(field)
        buttons.addWidget(self.remove)
        buttons.addStretch(1)
        for button, act in ((self.cancel, self._close), (self.save, self._save)):
            buttons.addWidget(button)
            button.clicked.connect(act)
        self.remove.clicked.connect(self._remove)
        column = QVBoxLayout(self.form)
        column.setContentsMargins(0, 4, 0, 4)
        column.setSpacing(6)
        column.addLayout(fields)
        column.addWidget(self._hint)
        column.addLayout(buttons)
        self.form.hide()

    def retranslate(self) -> None:
        self.set_title(self.tr("Glossary"))
        self.add.setText(self.tr("Add term"))
        self.more.setText(self.tr("Rules…"))
        self.more.setToolTip(self.tr("Glossary files, words that are not translated, replace rules"))
        self.undo.setToolTip(self.tr("Take the last change back"))
        self.undo.setAccessibleName(self.undo.toolTip())
        self.filter.setPlaceholderText(self.tr("Find a term"))
        self.list.setAccessibleName(self.tr("Glossary"))
        self.source.setPlaceholderText(self.tr("Term"))
        self.target.setPlaceholderText(self.tr("Its translation"))
        self.source.setAccessibleName(self.tr("Term"))
        self.target.setAccessibleName(self.tr("Its translation"))
        self._hint.setText(self.tr("Several forms of a word: put | between them, as in cat|cats."))
        self.save.setText(self.tr("Save"))
        self.remove.setText(self.tr("Remove"))
        self.cancel.setText(self.tr("Cancel"))
        self._empty.setText(self.tr("No terms yet. Add a word and how it must be translated; every model "
                                    "then keeps to it."))
        self.render()

    # What is shown

    def render(self) -> None:
        self._index_terms()
        in_text = self._in_text()
        taken = {row.key for row in in_text}
        others = islice((key for key in self._keys if key not in taken), MOST)
        self.list.set_rows([*in_text, *(self._row(key, self.tr("not in text"), "") for key in others)])
        self.list.setVisible(bool(self.list.rows()))
        left = len(self._keys) - len(self.list.rows())
        self._rest.setText(self.tr("and {count} more that are not in this text").format(count=thousands(left))
                           if left > 0 else "")
        self._rest.setVisible(left > 0)
        count = sum(len(own.terms) for own in self._terms.wishes.glossaries)
        self.filter.setVisible(count >= _FILTERED_FROM)
        self._empty.setVisible(not count and not self.form.isVisible())
        self.undo.setVisible(self._terms.can_undo)
        self.banner.say(self._terms.error, "bad")
        self._render_report()

    def _index_terms(self) -> None:
        """Where the terms are, found once a change of them: there may be many thousands."""
        glossaries, wanted = self._terms.wishes.glossaries, self.filter.text().strip().lower()
        if glossaries is self._indexed and wanted == self._wanted:
            return
        self._indexed, self._wanted, self._keys, self._by_form = glossaries, wanted, [], {}
        for index, own in enumerate(glossaries):
            for place, term in enumerate(own.terms if own.is_on else ()):
                if not wanted or wanted in "\n".join((*term.sources, *term.targets)).lower():
                    self._keys.append((index, place))
                    for form in term.sources:
                        self._by_form.setdefault((form.lower(), term.targets), (index, place))

    def _in_text(self) -> list[TermRow]:
        """Those that the text has, and whether its translation has them."""
        did: Counter[tuple[int, int]] = Counter()
        did_not: Counter[tuple[int, int]] = Counter()
        for uses, counts in zip(self._uses(), (did, did_not), strict=True):
            for use, count in uses.items():
                if use in self._by_form:
                    counts[self._by_form[use]] += count
        return [self._row(key, self.tr("not used"), "watch") if did_not[key] else
                self._row(key, self.tr("used {count}").format(count=did[key]), "good")
                for key in sorted({*did, *did_not})]

    def _row(self, key: tuple[int, int], tag: str, kind: str) -> TermRow:
        term = self._terms.wishes.glossaries[key[0]].terms[key[1]]
        return TermRow(" | ".join(term.sources), " | ".join(term.targets), tag, kind, key)

    def _uses(self) -> tuple[Counter, Counter]:
        used, not_used = Counter(), Counter()
        if self._controller.state == CURRENT:
            for place in self._controller.result.places:
                for use in place.translation.terms if place.translation is not None else ():
                    (used if use.used else not_used)[use.source.lower(), use.targets] += 1
        return used, not_used

    def _render_report(self) -> None:
        """What became of the terms of the sentence at the cursor."""
        take_all_out(self._report)
        place = self._at_cursor.place
        uses = place.translation.terms if place is not None else ()
        for use in [use for use in uses if not use.used][:MOST_WORDS]:
            from desktop.views.term_words import why

            self._say(self.tr("“{term}” was not used in this sentence: {reason}.").format(
                term=" | ".join(use.targets), reason=why(use.why)))
            if self._terms.wishes.prefer:
                self._offer(use)
        cost = next((use.cost for use in uses if use.used and use.cost), 0.0)
        if cost:
            self._say(self.tr("In this sentence the terms change the log-probability by {cost}.").format(
                cost=signed(-cost)))

    def _say(self, words: str) -> None:
        label = text("caption", wrap=True)
        label.setText(words)
        self._report.addWidget(label)

    def _offer(self, use: TermUse) -> None:
        button = mark(QPushButton(self.tr("Use it anyway")), kind="link")
        button.clicked.connect(partial(self._terms.insist, use.source, use.targets))
        self._report.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)

    # What is done

    def _new(self) -> None:
        self._open(None, "", "")

    def _edit(self, key: tuple[int, int]) -> None:
        term = self._terms.wishes.glossaries[key[0]].terms[key[1]]
        self._open(key, "|".join(term.sources), "|".join(term.targets))

    def _open(self, key: tuple[int, int] | None, source: str, target: str) -> None:
        self._editing = key
        self.source.setText(source)
        self.target.setText(target)
        self.remove.setVisible(key is not None)
        self.form.show()
        self._empty.hide()
        self.source.setFocus(Qt.FocusReason.OtherFocusReason)

    def _save(self) -> None:
        source, target = self.source.text(), self.target.text()
        done = (self._terms.add_term(source, target) if self._editing is None
                else self._terms.edit_term(*self._editing, source, target))
        if done:
            self._close()

    def _remove(self) -> None:
        if self._editing is not None:
            self._terms.remove_term(*self._editing)
        self._close()

    def _close(self) -> None:
        self.form.hide()
        self._editing = None
        self._terms.clear_error()
