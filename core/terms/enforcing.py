"""Sentences translated with the terms found in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from core.config import DecodeConfig
from core.decoding.constrained import Constraint, Found, Given, Place, Spelling, constrained
from core.decoding.hypothesis import Stop
from core.terms.glossary import Term
from core.terms.guiding import guidance
from core.terms.matching import Finder, Match, present
from core.terms.renderings import says_twice
from core.terms.substituting import substituted
from core.terms.uses import TermUse
from core.terms.variants import spelling, variants, written
from core.text.languages import is_spaced
from core.text.tokenizer import Tokenizer

if TYPE_CHECKING:
    from core.decoding.translator import Translation, Translator

PREFERRED = 4.0  # nats that a preferred term may cost
_KNOWN = 12.0  # nats a term: where the search pays more, the model does not know it and goes astray after it
_MOST = 24  # terms of a sentence
NO_ROOM = "this sentence has more terms than the model has room for"
NO_END = "no translation with it ends within the model's length"
NOT_FOUND = "no translation with it was found"
TOO_COSTLY = f"it would have cost more than {PREFERRED:g} nats of log-probability"
_AT_ONCE = 16  # sentences searched together: each has up to some dozens of hypotheses
_BEAM = 4  # at the least: greedy search has no second choice to pay for a term with


@dataclass(frozen=True)
class Enforced:
    """Terms in force, the earlier counting where two have the same form.

    prefer  a term may be left out where it costs more than PREFERRED nats, unless it is `exact` or `must`
    """

    terms: tuple[Term, ...] = ()
    prefer: bool = False

    def translate(
        self, translator: Translator, texts: Sequence[str], config: DecodeConfig, stop: Stop, n_best: int
    ) -> list[Translation]:
        """As `Translator.translate`. A sentence without terms comes out exactly as without glossaries, and so
        does one whose translation has them anyway. The others are searched with a beam, whatever the method.
        """
        results = translator.translate_freely(texts, config, stop, n_best)
        if not self.terms:
            return results
        finder = _finder(self.terms)
        matches = [finder.find(text) for text in texts]
        lacking = []
        for index, (found, result) in enumerate(zip(matches, results, strict=True)):
            if found:
                there = present(result.text, [match.term for match in found])
                results[index] = replace(result, terms=tuple(
                    _use(texts[index], match, used) for match, used in zip(found, there, strict=True)))
                if not all(there):
                    lacking.append(index)
                    matches[index] = self._fitting(translator, results, index, found)
        lacking = [index for index in lacking if matches[index]]
        for start in range(0, len(lacking), _AT_ONCE):
            some = lacking[start: start + _AT_ONCE]
            steered = self._searched(translator, [results[index] for index in some],
                                     [matches[index] for index in some], config, stop, n_best)
            for index, result in zip(some, steered, strict=True):
                results[index] = result
        return results

    def continued(
        self, translator: Translator, free: list[Translation], count: int, spared: Sequence[tuple[str, ...]],
        stop: Stop,
    ) -> list[Translation]:
        """Translations of one sentence of which the first `count` tokens were chosen; those that lack terms
        get them in the rest, which was decoded freely.

        spared  forms of terms that the choice took the place of: they need not be there
        """
        if not free:
            return []
        found = _without(_finder(self.terms).find(free[0].source), spared) if self.terms else []
        terms = [match.term for match in found]
        results, lacking, matches, given, ending = list(free), [], [], [], []
        for index, result in enumerate(free):
            there = present(result.text, terms)
            if all(there) or count >= translator.model.config.max_len - 1:
                continue
            begun = translator.model.tokenizer.decode(result.token_ids[:count])
            before = present(begun, terms)
            results[index] = result = replace(result, terms=tuple(
                _use(result.source, match, used) for match, used in zip(found, there, strict=True)))
            # A term that the chosen tokens end with has gone on to another word ("cat" to "category").
            missing = [match for match, chosen, used in zip(found, before, there, strict=True)
                       if not (chosen and used)]
            lacking.append(index)
            matches.append(self._fitting(translator, results, index, missing))
            ending.append({match.start for match, chosen in zip(found, before, strict=True) if chosen})
            given.append(Given(result.token_ids[:count], result.token_log_probs[:count],
                               closing=present(begun + "a", terms) != before))
        if lacking:
            made = self._searched(translator, [results[index] for index in lacking], matches,
                                  DecodeConfig(), stop, 1, given, ending)
            results = [dict(zip(lacking, made, strict=True)).get(index, one)
                       for index, one in enumerate(results)]
        return results

    def _fitting(
        self, translator: Translator, results: list[Translation], index: int, found: list[Match]
    ) -> list[Match]:
        """The terms that half of the model's positions have room for; of the others it is said."""
        room, fitting, uses = translator.model.config.max_len // 2, [], list(results[index].terms)
        numbers = {use.start: number for number, use in enumerate(uses)}
        for match in found:
            encodings = translator.model.tokenizer.encode_targets(list(match.term.targets))
            room -= min(len(encoding.ids) for encoding in encodings)
            if room >= 0 and len(fitting) < _MOST:
                fitting.append(match)
            else:
                number = numbers[match.start]
                uses[number] = replace(uses[number], why=NO_ROOM)
        results[index] = replace(results[index], terms=tuple(uses))
        return fitting

    def _searched(
        self, translator: Translator, free: list[Translation], matches: list[list[Match]],
        config: DecodeConfig, stop: Stop, n_best: int, given: Sequence[Given] = (),
        ending: Sequence[set[int]] = (),
    ) -> list[Translation]:
        """`ending`: where the matches start whose terms the tokens of `given` may end with."""
        from core.decoding.translator import Stopped

        tokenizer = translator.model.tokenizer
        config = replace(config, method="beam", beam_size=max(config.beam_size, _BEAM, n_best))
        sources = [translator.source_ids(result.source) for result in free]
        wanted = [[Constraint(variants(tokenizer, match.term, _has_capital(result.text)),
                              PREFERRED if self._may_fail(match) else None)
                   for match in found] for result, found in zip(free, matches, strict=True)]
        given = [replace(begun, met=_met(tokenizer, begun.ids, constraints,
                                         [match.start in at_end for match in one]))
                 for begun, constraints, one, at_end in zip(given, wanted, matches, ending, strict=False)]
        spelled = _spelling(tokenizer)
        led = guidance(translator, free, matches, spelled, stop)
        found = constrained(translator.context, translator.params, sources, wanted, spelled, config, stop,
                            [sentence.guide for sentence in led], n_best, given)
        swaps = substituted(translator, free, wanted, led, spelled, config)
        for row, (result, swapped) in enumerate(zip(free, swaps, strict=True)):
            if given and swapped is not None:
                begun = tuple(given[row].ids)
                fits = swapped.hypothesis.token_ids[:len(begun)] == begun and not given[row].met
                swapped = swapped if fits else None
            twice = partial(says_twice, tokenizer, result, led[row].renderings)
            found[row].sort(key=twice)
            best = found[row][0]
            knows = best.hypothesis.log_prob >= result.log_prob - _KNOWN * len(wanted[row])
            if swapped is not None and (swapped.rank > best.rank or twice(best)
                                        or not (knows or self.prefer)):
                found[row].insert(0, swapped)
        if stop():
            raise Stopped
        return [self._steered(translator, result, options, n_best, sentence.log_prob, terms, constraints)
                for result, options, sentence, terms, constraints
                in zip(free, found, led, matches, wanted, strict=True)]

    def _may_fail(self, match: Match) -> bool:
        return self.prefer and not (match.term.exact or match.term.must)

    def _steered(
        self, translator: Translator, free: Translation, found: list[Found], n_best: int,
        free_log_prob: float, matches: list[Match], constraints: list[Constraint],
    ) -> Translation:
        best = found[0].hypothesis
        if not best.finished and free.finished:
            return replace(free, terms=tuple(
                use if use.used or use.why else replace(use, why=NO_END) for use in free.terms))
        tokenizer, terms = translator.model.tokenizer, [match.term for match in matches]
        spaced = is_spaced(translator.model.tgt_lang)
        from core.decoding.translator import Alternative, distinct

        others = distinct((Alternative(written(tokenizer, option, constraints, spaced),
                                       option.hypothesis.log_prob, option.hypothesis.score,
                                       option.hypothesis.token_ids, option.hypothesis.token_log_probs,
                                       option.hypothesis.finished)
                           for option in found), n_best)
        text = others[0].text
        cost = free_log_prob - best.log_prob
        left_out = [use for use in free.terms if use.why]
        uses = [replace(_use(free.source, match, used, cost), why="" if used else self._why(match))
                for match, used in zip(matches, present(text, terms), strict=True)]
        if {use.start for use in uses if use.used} <= {use.start for use in free.terms if use.used}:
            reasons = {use.start: use.why for use in uses}  # nothing gained: the normal output
            return replace(free, terms=tuple(
                use if use.used or use.why else replace(use, why=reasons[use.start]) for use in free.terms))
        uses = tuple(sorted(uses + left_out, key=lambda use: use.start))
        return replace(free, text=text, token_ids=best.token_ids, token_log_probs=best.token_log_probs,
                       log_prob=best.log_prob, finished=best.finished, terms=uses,
                       n_best=others if len(others) > 1 else ())

    def _why(self, match: Match) -> str:
        return TOO_COSTLY if self._may_fail(match) else NOT_FOUND


