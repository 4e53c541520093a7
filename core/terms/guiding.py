"""Where in a translation a term belongs: its words in the free translation, and a head that shows them.

The term's words are hidden from the model; the tokens of the free translation whose probability suffers come
from them. The head that looks at the term for these tokens, and not for others, is the guide.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from core.decoding import forced
from core.decoding.constrained import Guide, Spelling
from core.terms.matching import Match
from core.text.spans import source_spans

if TYPE_CHECKING:
    from core.decoding.translator import Translation, Translator

_COUNTS_FROM = 0.7  # nats that a token must lose by the hiding


@dataclass(frozen=True)
class Guidance:
    """Of one sentence and its free translation.

    guide       None where no token of the translation depends on a term
    renderings  for each term the tokens that render it: first, behind the last
    log_prob    the translation's
    """

    guide: Guide | None
    renderings: list[tuple[int, int] | None]
    log_prob: float


def guidance(
    translator: Translator, free: Sequence[Translation], matches: Sequence[Sequence[Match]],
    spelling: Spelling,
) -> list[Guidance]:
    """Of free translations and the terms in their sources; the sentences, with and without each term, are one
    batch."""
    unk_id, rows = translator.model.config.unk_id, []
    for result, found in zip(free, matches, strict=True):
        source = translator.source_ids(result.source)
        spans = source_spans(translator.model.tokenizer, source, result.source)
        tokens = [tuple(number for number, (start, end) in enumerate(spans[:-1])
                        if start < match.end and match.start < end) for match in found]
        hidden = [[unk_id if number in those else token_id for number, token_id in enumerate(source)]
                  for those in tokens]
        rows.append((tokens, [source, *hidden], list(result.token_ids)))
    log_probs, looks = forced.scored(
        translator.context, translator.model.params,
        [source for _, sources, _ in rows for source in sources],
        [target for _, sources, target in rows for _ in sources])
    made, at = [], 0
    for result, (tokens, sources, target) in zip(free, rows, strict=True):
        scores = np.array(log_probs[at: at + len(sources)])  # [1+M,T]
        if len(target) < 2:
            made.append(Guidance(None, [None] * len(tokens), float(scores[0].sum())))
        else:
            made.append(_guidance(result, tokens, scores, looks[at], spelling))
        at += len(sources)
    return made


def _guidance(
    free: Translation, tokens: list[tuple[int, ...]], log_probs: np.ndarray, layers, spelling: Spelling
) -> Guidance:
    """log_probs [1+M,T]; of each layer [H,T,S]."""
    loss = log_probs[0] - log_probs[1:]  # [M,T]
    suffers = loss > _COUNTS_FROM
    words = _words(free.token_ids[:-1] if free.finished else free.token_ids, spelling)
    renderings = [_rendering(row, words) for row in loss]
    best, chosen = 0.0, None
    for layer, weights in enumerate(layers):
        for head, attention in enumerate(weights):
            score = sum(_shown(attention[:, list(those)].sum(axis=1), rows)
                        for those, rows in zip(tokens, suffers, strict=True))
            if score > best:
                best, chosen = score, (layer, head)
    log_prob = float(log_probs[0].sum())
    if chosen is None:
        return Guidance(None, renderings, log_prob)
    known = tuple(those if rows.any() else () for those, rows in zip(tokens, suffers, strict=True))
    return Guidance(Guide(*chosen, known), renderings, log_prob)


def _words(token_ids: Sequence[int], spelling: Spelling) -> list[tuple[int, int]]:
    """Tokens grouped into words; of a script without spaces each stands alone."""
    words: list[tuple[int, int]] = []
    for number, token_id in enumerate(token_ids):
        before = token_ids[number - 1] if number else None
        if before is not None and spelling.begins_inside[token_id] and spelling.ends_inside[before]:
            words[-1] = (words[-1][0], number + 1)
        elif spelling.has_word[token_id]:
            words.append((number, number + 1))
    return words


def _rendering(loss: np.ndarray, words: list[tuple[int, int]]) -> tuple[int, int] | None:
    """The word that suffers most, with neighbours that suffer half as much."""
    losses = [float(loss[start:end].sum()) for start, end in words]
    if not losses or max(losses) < _COUNTS_FROM:
        return None
    first = last = int(np.argmax(losses))
    least = losses[first] / 2
    while first > 0 and losses[first - 1] >= least and words[first - 1][1] == words[first][0]:
        first -= 1
    while last + 1 < len(words) and losses[last + 1] >= least and words[last + 1][0] == words[last][1]:
        last += 1
    return words[first][0], words[last][1]


def _shown(mass: np.ndarray, rows: np.ndarray) -> float:
    """mass [T] on the term, rows [T] that come from it: how much more of it is theirs than the others'."""
    if not rows.any():
        return 0.0
    return float(mass[rows].mean() - (mass[~rows].mean() if not rows.all() else 0.0))
