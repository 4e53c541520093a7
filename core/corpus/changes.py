"""What reading and tidying changed in the kept pairs: kinds, counts by file, and examples."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from itertools import takewhile
from typing import NamedTuple

CODES, PLACEHOLDERS = "inline codes left out", "inline codes made placeholders"
STYLES, CUE_LINES = "styles of subtitles left out", "lines of a subtitle joined"
NFC = "composed (Unicode NFC)"
ENDS, BREAKS = "blanks at the ends removed", "line breaks and TABs made spaces"
ODD_SPACES, RUNS = "no-break and other spaces made plain", "several spaces made one"
CONTROLS = "control characters made spaces"

MAX_EXAMPLES = 10  # a kind, of each file
LONGEST = 300  # characters of an example's sides: those around the first that differs
_BEFORE_IT = 12  # characters shown before the first that differs

_KINDS = ((BREAKS, re.compile(r"[\n\r\t\v\f\u0085\u2028\u2029]")), (CONTROLS, re.compile("[\x1c-\x1f]")),
          (ODD_SPACES, re.compile("[^\\S \n\r\t\v\f\u0085\u2028\u2029\x1c-\x1f]")), (RUNS, re.compile("  ")))
_SIGNS = {"\n": "⏎", "\r": "␍", "\t": "⇥", "\u00a0": "⍽"}


class Change(NamedTuple):
    """What a reader did to one text of a unit before giving it."""

    kind: str
    before: str
    after: str


def of_tidying(before: str, after: str) -> list[str]:
    """The kinds of change between a text and the same tidied (core.corpus.cleaning.tidied)."""
    if before == after:
        return []
    inner = before.strip()
    kinds = [ENDS] if len(inner) < len(before) else []
    kinds += [kind for kind, pattern in _KINDS if pattern.search(inner)]
    return kinds if unicodedata.is_normalized("NFC", before) else [*kinds, NFC]


@dataclass
class Changes:
    """Of one file. Takes the same memory for any file."""

    lines: int = 0  # kept pairs that do not stand in the file letter for letter
    counts: Counter[str] = field(default_factory=Counter)  # pairs by kind; one may have several
    examples: dict[str, list[dict]] = field(default_factory=dict)

    def note(self, line: int, unit: str, changes: list[tuple[int, Change]]) -> None:
        """One kept pair: (0 for its source or 1, what was done). Of a kind the first is shown."""
        self.lines += 1
        kinds = {change.kind: (side, change) for side, change in reversed(changes)}
        self.counts.update(kinds.keys())
        for kind, (side, change) in kinds.items():
            shown = self.examples.setdefault(kind, [])
            if len(shown) < MAX_EXAMPLES:
                before, after = _around(change.before, change.after)
                shown.append({"line": line, "unit": unit, "side": side, "before": before, "after": after})

    def full(self) -> dict:
        """What report.json holds of it."""
        return {"lines": self.lines, "counts": dict(self.counts.most_common()), "examples": self.examples}


def _around(before: str, after: str) -> tuple[str, str]:
    if max(len(before), len(after)) <= LONGEST:
        return before, after
    same = sum(1 for _ in takewhile(lambda both: both[0] == both[1], zip(before, after, strict=False)))
    begin = max(0, same - LONGEST // 2)
    return before[begin:begin + LONGEST], after[begin:begin + LONGEST]


def visible(kind: str, before: str, after: str, characters: int) -> tuple[str, str]:
    """An example as a person can see it: what has no ink has a sign, and both begin where they differ."""
    odd = set()
    if kind == NFC:
        odd = {one for one in Counter(before) - Counter(after) if not one.isascii()} - set(_SIGNS)
    same = sum(1 for _ in takewhile(lambda both: both[0] == both[1], zip(before, after, strict=False)))
    begin = same - _BEFORE_IT if same > 2 * _BEFORE_IT else 0  # else all of the beginning
    return _shown(before, begin, characters, odd), _shown(after, begin, characters, set())


def _shown(text: str, begin: int, characters: int, odd: set[str]) -> str:
    stripped = text.strip(" ")
    first, last = text.find(stripped), text.find(stripped) + len(stripped)
    out = ["…"] if begin else []
    for place in range(begin, min(len(text), begin + characters)):
        character = text[place]
        if character == " ":
            beside = text[max(0, place - 1):place] + text[place + 1:place + 2]
            out.append(" " if first <= place < last and " " not in beside else "·")
        elif character in _SIGNS:
            out.append(_SIGNS[character])
        elif character in odd or (not character.isprintable() and unicodedata.category(character) != "Cf"):
            out.append(f"‹U+{ord(character):04X}›")
        else:
            out.append(character)
    return "".join(out) + ("…" if len(text) > begin + characters else "")
