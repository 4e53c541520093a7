"""The history of translations on this machine: searchable, cleared with one call, off by one switch."""

from __future__ import annotations

import sqlite3
import time
from dataclasses import dataclass
from pathlib import Path

from core.stores.database import connect, damaged

LONGEST = 100_000  # characters of a text that is kept whole
_KIND = 0x506C4849
_SAME_TEXT = 600.0  # seconds in which a text that goes on is one entry, not two

_SCHEMA = """
CREATE TABLE entries (id INTEGER PRIMARY KEY AUTOINCREMENT, time REAL NOT NULL, src_lang TEXT NOT NULL,
    tgt_lang TEXT NOT NULL, model TEXT NOT NULL, source TEXT NOT NULL, target TEXT NOT NULL);
CREATE TABLE switch (is_on INTEGER NOT NULL);
INSERT INTO switch VALUES (1);
"""
_INDEX = """
CREATE VIRTUAL TABLE words USING fts5(source, target, content='entries', content_rowid='id',
    tokenize='trigram');
CREATE TRIGGER added AFTER INSERT ON entries BEGIN
    INSERT INTO words (rowid, source, target) VALUES (new.id, new.source, new.target); END;
CREATE TRIGGER removed AFTER DELETE ON entries BEGIN
    INSERT INTO words (words, rowid, source, target) VALUES ('delete', old.id, old.source, old.target); END;
"""


@dataclass(frozen=True)
class Entry:
    """One translation; `time` in seconds since 1970."""

    id: int
    time: float
    src_lang: str
    tgt_lang: str
    model: str
    source: str
    target: str


class History:
    """Open on one file."""

    def __init__(self, path: Path, connection: sqlite3.Connection, is_indexed: bool):
        self.path, self._db, self._is_indexed = path, connection, is_indexed

    @classmethod
    def open(cls, path: Path) -> History:
        """Raises StoreError or OSError."""
        return cls(path, *connect(path, _KIND, _SCHEMA, _INDEX))

    def close(self) -> None:
        self._db.close()

    def __len__(self) -> int:
        return self._db.execute("SELECT count(*) FROM entries").fetchone()[0]

    @property
    def is_on(self) -> bool:
        """Kept in the file, so that it is as it was left."""
        return bool(self._db.execute("SELECT is_on FROM switch").fetchone()[0])

    @is_on.setter
    def is_on(self, on: bool) -> None:
        self._db.execute("UPDATE switch SET is_on = ?", (int(on),))

    def add(self, source: str, target: str, src_lang: str, tgt_lang: str, model: str = "") -> None:
        """Keeps a translation, unless the history is off. A text that was typed on takes its own place."""
        if not source.strip() or not target.strip() or not self.is_on:
            return
        source, target = (_whole(text)[:LONGEST] for text in (source, target))
        self._db.execute("BEGIN IMMEDIATE")
        try:
            last = self._db.execute("SELECT id, time, src_lang, tgt_lang, model, source FROM entries "
                                    "ORDER BY id DESC LIMIT 1").fetchone()
            if last and last[2:5] == (src_lang, tgt_lang, model) and time.time() - last[1] < _SAME_TEXT and (
                    source.startswith(last[5]) or last[5].startswith(source)):
                self._db.execute("DELETE FROM entries WHERE id = ?", (last[0],))
            self._db.execute("INSERT INTO entries (time, src_lang, tgt_lang, model, source, target) "
                             "VALUES (?, ?, ?, ?, ?, ?)",
                             (time.time(), src_lang, tgt_lang, model, source, target))
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def search(self, text: str = "", limit: int = 100, before: int | None = None) -> list[Entry]:
        """The newest first that hold this text on either side; all where it is empty. `before` an entry's id:
        the next page."""
        text = _whole(text).strip()
        where, values = ["id < ?"], [before if before is not None else 1 << 62]
        if len(text) >= 3 and self._is_indexed:  # what an index of trigrams can find
            where.append("id IN (SELECT rowid FROM words WHERE words MATCH ?)")
            values.append('"' + text.replace('"', '""') + '"')
        elif text:
            escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
            where.append("(source LIKE ? ESCAPE '\\' OR target LIKE ? ESCAPE '\\')")
            values += [f"%{escaped}%"] * 2
        try:
            rows = self._db.execute(
                "SELECT id, time, src_lang, tgt_lang, model, source, target FROM entries "
                f"WHERE {' AND '.join(where)} ORDER BY id DESC LIMIT ?", (*values, limit)).fetchall()
        except sqlite3.DatabaseError as error:
            raise damaged(self.path, error) from None
        return [Entry(*row) for row in rows]

    def remove(self, number: int) -> None:
        self._db.execute("DELETE FROM entries WHERE id = ?", (number,))

    def clear(self) -> None:
        """Nothing of it is left in the file, either."""
        self._db.execute("DELETE FROM entries")
        if self._is_indexed:
            self._db.execute("INSERT INTO words (words) VALUES ('optimize')")
        self._db.execute("VACUUM")


def _whole(text: str) -> str:
    """Without halves of characters, and zeros, at which SQLite's own functions end a text."""
    return text.encode("utf-8", "replace").decode().replace("\0", " ")
