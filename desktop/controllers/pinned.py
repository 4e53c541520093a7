"""Sentences that a run follows: pinning them, and what a validation kept of their attention."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from core.training.probe_attention import Attention, Heads, read_attention
from desktop.controllers.runs import Run
from desktop.workers.background_reader import BackgroundReader


class PinnedSentences(QObject):
    """Reads and writes on the thread of `reader`."""

    def __init__(self, reader: BackgroundReader, parent: QObject | None = None):
        super().__init__(parent)
        self._reader = reader

    def pin(self, run: Run, sentence: str, is_pinned: bool, then: Callable[[str], None]) -> None:
        """Follows a sentence from the next validation on, or no more; `then` hears why not, or ""."""
        def job() -> str:
            from core.training import probes

            try:
                probes.change(run.path, sentence, is_pinned)
            except probes.ProbeError:
                return self.tr("Five sentences at most are pinned; unpin one first.")
            return ""

        self._reader.read("pin", job, lambda answer: then(str(answer)))

    def choose_heads(self, run: Run, heads: Heads) -> None:
        """Whose attention is kept from the next validation on; none: the best aligned, measured anew each
        time."""
        def job() -> None:
            from core.training import probes

            probes.choose_heads(run.path, heads)

        self._reader.read("heads", job, lambda answer: None)

    def read_attention(self, run: Run, sentence: str, step: int,
                       then: Callable[[Attention | None, Heads], None]) -> None:
        """`then` hears None where nothing was kept that can be used; and which heads are chosen now."""
        def job() -> tuple[Attention | None, Heads]:
            from core.training import probes

            return read_attention(run.path, sentence, step), probes.chosen_heads(run.path)

        self._reader.read("attention", job,
                          lambda answer: then(*((None, []) if isinstance(answer, Exception) else answer)))
