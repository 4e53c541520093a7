"""What is known of a model, in a card: facts, README, and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPlainTextEdit, QPushButton, QWidget

from core.formats.scores import read_scores
from desktop.controllers.models import ModelEntry
from desktop.controllers.shelf import Facts, Uses
from desktop.theme import numbers
from desktop.theme.style import mark
from desktop.views.search_words import search_of
from desktop.views.words import language_name
from desktop.widgets.card import Card, text
from desktop.widgets.layouts import take_all_out

MEGABYTE = 1e6


class ModelFacts(Card):
    """Its buttons say what is wanted; the page does it."""

    wanted = Signal(str)  # "translate", "step", "train", "export", "rename", "reveal", "trash"
    ACTIONS = ("translate", "step", "train", "export", "rename", "reveal", "trash")

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self.grid = QGridLayout()
        self.grid.setHorizontalSpacing(16)
        self.grid.setVerticalSpacing(6)
        self.grid.setColumnStretch(1, 1)
        self.readme = mark(QPlainTextEdit(), reading="true")
        self.readme.setReadOnly(True)
        self.buttons = {name: QPushButton() for name in self.ACTIONS}
        mark(self.buttons["translate"], kind="primary")
        self.body.addLayout(self.grid)
        self.body.addWidget(self.readme, 100)
        for names in (self.ACTIONS[:3], self.ACTIONS[3:]):
            row = QHBoxLayout()
            row.setSpacing(8)
            for name in names:
                row.addWidget(self.buttons[name])
            row.addStretch(1)
            self.body.addLayout(row)
        self.body.addStretch(1)
        for name, button in self.buttons.items():
            button.clicked.connect(lambda _=False, name=name: self.wanted.emit(name))

    def retranslate(self) -> None:
        words = {"translate": self.tr("Translate with it"), "step": self.tr("Step through it"),
                 "train": self.tr("Train further…"), "export": self.tr("Export…"),
                 "rename": self.tr("Rename…"), "reveal": self.tr("Show folder"),
                 "trash": self.tr("Move to trash…")}
        for name, button in self.buttons.items():
            button.setText(words[name])
        self.readme.setAccessibleName(self.tr("README of the model"))

    def show_model(self, entry: ModelEntry, facts: Facts, in_use: bool, uses: Uses) -> None:
        self.set_title(entry.card.name or entry.folder.name)
        self._fill(self._rows(entry, facts, in_use, uses))
        self.readme.setPlainText(without_settings(facts.readme))
        self.readme.setVisible(bool(self.readme.toPlainText()))
        self.buttons["rename"].setEnabled(entry.origin in ("imported", "run"))
        self.buttons["trash"].setEnabled(entry.origin != "bundled")
        self.buttons["trash"].setText(self.tr("Remove from the list") if entry.origin == "opened" else
                                      self.tr("Move to trash…"))

    def _rows(self, entry: ModelEntry, facts: Facts, in_use: bool, uses: Uses):
        card, origin = entry.card, entry.card.origin
        config = card.config
        src, tgt = (language_name(code) or self.tr("not said") for code in entry.direction)
        weights = numbers.short(entry.num_weights)
        size = f" · {megabytes(facts.size)}" if facts.size else ""
        shape = self.tr("{} + {} layers, {} heads, d {}").format(
            config.num_encoder_layers, config.num_decoder_layers, config.num_heads, config.d_model)
        yield self.tr("Languages"), f"{src} → {tgt}"
        yield self.tr("Size"), self.tr("{} weights").format(weights) + size
        yield self.tr("Shape"), shape
        yield self.tr("Comes from"), self._origin(entry, origin)
        if origin.get("licence"):
            yield self.tr("Licence"), str(origin["licence"])
        yield self.tr("Scores"), self.scores(card.facts)
        if card.facts.get("decode"):
            by = self.tr("{search} (as its makers set it)")
            if card.lineage:
                by = self.tr("{search} (as “{model}”, which it was trained from)")
            elif any(setting.startswith("num_beams") for setting in card.assumed):
                by = "{search}"  # nobody set it: what is assumed stands below
            yield self.tr("Decodes with"), by.format(search=search_of(card), model="".join(card.lineage[-1:]))
        if card.not_followed:
            yield self.tr("Not followed"), self.tr("{} (its makers decode so, Pellucid does not)").format(
                ", ".join(card.not_followed))
        if card.assumed:
            words = self.tr("{} (its files do not say: generation_config.json was missing)")
            yield self.tr("Assumed"), words.format(", ".join(card.assumed))
        if card.lineage:
            yield self.tr("Trained from"), " → ".join(card.lineage)
        if uses.further:
            yield self.tr("Trained further into"), ", ".join(uses.further)
        if uses.waiting:
            yield (self.tr("Will be trained into"),
                   self.tr("{} (waits its turn)").format(", ".join(uses.waiting)))
        if uses.documents:
            yield self.tr("Documents"), self.tr("{} (not yet translated to the end)").format(
                ", ".join(uses.documents))
        if uses.is_served:
            yield self.tr("Other programs"), self.tr("get its translations now")
        yield self.tr("In use"), self.tr("on every page, now") if in_use else self.tr("no")
        yield self.tr("Folder"), str(entry.folder)

    def scores(self, facts: dict) -> str:
        """A line each: on its validation part in training, and on what it was evaluated with."""
        named = [f"{name} {facts[key]:.1f}" for name, key in (("BLEU", "bleu"), ("chrF", "chrf"))
                 if is_number(facts.get(key))]
        lines = [self.tr("{} on its validation part, greedy").format(", ".join(named))] if named else []
        words = self.tr("BLEU {bleu}, chrF {chrf} on {corpus} ({sentences} sentences, {decode}), {date}")
        lines += [words.format(bleu=f"{one.bleu:.1f}", chrf=f"{one.chrf:.1f}", corpus=one.corpus,
                               sentences=numbers.thousands(one.sentences), decode=one.decode, date=one.date)
                  for one in read_scores(facts)]
        return "\n".join(lines) or self.tr("not measured here")

    def _origin(self, entry: ModelEntry, origin: dict) -> str:
        if origin.get("file"):
            words = self.tr("{file} ({kind}), imported {date}")
            return words.format(file=origin["file"], kind=origin.get("kind", "?"),
                                date=origin.get("imported", "?"))
        words = {"bundled": self.tr("Pellucid, bundled"), "run": self.tr("trained here"),
                 "opened": self.tr("a folder elsewhere")}
        return words.get(entry.origin, self.tr("another Pellucid"))

    def _fill(self, rows) -> None:
        take_all_out(self.grid)
        for row, (name, value) in enumerate(rows):
            label, said = text("caption"), text("", wrap=True)
            label.setText(name)
            said.setText(value)
            said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            said.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self.grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
            self.grid.addWidget(said, row, 1)

    def said(self) -> dict[str, str]:
        """What the card shows: {name of a fact: its words}."""
        labels = [self.grid.itemAt(index).widget() for index in range(self.grid.count())]
        return {name.text(): value.text() for name, value in zip(labels[::2], labels[1::2], strict=True)}


def without_settings(readme: str) -> str:
    """A README without the block of settings that a model card begins with."""
    if readme.startswith("---"):
        readme = readme[3:].partition("\n---")[2] or readme
    return readme.strip()


def megabytes(size: int) -> str:
    """ "0.8 MB", "300 MB"."""
    return f"{size / MEGABYTE:.{1 if size < 100 * MEGABYTE else 0}f} MB"


def is_number(value) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)
