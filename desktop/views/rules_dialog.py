"""Every cleaning rule with its switch and its threshold, and what is made of tags and plurals."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QGridLayout,
    QWidget,
)

from core.corpus.cleaning import Rules
from desktop.controllers.corpus_wish import Wish
from desktop.theme.theme import Theme
from desktop.widgets.card import text


class RulesDialog(QDialog):
    """`wishes()` is what was chosen. The page shows what they would leave out, and asks."""

    def __init__(self, wish: Wish, theme: Theme, parent: QWidget | None = None):
        super().__init__(parent)
        self.setWindowTitle(self.tr("Rules"))
        self._rules = rules = wish.rules
        grid = QGridLayout(self)
        grid.setContentsMargins(16, 16, 16, 16)
        note = text("caption", self, wrap=True)
        note.setText(self.tr("The pairs that the rules would leave out are shown before they are. Your files "
                             "stay as they are."))
        grid.addWidget(note, 0, 0, 1, 2)
        self.switches: dict[str, QCheckBox] = {}
        self.limits: dict[str, QDoubleSpinBox] = {}
        for row, (name, words, decimals) in enumerate(self._names(), 1):
            switch = self.switches[name] = QCheckBox(words, self)
            value, usual = getattr(rules, name), getattr(Rules(), name)
            switch.setChecked(bool(value))
            grid.addWidget(switch, row, 0)
            if decimals is not None:
                limit = self.limits[name] = QDoubleSpinBox(self)
                limit.setDecimals(decimals)
                limit.setRange(0.1 if decimals else 1, 1 if name == "min_script" else 100_000)
                limit.setValue(value or usual)
                limit.setAccessibleName(words)
                limit.setEnabled(switch.isChecked())
                switch.toggled.connect(limit.setEnabled)
                grid.addWidget(limit, row, 1)
        self.choices: dict[str, QComboBox] = {}
        for name, words, answers in self._choices():
            label, combo = text("", self), QComboBox(self)
            label.setText(words)
            combo.setAccessibleName(words)
            for answer, said in answers.items():
                combo.addItem(said, answer)
            combo.setCurrentIndex(combo.findData(getattr(wish, name)))
            row = grid.rowCount()
            grid.addWidget(label, row, 0)
            grid.addWidget(combo, row, 1)
            self.choices[name] = combo
        kinds = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(kinds.Ok | kinds.Cancel)
        buttons.button(kinds.Ok).setText(self.tr("Show what they leave out"))
        buttons.button(kinds.Cancel).setText(self.tr("Cancel"))
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        grid.addWidget(buttons, grid.rowCount(), 0, 1, 2)
        theme.dress(self)

    def _names(self) -> list[tuple[str, str, int | None]]:
        """(rule, its words, decimals of its threshold)."""
        return [
            ("duplicates", self.tr("The same pair twice"), None),
            ("near_duplicates", self.tr("The same but for case, punctuation and spaces"), None),
            ("identical", self.tr("A target that is its source, from so many words"), 0),
            ("fuzzy", self.tr("Marked as not finished in the file"), None),
            ("untranslated", self.tr("A target of XLIFF that is to be translated still"), None),
            ("rejected", self.tr("A target of XLIFF that a reviewer rejected"), None),
            ("protected", self.tr("A unit of XLIFF that is not to be translated"), None),
            ("in_dev", self.tr("A sentence that the set to validate on has too"), None),
            ("digits", self.tr("Figures that differ; missing on one side from so many digits"), 0),
            ("broken", self.tr("Broken encoding"), None),
            ("nonprinting", self.tr("Non-printing characters"), None),
            ("min_letters", self.tr("Letters of a side where the other has more, at least"), 0),
            ("max_chars", self.tr("Characters of a side, at most"), 0),
            ("max_ratio", self.tr("Ratio of the lengths, at most"), 1),
            ("max_repeat", self.tr("The same mark in a row, fewer than"), 0),
            ("min_script", self.tr("Share of letters in the language's script, at least"), 2),
        ]

    def _choices(self) -> list[tuple[str, str, dict[str, str]]]:
        """(what of core.corpus.unit.Reading, its words, the answers)."""
        return [
            ("codes", self.tr("Inline tags of TMX and XLIFF"), {
                "drop": self.tr("left out, text kept"), "keep": self.tr("kept as <1>")}),
            ("plurals", self.tr("Plural forms of PO"), {
                "each": self.tr("each a pair"), "first": self.tr("the singular alone"),
                "skip": self.tr("left out")}),
        ]

    def wishes(self) -> dict[str, Any]:
        """Fields of desktop.controllers.corpus_wish.Wish."""
        return {"rules": self.rules(), **{name: combo.currentData() for name, combo in self.choices.items()}}

    def rules(self) -> Rules:
        values = {}
        for name, switch in self.switches.items():
            limit = self.limits.get(name)
            if limit is None:
                values[name] = switch.isChecked()
            else:
                number = limit.value() if limit.decimals() else int(limit.value())
                values[name] = number if switch.isChecked() else None
        return replace(self._rules, **values)
