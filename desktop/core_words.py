"""What the core says, in the window's language.

A sentence is told by the template that it was made from (resources.i18n.core_messages); the values in it stay
as they are, or are such sentences again. What is not known stays English.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

from PySide6.QtCore import QCoreApplication

from resources.i18n import core_messages

_LONGEST = 4000  # characters of a sentence that is looked at
_DEEPEST = 3  # sentences within sentences
_MOST_PLACES = 6
_ENOUGH = 8  # letters of a template
_VALUE = re.compile(r"\{\d+\}")
_FIGURES = re.compile(r"[\d\s]+")


@dataclass(frozen=True)
class _Template:
    """literals: what stands between its values."""

    text: str
    literals: tuple[str, ...]

    @cached_property
    def is_short(self) -> bool:
        """One that says little ("line {0}") holds figures alone: other text may read so by chance."""
        return sum(map(str.isalpha, "".join(self.literals))) < _ENOUGH

    def values(self, said: str) -> tuple[str, ...] | None:
        """What a sentence has in the place of its values; None where it was not made from this.

        Each value ends where what follows it first stands: the time is linear, whatever the sentence holds.
        """
        if len(self.literals) == 1:
            return () if (said,) == self.literals else None
        first, *between, last = self.literals
        end = len(said) - len(last)
        if not said.startswith(first) or not said.endswith(last) or end < len(first):
            return None
        values, at = [], len(first)
        for literal in between:
            found = said.find(literal, at, end)
            if found < 0:
                return None
            values.append(said[at:found])
            at = found + len(literal)
        values.append(said[at:end])
        if self.is_short and not all(_FIGURES.fullmatch(value) for value in values):
            return None
        return tuple(values)


def in_words(said: str) -> str:
    """What the core said, or several lines of it."""
    if not said or len(said) > _LONGEST or not _is_translated():
        return said
    lines = "\n".join(_shown(line, _DEEPEST) for line in said.split("\n"))
    return _shown(said, _DEEPEST) if lines == said else lines


def _shown(said: str, deepest: int) -> str:
    """A sentence, or one after its place ("file: line 3: what is wrong there"), which may be anything."""
    known = _known(said, deepest)
    if known is not None:
        return known
    at = said.find(": ")
    for _ in range(_MOST_PLACES):
        if at < 0:
            break
        known = _known(said[at + 2:], deepest)
        if known is not None:
            return _place(said[:at]) + QCoreApplication.translate("Core words", ": ") + known
        at = said.find(": ", at + 2)
    return said


def _place(said: str) -> str:
    """"file, line 3"."""
    before, comma, line = said.rpartition(", ")
    known = _known(line, 1)
    if known is None:
        return said
    return before + (QCoreApplication.translate("Core words", ", ") if comma else "") + known


def _known(said: str, deepest: int) -> str | None:
    if deepest == 0 or not any(map(str.isalpha, said)):
        return None
    for template in _templates():
        values = template.values(said)
        if values is not None:
            words = QCoreApplication.translate("Core", template.text)
            return words.format(*(_shown(value, deepest - 1) for value in values))
    return None


def _is_translated() -> bool:
    return QCoreApplication.translate("Core", "Permission denied") != "Permission denied"


@lru_cache(1)
def _templates() -> list[_Template]:
    """Those of most letters first: the others may fit by chance."""
    made = [_Template(text, tuple(part.replace("{{", "{").replace("}}", "}") for part in _VALUE.split(text)))
            for text in core_messages.listed()]
    return sorted(made, key=lambda template: -sum(map(len, template.literals)))
