"""Bytes of a pipe -> events. Survives partial lines, garbage and lines without end. No Qt here."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterator

MAX_LINE_BYTES = 4 * 1024 * 1024  # a validation with all its samples is some 10 kB
LOG_LINES = 200
LOG_LINE_CHARS = 2000


class EventLines:
    """Splits a stream into lines: a dict for an event, a str for anything else."""

    def __init__(self, max_line_bytes: int = MAX_LINE_BYTES):
        self._max_line_bytes = max_line_bytes
        self._pieces: list[bytes] = []  # of the line that has not ended yet
        self._size = 0
        self._is_skipping = False

    def feed(self, data: bytes) -> Iterator[dict | str]:
        *ends, rest = data.split(b"\n")
        for end in ends:
            self._append(end)
            yield from self.close()
        self._append(rest)

    def close(self) -> Iterator[dict | str]:
        """The line so far, as at its end."""
        if self._is_skipping:
            yield f"(a line of more than {self._max_line_bytes} bytes was left out)"
        else:
            line = b"".join(self._pieces).strip()
            if line:
                yield parse(line)
        self._pieces, self._size, self._is_skipping = [], 0, False

    def _append(self, piece: bytes) -> None:
        self._size += len(piece)
        if self._size > self._max_line_bytes:
            self._pieces, self._is_skipping = [], True
        elif piece:
            self._pieces.append(piece)


def parse(line: bytes) -> dict | str:
    """The event of a line, or its text where it is none."""
    text = line.decode("utf-8", errors="replace")
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return text
    if isinstance(value, dict) and isinstance(value.get("event"), str):
        return value
    return text


class LogTail:
    """The last lines of what is not an event: where a crash says why."""

    def __init__(self, num_lines: int = LOG_LINES):
        self._lines: deque[str] = deque(maxlen=num_lines)
        self._open = ""

    def feed(self, data: bytes) -> None:
        # A progress bar rewrites its line with \r: each state counts as a line.
        text = self._open + data.decode("utf-8", errors="replace").replace("\r", "\n")
        *ends, rest = text.split("\n")
        for line in ends:
            self.add_line(line)
        self._open = rest[-LOG_LINE_CHARS:]

    def add_line(self, line: str) -> None:
        if line.strip():
            self._lines.append(line.rstrip()[:LOG_LINE_CHARS])

    def lines(self) -> tuple[str, ...]:
        return (*self._lines, self._open) if self._open.strip() else tuple(self._lines)
