"""One SQLite file, opened safely: damaged ones are said to be, newer ones are left alone."""

from __future__ import annotations

import os
import sqlite3
from contextlib import suppress
from pathlib import Path

_UNINDEXED = "CREATE TABLE IF NOT EXISTS unindexed (id INTEGER);"
_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table'"
_BUSY = 10.0  # seconds that another program may keep the file locked


class StoreError(ValueError):
    """A file that cannot be used: which, and what to do."""


def connect(path: Path, kind: int, schema: str, index: str) -> tuple[sqlite3.Connection, bool]:
    """Opens or makes a file; `kind` (SQLite's application_id) marks whose it is. Raises StoreError.

    The tables of `index` need FTS5, which some builds of SQLite lack. True says that they are there and up to
    date; a file that such a build has opened once does without from then on.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with suppress(OSError):  # what was translated is its owner's business; SQLite's side files follow
        os.close(os.open(path, os.O_CREAT | os.O_EXCL, 0o600))
    with suppress(OSError):
        path.chmod(0o600)
    try:
        connection = sqlite3.connect(path, timeout=_BUSY, isolation_level=None)
    except sqlite3.Error as error:
        raise StoreError(f"{path}: cannot be opened: {error}") from None
    try:
        connection.executescript("PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;")
        found = connection.execute("PRAGMA application_id").fetchone()[0]
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        if found != kind and (found or tables):
            raise StoreError(f"{path}: is an SQLite file of another program; choose another name")
        if version > 1:
            raise StoreError(f"{path}: was written by a newer Pellucid; this one leaves it alone")
        has_fts5 = _has_fts5(connection)
        if not tables:
            connection.executescript(f"BEGIN IMMEDIATE; {schema} {index if has_fts5 else _UNINDEXED} "
                                     f"PRAGMA application_id={kind}; PRAGMA user_version=1; COMMIT;")
        elif not has_fts5:
            _abandon_index(connection)
        is_indexed = not connection.execute(_TABLES + " AND name = 'unindexed'").fetchone()
    except sqlite3.DatabaseError as error:
        connection.close()
        raise damaged(path, error) from None
    except StoreError:
        connection.close()
        raise
    return connection, is_indexed


def _has_fts5(connection: sqlite3.Connection) -> bool:
    try:
        connection.execute("CREATE VIRTUAL TABLE temp.tried USING fts5(x)")
    except sqlite3.OperationalError:
        return False
    connection.execute("DROP TABLE temp.tried")
    return True


def _abandon_index(connection: sqlite3.Connection) -> None:
    """Empties what FTS5 keeps an index in, so that nothing of a text stays there; dropping it needs FTS5."""
    kept_by_fts5 = [name for name, in connection.execute(_TABLES)
                    if name.rpartition("_")[2] in ("data", "idx", "content", "docsize", "config")]
    emptied = "".join(f'DELETE FROM "{name}"; ' for name in kept_by_fts5)
    connection.executescript(f"BEGIN IMMEDIATE; {_UNINDEXED} DROP TRIGGER IF EXISTS added; "
                             f"DROP TRIGGER IF EXISTS removed; {emptied} COMMIT;")


def damaged(path: Path, error: sqlite3.Error) -> StoreError:
    """The sentence for what SQLite says of a file."""
    return StoreError(f"{path}: expected a file that Pellucid keeps, but {error}; put it aside under another "
                      "name, and a new one is begun")
