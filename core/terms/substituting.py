"""The free translation with a term's form in the place of what renders it: one more hypothesis.

Where no word renders a term, its form is put into the gap between two words that the model finds likeliest.

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
    from core.terms.guiding import Guidance

_TRIED = 16  # combinations of forms


def substituted(
    translator: Translator, free: Sequence[Translation], constraints: Sequence[Sequence[Constraint]],
    led: Sequence[Guidance], spelling: Spelling, config: DecodeConfig,
) -> list[Found | None]:
    """Of each sentence the best; None where a term has no place, or the sentence would be longer than the
    model takes."""
    texts = [_Tokens(translator.model.tokenizer, result.token_ids, spelling) for result in free]
    places = _placed(translator, free, texts, constraints, led)
    made = [_combined(text, wanted, where) if result.finished and None not in where else []
            for text, result, wanted, where in zip(texts, free, constraints, places, strict=True)]
    found = []
    for options, wanted in zip(_scored(translator, free, made), constraints, strict=True):
        every = [_found(ids, values, where, wanted, config) for ids, values, where in options]
        found.append(max(every, key=lambda option: option.rank, default=None))
    return found


def _placed(
    translator: Translator, free: Sequence[Translation], texts: Sequence[_Tokens],
    constraints: Sequence[Sequence[Constraint]], led: Sequence[Guidance],
) -> list[list[Rendering | None]]:
    """The renderings of the terms, and for a term without one the gap that suits it best by itself."""
    asked = [(row, term, gap) for row, sentence in enumerate(led)
             for term, gaps in enumerate(sentence.gaps) for gap in gaps]
    made = [_combined(texts[row], [constraints[row][term]], [gap]) for row, term, gap in asked]
    scored = _scored(translator, [free[row] for row, _, _ in asked], made)
    places, best = [list(sentence.renderings) for sentence in led], {}
    for (row, term, gap), options in zip(asked, scored, strict=True):
        log_prob = max((sum(values) for _, values, _ in options), default=float("-inf"))
        if log_prob > best.get((row, term), float("-inf")):
            best[row, term], places[row][term] = log_prob, gap
    return places


def _combined(
    text: _Tokens, constraints: Sequence[Constraint], places: Sequence[Rendering]
) -> list[tuple[list[int], list[Place]]]:
    """The tokens of each combination of forms, and where the forms stand in them."""
    choices = [text.fitting(place, constraint)
               for place, constraint in zip(places, constraints, strict=True)]
    return [text.exchanged(places, combination)
            for combination in itertools.islice(itertools.product(*choices), _TRIED)]


def _scored(translator: Translator, free: Sequence[Translation], made):
    """The options of each sentence that the model has room for, with their tokens' log-probabilities."""
    longest = translator.model.config.max_len
    made = [[option for option in options if len(option[0]) <= longest] for options in made]
    sources = [translator.source_ids(result.source) for result in free]
    log_probs = iter(forced.token_log_probs(
        translator.context, translator.model.params,
        [source for source, options in zip(sources, made, strict=True) for _ in options],
        [ids for options in made for ids, _ in options]))
    return [[(ids, [max(value, LEAST) for value in next(log_probs)], places) for ids, places in options]
            for options in made]


class _Tokens:
    """A translation whose words are exchanged; a token that a word ends in the midst of is cut."""

    def __init__(self, tokenizer: Tokenizer, ids: Sequence[int], spelling: Spelling):
        self.tokenizer, self.ids, self.spelling = tokenizer, ids, spelling
        self.text, self.spans = tokenizer.decode(ids), decoded_spans(tokenizer, ids)

    def fitting(self, place: Rendering, constraint: Constraint) -> list[tuple[int, Variant]]:
        """The ways to write a term that suit what stands before its place, the likeliest first."""
        start, before = place[0], self.text[:place[0]]
        begun = any(character.isalnum() for character in before)
        first = next((number for number, (_, end) in enumerate(self.spans) if end > start), len(self.ids) - 1)
        if self.spans[first][0] < start < self.spans[first][1]:
            glued, joins = True, in_word(before[-1])
        else:
            glued = self.spelling.glued[self.ids[first]]
            joins = first > 0 and self.spelling.ends_inside[self.ids[first - 1]]
        fitting = [(number, variant) for number, variant in enumerate(constraint.variants)
                   if (variant.initial is None or variant.initial != begun)
                   and not (joins and variant.joins)]
        if place[0] == place[1]:  # a word more: a blank before it, where its script has blanks
            apart = [option for option in fitting if not (option[1].glued and in_word(option[1].text[0]))]
            fitting = apart or fitting
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
