"""The examples of a batch, cut into pieces anew: which way, the seed and the data cursor decide."""

from __future__ import annotations

from collections import Counter

import numpy as np

from core.config import ConfigError, ModelConfig
from core.corpus.batches import Example, fits
from core.text.bpe_dropout import Merges
from core.text.tokenizer import EOS_ID, Tokenizer

# Ways to cut that a word has at hand: drawing one takes Python some 20 microseconds, and a batch has
# thousands of words. A word that the corpus has twice needs no more than a few.
FEWEST, MOST = 4, 32

Words = list[str] | None  # None: the example has a character that the vocabulary lacks, and stays as it is


def merges_of(tokenizer: Tokenizer) -> Merges:
    """Raises ConfigError where the tokenizer has none."""
    merges = tokenizer.merges()
    if merges is None:
        raise ConfigError("bpe_dropout should be 0 for a model with an imported vocabulary: it has no merges "
                          "that could be left out")
    return merges


class Resegmented:
    """Calls give batches. Raises ConfigError where the tokenizer has no merges."""

    def __init__(self, examples: list[Example], tokenizer: Tokenizer, model: ModelConfig, rate: float,
                 seed: int):
        self._merges = merges_of(tokenizer)
        self._examples, self._model, self._rate, self._seed = examples, model, rate, seed
        self._words: list[tuple[Words, Words]] = [
            (tokenizer.words(example.src_ids), tokenizer.words(example.tgt_ids)) for example in examples]
        counts = Counter(word for sides in self._words for words in sides for word in words or ())
        self._ways = {word: min(MOST, max(FEWEST, count)) for word, count in counts.items()}
        self._drawn: dict[str, list[tuple[int, ...]]] = {}

    def __call__(self, rows: list[int], epoch: int, batch: int) -> list[Example]:
        """The examples at `rows`, the batch of that number in that epoch."""
        rng = np.random.default_rng([self._seed, epoch, batch])
        return [self._anew(row, rng) for row in rows]

    def _anew(self, row: int, rng: np.random.Generator) -> Example:
        example = self._examples[row]
        src, tgt = (self._cut(words, ids, rng) for words, ids in
                    zip(self._words[row], (example.src_ids, example.tgt_ids), strict=True))
        anew = Example(src, tgt)
        return anew if fits(anew, self._model) else example

    def _cut(self, words: Words, ids: list[int], rng: np.random.Generator) -> list[int]:
        if words is None:
            return ids
        cut: list[int] = []
        for word, chance in zip(words, rng.random(len(words)).tolist(), strict=True):
            ways = self._drawn.get(word)
            if ways is None:
                ways = self._drawn[word] = self._merges.draws(word, self._rate, self._seed, self._ways[word])
            cut += ways[int(chance * len(ways))]
        return [*cut, EOS_ID]
