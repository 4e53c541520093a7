"""What an attention head does, measured: a word for it, and which head to show first.

Attention weights are a hint at what was read, not a proof of what a word was made from; so heads are
named by what can be measured on the matrix in view, and a head that fits no measure has no name.
"""

from __future__ import annotations

import numpy as np

ALIGNS, DIAGONAL, PREVIOUS, NEXT, FIRST, END_SINK, EVEN = (
    "aligns", "diagonal", "previous", "next", "first", "end", "even")
_MOST = 0.5  # "most of the weight"
_EVEN = 0.95  # share of the largest possible entropy


def name(weights: np.ndarray, is_cross: bool) -> str:
    """One of the words above, or "" where no measure holds. weights [T,S]."""
    rows, columns = weights.shape
    if rows < 2 or columns < 3:
        return ""
    if _evenness(weights) > _EVEN:
        return EVEN
    if weights[1:, 0].mean() > _MOST:
        return FIRST
    if weights[:, -1].mean() > _MOST:
        return END_SINK
    if is_cross:
        return ALIGNS if alignment(weights) > _MOST else ""
    for offset, word in ((0, DIAGONAL), (-1, PREVIOUS), (1, NEXT)):
        diagonal = np.diagonal(weights, offset)
        if len(diagonal) > 1 and diagonal.mean() > _MOST:
            return word
    return ""


def alignment(weights: np.ndarray) -> float:
    """How sharply and how differently the rows look at the source's words (its end token left out).

    The mean over rows of the largest weight, times the share of rows that look somewhere of their
    own. 1 is a clean one-to-one alignment.
    """
    return alignments(weights[None])[0]


def alignments(heads: np.ndarray) -> list[float]:
    """The same of each of several heads: weights [H,T,S]."""
    words = heads[..., :-1] if heads.shape[2] > 1 else heads
    sharp = words.max(axis=2).mean(axis=1).tolist()
    return [mean * len(set(places)) / min(words.shape[1:])
            for mean, places in zip(sharp, words.argmax(axis=2).tolist(), strict=True)]


def best_cross_head(layers: list[np.ndarray]) -> tuple[int, int]:
    """(layer, head) of the sharpest alignment among cross-attention weights [H,T,S] per layer."""
    return best_place([[alignment(head) for head in layer] for layer in layers])


def best_place(measured: list[list[float]]) -> tuple[int, int]:
    """(layer, head) of the largest of what was measured, per layer and head."""
    scores = np.array(measured)
    layer, head = np.unravel_index(int(scores.argmax()), scores.shape)
    return int(layer), int(head)


def _evenness(weights: np.ndarray) -> float:
    """Entropy of the rows over the largest that each could have (a masked row has fewer places)."""
    places = (weights > 0).sum(axis=1)
    rows = places > 1
    if not rows.any():
        return 0.0
    chosen = weights[rows]
    entropy = -(chosen * np.log(np.maximum(chosen, np.float32(1e-30)))).sum(axis=1, dtype=np.float64)
    return float((entropy / np.log(places[rows])).mean())
