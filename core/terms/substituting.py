"""The free translation with a term's form in the place of what renders it: one more hypothesis.

Left to right a model that never saw a word goes astray after it. What it would have said without may be
the better sentence by its own measure, with the word exchanged; so both are compared.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import TYPE_CHECKING

from core.config import DecodeConfig
from core.decoding import forced
from core.decoding.beam import length_penalty
from core.decoding.constrained import LEAST, Constraint, Found, Place, Spelling, Variant
from core.decoding.hypothesis import Hypothesis
from core.terms.renderings import Rendering
from core.terms.variants import inner_ids
from core.text.spans import decoded_spans
from core.text.tokenizer import Tokenizer
from core.text.words import in_word

if TYPE_CHECKING:
    from core.decoding.translator import Translation, Translator

_TRIED = 16  # combinations of forms


def substituted(
    translator: Translator, free: Sequence[Translation], constraints: Sequence[Sequence[Constraint]],
    places: Sequence[Sequence[Rendering | None]], spelling: Spelling, config: DecodeConfig,
) -> list[Found | None]:
    """Of each sentence the best; None where a term has no rendering of its own, or the sentence would be
    longer than the model takes."""
    longest, tokenizer = translator.model.config.max_len, translator.model.tokenizer
    made = [_made(tokenizer, *sentence, spelling, longest)
            for sentence in zip(free, constraints, places, strict=True)]
    log_probs = iter(forced.token_log_probs(
        translator.context, translator.model.params,
        [translator.source_ids(result.source) for result, options in zip(free, made, strict=True)
         for _ in options],
        [ids for options in made for ids, _ in options]))
    found = []
    for options, wanted in zip(made, constraints, strict=True):
        scored = [_found(ids, [max(value, LEAST) for value in next(log_probs)], places, wanted, config)
                  for ids, places in options]
        found.append(max(scored, key=lambda option: option.rank, default=None))
    return found


def _made(
    tokenizer: Tokenizer, free: Translation, constraints: Sequence[Constraint],
    places: Sequence[Rendering | None], spelling: Spelling, longest: int,
):
    """The tokens of each combination of forms, and where the forms stand in them."""
    if not free.finished or None in places:
        return []
    text = _Tokens(tokenizer, free.token_ids, spelling)
    choices = [text.fitting(place, constraint)
               for place, constraint in zip(places, constraints, strict=True)]
    made = [text.exchanged(places, combination)
            for combination in itertools.islice(itertools.product(*choices), _TRIED)]
    return [(ids, found) for ids, found in made if len(ids) <= longest]


class _Tokens:
    """A translation whose words are exchanged; a token that a word ends in the midst of is cut."""

    def __init__(self, tokenizer: Tokenizer, ids: Sequence[int], spelling: Spelling):
        self.tokenizer, self.ids, self.spelling = tokenizer, ids, spelling
        self.text, self.spans = tokenizer.decode(ids), decoded_spans(tokenizer, ids)

    def fitting(self, place: Rendering, constraint: Constraint) -> list[tuple[int, Variant]]:
        """The ways to write a term that suit what stands before its place, the likeliest first."""
        start, before = place[0], self.text[:place[0]]
        begun = any(character.isalnum() for character in before)
        first = next(number for number, (_, end) in enumerate(self.spans) if end > start)
        if self.spans[first][0] < start:
            glued, joins = True, in_word(before[-1])
        else:
            glued = self.spelling.glued[self.ids[first]]
            joins = first > 0 and self.spelling.ends_inside[self.ids[first - 1]]
        fitting = [(number, variant) for number, variant in enumerate(constraint.variants)
                   if (variant.initial is None or variant.initial != begun)
                   and not (joins and variant.joins)]
        return sorted(fitting, key=lambda option: option[1].glued != glued)

    def exchanged(self, places: Sequence[Rendering], combination) -> tuple[list[int], list[Place]]:
        made: list[int] = []
        found, at = [], 0
        for number in sorted(range(len(places)), key=lambda number: places[number]):
            start, end = places[number]
            which, variant = combination[number]
            made += self._between(at, start)
            found.append(Place(number, which, len(made), len(made) + len(variant.ids)))
            made += variant.ids
            at = end
        return [*made, *self._between(at, len(self.text) + 1)], found

    def _between(self, start: int, end: int) -> list[int]:
        """The tokens of text[start:end], and those without characters there, such as EOS."""
        made: list[int] = []
        for token_id, (first, last) in zip(self.ids, self.spans, strict=True):
            if first == last:
                inside = start <= first < end or first == end == 0
            else:
                inside = start <= first and last <= end
            if inside:
                made.append(token_id)
            elif first < end and start < last:
                made += inner_ids(self.tokenizer, self.text[max(first, start):min(last, end)])
        return made


def _found(ids, values: list[float], places: list[Place], constraints, config: DecodeConfig) -> Found:
    bonus = sum(constraint.bonus or 0.0 for constraint in constraints)
    penalty = length_penalty(len(ids), config.length_penalty, config.length_norm)
    whole = Hypothesis(tuple(ids), tuple(values), True, sum(values) / penalty)
    return Found(whole, tuple(places), (sum(values) + bonus) / penalty)
