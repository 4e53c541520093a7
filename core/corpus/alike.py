"""Held-out sentences that are nearly in the training part: the same words but one, in any order.

No part shares a sentence with another (core.corpus.splits), yet "I have 3 dogs." and "I have 4 dogs." are two
sentences. Scores on many such are too good; how many there are is for the person to know.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TextIO

import numpy as np

from core.corpus import splits
from core.corpus.measures import is_unspaced
from core.corpus.normal import normalised, words

FEWEST = 5  # words, or characters where words have no spaces; of fewer, one is too much of a sentence
MOST = 100  # of more, hardly two sentences are alike, and looking takes long
MOST_HELD_OUT = 5000  # sentences that are looked for: the first of a larger part
MAX_EXAMPLES = 20


@dataclass
class Alike:
    """`add` each training source; `held_out` are the others."""

    held_out: Iterable[str]
    examples: list[tuple[str, str]] = field(default_factory=list)  # held-out, training

    def __post_init__(self):
        self._texts = list(self.held_out)
        self._found = bytearray(len(self._texts))
        self._places: dict[int, list[int]] = {}  # a sum of words -> held-out sentences
        for place, text in enumerate(self._texts):
            for key in sums(text):
                self._places.setdefault(key, []).append(place)

    @property
    def total(self) -> int:
        return len(self._texts)

    @property
    def count(self) -> int:
        """Held-out sentences that are like one in training."""
        return sum(self._found)

    def add(self, text: str) -> None:
        places, keys = self._places, sums(text)
        if not places.keys().isdisjoint(keys):
            for key in keys:
                self._note(places.pop(key, ()), text)

    def _note(self, places: Iterable[int], text: str) -> None:
        for place in places:
            if not self._found[place]:
                self._found[place] = True
                if len(self.examples) < MAX_EXAMPLES:
                    self.examples.append((self._texts[place], text))


def between(kept: TextIO, part: np.ndarray, dev: Iterable[tuple[str, str]]) -> dict:
    """{"held_out": sources looked for, "count": those that are like one in training, "examples": pairs}.

    `kept` has a line a row of `part`: source, TAB, target. It is read twice, never held.
    """
    labels = part.tobytes()
    kept.seek(0)
    held_out = (_source(line) for line, label in zip(kept, labels, strict=True) if label != splits.TRAIN)
    found = Alike(itertools.islice(itertools.chain((src for src, _ in dev), held_out), MOST_HELD_OUT))
    if found.total:
        kept.seek(0)
        for line, label in zip(kept, labels, strict=True):
            if label == splits.TRAIN:
                found.add(_source(line))
    return {"held_out": found.total, "count": found.count, "examples": found.examples}


def _source(line: str) -> str:
    return line.split("\t", 1)[0]


def sums(text: str) -> list[int]:
    """The sum of the words' hashes, and those that leave one word out; two texts that have a sum in common
    have the same words but one."""
    parts = normalised(text) if is_unspaced(text) else words(text)
    if not FEWEST <= len(parts) <= MOST:
        return []
    hashes = list(map(hash, parts))
    whole = sum(hashes)
    return [whole, *[whole - number for number in hashes]]
