"""Where in a translation a term belongs: its words in the free translation, and a head that shows them.

The term's words are hidden from the model; the tokens of the free translation whose probability suffers come
from them. The head that looks at the term for these tokens, and not for others, is the guide.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from core.decoding import forced
from core.decoding.constrained import Guide, Spelling
from core.terms.matching import Match
from core.text.spans import source_spans

if TYPE_CHECKING:
    from core.decoding.translator import Translation, Translator

_COUNTS_FROM = 0.7  # nats that a token must lose by the hiding


def guide(
    translator: Translator, free: Translation, matches: Sequence[Match], spelling: Spelling
) -> tuple[Guide | None, list[tuple[int, int] | None]]:
    """(the guide, for each term the tokens of the free translation that render it: first, behind the last).

    None where no token of the free translation depends on a term.
    """
    if len(free.token_ids) < 2:
        return None, [None] * len(matches)
    ctx, params, unk_id = translator.context, translator.model.params, translator.model.config.unk_id
    source, target = translator.source_ids(free.source), list(free.token_ids)
    spans = source_spans(translator.model.tokenizer, source, free.source)
    tokens = [tuple(number for number, (start, end) in enumerate(spans[:-1])
                    if start < match.end and match.start < end) for match in matches]
    hidden = [[unk_id if number in those else token_id for number, token_id in enumerate(source)]
              for those in tokens]
    log_probs = np.array(forced.token_log_probs(ctx, params, [source, *hidden],
                                                [target] * (len(hidden) + 1)))  # [1+M,T]
    loss = log_probs[0] - log_probs[1:]  # [M,T]
    suffers = loss > _COUNTS_FROM
    words = _words(free.token_ids[:-1] if free.finished else free.token_ids, spelling)
    renderings = [_rendering(row, words) for row in loss]
    [layers] = forced.cross_attention(ctx, params, [source], [target])
    best, chosen = 0.0, None
    for layer, weights in enumerate(layers):  # [H,T,S]
        for head, looks in enumerate(weights):
            score = sum(_shown(looks[:, list(those)].sum(axis=1), rows)
                        for those, rows in zip(tokens, suffers, strict=True))
            if score > best:
                best, chosen = score, (layer, head)
    if chosen is None:
        return None, renderings
    known = tuple(those if rows.any() else () for those, rows in zip(tokens, suffers, strict=True))
    return Guide(*chosen, known), renderings


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
