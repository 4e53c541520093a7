"""One line that says how many pairs do not stand in their files as they are kept, and shows them on wish."""

from __future__ import annotations

import itertools
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from core.corpus.changes import visible
from core.corpus.report import named
from desktop.theme import numbers
from desktop.theme.style import mark
from desktop.views import data_words
from desktop.widgets.card import text

MOST = 50  # rows of a kind
NAMED = 2  # kinds in the line
WIDEST = 80  # characters of a side


class ChangedLines(QWidget):
    show_asked = Signal()

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self.words, self.button = text("caption", self, wrap=True), mark(QPushButton(), small="true")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.words, 1)
        row.addWidget(self.button)
        self.button.clicked.connect(self.show_asked)
        self.hide()

    def show_report(self, report: dict[str, Any]) -> None:
        self.button.setText(self.tr("Show"))
        separator = self.tr(", ", "between the kinds of change")
        kinds = [f"{data_words.change(kind)} {numbers.thousands(count)}"
                 for kind, count in report["changed"].items()]
        said = kinds if len(kinds) <= NAMED else [*kinds[:NAMED], "…"]
        words = self.tr("Lines changed: {count} ({kinds})")
        self.words.setText(words.format(count=numbers.thousands(report["changed_lines"]),
                                        kinds=separator.join(said)))
        self.words.setToolTip("\n".join(kinds))
        self.setVisible(report["changed_lines"] > 0)


def rows(report: dict[str, Any]) -> list[tuple[str, ...]]:
    """File, line, the text as it stands there and as it is in the corpus, and what was done: of each kind
    the first."""
    found = []
    for kind in report["changed"]:
        of_kind = ((file, item) for file in report["files"]
                   for item in file["changes"]["examples"].get(kind, ()))
        found += [(named(file["path"], item["side"]), str(item["line"]),
                   *visible(kind, item["before"], item["after"], WIDEST), data_words.change(kind))
                  for file, item in itertools.islice(of_kind, MOST)]
    return found
