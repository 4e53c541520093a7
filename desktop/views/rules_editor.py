"""Replace rules, and a field to try them on: what each finds in a text, and what it makes of it."""

from __future__ import annotations

from functools import partial
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from core.terms.rules import Rule, RuleError
from core.terms.wishes import AFTER, BEFORE, OwnRule
from desktop.controllers.terms import TermsController, Tried
from desktop.core_words import in_words
from desktop.theme.style import mark
from desktop.theme.theme import Theme
from desktop.widgets.card import Card, text
from desktop.widgets.layouts import take_all_out
from desktop.widgets.retranslated import Retranslated
from desktop.widgets.switch import Switch

_LONGEST_TRIED = 2000  # characters of the tester's text


class RulesEditor(Retranslated, Card):
    """The rules in order; below, the form for one, which is tried as it is typed."""

    def __init__(self, terms: TermsController, theme: Theme, parent: QWidget | None = None):
        super().__init__(parent)
        self._terms, self._theme = terms, theme
        self._editing: int | None = None
        self._rows, self._empty = QVBoxLayout(), text("caption", wrap=True)
        self._rows.setSpacing(4)
        self.find, self.put, self.tried = QLineEdit(), QLineEdit(), QLineEdit()
        self.is_regex, self.when = QCheckBox(), QComboBox()
        self.save, self.remove, self.cancel = (mark(QPushButton(), small="true") for _ in range(3))
        self.found, self._error = QLabel(), text("caption", wrap=True)
        self.found.setTextFormat(Qt.TextFormat.RichText)
        self.found.setWordWrap(True)
        self._form_title, self._tester_title = text("caption"), text("caption")
        options, buttons = QHBoxLayout(), QHBoxLayout()
        options.addWidget(self.is_regex, 1)
        options.addWidget(self.when)
        buttons.addWidget(self.remove)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.save)
        self.body.addWidget(self._empty)
        self.body.addLayout(self._rows)
        for part in (self._form_title, self.find, self.put):
            self.body.addWidget(part)
        self.body.addLayout(options)
        self.body.addLayout(buttons)
        for part in (self._tester_title, self.tried, self.found, self._error):
            self.body.addWidget(part)
        for field in (self.find, self.put, self.tried):
            field.textChanged.connect(self.test)
        for field in (self.find, self.put):
            field.returnPressed.connect(self._save)
        self.is_regex.toggled.connect(self.test)
        self.when.currentIndexChanged.connect(self.test)
        self.save.clicked.connect(self._save)
        self.remove.clicked.connect(self._remove)
        self.cancel.clicked.connect(lambda: self._open(None))
        terms.changed.connect(self.render)
        theme.changed.connect(self.test)
        self.retranslate()

    def retranslate(self) -> None:
        self.set_title(self.tr("Replace rules"))
        self._empty.setText(self.tr("A rule changes words in the text before it is translated, or in the "
                                    "translation after."))
        self.find.setPlaceholderText(self.tr("Look for"))
        self.find.setAccessibleName(self.tr("Look for"))
        self.put.setPlaceholderText(self.tr("Put in its place"))
        self.put.setAccessibleName(self.tr("Put in its place"))
        self.is_regex.setText(self.tr("Regular expression"))
        index = max(self.when.currentIndex(), 0)
        self.when.clear()
        self.when.addItem(self.tr("Before"), BEFORE)
        self.when.addItem(self.tr("After"), AFTER)
        self.when.setCurrentIndex(index)
        self.when.setToolTip(self.tr("Before: in the text. After: in its translation."))
        self.when.setAccessibleName(self.tr("When"))
        self.save.setText(self.tr("Save rule"))
        self.remove.setText(self.tr("Remove"))
        self.cancel.setText(self.tr("Cancel"))
        self._tester_title.setText(self.tr("Try it on a text"))
        self.tried.setPlaceholderText(self.tr("A text to try the rules on"))
        self.tried.setAccessibleName(self.tr("A text to try the rules on"))
        self.render()

    def render(self) -> None:
        take_all_out(self._rows)
        rules = self._terms.wishes.rules
        for place, own in enumerate(rules):
            self._rows.addWidget(self._row(place, own))
        self._empty.setVisible(not rules)
        if self._editing is not None and self._editing >= len(rules):
            self._editing = None
        self._form_title.setText(self.tr("New rule") if self._editing is None else
                                 self.tr("Rule {number}").format(number=self._editing + 1))
        self.remove.setVisible(self._editing is not None)
        self.cancel.setVisible(self._editing is not None)
        self.test()

    def _row(self, place: int, own: OwnRule) -> QWidget:
        row = QWidget()
        words = f"{own.rule.find} → {own.rule.replace or '∅'}"
        button = mark(QPushButton(self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, 190)),
                      small="true", kind="quiet")
        button.setToolTip(words)
        button.setAccessibleName(self.tr("Change the rule {words}").format(words=words))
        button.clicked.connect(partial(self._open, place))
        when, switch = text("note"), Switch(self._theme)
        when.setText(self.tr("before") if own.when == BEFORE else self.tr("after"))
        switch.setChecked(own.is_on)
        switch.setAccessibleName(words)
        switch.toggled.connect(partial(self._terms.switch_rule, place))
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(button)
        layout.addStretch(1)
        layout.addWidget(when)
        layout.addWidget(switch)
        return row

    def test(self) -> None:
        """The rule in the form on the text below it; with an empty form, all that are on."""
        try:
            rule = self._rule() if self.find.text() else None
        except RuleError as error:
            self._show("", in_words(str(error)))
            return
        self._terms.try_on(rule, self.when.currentData(), self.tried.text()[:_LONGEST_TRIED], self._on_tried)
        self.save.setEnabled(rule is not None)

    def _rule(self) -> Rule:
        return Rule(self.find.text(), self.put.text(), self.is_regex.isChecked())

    def _on_tried(self, tried: Tried | Exception) -> None:
        if isinstance(tried, Exception):
            self._show("", in_words(str(tried)))
        elif tried.rule is None:
            self._show(escape(tried.made) if tried.made != tried.text else "", "")
        else:
            self._show(self._marked(tried), "")

    def _show(self, found: str, error: str) -> None:
        self.found.setText(found)
        self.found.setVisible(bool(found))
        self._error.setText(error)
        self._error.setVisible(bool(error))
        if error:
            self.save.setEnabled(False)

    def _marked(self, tried: Tried) -> str:
        """Every place it finds, struck out, and behind it what would stand there."""
        palette, parts, at = self._theme.palette, [], 0
        if not tried.text:
            return ""
        for place in tried.places:
            parts.append(escape(tried.text[at:place.start]))
            parts.append(f'<span style="background:{palette.bad_fill};color:{palette.bad};'
                         f'text-decoration:line-through">{escape(tried.text[place.start:place.end])}</span>'
                         f'<span style="background:{palette.good_fill};color:{palette.good}">'
                         f'{escape(place.replacement)}</span>')
            at = place.end
        parts.append(escape(tried.text[at:]))
        count = len(tried.places)
        words = self.tr("1 match") if count == 1 else self.tr("{count} matches").format(count=count)
        return f'{"".join(parts)}<br><span style="color:{palette.text3}">{escape(words)}</span>'

    def _open(self, place: int | None) -> None:
        own = self._terms.wishes.rules[place] if place is not None else OwnRule(Rule("x"))
        self._editing = place
        self.find.setText(own.rule.find if place is not None else "")
        self.put.setText(own.rule.replace)
        self.is_regex.setChecked(own.rule.is_regex)
        self.when.setCurrentIndex(self.when.findData(own.when))
        self.render()

    def _save(self) -> None:
        rules = self._terms.wishes.rules
        place = len(rules) if self._editing is None else self._editing
        is_on = True if self._editing is None else rules[place].is_on
        if self._terms.put_rule(place, lambda: OwnRule(self._rule(), self.when.currentData(), is_on)):
            self._open(None)

    def _remove(self) -> None:
        if self._editing is not None:
            self._terms.remove_rule(self._editing)
            self._open(None)
