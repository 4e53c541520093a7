"""Sentence pairs as the ids that a model is trained on."""

from __future__ import annotations

from core.config import ModelConfig
from core.corpus.batches import Example, fits
from core.corpus.unit import Pair
from core.text.tokenizer import Tokenizer


def encoded(pairs: list[Pair], tokenizer: Tokenizer, model: ModelConfig) -> tuple[list[Example], int]:
    """Pairs as ids, and how many were left out because the model is too short for them."""
    sources = tokenizer.encode_batch([src for src, _ in pairs])
    targets = tokenizer.encode_targets([tgt for _, tgt in pairs])
    examples = [Example(src.ids, tgt.ids) for src, tgt in zip(sources, targets, strict=True)]
    kept = [example for example in examples if fits(example, model)]
    return kept, len(examples) - len(kept)
