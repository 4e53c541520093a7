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

if TYPE_CHECKING:
    from core.decoding.translator import Translation, Translator

_TRIED = 16  # combinations of forms


def substituted(
    translator: Translator, free: Sequence[Translation], constraints: Sequence[Sequence[Constraint]],
    renderings: Sequence[Sequence[tuple[int, int] | None]], spelling: Spelling, config: DecodeConfig,
) -> list[Found | None]:
    """Of each sentence the best; None where a term has no rendering of its own, or the sentence would be
    longer than the model takes."""
    longest = translator.model.config.max_len
    made = [_made(*sentence, spelling, longest)
            for sentence in zip(free, constraints, renderings, strict=True)]
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


def _made(free: Translation, constraints: Sequence[Constraint], renderings, spelling: Spelling, longest: int):
    """The tokens of each combination of forms, and where the forms stand in them."""
    places = [place for place in renderings if place is not None]
    disjoint = all(a[1] <= b[0] for a, b in itertools.pairwise(sorted(places)))
    if len(places) < len(renderings) or not disjoint or not free.finished:
        return []
    choices = [_fitting(free.token_ids, place, constraint, spelling)
               for place, constraint in zip(places, constraints, strict=True)]
    made = [_exchanged(free.token_ids, places, combination)
            for combination in itertools.islice(itertools.product(*choices), _TRIED)]
    return [(ids, found) for ids, found in made if len(ids) <= longest]


def _fitting(
    ids: Sequence[int], place: tuple[int, int], constraint: Constraint, spelling: Spelling
) -> list[tuple[int, Variant]]:
    """The ways to write a term that suit what stands before its place."""
    start = place[0]
    begun = any(spelling.has_word[token_id] for token_id in ids[:start])
    joins = start > 0 and spelling.ends_inside[ids[start - 1]]
    glued = spelling.glued[ids[start]]
    fitting = [(number, variant) for number, variant in enumerate(constraint.variants)
               if (variant.initial is None or variant.initial != begun)
               and not (joins and variant.joins)]
    return sorted(fitting, key=lambda option: option[1].glued != glued)


def _exchanged(ids: Sequence[int], places, combination) -> tuple[list[int], list[Place]]:
    made, found, at = [], [], 0
    order = sorted(range(len(places)), key=lambda number: places[number])
    for number in order:
        start, end = places[number]
        which, variant = combination[number]
        made += ids[at:start]
        found.append(Place(number, which, len(made), len(made) + len(variant.ids)))
        made += variant.ids
        at = end
    return [*made, *ids[at:]], found


def _found(ids, values: list[float], places: list[Place], constraints, config: DecodeConfig) -> Found:
    bonus = sum(constraint.bonus or 0.0 for constraint in constraints)
    penalty = length_penalty(len(ids), config.length_penalty, config.length_norm)
    whole = Hypothesis(tuple(ids), tuple(values), True, sum(values) / penalty)
    return Found(whole, tuple(places), (sum(values) + bonus) / penalty)
