"""One cell of an attention matrix in words: who looks at whom, how much, and from which score."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from desktop.controllers import word_groups
from desktop.controllers.step import StepController
from desktop.controllers.walk import Walk
from desktop.theme.numbers import signed
from desktop.theme.style import mark
from desktop.theme.theme import Theme
from desktop.views import words
from desktop.widgets.card import text
from desktop.widgets.retranslated import Retranslated
from desktop.widgets.still import Still, say


class CellReadout(Retranslated, QFrame):
    """A line below the picture; also what a screen reader is told of it."""

    def __init__(self, controller: StepController, theme: Theme, parent: QWidget | None = None):
        super().__init__(parent)
        mark(self, sunk="true")
        self._controller, self._theme = controller, theme
        self._pair, self._division = QLabel(), text("caption")
        self._pair.setTextFormat(Qt.TextFormat.RichText)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 4, 10, 4)
        row.addWidget(Still(self._pair), 1)
        row.addWidget(self._division)
        self._division.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setFixedHeight(28)
        self.retranslate()

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Cell"))
        self._division.setToolTip(self.tr("score q·k ÷ √d_k, before the softmax"))

    def say(self, row: int, column: int, weight: float, sides: tuple[str, str]) -> str:
        """A cell of what is shown, and the sides ("source" or "target") of its row and its column.

        Returns it as it is spoken.
        """
        controller, palette = self._controller, self._theme.palette
        query, key = self._token(row, 0), self._token(column, 1)
        value = self.tr("masked") if np.isnan(weight) else signed(weight, 3)
        self._pair.setText(f"{words.colored(query, sides[0], palette)} → "
                           f"{words.colored(key, sides[1], palette)}&nbsp;&nbsp; <b>{value}</b>")
        say(self._division, "" if controller.is_averaged or controller.by_words
            else self._division_words(controller.walk, row, column))
        spoken = self.tr("{query} attends to {key}, {value}").format(
            query=words.isolated(query), key=words.isolated(key), value=value)
        self.setAccessibleDescription(spoken)
        return spoken

    def division(self) -> str:
        """The score, divided: "7.3 ÷ 5.66 = 1.29"."""
        return self._division.text()

    def _token(self, place: int, axis: int) -> str:
        """A row's (axis 0) or a column's token or word."""
        walk, kind = self._controller.walk, self._controller.kind
        pieces = walk.row_pieces(kind) if axis == 0 else walk.column_pieces(kind)
        if self._controller.by_words:
            return word_groups.word(pieces, self._controller.word_groups()[axis][place])
        return pieces[place].text

    def _division_words(self, walk: Walk, row: int, column: int) -> str:
        controller = self._controller
        scaled = walk.scaled_score(controller.kind, controller.layer, controller.head, row, column)
        root = walk.config.d_head ** 0.5
        return "−∞" if np.isnan(scaled) else f"{signed(scaled * root, 1)} ÷ {root:.2f} = {signed(scaled)}"
