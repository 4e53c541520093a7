"""One line that says what the first row of a table was taken for, and a button that says it is not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from desktop.theme.style import mark
from desktop.widgets.card import text


class FirstRow(QWidget):
    answered = Signal(Path, bool)  # a file, does its first row only name its columns?

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self.words, self.button = text("caption", self, wrap=True), mark(QPushButton(), small="true")
        self._file, self._is_names = Path(), False
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.words, 1)
        row.addWidget(self.button)
        self.button.clicked.connect(lambda: self.answered.emit(self._file, not self._is_names))
        self.hide()

    def show_files(self, files: list[dict[str, Any]], chosen: int) -> None:
        """Of the chosen one of a report's files; where nothing is said of it, of the first whose row is read
        as a pair."""
        said = [file for file in files[chosen:chosen + 1] if file["first_row"]]
        said += [file for file in files if file["first_row"] and not file["first_row"]["is_names"]]
        self.setVisible(bool(said))
        if not said:
            return
        row = said[0]["first_row"]
        self._file, self._is_names = Path(said[0]["path"]), row["is_names"]
        words = self.tr("{file}: the first row ({cells}) is read as a pair.")
        if self._is_names:
            words = self.tr("{file}: the first row ({cells}) names the columns and is no pair.")
        self.words.setText(words.format(file=self._file.name, cells=" | ".join(row["cells"])))
        self.button.setText(self.tr("It is a pair") if self._is_names else self.tr("It names the columns"))
        self.button.setVisible(not self._is_names or len(row["cells"]) == 2)
