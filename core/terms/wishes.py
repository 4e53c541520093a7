"""What a person wants of translations in one direction, as the window keeps it: edited, switched, stored.

`Steered` is what is in force; here is also what is switched off. All is immutable: to undo is to go back
to the value before. What terms need is imported where there are any, so that a window without opens faster.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.formats import atomic
from core.text import languages

if TYPE_CHECKING:
    from core.terms.glossary import Term
    from core.terms.rules import Rule
    from core.terms.steering import Steered

LARGEST = 64 << 20  # bytes of the file
BEFORE, AFTER = "before", "after"


@dataclass(frozen=True)
class OwnGlossary:
    """A glossary in the window: of a file of that name, or written there (`is_own`)."""

    name: str
    terms: tuple[Term, ...] = ()
    is_on: bool = True
    is_own: bool = False


@dataclass(frozen=True)
class OwnRule:
    """A replace rule, for the text (`when` "before") or for its translation ("after")."""

    rule: Rule
    when: str = BEFORE
    is_on: bool = True


@dataclass(frozen=True)
class Wishes:
    """The earlier glossary counts where two have the same term; `keep`: words, or `/expressions/`."""

    glossaries: tuple[OwnGlossary, ...] = ()
    prefer: bool = False
    keep: tuple[str, ...] = ()
    keep_addresses: bool = False
    rules: tuple[OwnRule, ...] = ()

    def steered(self) -> Steered | None:
        """None where nothing is in force: then translations are exactly those of no glossaries at all."""
        if self == Wishes(prefer=self.prefer):
            return None
        from core.terms.glossary import Glossary
        from core.terms.keeping import Kept
        from core.terms.rules import Rule
        from core.terms.steering import Steered

        patterns = [word for word in self.keep if _is_pattern(word)]
        kept = Kept(tuple(word for word in self.keep if not _is_pattern(word)),
                    tuple(Rule(pattern[1:-1], "", is_regex=True) for pattern in patterns),
                    self.keep_addresses)
        before, after = (tuple(own.rule for own in self.rules if own.is_on and own.when == when)
                         for when in (BEFORE, AFTER))
        glossaries = tuple(Glossary(own.name, own.terms) for own in self.glossaries
                           if own.is_on and own.terms)
        made = Steered(glossaries, self.prefer and bool(glossaries), kept, before, after)
        return None if made == Steered() else made

    def with_glossary(self, index: int, glossary: OwnGlossary | None) -> Wishes:
        """Another in the place of one; None takes it out; at the end it is added."""
        kept = list(self.glossaries)
        kept[index:index + 1] = [glossary] if glossary is not None else []
        return replace(self, glossaries=tuple(kept))

    def with_term(self, index: int, place: int, term: Term | None) -> Wishes:
        """A term of glossary `index` changed, taken out (None), or at the end added. Raises ValueError."""
        from core.terms.glossary import checked

        own = self.glossaries[index]
        terms = list(own.terms)
        terms[place:place + 1] = [term] if term is not None else []
        if term is not None:
            numbered = [replace(one, where=f"row {number}") for number, one in enumerate(terms, 1)]
            _, problems = checked(numbered)
            if problems:
                raise ValueError(problems[-1])
        return self.with_glossary(index, replace(own, terms=tuple(terms)))

    def with_rule(self, place: int, rule: OwnRule | None) -> Wishes:
        rules = list(self.rules)
        rules[place:place + 1] = [rule] if rule is not None else []
        return replace(self, rules=tuple(rules))

    def with_kept(self, lines: list[str]) -> Wishes:
        """Raises RuleError where one between slashes is no regular expression."""
        from core.terms.keeping import joined_words
        from core.terms.rules import Rule

        words = joined_words(lines)
        for word in words:
            if _is_pattern(word):
                Rule(word[1:-1], "", is_regex=True)
        return replace(self, keep=words)


def _is_pattern(word: str) -> bool:
    return len(word) > 2 and word[0] == word[-1] == "/"


@dataclass(frozen=True)
class AllWishes:
    """Of every direction; `problem` says why the file could not be read."""

    by_direction: Mapping[str, Wishes] = field(default_factory=dict)
    problem: str = ""

    def of(self, src_lang: str, tgt_lang: str) -> Wishes:
        return self.by_direction.get(direction(src_lang, tgt_lang), Wishes())

    def put(self, src_lang: str, tgt_lang: str, wishes: Wishes) -> AllWishes:
        return AllWishes({**self.by_direction, direction(src_lang, tgt_lang): wishes}, self.problem)


def direction(src_lang: str, tgt_lang: str) -> str:
    return f"{languages.base(src_lang) or '?'}-{languages.base(tgt_lang) or '?'}"


def save(path: Path, wishes: AllWishes) -> None:
    """Raises OSError."""
    content = {name: _written(one) for name, one in wishes.by_direction.items()}
    atomic.write_text(path, json.dumps(content, ensure_ascii=False, indent=1) + "\n")


def load(path: Path) -> AllWishes:
    """Nothing where there is no file; of one that cannot be read `problem` says why, and what to do."""
    try:
        if path.stat().st_size > LARGEST:
            raise ValueError(f"it has {path.stat().st_size} bytes, expected at most {LARGEST}")
        content = json.loads(path.read_bytes())
        return AllWishes({str(name): _read(one) for name, one in content.items()})
    except FileNotFoundError:
        return AllWishes()
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        return AllWishes(problem=f"{path}: your terms and rules cannot be read ({error}); move the file away "
                                 "to begin anew, or put back an older copy. Nothing is written over it")


def _written(wishes: Wishes) -> dict[str, Any]:
    return {
        "glossaries": [{"name": own.name, "on": own.is_on, "own": own.is_own, "terms": [
            {"source": term.sources, "target": term.targets}
            | ({"exact": True} if term.exact else {}) | ({"must": True} if term.must else {})
            for term in own.terms]} for own in wishes.glossaries],
        "prefer": wishes.prefer, "keep": wishes.keep, "keep_addresses": wishes.keep_addresses,
        "rules": [{"find": own.rule.find, "replace": own.rule.replace, "regex": own.rule.is_regex,
                   "when": own.when, "on": own.is_on} for own in wishes.rules]}


def _read(content: dict[str, Any]) -> Wishes:
    from core.terms.glossary import Term
    from core.terms.rules import Rule

    glossaries = tuple(OwnGlossary(str(own["name"]), tuple(
        Term(_texts(term["source"]), _texts(term["target"]), exact=term.get("exact") is True,
             must=term.get("must") is True) for term in own["terms"]), own["on"] is True, own["own"] is True)
        for own in content["glossaries"])
    rules = tuple(OwnRule(Rule(str(rule["find"]), str(rule["replace"]), rule["regex"] is True),
                          AFTER if rule["when"] == AFTER else BEFORE, rule["on"] is True)
                  for rule in content["rules"])
    wishes = Wishes(glossaries, content["prefer"] is True, (), content["keep_addresses"] is True, rules)
    return wishes.with_kept(list(_texts(content["keep"])) if content["keep"] else [])


def _texts(found: Any) -> tuple[str, ...]:
    if not (isinstance(found, list) and found
            and all(isinstance(text, str) and text.strip() for text in found)):
        raise ValueError(f"expected a list of words, found {str(found)[:40]!r}")
    return tuple(found)


