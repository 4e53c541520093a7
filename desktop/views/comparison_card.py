"""The run that is looked at beside another one: scores, lineage, and the settings that differ."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from desktop.widgets.card import Card, text
from desktop.widgets.layouts import take_all_out


class ComparisonCard(Card):
    """Hidden while no other run is chosen."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self.close_button = QPushButton(self)
        self.close_button.clicked.connect(self.closed)
        self.title_row.addWidget(self.close_button)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(24)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(3, 1)
        self.body.addLayout(self._grid)
        self._columns: list[dict[str, Any]] = []
        self.hide()
        self.retranslate()

    def retranslate(self) -> None:
        self.set_title(self.tr("Side by side; the dotted curves are the other run's"))
        self.close_button.setText(self.tr("Close"))
        self.show_columns(self._columns)

    def show_columns(self, columns: list[dict[str, Any]]) -> None:
        """Two, as `core.training.side_by_side` gives them, or none."""
        self._columns = columns
        take_all_out(self._grid)
        self.setVisible(bool(columns))
        for row, cells in enumerate(self.rows()):
            for column, cell in enumerate(cells):
                role = "caption" if column == 0 else "strong" if row == 0 else ""
                self._grid.addWidget(text(role, self), row, column)
                self._grid.itemAtPosition(row, column).widget().setText(cell)

    def rows(self) -> list[tuple[str, ...]]:
        """A name, and what it is for each run; names of settings are those of run.json."""
        if not self._columns:
            return []
        words = {"best_bleu": self.tr("Best BLEU"), "step": self.tr("Step"), "lineage": self.tr("Tuned from"),
                 "note": self.tr("Note")}
        rows = [("", *(column["name"] for column in self._columns))]
        best = [{**column, "best_bleu": self._bleu(column)} for column in self._columns]
        rows += [(word, *(_cell(column[name]) for column in best)) for name, word in words.items()]
        return rows + [(name, *(self._setting(name, column) for column in self._columns))
                       for name in self._columns[0]["differs"]]

    def _bleu(self, column: dict[str, Any]) -> str | None:
        if column["best_bleu"] is None:
            return None
        figure = f"{column['best_bleu']:.1f}"
        return self.tr("{} (other sentences)").format(figure) if column["other_sentences"] else figure

    def _setting(self, name: str, column: dict[str, Any]) -> str:
        shown = _cell(column["differs"][name])
        is_other = name == "corpus" and column["other_pairs"]
        return self.tr("{} (other pairs)").format(shown) if is_other else shown


def _cell(value: Any) -> str:
    if value in (None, []):
        return "–"
    if isinstance(value, bool):
        return str(value).lower()  # as in run.json
    if isinstance(value, list):
        return " → ".join(map(str, value))
    return f"{value:.4g}" if isinstance(value, float) else str(value)
