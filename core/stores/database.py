"""One SQLite file, opened safely: damaged ones are said to be, newer ones are left alone."""

from __future__ import annotations

import sqlite3
from pathlib import Path

_BUSY = 10.0  # seconds that another program may keep the file locked


class StoreError(ValueError):
    """A file that cannot be used: which, and what to do."""


def connect(path: Path, kind: int, schema: str) -> sqlite3.Connection:
    """Opens or makes a file; `kind` (SQLite's application_id) marks whose it is. Raises StoreError."""
    path.parent.mkdir(parents=True, exist_ok=True)
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
        if not tables:
            connection.executescript(
                f"BEGIN IMMEDIATE; {schema} PRAGMA application_id={kind}; PRAGMA user_version=1; COMMIT;")
    except sqlite3.DatabaseError as error:
        connection.close()
        raise damaged(path, error) from None
    except StoreError:
        connection.close()
        raise
    return connection


def damaged(path: Path, error: sqlite3.Error) -> StoreError:
    """The sentence for what SQLite says of a file."""
    return StoreError(f"{path}: expected a file that Pellucid keeps, but {error}; put it aside under another "
                      "name, and a new one is begun")
