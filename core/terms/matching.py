"""Terms found in a text: longest first, whole words where the script has spaces."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.terms.glossary import Term
from core.text.words import capitalized, folded, is_whole

if TYPE_CHECKING:
    from core.decoding.translator import Translation


@dataclass(frozen=True)
class Match:
    """text[start:end] is a form of `term`."""

    start: int
    end: int
    term: Term


class Finder:
    """Looks forms up in texts; of two terms with one form the first given counts (several glossaries)."""

    def __init__(self, terms: Iterable[tuple[Term, Sequence[str]]]):
        """terms: each with the forms to look for."""
        self._terms: dict[str, list[tuple[str, Term]]] = {}
        lengths: dict[str, set[int]] = {}
        for term, forms in terms:
            for form in forms:
                key = folded(form)
                self._terms.setdefault(key, []).append((form, term))
                lengths.setdefault(key[0], set()).add(len(key))
        self._lengths = {first: sorted(found, reverse=True) for first, found in lengths.items()}

    def find(self, text: str) -> list[Match]:
        """From left to right, none overlapping."""
        low, found, at = folded(text), [], 0
        while at < len(low):
            match = self._at(text, low, at)
            if match is not None:
                found.append(match)
            at = match.end if match is not None else at + 1
        return found

    def _at(self, text: str, low: str, start: int) -> Match | None:
        for length in self._lengths.get(low[start], ()):
            end = start + length
            for form, term in self._terms.get(low[start:end], ()):
                if is_whole(text, start, end) and _same_case(form, text[start:end], term.exact):
                    return Match(start, end, term)
        return None


def _same_case(form: str, found: str, exact: bool) -> bool:
    return (not exact and form == form.lower()) or "".join(" " if c.isspace() else c for c in found) == form


def present(text: str, terms: Sequence[Term]) -> list[bool]:
    """For each term, in order, does a form of it stand in the text? Equal terms need a place each.

    A form begins with a capital where it begins the text, else as it is listed.
    """
    return [place is not None for place in places(text, terms)]


def used_places(translation: Translation) -> list[tuple[int, int]]:
    """Where the terms that a translation has used stand in it."""
    terms = [Term((use.source,), use.targets) for use in translation.terms if use.used]
    return sorted(place for place in places(translation.text, terms) if place is not None)


def places(text: str, terms: Sequence[Term]) -> list[tuple[int, int] | None]:
    """For each term where a form of it stands; equal terms have a place each."""
    taken: list[tuple[int, int]] = []
    found: list[tuple[int, int] | None] = [None] * len(terms)
    longest_first = sorted(range(len(terms)), key=lambda number: -max(map(len, terms[number].targets)))
    for number in longest_first:
        for form in sorted(terms[number].targets, key=len, reverse=True):
            place = _place(text, form, terms[number].exact, taken)
            if place is not None:
                taken.append(place)
                found[number] = place
                break
    return found


def _place(text: str, form: str, exact: bool, taken: list[tuple[int, int]]) -> tuple[int, int] | None:
    """Where a form stands as a word of its own and nothing else does."""
    begins = next((at for at, character in enumerate(text) if character.isalnum()), 0)
    for written in dict.fromkeys((form, form if exact else capitalized(form))):
        start = text.find(written)
        while start >= 0:
            end = start + len(written)
            in_case = written == form or start <= begins
            if in_case and is_whole(text, start, end) and not any(a < end and start < b for a, b in taken):
                return start, end
            start = text.find(written, start + 1)
    return None
