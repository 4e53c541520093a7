"""The history of translations: kept when a text has rested, searched, cleared, switched off."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from core.stores.history import Entry, History
from desktop.workers.background_reader import BackgroundReader

PAGE = 100  # entries read at a time
_TYPING_MS = 120


class HistoryController(QObject):
    """`entries` are those that `query` finds. The file is touched on the reader's thread alone."""

    changed = Signal()

    def __init__(self, path: Path, reader: BackgroundReader, parent: QObject | None = None):
        super().__init__(parent)
        self._path, self._reader = path, reader
        self._writes = 0
        self.is_on = True
        self.query = ""
        self.entries: list[Entry] = []
        self.has_more = False
        self.error = ""
        self._typing = QTimer(self, singleShot=True, interval=_TYPING_MS)
        self._typing.timeout.connect(self.refresh)

    def refresh(self) -> None:
        """Reads the newest that the query finds."""
        query = self.query

        def read(history: History) -> tuple[bool, list[Entry]]:
            return history.is_on, history.search(query, PAGE)

        self._read(read, self._on_read)

    def search(self, query: str) -> None:
        self.query = query
        self._typing.start()

    def more(self) -> None:
        """The next page."""
        query, before = self.query, self.entries[-1].id if self.entries else None

        def then(found: tuple[bool, list[Entry]] | Exception) -> None:
            if not isinstance(found, Exception) and query == self.query:
                found = found[0], self.entries + found[1], len(found[1]) == PAGE
            self._on_read(found)

        self._read(lambda history: (history.is_on, history.search(query, PAGE, before)), then)

    def record(self, source: str, target: str, src_lang: str, tgt_lang: str, model: str) -> None:
        self._write(lambda history: history.add(source, target, src_lang, tgt_lang, model))

    def set_on(self, on: bool) -> None:
        self.is_on = on
        self.changed.emit()

        def switch(history: History) -> None:
            history.is_on = on

        self._write(switch)

    def clear(self) -> None:
        self._write(lambda history: history.clear())

    def remove(self, entry: Entry) -> None:
        self._write(lambda history: history.remove(entry.id))

    def _on_read(self, found: tuple | Exception) -> None:
        if isinstance(found, Exception):
            self.error = str(found)
        else:
            self.error, self.is_on, self.entries = "", found[0], found[1]
            self.has_more = found[2] if len(found) > 2 else len(found[1]) == PAGE
        self.changed.emit()

    def _read(self, act: Callable[[History], object], then: Callable) -> None:
        self._reader.read("history", lambda: self._with(act), then)

    def _write(self, act: Callable[[History], object]) -> None:
        """Every write is done, in order, however many wait."""
        def then(answer: object) -> None:
            if isinstance(answer, Exception):
                self._on_read(answer)
            else:
                self.refresh()

        self._writes += 1
        self._reader.read(("history", self._writes), lambda: self._with(act), then)

    def _with(self, act: Callable[[History], object]) -> object:
        with closing(History.open(self._path)) as history:
            return act(history)
