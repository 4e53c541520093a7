"""Replace rules: what is changed in the text before it is translated, or in the translation after.

A rule is literal or a regular expression, which may take TIME seconds a sentence: one that would take for
ever is stopped, and named. For a tester, `matches(rule, text)` gives every place and what would stand there.

A file of rules has one a line, TAB between: what is looked for, what replaces it. Between slashes it is a
regular expression: `/(\\d+) Uhr/<TAB>\\1:00`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import regex

from core.documents.document import DocumentError
from core.documents.encoded import decode
from core.documents.reading import read_bytes

TIME = 0.25  # seconds that a regular expression may take over one text
LONGEST = 1000  # characters of a rule
MOST = 1000  # places in one text


class RuleError(ValueError):
    """A rule that cannot be used, and why."""


@dataclass(frozen=True)
class Place:
    """text[start:end] is found; `replacement` would stand there."""

    start: int
    end: int
    replacement: str


@dataclass(frozen=True)
class Rule:
    """Raises RuleError where it is no rule; so the form can say what is wrong while it is typed."""

    find: str
    replace: str = ""
    is_regex: bool = False

    def __post_init__(self):
        if not self.find:
            raise RuleError("a rule needs something to look for")
        if max(len(self.find), len(self.replace)) > LONGEST:
            raise RuleError(f"a rule may have {LONGEST} characters on a side")
        if self.is_regex:
            self._check()

    def _check(self) -> None:
        try:
            regex.compile(self.find)
        except (regex.error, RecursionError, OverflowError) as error:
            raise RuleError(f"“{self.find}” is not a regular expression: {error}") from None
        try:
            regex.compile(f"(?:{self.find})|").sub(self.replace, "")
        except (regex.error, IndexError, ValueError) as error:
            raise RuleError(f"“{self.replace}” cannot replace “{self.find}”: {error}") from None

    @cached_property
    def _pattern(self) -> regex.Pattern:
        return regex.compile(self.find if self.is_regex else regex.escape(self.find))

    def matches(self, text: str) -> list[Place]:
        """Raises RuleError where the expression takes too long, or matches more than MOST times."""
        found: list[Place] = []
        try:
            for match in self._pattern.finditer(text, timeout=TIME):
                if len(found) == MOST:
                    raise RuleError(f"“{self.find}” is found over {MOST} times in one text")
                put = match.expand(self.replace) if self.is_regex else self.replace
                found.append(Place(*match.span(), put))
        except TimeoutError:
            raise RuleError(f"“{self.find}” takes too long on “{text[:60]}”; make the expression "
                            "simpler, without repetitions inside repetitions") from None
        return found


def applied(rules: Sequence[Rule], text: str) -> str:
    """The text after all rules, one after the other. Raises RuleError."""
    for rule in rules:
        parts, at = [], 0
        for place in rule.matches(text):
            parts += [text[at:place.start], place.replacement]
            at = place.end
        text = "".join(parts) + text[at:]
    return text


def read_rules(path: Path) -> tuple[Rule, ...]:
    """Raises RuleError with the line, or OSError."""
    try:
        text = decode(read_bytes(path)).text
    except DocumentError as error:
        raise RuleError(f"{path}: {error}".replace(f"{path}: {path}", str(path))) from None
    return tuple(_rules(path, text.splitlines()))


def _rules(path: Path, lines: Iterable[str]) -> Iterable[Rule]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        find, tab, replace = line.partition("\t")
        try:
            if not tab:
                raise RuleError("expected what is looked for, a TAB, and what replaces it")
            is_regex = len(find) > 2 and find[0] == find[-1] == "/"
            yield Rule(find[1:-1] if is_regex else find, replace, is_regex)
        except RuleError as error:
            raise RuleError(f"{path}, line {number}: {error}") from None
