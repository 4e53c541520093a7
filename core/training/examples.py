"""Sentence pairs as the ids that a model is trained on."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from core.config import ModelConfig
from core.corpus.batches import Example, fits
from core.corpus.unit import Pair
from core.text.tokenizer import Tokenizer


def encoded(pairs: list[Pair], tokenizer: Tokenizer, model: ModelConfig,
            weights: Sequence[float] | None = None) -> tuple[list[Example], int]:
    """Pairs as ids, and how many were left out because the model is too short for them.

    `weights`: how often an epoch has each pair; once where nothing is said.
    """
    sources = tokenizer.encode_batch([src for src, _ in pairs])
    targets = tokenizer.encode_targets([tgt for _, tgt in pairs])
    examples = [Example(src.ids, tgt.ids, weight) for src, tgt, weight in
                zip(sources, targets, weights or itertools.repeat(1.0, len(pairs)), strict=True)]
    kept = [example for example in examples if fits(example, model)]
    return kept, len(examples) - len(kept)
