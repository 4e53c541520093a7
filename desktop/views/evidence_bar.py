"""Below the texts: the word that is looked at, what it came from, and how far that can be trusted."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from core.alignment import Head
from core.live import LiveWord
from desktop.theme.style import mark
from desktop.theme.theme import Theme
from desktop.widgets.card import Card, text
from desktop.widgets.chips import Chip, ChipRow
from desktop.widgets.retranslated import Retranslated

_WIDE = 720  # pixels; below, the caution gives its room to the facts


class EvidenceBar(Retranslated, Card):
    """Says in words what the marks in the two texts show, by which head; another can be chosen."""

    head_chosen = Signal(object)  # core.alignment.Head, or None: the one that measures best

    def __init__(self, theme: Theme, parent: QWidget | None = None):
        super().__init__(parent)
        self._word, self._looks, self._caution = text("strong"), text("caption"), text("caption")
        self._facts = text("caption", wrap=True)
        self._facts.setMinimumHeight(2 * self._facts.fontMetrics().lineSpacing())  # nothing moves on hovering
        self._facts.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.head, self.others = QComboBox(), mark(QPushButton(), small="true")
        self.head.setMaximumWidth(190)
        self.chips = ChipRow(theme)
        for hidden in (self._looks, self.chips):
            policy = hidden.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            hidden.setSizePolicy(policy)
        self.head.activated.connect(lambda index: self.head_chosen.emit(self.head.itemData(index)))
        self._size, self._chosen = (0, 0), None
        self._caution.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        left, middle = QVBoxLayout(), QVBoxLayout()
        for widget in (self._word, self._facts):
            left.addWidget(widget)
        for widget in (self._looks, self.chips):
            middle.addWidget(widget)
        for column in (left, middle):
            column.setSpacing(4)
            column.addStretch(1)
        choices = QVBoxLayout()
        choices.addWidget(self.head)
        choices.addWidget(self.others)
        choices.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(24)
        row.addLayout(left, 3)
        row.addLayout(middle, 1)
        row.addLayout(choices)
        row.addWidget(self._caution)
        self.body.addLayout(row)
        self._shown: tuple = ("", "", None, None)
        self.retranslate()

    def retranslate(self) -> None:
        self._looks.setText(self.tr("Looks at"))
        self._caution.setText(self.tr("Attention is a hint, not proof,\nof what the word was made from."))
        self.head.setAccessibleName(self.tr("Attention head"))
        self.head.setToolTip(self.tr(
            "Whose attention lights the words. Measured: a source word is hidden, and the word that suffers "
            "most came from it; the head that agrees most often."))
        self.others.setText(self.tr("Other translations"))
        self.others.setToolTip(self.tr("Of the sentence at the cursor (Alt+Shift+Enter)"))
        self._fill_heads()
        self.chips.setAccessibleName(self.tr("Looks at"))
        self.say(*self._shown)

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        self._caution.setVisible(event.size().width() >= _WIDE)

    def set_heads(self, num_layers: int, num_heads: int, chosen: Head | None) -> None:
        """Those of the model's cross-attention, and the one chosen by a person."""
        if (num_layers, num_heads) != self._size or chosen != self._chosen:
            self._size, self._chosen = (num_layers, num_heads), chosen
            self._fill_heads()

    def _fill_heads(self) -> None:
        with QSignalBlocker(self.head):
            self.head.clear()
            self.head.addItem(self.tr("Best measured head"), None)
            for layer in range(self._size[0]):
                for head in range(self._size[1]):
                    self.head.addItem(self._name(layer, head), Head(layer, head))
            chosen = self._chosen
            self.head.setCurrentIndex(
                0 if chosen is None else 1 + chosen.layer * self._size[1] + chosen.head)
        self.head.setVisible(self._size[0] > 0)

    def say(self, source: str, target: str, word: LiveWord | None, head: Head | None) -> None:
        """A word of the translation; None says how to choose one."""
        self._shown = (source, target, word, head)
        self._looks.setVisible(word is not None)
        self.chips.setVisible(word is not None)
        if word is None:
            self._word.setText(self.tr("Point at a word"))
            self._facts.setText(self._head_words(head))
            self.chips.set_chips([])
            return
        pieces = [source[start:end] for start, end in word.sources]
        self._word.setText(f"{target[word.start:word.end]} ← {' '.join(pieces)}")
        sure = self.tr("Probability {percent} %").format(percent=round(100 * word.probability))
        if word.right is None:
            sure += " · " + self.tr("how often that is right was not measured")
        else:
            sure += " · " + self.tr("{count} of 100 words this sure are right").format(
                count=round(100 * word.right))
        self._facts.setText(f"{sure}\n{self._head_words(head)}")
        self.chips.set_chips([Chip(piece, "source") for piece in pieces])
        self.setAccessibleDescription(f"{self._word.text()}. {self._facts.text()}")

    def _name(self, layer: int, head: int) -> str:
        return self.tr("Layer {layer}, head {head}").format(layer=layer + 1, head=head + 1)

    def _head_words(self, head: Head | None) -> str:
        if head is None:
            return ""
        named = self._name(head.layer, head.head)
        if head.agreement is None:
            return named
        return self.tr("{head} · agreed in {percent} % when measured").format(
            head=named, percent=round(100 * head.agreement))
