"""What an import found: by file and altogether, with examples and places."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from core.corpus.changes import Change, Changes
from core.corpus.cleaning import ADVICE, RULE_OF
from core.corpus.files.first_row import FirstRow
from core.corpus.language_guess import verdict
from core.corpus.sources import Source
from core.corpus.unit import PLURAL, Reading

# What the person may have taken for translations in a file that has none.
_NO_TRANSLATIONS = {"xliff": "Suggestions (alt-trans, matches) are no translations. ",
                    "po": "Its msgstr are empty: it is a template, or not translated yet. "}

MAX_PROBLEMS = 1000  # listed a file; all are in dropped.tsv
MAX_EXAMPLES = 100  # shown a reason; all are in dropped.tsv
NO_SOURCE, NO_TARGET, NO_TEXT = "no source", "no target", "no text"


class Row(NamedTuple):
    """One pair and where it came from. `file` is its number among the sources."""

    file: int
    line: int
    unit: str
    src: str
    tgt: str
    mark: str = ""
    changes: tuple[Change, ...] = ()  # see core.corpus.unit
    is_further: bool = False  # another translation of a unit that has given a row


class Dropped(NamedTuple):
    """A pair that was left out."""

    row: Row
    reason: str
    detail: str


def named(path: str, side: int) -> str:
    """The name of a source's file, of a pair of files that of the side (0 the source's)."""
    parts = path.split(" + ")
    return Path(parts[side if len(parts) == 2 else 0]).name


def _heavy(path: str, count: int, pairs: int, reason: str) -> str:
    return f"{path}: one rule leaves out {count} of {pairs} pairs, over half: {ADVICE[reason]}"


def _units(count: int) -> str:
    return "1 unit" if count == 1 else f"{count} units"


@dataclass
class FileReport:
    """One source of an import; a pair of files counts as one."""

    path: str
    format: str
    encoding: str
    size: int = 0
    languages: dict[str, int] = field(default_factory=dict)  # as the file spells them: units that have it
    units: int = 0
    pairs: int = 0  # units with both sides, before cleaning
    kept: int = 0
    further: int = 0  # rows that are kept beside: of units with several translations, those after one is kept
    claimed: tuple[str, str] = ("", "")  # the languages of the sides, as the file or the person names them
    found: tuple[Counter[str], Counter[str]] = (Counter(), Counter())  # see core.corpus.language_guess
    overruled: dict[str, str] = field(default_factory=dict)  # see core.corpus.pairing
    dropped: Counter[str] = field(default_factory=Counter)
    # Which of those are no `pairs`: their unit has a row that is kept, or was counted as dropped.
    dropped_further: Counter[str] = field(default_factory=Counter)
    problems: list[dict] = field(default_factory=list)
    num_problems: int = 0
    lacking: Counter[str] = field(default_factory=Counter)  # NO_SOURCE, ...: units that lack it
    changes: Changes = field(default_factory=Changes)
    first_row: FirstRow | None = None  # of a table
    is_dev: bool = False  # a set to validate on that a person brought
    _why: str = ""  # the unit that is being read is dropped so far

    @classmethod
    def of(cls, source: Source, reading: Reading) -> FileReport:
        """That of a source of which nothing is read yet."""
        encodings = dict.fromkeys(file.encoding for file in source.files)
        return cls(source.path, source.format, " + ".join(encodings), source.size,
                   first_row=source.first_row(reading))

    def note_kept(self, row: Row) -> None:
        """The first row of a unit that is kept is its pair, whatever became of those before it."""
        if row.is_further and not self._why:
            self.further += 1
            return
        self.kept += 1
        if row.is_further:
            self.dropped_further[self._why] += 1
        self._why = ""

    def note_dropped(self, row: Row, reason: str) -> None:
        self.dropped[reason] += 1
        if row.is_further:
            self.dropped_further[reason] += 1
        else:
            self._why = reason

    def add_problem(self, line: int, unit: str, reason: str) -> None:
        self.num_problems += 1
        if len(self.problems) < MAX_PROBLEMS:
            self.problems.append({"line": line, "unit": unit, "reason": reason})

    def doubts(self) -> list[dict]:
        """The sides that read like another language than they claim: {"side", "claimed", "found", ...}."""
        sides = [{"side": side, "claimed": claimed, **verdict(claimed, votes)} for side, claimed, votes in
                 zip(("source", "target"), self.claimed, self.found, strict=True)]
        return [side for side in sides if side["claimed"] and not side["fits"]]

    def warnings(self) -> list[str]:
        """What a person should know of the file, a sentence each."""
        found = [f"{self.path}: its {doubt['side']} claims to be {doubt['claimed']}, but reads like "
                 f"{doubt['found']} ({doubt['share']:.0%} of the samples); look at its rows, or say the "
                 "languages with --src and --tgt" for doubt in self.doubts()]
        found += [f"{self.path}: says that it is in {tag}, but is read as {wanted}; see that it belongs here"
                  for tag, wanted in self.overruled.items()]
        found += [f"{words} (--off {RULE_OF[reason]} keeps them)" for reason, words in self.heavy().items()]
        return found if self.pairs else [*found, self.nothing_found()]

    def heavy(self) -> dict[str, str]:
        """The reasons by which a rule leaves out over half of all pairs, and what to say of each."""
        counts = self.dropped - self.dropped_further
        return {reason: _heavy(self.path, count, self.pairs, reason) for reason, count in counts.items()
                if reason in RULE_OF and 2 * count > self.pairs}

    def nothing_found(self) -> str:
        """What is said of a file that gave no pair."""
        found = [f"{_units(count)} with {what}" for what, count in self.lacking.most_common()]
        if self.num_problems:
            first = self.problems[0]
            found.append(f"{_units(self.num_problems)} that cannot be read, the first at line "
                         f"{first['line']}: {first['reason']}")
        if self.dropped[PLURAL]:
            found.append(f"{self.dropped[PLURAL]} plural forms, which are left out as asked")
        hint = _NO_TRANSLATIONS.get(self.format, "") if self.lacking[NO_TARGET] else ""
        return f"{self.path}: expected units with a source and a target, found " \
               f"{', '.join(found) or f'a {self.format.upper()} without units'}. {hint}Export it again " \
               "with both languages, or give another file"

    def public(self) -> dict:
        """What `pellucid import --json` prints of it."""
        return {"path": self.path, "format": self.format, "encoding": self.encoding,
                "languages": self.languages, "units": self.units, "pairs": self.pairs,
                "further": self.further, "dropped": dict(self.dropped),
                "dropped_further": dict(self.dropped_further), "problems": self.problems}

    def full(self) -> dict:
        return {**self.public(), "size": self.size, "kept": self.kept, "is_dev": self.is_dev,
                "num_problems": self.num_problems, "claimed": self.claimed,
                "overruled": self.overruled, "changes": self.changes.full(), "heavy": self.heavy(),
                "first_row": self.first_row._asdict() if self.first_row else None,
                "found": [dict(votes.most_common()) for votes in self.found], "doubts": self.doubts()}


@dataclass
class Report:
    """A whole import."""

    files: list[FileReport] = field(default_factory=list)
    out: str | None = None
    src_lang: str = ""
    tgt_lang: str = ""
    examples: dict[str, list[Dropped]] = field(default_factory=dict)
    parts: dict[str, int] = field(default_factory=dict)
    facts: dict = field(default_factory=dict)  # measures of the kept pairs (core.corpus.measures)
    rules: dict = field(default_factory=dict)
    seed: int = 0
    warnings: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def pairs(self) -> int:
        return sum(file.pairs for file in self.files)

    @property
    def kept(self) -> int:
        return sum(file.kept for file in self.files)

    @property
    def kept_to_learn(self) -> int:
        """Rows, but those of a development set that a person brought."""
        return sum(file.kept + file.further for file in self.files if not file.is_dev)

    @property
    def further(self) -> int:
        return sum(file.further for file in self.files)

    @property
    def dropped(self) -> Counter[str]:
        return sum((file.dropped for file in self.files), Counter())

    @property
    def dropped_further(self) -> Counter[str]:
        return sum((file.dropped_further for file in self.files), Counter())

    @property
    def has_left_out(self) -> bool:
        """Does it list anything in dropped.tsv?"""
        return bool(self.dropped) or any(file.num_problems for file in self.files)

    @property
    def changed(self) -> Counter[str]:
        """Kept pairs that do not stand in their file letter for letter, by what was changed."""
        return sum((file.changes.counts for file in self.files), Counter())

    @property
    def changed_lines(self) -> int:
        return sum(file.changes.lines for file in self.files)

    def note_kept(self, row: Row) -> None:
        self.files[row.file].note_kept(row)

    def add_example(self, dropped: Dropped) -> None:
        shown = self.examples.setdefault(dropped.reason, [])
        if len(shown) < MAX_EXAMPLES:
            shown.append(dropped)

    def public(self) -> dict:
        """The object that `pellucid import --json` prints."""
        return {"files": [file.public() for file in self.files], "pairs": self.pairs, "kept": self.kept,
                "out": self.out}

    def full(self) -> dict:
        """What report.json holds."""
        return {
            "files": [file.full() for file in self.files], "pairs": self.pairs, "kept": self.kept,
            "kept_to_learn": self.kept_to_learn, "out": self.out, "src_lang": self.src_lang,
            "tgt_lang": self.tgt_lang,
            "dropped": dict(self.dropped.most_common()), "changed": dict(self.changed.most_common()),
            "changed_lines": self.changed_lines, "parts": self.parts,
            "examples": {reason: [self._example(item) for item in items]
                         for reason, items in self.examples.items()},
            "facts": self.facts, "rules": self.rules, "seed": self.seed, "warnings": self.warnings,
            "seconds": round(self.seconds, 2),
        }

    def _example(self, item: Dropped) -> dict:
        return {"file": self.files[item.row.file].path, "line": item.row.line, "unit": item.row.unit,
                "src": item.row.src[:300], "tgt": item.row.tgt[:300], "detail": item.detail}
