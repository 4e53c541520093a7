"""What is translated already, sentence by sentence on the disk: a document goes on where it was cut off.

One JSON object a line. The first names what the translations depend on; a journal of another source,
model or setting is not used. A last line that was not written whole (a crash, kill -9) is dropped.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from core.documents.document import DocumentError
from core.formats.locking import is_taken

Key = tuple[int, int]  # unit, sentence within it


@dataclass(frozen=True)
class Entry:
    """One sentence translated; links as core.alignment gives them, where the unit has codes."""

    text: str
    links: tuple[tuple[int, int, int, int], ...] = ()
    finished: bool = True
    unknown: int = 0


class Journal:
    """Open for one job, and for nobody else. Raises OSError where it cannot be written, and DocumentError
    where another job has it. `is_anew`: sentences of another text, model or setting were dropped."""

    def __init__(self, path: Path, identity: Mapping[str, Any]):
        self.path = path
        self.done: dict[Key, Entry] = {}
        self.is_anew = False
        identity = json.loads(json.dumps(identity))
        handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o666)
        self._file = open(handle, "r+b")  # noqa: SIM115 - closed by close()
        if is_taken(self._file):
            self._file.close()
            raise DocumentError(f"{path}: another Pellucid is at work on this translation; let it end, or "
                                "give this one another name or folder")
        length = self._read(identity)
        self._file.seek(length)
        self._file.truncate()
        if not length:
            self._write(identity)
            self._sync()

    def _read(self, identity) -> int:
        """Takes up what is whole; returns how many bytes of it, 0 where the journal is another's."""
        length, lines = 0, self._file.read().splitlines(keepends=True)
        for number, line in enumerate(lines):
            try:
                record = json.loads(line) if line.endswith(b"\n") else None
                if number == 0:
                    if record != identity:
                        self.is_anew = len(lines) > 1
                        return 0
                else:
                    unit, sentence, entry = record
                    entry["links"] = tuple(map(tuple, entry["links"]))
                    self.done[unit, sentence] = Entry(**entry)
            except (ValueError, TypeError, KeyError):
                break
            length += len(line)
        return length

    def add(self, entries: Mapping[Key, Entry]) -> None:
        """On the disk when this returns."""
        for (unit, sentence), entry in entries.items():
            self._write([unit, sentence, asdict(entry)])
        self._sync()
        self.done.update(entries)

    def _write(self, value) -> None:
        self._file.write(json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass") + b"\n")

    def _sync(self) -> None:
        self._file.flush()
        os.fsync(self._file.fileno())

    def close(self, remove: bool = False) -> None:
        self._file.close()
        if remove:
            self.path.unlink(missing_ok=True)
