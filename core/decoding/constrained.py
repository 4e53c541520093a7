"""Beam search in which given phrases must, or should, appear in the translation.

After Hokamp and Liu 2017 (grid beam search) and Post and Vilar 2018 (dynamic beam allocation): every
hypothesis is also continued with the phrases it lacks, and the beam is shared out among banks, one for each
amount of phrases met, so that those that pay for a phrase are not crowded out by those that have not
yet. A phrase may have several forms, each of which will do. EOS is not allowed before all are met.

A model that does not know a phrase finds it least surprising after the sentence's end. So a phrase should
begin where a cross-attention head, chosen by the caller, looks at the words it translates; beginning
elsewhere counts against a hypothesis (not in its log-probability).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from backends.base import Array
from core.config import DecodeConfig
from core.context import Context
from core.decoding.beam import length_penalty
from core.decoding.hypothesis import Hypothesis, Stop, length_limit, log_probs, never, start
from core.decoding.state import advance
from core.params import Params

ROWS = 24  # hypotheses a sentence, shared out among its banks; a bank has at least one
_GUIDANCE = 8.0  # nats that a phrase's beginning is worse for each e-th part of the attention
_LEAST_MASS = 0.01
_PATIENCE = 8  # tokens beyond the worst of the wanted ones: after those a model has lost its way, and a
# length penalty would call what it strings together then the best of all
LEAST = -100.0  # the log-probability of a forced token that the model never produces


@dataclass(frozen=True)
class Variant:
    """One way to write a phrase as tokens.

    text     what the tokens read, or should read where the model cannot write a character of it
    glued    no space stands before it
    initial  True: only where no word stands before it; False: only after one; None: anywhere
    joins    it would go on with a word that stands before it: glued, and its first character is a letter
    closes   it ends in a letter, so that no letter may follow
    """

    ids: tuple[int, ...]
    text: str = ""
    glued: bool = False
    initial: bool | None = None
    joins: bool = False
    closes: bool = False


@dataclass(frozen=True)
class Constraint:
    """A phrase to appear. `bonus` None: it must; else so many nats it may cost to have it."""

    variants: tuple[Variant, ...]
    bonus: float | None = None

    @cached_property
    def shortest(self) -> int:
        return min(len(variant.ids) for variant in self.variants)


@dataclass(frozen=True)
class Spelling:
    """Of each target token: does it begin, or end, within a word (letters of a script with spaces)? has it
    any letter or digit? does it follow without a space?"""

    begins_inside: Sequence[bool]
    ends_inside: Sequence[bool]
    has_word: Sequence[bool]
    glued: Sequence[bool]


@dataclass(frozen=True)
class Guide:
    """Where a sentence's phrases come from: source token numbers of each constraint (none: not known), and
    the head that looks there when their translation is due."""

    layer: int
    head: int
    sources: tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class Place:
    """Constraint number `constraint` was met by tokens start to end (exclusive)."""

    constraint: int
    variant: int
    start: int
    end: int


@dataclass(frozen=True)
class Found:
    """A hypothesis and what it meets. Its score leaves bonuses and guidance out, `rank` has them."""

    hypothesis: Hypothesis
    places: tuple[Place, ...]
    rank: float


@dataclass(frozen=True)
class Given:
    """Tokens that a translation begins with, and their log-probabilities; `closing`: they end in a phrase
    that is to stay whole, so that no letter may follow."""

    ids: Sequence[int] = ()
    log_probs: Sequence[float] = ()
    closing: bool = False
    met: tuple[Place, ...] = ()  # constraints that stand in them


@dataclass(frozen=True, slots=True)
class _Prefix:
    """A live hypothesis. `active`: (constraint, variant, tokens matched, guidance) of the phrases that it is
    in the midst of."""

    token_ids: tuple[int, ...] = ()
    token_log_probs: tuple[float, ...] = ()
    log_prob: float = 0.0
    bonus: float = 0.0
    met: tuple[Place, ...] = ()
    active: tuple[tuple[int, int, int, float], ...] = ()
    guidance: float = 0.0  # of the phrases met
    closing: bool = False  # a phrase has just ended: the word must, too
    begun: bool = False  # a word stands in it
    row: int = 0


@dataclass(frozen=True, slots=True)
class _Option:
    """A prefix one token longer, which has a place in the beam or not: most have none, so it stays small."""

    rank: float
    prefix: _Prefix
    token_id: int
    value: float
    active: tuple[tuple[int, int, int, float], ...] = ()
    place: Place | None = None
    guidance: float = 0.0

    @property
    def bank(self) -> tuple[int, int]:
        """Phrases met, and tokens of the one that is furthest on."""
        return (len(self.prefix.met) + (self.place is not None),
                max((matched for _, _, matched, _ in self.active), default=0))


@dataclass
class _Search:
    """One sentence's search."""

    constraints: Sequence[Constraint]
    spelling: Spelling
    limit: int
    eos_id: int
    config: DecodeConfig
    wanted: int
    guide: Guide | None = None
    prefixes: list[_Prefix] = field(default_factory=lambda: [_Prefix()])
    finished: list[Found] = field(default_factory=list)

    def lacking(self, prefix: _Prefix) -> list[int]:
        """The constraints not met yet; of equal ones the first, for either will do."""
        met = {place.constraint for place in prefix.met}
        numbers, seen = [], set()
        for number, constraint in enumerate(self.constraints):
            if number not in met and constraint.variants not in seen:
                seen.add(constraint.variants)
                numbers.append(number)
        return numbers

    def required(self, prefix: _Prefix) -> int:
        """The fewest tokens that what must still be met takes."""
        met = {place.constraint for place in prefix.met}
        return sum(constraint.shortest for number, constraint in enumerate(self.constraints)
                   if number not in met and constraint.bonus is None)

    def begin_with(self, given: Given, row: int) -> None:
        """All hypotheses go on from these tokens, which may end in the midst of a phrase."""
        ids, active = tuple(given.ids), []
        for number in range(len(self.constraints)):
            for which, variant in enumerate(self.constraints[number].variants):
                for count in range(1, len(variant.ids)):
                    if ids[-count:] != variant.ids[:count]:
                        continue
                    before = ids[:-count]
                    begun = any(self.spelling.has_word[token_id] for token_id in before)
                    inside = bool(before) and self.spelling.ends_inside[before[-1]]
                    if variant.initial in (None, not begun) and not (inside and variant.joins):
                        active.append((number, which, count, 0.0))
        self.prefixes = [_Prefix(
            ids, tuple(given.log_probs), sum(given.log_probs), met=given.met,
            active=tuple(active), closing=given.closing,
            begun=any(self.spelling.has_word[token_id] for token_id in ids), row=row)]

    def _startable(self, prefix: _Prefix) -> Iterator[tuple[int, int, Variant]]:
        inside = bool(prefix.token_ids) and self.spelling.ends_inside[prefix.token_ids[-1]]
        for number in self.lacking(prefix):
            for which, variant in enumerate(self.constraints[number].variants):
                in_place = variant.initial is None or variant.initial != prefix.begun
                if in_place and not (inside and variant.joins):
                    yield number, which, variant

    def _guidance(self, prefix: _Prefix, number: int, attention) -> float:
        """How right it is that this phrase begins here: 0 where the head looks at nothing else."""
        sources = self.guide.sources[number] if self.guide is not None else ()
        if not sources:
            return 0.0
        weights = attention[self.guide.layer][prefix.row, self.guide.head, 0]
        return _GUIDANCE * math.log(max(sum(float(weights[source]) for source in sources), _LEAST_MASS))

    def _options(self, prefix: _Prefix, tokens: dict[int, float], startable, attention) -> Iterator[_Option]:
        """The prefix longer by each token: as any other, on the way to phrases, and with one just ended."""
        ways: dict[int, list[tuple[int, int, int, float]]] = {}
        for number, which, matched, guidance in prefix.active:
            token_id = self.constraints[number].variants[which].ids[matched]
            ways.setdefault(token_id, []).append((number, which, matched + 1, guidance))
        for number, which, variant in startable:
            here = (number, which, 1, self._guidance(prefix, number, attention))
            ways.setdefault(variant.ids[0], []).append(here)
        before = prefix.log_prob + prefix.bonus + prefix.guidance
        for token_id, value in tokens.items():
            if token_id in ways:
                yield from self._forced(prefix, token_id, value, before + value, ways[token_id])
            else:
                yield _Option(before + value, prefix, token_id, value)

    def _forced(self, prefix: _Prefix, token_id: int, value: float, rank: float, ways) -> Iterator[_Option]:
        ended: dict[int, tuple[Place, float]] = {}
        active, end = [], len(prefix.token_ids) + 1
        for number, which, matched, guidance in ways:
            if matched == len(self.constraints[number].variants[which].ids):
                ended.setdefault(number, (Place(number, which, end - matched, end), guidance))
            else:
                active.append((number, which, matched, guidance))
        for place, guidance in ended.values():
            bonus = self.constraints[place.constraint].bonus or 0.0
            yield _Option(rank + bonus + guidance, prefix, token_id, value, (), place, guidance)
        if active or not ended:
            begun = max((guidance for _, _, _, guidance in active), default=0.0)
            yield _Option(rank + begun, prefix, token_id, value, tuple(active))

    def _longer(self, option: _Option) -> _Prefix:
        prefix, token_id, place = option.prefix, option.token_id, option.place
        bonus, met, closing = prefix.bonus, prefix.met, False
        if place is not None:
            constraint = self.constraints[place.constraint]
            bonus += constraint.bonus or 0.0
            met, closing = (*met, place), constraint.variants[place.variant].closes
        return _Prefix(
            (*prefix.token_ids, token_id), (*prefix.token_log_probs, option.value),
            prefix.log_prob + option.value, bonus, met, option.active, prefix.guidance + option.guidance,
            closing, begun=prefix.begun or self.spelling.has_word[token_id] or place is not None,
            row=prefix.row)

    def extend(self, values, ids, host, attention) -> None:
        """values, ids: of each row the best tokens; host [B,V]: all log-probabilities; attention: of each
        layer that guides [B,H,1,S]."""
        options: list[_Option] = []
        for prefix in self.prefixes:
            need, room = self.required(prefix), self.limit - len(prefix.token_ids) - 1
            tokens = {} if 0 < need >= room else dict(zip(ids[prefix.row], values[prefix.row], strict=True))
            startable = list(self._startable(prefix))
            forced = [variant.ids[0] for _, _, variant in startable]
            forced += [self.constraints[number].variants[which].ids[matched]
                       for number, which, matched, _ in prefix.active]
            for token_id in forced:
                if token_id not in tokens:
                    tokens[token_id] = max(float(host[prefix.row, token_id]), LEAST)
            ending = tokens.pop(self.eos_id, None)
            if not need:
                ending = float(host[prefix.row, self.eos_id]) if ending is None else ending
                if ending > float("-inf"):
                    self._finish(prefix, ending)
            tokens = {token_id: value for token_id, value in tokens.items() if value > float("-inf")}
            options += self._options(prefix, tokens, startable, attention)
        self.prefixes = self._shared_out(options)
        self.finished.sort(key=lambda found: -found.rank)
        del self.finished[self.config.beam_size:]

    def _finish(self, prefix: _Prefix, value: float) -> None:
        log_prob, length = prefix.log_prob + value, len(prefix.token_ids) + 1
        penalty = self._penalty(length)
        whole = Hypothesis((*prefix.token_ids, self.eos_id), (*prefix.token_log_probs, value), True,
                           log_prob / penalty)
        rank = (log_prob + prefix.bonus + prefix.guidance) / penalty
        self.finished.append(Found(whole, prefix.met, rank))

    def _penalty(self, length: int) -> float:
        return length_penalty(length, self.config.length_penalty, self.config.length_norm)

    def _shared_out(self, options: list[_Option]) -> list[_Prefix]:
        banks: dict[tuple[int, int], list[_Option]] = {}
        for option in options:
            banks.setdefault(option.bank, []).append(option)
        width = max(1, max(ROWS, self.config.beam_size) // max(len(banks), 1))
        kept: dict[tuple, _Prefix] = {}  # of two ways to the same one is enough
        for bank in sorted(banks, reverse=True):
            most = len(kept) + width
            for option in sorted(banks[bank], key=lambda option: -option.rank):
                prefix = self._longer(option)
                kept.setdefault((prefix.token_ids, prefix.met, prefix.active), prefix)
                if len(kept) == most:
                    break
        return list(kept.values())

    def done(self) -> bool:
        if not self.prefixes or len(self.prefixes[0].token_ids) >= self.limit:
            return True
        if len(self.finished) < self.wanted:
            return False
        longest = max(len(found.hypothesis.token_ids) for found in self.finished[:self.wanted])
        if len(self.prefixes[0].token_ids) >= longest + _PATIENCE:
            return True
        promised = sum(constraint.bonus or 0.0 for constraint in self.constraints)
        best = max((prefix.log_prob + prefix.guidance + promised) / self._penalty(len(prefix.token_ids))
                   for prefix in self.prefixes)
        return best <= self.finished[self.wanted - 1].rank

    def results(self) -> list[Found]:
        """Best first; where none could end, the live one that meets most, marked as unfinished."""
        if self.finished:
            return self.finished
        best = max(self.prefixes or [_Prefix()], key=lambda prefix: (len(prefix.met), prefix.log_prob))
        score = best.log_prob / self._penalty(max(len(best.token_ids), 1))
        return [Found(Hypothesis(best.token_ids, best.token_log_probs, False, score), best.met, score)]


def constrained(
    ctx: Context, params: Params, sources: Sequence[Sequence[int]],
    constraints: Sequence[Sequence[Constraint]], spelling: Spelling, config: DecodeConfig, stop: Stop = never,
    guides: Sequence[Guide | None] = (), wanted: int = 1, given: Sequence[Given] = (),
) -> list[list[Found]]:
    """For each source its translations with its constraints met, best first; `params` as `lean.prepared` has
    them. A search ends as soon as its best `wanted` stand; the rest of its list is then what there is.
    They begin with the tokens of `given`, which are equally many for all sources; the constraints are met
    behind them, or from their last tokens on.

    The limit on the length is raised by what the constraints take, within the model's positions.
    """
    with ctx.engine_for(len(sources) * ROWS):
        return _constrained(ctx, params, sources, constraints, spelling, config, stop, guides, wanted,
                            given or [Given()] * len(sources))


def _constrained(
    ctx: Context, params: Params, sources, constraints, spelling: Spelling, config: DecodeConfig, stop: Stop,
    guides, wanted: int, given: Sequence[Given],
) -> list[list[Found]]:
    params = {name: part for name, part in params.items() if name != "whole"}  # which shows no attention
    state = start(ctx, params, sources)
    searches = []
    guides = guides or [None] * len(sources)
    for row, (source, phrases, guide) in enumerate(zip(sources, constraints, guides, strict=True)):
        extra = sum(constraint.shortest for constraint in phrases)
        limit = min(length_limit(ctx.config, config, len(source)) + extra, ctx.config.max_len)
        searches.append(
            _Search(phrases, spelling, limit, ctx.config.eos_id, config, wanted, guide))
        searches[-1].begin_with(given[row], row)
    never_inside = ctx.ops.asarray([[0.0] * ctx.config.vocab_size,
                                    [float("-inf") if inside else 0.0 for inside in spelling.begins_inside]])
    live, last = searches, [ctx.config.bos_id] * len(searches)
    for ids in zip(*(tokens.ids for tokens in given), strict=True):
        _, state = advance(ctx, params, state, last)
        last = list(ids)
    width = min(max(2 * config.beam_size, 8), ctx.config.vocab_size)
    attention: dict[int, Array] = {guide.layer: None for guide in guides if guide is not None}
    while live and not stop():
        logits, state = advance(ctx, params, state, last, looks=attention)
        scores = log_probs(ctx, logits)
        closing = [int(prefix.closing) for search in live for prefix in search.prefixes]
        allowed = scores + ctx.bans + ctx.ops.take(never_inside, ctx.ops.asarray(closing), axis=0)
        values, ids = (ctx.ops.to_host(array).tolist() for array in ctx.ops.top_k(allowed, width))
        host = ctx.ops.to_host(scores)
        seen = {layer: ctx.ops.to_host(weights) for layer, weights in attention.items()}
        for search in live:
            search.extend(values, ids, host, seen)
        live = [search for search in live if not search.done()]
        if live:
            state, last = _continued(ctx, state, live)
    return [search.results() for search in searches]


def _continued(ctx: Context, state, live: list[_Search]):
    """Gathers the caches of all live prefixes and numbers the prefixes by their new rows."""
    rows = [prefix.row for search in live for prefix in search.prefixes]
    last = [prefix.token_ids[-1] for search in live for prefix in search.prefixes]
    row = 0
    for search in live:
        search.prefixes = [replace(prefix, row=number) for number, prefix in enumerate(search.prefixes, row)]
        row += len(search.prefixes)
    return state.reorder(ctx, rows, sources=rows), last

