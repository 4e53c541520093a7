"""Sentences like the one at the cursor, from the person's own; a sentence is confirmed into them."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from core.stores.memory import CONFIRMED, Match, Memory
from core.text import languages
from desktop.controllers.models import ModelsController
from desktop.workers.background_reader import BackgroundReader

REST_MS = 250  # without a change, until it is searched


class MemoryController(QObject):
    """`matches` belong to `sentence`. All of it is read and written on two threads of its own."""

    changed = Signal()
    _progressed = Signal(int)

    def __init__(self, path: Path, corpora: Path, models: ModelsController, reader: BackgroundReader,
                 parent: QObject | None = None):
        """corpora: where the Data page keeps what it imports."""
        super().__init__(parent)
        self._path, self._corpora, self._models, self._reader = path, corpora, models, reader
        self._adder = BackgroundReader(self)  # a long corpus does not keep a look-up waiting
        self._stopped = threading.Event()
        self._writes = 0
        self.sentence = ""
        self.matches: list[Match] = []
        self.origins: dict[str, int] = {}
        self.adding: int | None = None  # pairs read so far of a file being added
        self._kept_error = self._found_error = ""  # of the last change, of the last search
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._search)
        self._progressed.connect(self._on_progress)
        models.changed.connect(self._rest.start)
        self._count()

    @property
    def num_pairs(self) -> int:
        return sum(self.origins.values())

    @property
    def error(self) -> str:
        return self._kept_error or self._found_error

    def corpora(self) -> list[Path]:
        """Those of the Data page that are not in the memory."""
        from core.corpus.readers import is_imported

        try:
            folders = sorted(folder for folder in self._corpora.iterdir() if is_imported(folder))
        except OSError:
            return []
        return [folder for folder in folders if folder.name not in self.origins]

    def look_up(self, sentence: str) -> None:
        """When the person rests."""
        sentence = sentence.strip()
        if sentence != self.sentence:
            self.sentence, self.matches = sentence, []
            self.changed.emit()
            self._rest.start()

    def is_confirmed(self, target: str) -> bool:
        return any(match.is_exact and match.origin == CONFIRMED and match.target == target.strip()
                   for match in self.matches)

    def confirm(self, source: str, target: str) -> None:
        """Keeps a pair; the next look-up finds it."""
        langs = self._models.direction
        self._write(self._reader, lambda memory: memory.confirm(source, target, *langs))

    def forget(self, origin: str) -> None:
        """Takes out what came from one file, or what was confirmed."""
        self._write(self._adder, lambda memory: memory.forget(origin))

    def add_file(self, path: Path) -> None:
        """The pairs of any corpus file, or of a folder that an import made; all of them or, stopped, none."""
        if self.adding is not None:
            return
        langs = self._models.direction
        self._stopped.clear()
        self.adding, self._kept_error = 0, ""
        self.changed.emit()

        def add(memory: Memory) -> None:
            from core.corpus.readers import read_corpus
            from core.corpus.unit import Reading

            corpus = read_corpus([path], Reading(*langs))
            pairs = corpus.pairs
            if _is_reverse(corpus.langs, langs):
                pairs = ((target, source) for source, target in pairs)
            elif all(corpus.langs) and not _is_reverse(corpus.langs[::-1], langs):
                raise ValueError(f"{path}: holds {' and '.join(corpus.langs)}; expected "
                                 f"{' and '.join(langs)}, between which the model translates")
            memory.add(pairs, *langs, path.name, self._progressed.emit, self._stopped.is_set)

        self._write(self._adder, add, self._on_added)

    def stop_adding(self) -> None:
        self._stopped.set()

    def close(self) -> None:
        self._stopped.set()
        self._rest.stop()
        self._adder.close()

    def _search(self) -> None:
        sentence, langs = self.sentence, self._models.direction
        if not sentence or not all(langs):
            return

        def find() -> list[Match]:
            if not self._path.exists():
                return []
            with closing(Memory.open(self._path)) as memory:
                return memory.lookup(sentence, *langs)

        self._reader.read("look up", find, lambda found: self._on_found(sentence, found))

    def _on_found(self, sentence: str, found: list[Match] | Exception) -> None:
        if sentence != self.sentence:
            return
        self.matches = [] if isinstance(found, Exception) else found
        self._found_error = str(found) if isinstance(found, Exception) else ""
        self.changed.emit()

    def _write(self, reader: BackgroundReader, act: Callable[[Memory], None],
               then: Callable[[object], None] | None = None) -> None:
        """Every write is done, in order, however many wait."""
        def job() -> None:
            with closing(Memory.open(self._path)) as memory:
                act(memory)

        self._writes += 1
        reader.read(("write", self._writes), job, then or self._on_written)

    def _on_written(self, answer: object) -> None:
        self._kept_error = str(answer) if isinstance(answer, Exception) else ""
        self._count()
        self._search()
        self.changed.emit()

    def _on_added(self, answer: object) -> None:
        self.adding = None
        self._on_written(answer)

    def _on_progress(self, count: int) -> None:
        self.adding = count
        self.changed.emit()

    def _count(self) -> None:
        def count() -> dict[str, int]:
            if not self._path.exists():
                return {}
            with closing(Memory.open(self._path)) as memory:
                return memory.origins()

        self._reader.read("count", count, self._on_counted)

    def _on_counted(self, origins: dict[str, int] | Exception) -> None:
        if isinstance(origins, Exception):
            self._found_error = str(origins)
        else:
            self.origins = origins
        self.changed.emit()


def _is_reverse(found: tuple[str, str], wanted: tuple[str, str]) -> bool:
    """Does the file go the other way, as it says itself?"""
    return all(found) and all(languages.matches(want, tag)
                              for want, tag in zip(wanted[::-1], found, strict=True))
