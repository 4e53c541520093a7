"""What every corpus reader yields: units, problems, and how it was asked to read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

from core.corpus.changes import Change

Pair = tuple[str, str]  # source, target

MAX_TEXT = 20_000  # characters of one side; a "sentence" beyond it is a file gone wrong


FUZZY = "fuzzy"  # PO: a guess that nobody has looked at
UNTRANSLATED = "not translated yet"  # XLIFF: what stands as the target is a copy or a suggestion
REJECTED = "rejected in review"  # XLIFF: a reviewer did not take it
PROTECTED = "not to be translated"  # XLIFF: translate="no", so its target is a copy
PLURAL = "plural form"  # PO: of those that the person does not want


class CorpusError(ValueError):
    """A corpus that cannot be read: the file, the line, what was expected and what came."""


class Unit(NamedTuple):
    """One unit of a file: the same sentence in one or more languages.

    `texts` holds (language tag as the file spells it, text), in the file's order; the tag is "" where
    the format does not name languages: then there are two texts, source first.
    """

    line: int  # from 1, where the unit begins
    name: str  # the file's own id of it, or ""
    texts: list[tuple[str, str]]
    mark: str = ""  # one of the above: its maker says that it is no finished translation
    changes: tuple[Change, ...] = ()  # what the reader did to its texts


class Problem(NamedTuple):
    """A unit that could not be read and was skipped; the file's others stay."""

    line: int
    unit: str
    reason: str


class Facts(NamedTuple):
    """What a TMX says about itself before its first unit."""

    src_lang: str


@dataclass(frozen=True)
class Reading:
    """How to read: what a file cannot say of itself, and choices. None or "" leaves it to the file."""

    src: str = ""
    tgt: str = ""
    encoding: str = ""
    delimiter: str = ""
    delimiter_of: Mapping[Path, str] = field(default_factory=dict)  # the same for single files
    quote: str = ""  # around cells; "none": quotes are letters
    columns: tuple[int, int] | None = None  # from 1: source, target
    columns_of: Mapping[Path, tuple[int, int]] = field(default_factory=dict)  # the same for single files
    headers: frozenset[Path] = frozenset()  # tables of which the first row only names the columns
    no_headers: frozenset[Path] = frozenset()  # and of which it is a pair, whatever it looks like
    plurals: str = "each"  # PO: "each" form a pair, the "first" (singular) alone, or "skip"
    codes: str = "drop"  # inline codes: "drop", or "keep" as placeholders such as <1>

    def of(self, path: Path) -> Reading:
        """How this file is read."""
        if path not in self.columns_of and path not in self.delimiter_of:
            return self
        return replace(self, columns=self.columns_of.get(path, self.columns),
                       delimiter=self.delimiter_of.get(path, self.delimiter))


def quoted(line: str) -> str:
    """The beginning of a text, as error messages show it: on one line."""
    shown = line[:40].replace("\n", " ").replace("\r", " ")
    return f'"{shown}{"…" if len(line) > 40 else ""}"'
