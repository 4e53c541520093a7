"""What each size would take on the shown corpus: one measuring child process after the other."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from core.text.tokenizer import Tokenizer
from core.training.presets import PRESETS
from desktop.workers.background_reader import BackgroundReader
from desktop.workers.training_process import CLI, Ending, Outcome, TrainingProcess


class PreflightController(QObject):
    changed = Signal()

    def __init__(self, parent: QObject | None = None, command: Sequence[str] = CLI):
        super().__init__(parent)
        self._command = command
        self._child: TrainingProcess | None = None
        self._corpus: Path | None = None
        self._left: list[str] = []
        self._reader = BackgroundReader(self)
        self.found: dict[str, dict[str, Any]] = {}  # preset -> core.training.estimate.Estimate as a dict
        self.tried: list[str] = []  # the pieces of the person's own sentence
        self.tried_unknown: list[str] = []
        self.problem = ""
        self.is_preparing = False  # the engine, for this machine; only then are steps timed

    @property
    def measuring(self) -> str:
        """The size that is being timed, or ""."""
        return self._left[0] if self._child is not None else ""

    def show_corpus(self, corpus: Path | None) -> None:
        """Figures of another corpus are worth nothing."""
        if corpus != self._corpus:
            self.stop()
            self._corpus, self.found, self.problem = corpus, {}, ""
            self.tried, self.tried_unknown = [], []
            self.changed.emit()

    def try_sentence(self, text: str, preset: str) -> None:
        """Cuts a sentence as the vocabulary of a measured size does, on another thread."""
        if self._corpus is not None and preset in self.found:
            vocabulary = _vocabulary(self._corpus, preset)
            self._reader.read("pieces", lambda: _cut(vocabulary, text), self._show_tried)

    def _show_tried(self, found: tuple[list[str], list[str]] | Exception) -> None:
        if isinstance(found, Exception):
            self.problem = str(found)
        else:
            self.tried, self.tried_unknown = found
        self.changed.emit()

    def forget(self) -> None:
        """The corpus is the same, but used otherwise."""
        self.stop()
        self.found, self.problem = {}, ""
        self.changed.emit()

    def measure(self) -> None:
        if self._corpus is not None and self._child is None:
            self._left, self.found, self.problem = list(PRESETS), {}, ""
            self._next()

    def _next(self) -> None:
        preset = self._left[0]
        self._child = TrainingProcess(
            ["preflight", str(self._corpus), "--preset", preset, "--tokenizer",
             str(_vocabulary(self._corpus, preset))], self._command, parent=self)
        self._child.event.connect(self._on_event)
        self._child.ended.connect(self._on_ended)
        self._child.ended.connect(self._child.deleteLater)
        self._child.start()
        self.changed.emit()

    def _on_event(self, event: dict[str, Any]) -> None:
        if event["event"] == "estimated":
            self.found[event["preset"]] = event
        elif event["event"] == "stage":
            self.is_preparing = True
            self.changed.emit()

    def _on_ended(self, ending: Ending) -> None:
        self._child, self.is_preparing = None, False
        self._left.pop(0)
        if ending.outcome != Outcome.ENDED:
            self.problem = ending.message or " ".join(ending.log[-1:])
            self._left.clear()
        if self._left:
            self._next()
        else:
            self.changed.emit()

    def close(self) -> None:
        self.stop()
        self._reader.close()

    def stop(self) -> None:
        """Ends a measurement at once: what it leaves is a vocabulary at the most."""
        if self._child is not None:
            self._child.event.disconnect(self._on_event)
            self._child.ended.disconnect(self._on_ended)
            self._child.kill()
            self._child, self.is_preparing = None, False
        self._left.clear()


def _vocabulary(corpus: Path, preset: str) -> Path:
    """Where a measurement leaves the vocabulary that it learned; it goes with the corpus folder."""
    return corpus / f"vocabulary.{preset}.json"


@lru_cache(1)
def _loaded(vocabulary: Path, _written_ns: int) -> Tokenizer:
    return Tokenizer.load(vocabulary)


def _cut(vocabulary: Path, text: str) -> tuple[list[str], list[str]]:
    """(pieces, characters that are not known). Raises OSError or TokenizerError."""
    tokenizer = _loaded(vocabulary, vocabulary.stat().st_mtime_ns)
    return tokenizer.cut(text), list(dict.fromkeys(tokenizer.encode(text).unknown))
