"""The translation memory: pairs of the person's corpora and those confirmed, found exactly or nearly.

Nearly: the rarest words (of Han: pairs of characters) of a sentence name the candidates, from an index of
FTS5 (where SQLite has none, all pairs are gone through); the edit distance ranks them. Case, and what kind of
space it is, do not count.
"""

from __future__ import annotations

import itertools
import re
import sqlite3
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from core.stores.database import connect, damaged
from core.stores.distance import Difference, differences, similarity
from core.text import languages

CONFIRMED = "confirmed"
LONGEST = 2000  # characters of a sentence that is looked up or kept
_KIND = 0x506C544D
_CANDIDATES = 400
_LOOKED_AT = 3000  # pairs
_RAREST = 12
_AT_ONCE = 1000
_ROW = "SELECT id, source, target, folded, origin, added FROM pairs"
_WORDS = re.compile(r"[^\W_]+")

_SCHEMA = """
CREATE TABLE pairs (id INTEGER PRIMARY KEY, src_lang TEXT NOT NULL, tgt_lang TEXT NOT NULL,
    source TEXT NOT NULL, target TEXT NOT NULL, folded TEXT NOT NULL, origin TEXT NOT NULL,
    added REAL NOT NULL,
    UNIQUE (folded, src_lang, tgt_lang, target));
CREATE INDEX origins ON pairs (origin);
"""
_INDEX = """
CREATE VIRTUAL TABLE grams USING fts5(parts, content='', detail=none, columnsize=0,
    tokenize="unicode61 remove_diacritics 0");
CREATE VIRTUAL TABLE counts USING fts5vocab('grams', 'row');
"""


@dataclass(frozen=True)
class Match:
    """A pair like what was looked up. `score` 1: equal but for case and spaces; `differences` in `source`."""

    id: int
    source: str
    target: str
    score: float
    origin: str
    differences: tuple[Difference, ...]

    @property
    def is_exact(self) -> bool:
        return self.score == 1


