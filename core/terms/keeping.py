"""What is not translated: words (names) stay as they are written, addresses and code go past the model.

Words are terms whose one form is themselves. What a pattern matches is taken out of the sentence, which the
model reads without it, and put back where the words around it went, as documents' placeholders are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from core.documents.inline import PLACEHOLDER, Code, Inline, codes, plain, protect, unprotected
from core.documents.placing import place
from core.terms.glossary import Term
from core.terms.matching import Finder, used_places
from core.terms.rules import Rule

if TYPE_CHECKING:
    from core.decoding.translator import Translation, Translator

_CODE = re.compile(r"`[^`\n]{1,300}`")


@dataclass(frozen=True)
class Kept:
    """words as they are written; patterns: regular expressions (Rules, whose replacement does not count);
    addresses: URLs, e-mail addresses, placeholders, tags and `code`, too."""

    words: tuple[str, ...] = ()
    patterns: tuple[Rule, ...] = ()
    addresses: bool = False

    def left_out(self, text: str) -> str:
        """The text without its words to keep, whose letters say nothing of its language (nor do addresses,
        where those are kept)."""
        for match in reversed(Finder((term, term.sources) for term in self.terms).find(text)):
            text = f"{text[:match.start]} {text[match.end:]}"
        return prose(text) if self.addresses else text

    @property
    def terms(self) -> tuple[Term, ...]:
        return tuple(Term((word,), (word,), exact=True) for word in self.words)

    def cut_out(self, text: str, spared: Sequence[tuple[int, int]] = ()) -> Inline:
        """The text with what is carried past the model as codes, but for what lies in a stretch of `spared`.

        Raises RuleError where a pattern hangs.
        """
        if not self.patterns and not self.addresses:
            return (text,)
        return protect(text, _Finder(self, spared))

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        for rule in self.patterns:
            yield from ((found.start, found.end) for found in rule.matches(text) if found.start < found.end)
        if self.addresses:
            for pattern in (_CODE, PLACEHOLDER):
                yield from (match.span() for match in pattern.finditer(text))


class _Finder:
    """As a compiled pattern: the leftmost spans, the longest of those, none overlapping."""

    def __init__(self, kept: Kept, spared: Sequence[tuple[int, int]]):
        self._kept, self._spared = kept, spared

    def finditer(self, text: str) -> Iterator[re.Match]:
        end = 0
        for start, stop in sorted(self._kept.spans(text), key=lambda span: (span[0], -span[1])):
            if start >= end and not any(a <= start and stop <= b for a, b in self._spared):
                yield re.compile(r".*", re.DOTALL).match(text, start, stop)
                end = stop


def prose(text: str) -> str:
    """The text without addresses, tags and code, whose letters say nothing of its language."""
    return PLACEHOLDER.sub(" ", _CODE.sub(" ", text))


def put_back(translator: Translator, inline: Inline, translation: Translation) -> Translation:
    """The translation of `plain(inline)` with the codes of `inline` where they belong."""
    from core.alignment import Aligner

    if not codes(inline):
        return translation
    [alignment] = Aligner(translator).align([translation])  # measured on this sentence: always the same
    links = alignment.links() if alignment is not None else []
    placed = place(inline, translation.text, links, translator.model.tgt_lang, used_places(translation))
    return replace(translation, text=unprotected(placed))


def is_all_code(inline: Inline) -> bool:
    """Is there nothing left to translate?"""
    return any(isinstance(part, Code) for part in inline) and not any(map(str.isalpha, plain(inline)))


def joined_words(words: Sequence[str]) -> tuple[str, ...]:
    """As a person lists them: without blanks at the ends, each once, none empty."""
    return tuple(dict.fromkeys(" ".join(word.split()) for word in words if word.strip()))
