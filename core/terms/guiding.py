"""Where in a translation a term belongs: its words in the free translation, and a head that shows them.

Each word of the source is hidden from the model in turn. What a target token then loses in log-probability,
as a share of what it loses over all words, says how far it comes from each of them: hiding a verb makes its
subject less likely, too, but less than hiding the subject does. A cross-attention head, the one that agrees
best with this, counts beside it. What the model says of the term alone (core.terms.alone) names the word.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from core.decoding import forced
from core.decoding.constrained import Guide, Spelling
from core.terms.alone import Alone, said_of
from core.terms.matching import Match
from core.terms.renderings import Rendering, renderings
from core.text.spans import source_spans
from core.text.words import in_word

if TYPE_CHECKING:
    from core.decoding.hypothesis import Stop
    from core.decoding.translator import Translation, Translator

_NOISE = 0.3  # nats of loss that say nothing
_COUNTS_FROM = 0.7  # nats that a token must lose by the hiding for its attention to be judged
_LOOKS = 0.5  # how much attention counts beside the hiding
_MOST_HIDDEN = 32  # parts of a source that are hidden in turn: of a longer one several words at a time


@dataclass(frozen=True)
class Guidance:
    """Of one sentence and its free translation.

    guide       None where no head can be told
    renderings  for each term its words in the translation
    gaps        for a term without any: where in it the term may stand
    log_prob    the translation's
    """

    guide: Guide | None
    renderings: list[Rendering | None]
    gaps: list[list[Rendering]]
    log_prob: float


@dataclass(frozen=True)
class _Source:
    """terms: the token numbers of each; parts: those that are hidden together, each token in one part."""

    ids: list[int]
    terms: list[tuple[int, ...]]
    parts: list[tuple[int, ...]]

    def without(self, unk_id: int) -> list[list[int]]:
        return [[unk_id if number in part else token_id for number, token_id in enumerate(self.ids)]
                for part in map(set, self.parts)]


def guidance(
    translator: Translator, free: Sequence[Translation], matches: Sequence[Sequence[Match]],
    spelling: Spelling, stop: Stop,
) -> list[Guidance]:
    """Of free translations and the terms in their sources. Raises Stopped."""
    sentences = list(zip(free, matches, strict=True))
    alone = said_of(translator, [result.source[match.start:match.end]
                                 for result, found in sentences for match in found], stop)
    sources = [_source(translator, result.source, found) for result, found in sentences]
    rows = [[source.ids, *source.without(translator.model.config.unk_id)] for source in sources]
    log_probs, looks = forced.scored(
        translator.context, translator.model.params, [ids for part in rows for ids in part],
        [list(result.token_ids) for result, part in zip(free, rows, strict=True) for _ in part])
    made, at = [], 0
    for (result, found), source, part in zip(sentences, sources, rows, strict=True):
        scores = np.array(log_probs[at: at + len(part)])  # [1+P,T]
        said = [alone[result.source[match.start:match.end]] for match in found]
        made.append(_guidance(translator, result, source, scores, looks[at], said, spelling))
        at += len(part)
    return made


def _guidance(
    translator: Translator, free: Translation, source: _Source, log_probs: np.ndarray, layers,
    said: list[Alone], spelling: Spelling,
) -> Guidance:
    """log_probs [1+P,T]; of each layer [H,T,S]."""
    log_prob = float(log_probs[0].sum())
    if log_probs.shape[1] < 2 or not source.parts:
        nothing = [[] for _ in source.terms]
        return Guidance(None, [None] * len(source.terms), nothing, log_prob)
    loss = np.clip(log_probs[0] - log_probs[1:], 0.0, None)  # [P,T]
    shares = loss / (loss.sum(axis=0) + _NOISE)
    looks = [[np.stack([head[:, list(part)].sum(axis=1) for part in source.parts]) for head in weights]
             for weights in layers]  # of each layer and head [P,T]
    layer, head = _head(looks, loss)
    shares = (shares + _LOOKS * looks[layer][head]) / (1 + _LOOKS)
    of_terms = [sum((shares[number] * len(set(part) & set(those)) / len(part)
                     for number, part in enumerate(source.parts)), np.zeros(loss.shape[1]))
                for those in source.terms]
    found, gaps = renderings(translator.model.tokenizer, free, of_terms, said, spelling)
    known = tuple(() if place is None else those
                  for those, place in zip(source.terms, found, strict=True))
    return Guidance(Guide(layer, head, known), found, gaps, log_prob)


def _head(looks, loss: np.ndarray) -> tuple[int, int]:
    """The layer and head that look most at what each token comes from; loss [P,T]."""
    tokens = np.flatnonzero(loss.max(axis=0) > _COUNTS_FROM)
    origins = loss[:, tokens].argmax(axis=0)
    scores = np.array([[head[origins, tokens].sum() for head in heads] for heads in looks])
    layer, head = np.unravel_index(int(scores.argmax()), scores.shape)
    return int(layer), int(head)


def _source(translator: Translator, text: str, matches: Sequence[Match]) -> _Source:
    ids = translator.source_ids(text)
    spans = source_spans(translator.model.tokenizer, ids, text)[:-1]
    terms = [tuple(number for number, (start, end) in enumerate(spans)
                   if start < match.end and match.start < end) for match in matches]
    parts: list[tuple[int, ...]] = []
    of_term = {number: which for which, those in enumerate(terms) for number in those}
    for number, (start, _) in enumerate(spans):
        goes_on = number > 0 and of_term.get(number) == of_term.get(number - 1) and (
            number in of_term or _in_one_word(text, start))
        if goes_on:
            parts[-1] = (*parts[-1], number)
        else:
            parts.append((number,))
    at_once = -(-len(parts) // _MOST_HIDDEN)
    if at_once > 1:
        parts = [sum(parts[start: start + at_once], ()) for start in range(0, len(parts), at_once)]
    return _Source(ids, terms, parts)


def _in_one_word(text: str, at: int) -> bool:
    return 0 < at < len(text) and in_word(text[at - 1]) and in_word(text[at])
