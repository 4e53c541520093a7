"""Attention between words rather than pieces: what a word looks at, and how much it is looked at."""

from __future__ import annotations

import numpy as np

from core.text.tokenizer import Piece


def groups(pieces: list[Piece]) -> list[list[int]]:
    """The places of each word's pieces; a special token is a word of its own."""
    made: list[list[int]] = []
    for place, piece in enumerate(pieces):
        if piece.continues and made and not piece.special:
            made[-1].append(place)
        else:
            made.append([place])
    return made


def word(pieces: list[Piece], group: list[int]) -> str:
    return "".join(pieces[place].text for place in group)


def merged(weights: np.ndarray, rows: list[list[int]], columns: list[list[int]]) -> np.ndarray:
    """[T,S] by pieces -> by words: summed over the pieces of the key, the mean over those of the query.

    As in Clark et al. 2019, sec. 4.1; so rows still sum to 1.
    """
    summed = np.stack([weights[:, group].sum(axis=1) for group in columns], axis=1)
    return np.stack([summed[group].mean(axis=0) for group in rows])