def _use(text: str, match: Match, used: bool, cost: float = 0.0) -> TermUse:
    return TermUse(match.start, match.end, text[match.start:match.end], match.term.targets, used, "", cost)


def _met(
    tokenizer: Tokenizer, ids: Sequence[int], constraints: Sequence[Constraint], ending: Sequence[bool]
) -> tuple[Place, ...]:
    """The terms in chosen tokens that their text does not show (a character has no token, say), and those
    that stand at its end, if `ending` says so of them."""
    found: list[Place] = []
    for number, constraint in enumerate(constraints):
        places = (Place(number, which, start, start + len(variant.ids))
                  for which, variant in enumerate(constraint.variants)
                  for shown in [tokenizer.decode(variant.ids).strip() == variant.text]
                  for start in range(len(ids) - len(variant.ids) + 1)
                  if not shown or (ending[number] and start + len(variant.ids) == len(ids))
                  if tuple(ids[start:start + len(variant.ids)]) == variant.ids)
        free = (place for place in places
                if not any(place.start < other.end and other.start < place.end for other in found))
        found += [place for place in [next(free, None)] if place is not None]
    return tuple(found)


def _without(found: list[Match], spared: Sequence[tuple[str, ...]]) -> list[Match]:
    """But for the first that has those forms, of each."""
    rest = list(found)
    for forms in spared:
        match = next((match for match in rest if match.term.targets == forms), None)
        if match is not None:
            rest.remove(match)
    return rest


def _has_capital(text: str) -> bool:
    """Does the translation begin with a capital, as sentences of its language do?"""
    first = next((character for character in text if character.isalpha()), "")
    return first != first.lower()


@lru_cache(4)
def _finder(terms: tuple[Term, ...]) -> Finder:
    return Finder((term, term.sources) for term in terms)


@lru_cache(4)
def _spelling(tokenizer: Tokenizer) -> Spelling:
    return spelling(tokenizer)