class Memory:
    """Open on one file. Languages are codes such as "zh"; regions do not count."""

    def __init__(self, path: Path, connection: sqlite3.Connection, is_indexed: bool):
        self.path, self._db, self._is_indexed = path, connection, is_indexed

    @classmethod
    def open(cls, path: Path) -> Memory:
        """Raises StoreError or OSError."""
        return cls(path, *connect(path, _KIND, _SCHEMA, _INDEX))

    def close(self) -> None:
        self._db.close()

    def __len__(self) -> int:
        return self._db.execute("SELECT count(*) FROM pairs").fetchone()[0]

    def origins(self) -> dict[str, int]:
        """How many pairs come from each corpus, and how many were confirmed."""
        return dict(self._db.execute("SELECT origin, count(*) FROM pairs GROUP BY origin ORDER BY origin"))

    def confirm(self, source: str, target: str, src_lang: str, tgt_lang: str) -> None:
        """Keeps a pair that a person approved; it replaces one confirmed before for its source."""
        source, target = source.strip(), target.strip()
        if not source or not target:
            raise ValueError("expected a sentence and its translation, and one of them is empty")
        if max(len(source), len(target)) > LONGEST:
            raise ValueError(f"a sentence of over {LONGEST} characters is not kept in the memory")
        langs = languages.base(src_lang), languages.base(tgt_lang)
        with _Transaction(self._db):
            self._db.execute("UPDATE pairs SET origin = '' WHERE folded = ? AND src_lang = ? AND tgt_lang = ?"
                             " AND origin = ?", (folded(source), *langs, CONFIRMED))
            self._put(source, target, langs, CONFIRMED)
            self._db.execute("UPDATE pairs SET origin = ?, added = ? WHERE folded = ? AND src_lang = ? "
                             "AND tgt_lang = ? AND target = ?",
                             (CONFIRMED, time.time(), folded(source), *langs, target))
            self._forget("origin = ''", ())

    def add(
        self, pairs: Iterable[tuple[str, str]], src_lang: str, tgt_lang: str, origin: str,
        on_progress: Callable[[int], None] | None = None, stop: Callable[[], bool] = lambda: False,
    ) -> int:
        """A corpus, all of it or, where it is stopped or fails, nothing; returns how many pairs are new."""
        langs, count, before = (languages.base(src_lang), languages.base(tgt_lang)), 0, len(self)
        with _Transaction(self._db) as transaction:
            for source, target in pairs:
                source, target = source.strip(), target.strip()
                if source and target and max(len(source), len(target)) <= LONGEST:
                    self._put(source, target, langs, origin)
                count += 1
                if count % _AT_ONCE == 0:
                    if stop():
                        transaction.undo()
                        return 0
                    if on_progress:
                        on_progress(count)
        return len(self) - before

    def forget(self, origin: str) -> None:
        """Takes out what came from one corpus."""
        with _Transaction(self._db):
            self._forget("origin = ?", (origin,))

    def lookup(
        self, source: str, src_lang: str, tgt_lang: str, at_least: float = 0.6, limit: int = 5
    ) -> list[Match]:
        """The pairs whose source is most like this one, best first; of equal ones those confirmed first."""
        source, wanted = source.strip(), folded(source)
        if not wanted or len(wanted) > LONGEST:
            return []
        langs, found = (languages.base(src_lang), languages.base(tgt_lang)), []
        try:
            rows = self._db.execute(
                f"{_ROW} WHERE folded = ? AND src_lang = ? "
                "AND tgt_lang = ? LIMIT ?", (wanted, *langs, _CANDIDATES)).fetchall()
            rows += self._candidates(wanted, langs)
        except sqlite3.DatabaseError as error:
            raise damaged(self.path, error) from None
        for number, theirs, target, theirs_folded, origin, added in {row[0]: row for row in rows}.values():
            score = similarity(theirs_folded, wanted, at_least)
            if score >= at_least:
                rank = (-score, origin != CONFIRMED, -added)
                found.append((rank, Match(number, theirs, target, score, origin, ())))
        found.sort(key=lambda pair: pair[0])
        return [Match(match.id, match.source, match.target, match.score, match.origin,
                      differences(match.source, source) if match.score < 1 else ())
                for _, match in found[:limit]]

    def _candidates(self, wanted: str, langs: tuple[str, str]) -> list[tuple]:
        words = set(grams(wanted).split())
        if not self._is_indexed:
            return self._having(sorted(words, key=lambda word: (-len(word), word))[:_RAREST], wanted, langs)
        marks = ",".join("?" * len(words))
        known = self._db.execute(f"SELECT term, doc FROM counts WHERE term IN ({marks}) ORDER BY doc LIMIT ?",
                                 (*words, _RAREST)).fetchall()
        if not known:
            return []
        looked_at = list(itertools.accumulate(count for _, count in known))
        query = " OR ".join(f'"{term}"' for (term, _), pairs in zip(known, looked_at, strict=True)
                            if pairs <= max(_LOOKED_AT, looked_at[0]))
        return self._of_like_length("id IN (SELECT rowid FROM grams WHERE grams MATCH ? LIMIT 5000)", [query],
                                    wanted, langs)

    def _having(self, words: list[str], wanted: str, langs: tuple[str, str]) -> list[tuple]:
        """Without an index: all pairs are gone through for any of the words; of which none has a % or _."""
        if not words:
            return []
        return self._of_like_length(f"({' OR '.join(['folded LIKE ?'] * len(words))})",
                                    [f"%{word}%" for word in words], wanted, langs)

    def _of_like_length(
        self, where: str, values: list[str], wanted: str, langs: tuple[str, str]
    ) -> list[tuple]:
        return self._db.execute(
            f"{_ROW} WHERE {where} AND src_lang = ? AND tgt_lang = ? AND length(folded) BETWEEN ? AND ? "
            "ORDER BY abs(length(folded) - ?) LIMIT ?",
            (*values, *langs, len(wanted) // 2, 2 * len(wanted), len(wanted), 4 * _CANDIDATES)).fetchall()

    def _put(self, source: str, target: str, langs: tuple[str, str], origin: str) -> None:
        low = folded(source)
        made = self._db.execute("INSERT OR IGNORE INTO pairs (src_lang, tgt_lang, source, target, folded, "
                                "origin, added) VALUES (?, ?, ?, ?, ?, ?, ?)",
                                (*langs, source, target, low, origin, time.time()))
        if made.rowcount and self._is_indexed:
            self._db.execute("INSERT INTO grams (rowid, parts) VALUES (?, ?)", (made.lastrowid, grams(low)))

    def _forget(self, where: str, values: tuple) -> None:
        if self._is_indexed:
            gone = self._db.execute(f"SELECT id, folded FROM pairs WHERE {where}", values).fetchall()
            self._db.executemany("INSERT INTO grams (grams, rowid, parts) VALUES ('delete', ?, ?)",
                                 [(number, grams(low)) for number, low in gone])
        self._db.execute(f"DELETE FROM pairs WHERE {where}", values)


class _Transaction:
    """All of a block or, where it raises or is undone, nothing of it."""

    def __init__(self, connection: sqlite3.Connection):
        self._db, self._undone = connection, False

    def __enter__(self) -> _Transaction:
        self._db.execute("BEGIN IMMEDIATE")
        return self

    def undo(self) -> None:
        self._undone = True

    def __exit__(self, kind, error, trace) -> None:
        self._db.execute("ROLLBACK" if self._undone or kind is not None else "COMMIT")


def folded(text: str) -> str:
    """What is compared: small letters, plain single spaces, no half characters."""
    return " ".join(text.encode("utf-8", "replace").decode().lower().replace("\0", " ").split())


def grams(text: str) -> str:
    """The words of a folded text, Han and other letters without spaces as overlapping pairs."""
    found: list[str] = []
    for word in _WORDS.findall(text):
        if any(character >= "⺀" for character in word):
            found += [word[place: place + 2] for place in range(max(1, len(word) - 1))]
            found += list(word) if len(text) <= 8 else []
        else:
            found.append(word)
    return " ".join(found[:500])
