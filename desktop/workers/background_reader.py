"""One thread that reads files, so that a long history never stutters the window."""

from __future__ import annotations

import logging
from collections.abc import Callable, Hashable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

_log = logging.getLogger(__name__)


class BackgroundReader(QObject):
    """Runs jobs in order on its thread and hands each result back on the window's thread.

    Of the jobs under one key only the newest is answered. A job must not touch anything that the
    window uses; an error that it raises is the answer.
    """

    _answered = Signal(object, int, object)  # key, ticket, answer

    def __init__(self, parent: QObject | None = None):
        super().__init__(parent)
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="pellucid-reader")
        self._waiting: dict[Hashable, tuple[int, Callable[[Any], None]]] = {}
        self._ticket = 0
        self._is_closed = False
        self._answered.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def read(self, key: Hashable, job: Callable[[], Any], then: Callable[[Any], None]) -> None:
        if self._is_closed:
            return
        self._ticket += 1
        self._waiting[key] = (self._ticket, then)
        self._thread.submit(self._run, key, self._ticket, job)

    def close(self) -> None:
        """Drops what waits and what is being read, without waiting for it."""
        self._is_closed = True
        self._waiting.clear()
        self._thread.shutdown(wait=False, cancel_futures=True)

    def finish(self) -> None:
        """Does what was asked, and ends; nothing is answered any more. For what must be on the disk."""
        self._is_closed = True
        self._thread.shutdown(wait=True)

    def _run(self, key: Hashable, ticket: int, job: Callable[[], Any]) -> None:
        if self._waiting.get(key, (0,))[0] != ticket:
            return
        try:
            answer = job()
        except Exception as error:
            if not isinstance(error, (OSError, ValueError)):
                _log.exception("a file could not be read")
            answer = error  # whoever asked must hear of it: a lost answer waits for ever
        if self._waiting.get(key, (0,))[0] == ticket:
            self._answered.emit(key, ticket, answer)

    def _deliver(self, key: Hashable, ticket: int, answer: Any) -> None:
        waiting = self._waiting.get(key)
        if waiting is not None and waiting[0] == ticket and not self._is_closed:
            del self._waiting[key]
            waiting[1](answer)
