"""A model before it is imported: what it is, and what it will be called."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)

from desktop.theme import numbers
from desktop.theme.style import mark
from desktop.views.code_combo import fill_codes
from desktop.views.model_facts import megabytes, without_settings
from desktop.views.words import LANGUAGE_CODES, language_name
from desktop.widgets.card import Card, text


class ImportCard(Card):
    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self._preview: dict | None = None
        self._following = 0
        self.facts = QLabel()
        self.facts.setTextFormat(Qt.TextFormat.PlainText)
        self.facts.setWordWrap(True)
        self.name_edit, self.code_combo = QLineEdit(), QComboBox()
        self.lang_combos = QComboBox(), QComboBox()  # from, into
        self.name_edit.setMaxLength(80)
        self.readme = mark(QPlainTextEdit(), reading="true")
        self.readme.setReadOnly(True)
        self.import_button, self.cancel_button = mark(QPushButton(), kind="primary"), QPushButton()
        self._name, self._languages, self._code = text("caption"), text("caption"), text("caption")
        self._pair = QWidget()
        pair = QHBoxLayout(self._pair)
        pair.setContentsMargins(0, 0, 0, 0)
        for combo in self.lang_combos:
            pair.addWidget(combo, 1)
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setColumnStretch(1, 1)
        for row, (label, field) in enumerate(((self._name, self.name_edit), (self._languages, self._pair),
                                             (self._code, self.code_combo))):
            grid.addWidget(label, row, 0)
            grid.addWidget(field, row, 1)
        row = QHBoxLayout()
        row.addWidget(self.import_button)
        row.addWidget(self.cancel_button)
        row.addStretch(1)
        self.body.addWidget(self.facts)
        self.body.addLayout(grid)
        self.body.addWidget(self.readme, 100)
        self.body.addLayout(row)
        self.body.addStretch(1)

    def retranslate(self) -> None:
        self.show_following(self._following)
        self._name.setText(self.tr("Name"))
        self._languages.setText(self.tr("Languages"))
        self._code.setText(self.tr("Translates into"))
        for combo, name in zip(self.lang_combos, (self.tr("Source language"), self.tr("Target language")),
                               strict=True):
            combo.setAccessibleName(name)
        self.name_edit.setAccessibleName(self.tr("Name"))
        self.code_combo.setAccessibleName(self.tr("Translates into"))
        self.readme.setAccessibleName(self.tr("README of the model"))
        self.import_button.setText(self.tr("Import"))
        self.cancel_button.setText(self.tr("Not this one"))
        if self._preview is not None:
            code = self.code_combo.currentData()
            self._say(self._preview, self.languages())
            self.code_combo.setCurrentIndex(self.code_combo.findData(code))

    def show_following(self, count: int) -> None:
        """How many more models were dropped, each to be looked at in its turn."""
        self._following = count
        self.set_title(self.tr("Import this model? Then {} more").format(count) if count else
                       self.tr("Import this model?"))

    def languages(self) -> tuple[str, str]:
        """The codes of the two languages, "" where nobody said."""
        src, tgt = (combo.currentData() for combo in self.lang_combos)
        return src, tgt

    def show_preview(self, preview: dict) -> None:
        self._preview = preview
        self._say(preview, (preview["src_lang"], preview["tgt_lang"]))
        self.name_edit.setText(preview["name"])
        for widget in (self._code, self.code_combo):
            widget.setVisible(bool(preview["codes"]))
        self.lang_combos[1].setVisible(not preview["codes"])  # the code says it
        self.readme.setPlainText(without_settings(preview["readme"]))
        self.readme.setVisible(bool(self.readme.toPlainText()))

    def _say(self, preview: dict, chosen: tuple[str, str]) -> None:
        """What it is, in the window's language; `chosen` are the codes of its languages."""
        src, tgt = (language_name(preview[side]) or self.tr("not said") for side in ("src_lang", "tgt_lang"))
        lines = (
            f"{preview['kind']}: {src} → {tgt}",
            self.tr("{weights} weights, {size}").format(
                weights=numbers.short(preview["num_weights"]), size=megabytes(preview["size_bytes"])),
            self.tr("Licence: {}").format(preview["licence"] or self.tr("not said")))
        if preview["not_followed"]:
            lines = (*lines, self.tr("Its makers decode with settings that are not followed here, so "
                                     "translations can differ from theirs: {}").format(
                ", ".join(preview["not_followed"])))
        if preview["assumed"]:
            words = self.tr(
                "Without generation_config.json its files do not say all of how its makers decode; assumed, "
                "as transformers does: {}. Their translations may be better.")
            lines = (*lines, words.format(", ".join(preview["assumed"])))
        for side, count, total in preview["without_id"]:
            words = self.tr("{count} of {total} pieces of its source text have no id in the vocabulary: they "
                            "are read as unknown.") if side == "source" else self.tr(
                "{count} of {total} pieces of its target text have no id in the vocabulary: they are unknown "
                "where it is trained further.")
            lines = (*lines, words.format(count=numbers.thousands(count), total=numbers.thousands(total)))
        self.facts.setText("\n".join(lines))
        for combo, code in zip(self.lang_combos, chosen, strict=True):
            fill_languages(combo, code, self.tr("not said"))
        fill_codes(self.code_combo, tuple(preview["codes"]))
        if preview["codes"]:  # as where nobody is asked
            self.code_combo.setCurrentIndex(self.code_combo.findData(preview["code"]))


def fill_languages(combo: QComboBox, code: str, unsaid: str) -> None:
    """The languages by name, `code` chosen whichever it is."""
    combo.clear()
    names = sorted((language_name(known), known) for known in {*LANGUAGE_CODES, code} - {""})
    for name, known in [(unsaid, ""), *names]:
        combo.addItem(name, known)
    combo.setCurrentIndex(combo.findData(code))
