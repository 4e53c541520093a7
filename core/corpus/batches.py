"""Batches of like length, in an order that (seed, epoch) decides: so a training resumes anywhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from core.config import ModelConfig
from core.masks import padding_mask
from core.padding import pad


@dataclass(frozen=True)
class Example:
    """One pair as ids, both ending in EOS. `weight`: how often an epoch has it, see `core.corpus.project`."""

    src_ids: list[int]
    tgt_ids: list[int]
    weight: float = 1.0


def fits(example: Example, config: ModelConfig) -> bool:
    """Both sides are within the model's positions."""
    return max(len(example.src_ids), len(example.tgt_ids)) <= config.max_len


def epoch_batches(examples: list[Example], batch_tokens: int, seed: int, epoch: int) -> list[list[int]]:
    """Row numbers, a list a batch: every example as its weight says, in an order drawn from (seed, epoch).

    Rows are shuffled, then sorted by length within pools of 100 batches, so that a batch holds like
    lengths (little PAD) but not always the same sentences; its rows stay in that order. A batch holds
    at most `batch_tokens` target tokens, PAD included, and no more source tokens than that either.
    """
    rng = np.random.default_rng([seed, epoch])
    rows = rng.permutation(_drawn(examples, seed, epoch))
    lengths = np.array([(len(example.src_ids), len(example.tgt_ids)) for example in examples])
    widths, tokens = lengths.max(1), lengths.sum(1)
    pool_rows = max(1, 100 * batch_tokens // max(1, int(widths.mean())))
    batches: list[list[int]] = []
    for start in range(0, len(rows), pool_rows):
        pool = rows[start: start + pool_rows]
        pool = pool[np.lexsort((tokens[pool], widths[pool]))]
        batches += _cut(pool.tolist(), widths, batch_tokens)
    return [batches[index] for index in rng.permutation(len(batches))]


def _drawn(examples: list[Example], seed: int, epoch: int) -> np.ndarray:
    """The rows of an epoch, in order: each as often as the whole of its weight, and of those that share a
    fraction so large a part of them, drawn anew for every epoch."""
    weights = np.array([example.weight for example in examples])
    rows = np.repeat(np.arange(len(examples)), weights.astype(int))
    fractions, rng = weights % 1, np.random.default_rng([seed, epoch, 1])
    for fraction in np.unique(fractions[fractions > 0]):
        having = np.flatnonzero(fractions == fraction)
        rows = np.append(rows, rng.choice(having, max(1, round(fraction * len(having))), replace=False))
    return np.sort(rows)


def _cut(rows: list[int], widths: np.ndarray, batch_tokens: int) -> Iterator[list[int]]:
    """Runs of rows (ascending widths) whose rectangle stays within batch_tokens."""
    batch: list[int] = []
    for row in rows:
        if batch and (len(batch) + 1) * widths[row] > batch_tokens:
            yield batch
            batch = []
        batch.append(row)
    if batch:
        yield batch


def collate(examples: list[Example], config: ModelConfig, length_multiple: int = 1) -> dict[str, np.ndarray]:
    """The host arrays of one batch, as `core.model.transformer.loss` takes them.

    tgt_in_ids is the target shifted right: BOS first, its last token gone. token_weights are
    1 / (number of target tokens) and 0 at PAD, so that the sum of the losses is their mean.
    """
    src_ids = pad([example.src_ids for example in examples], config.pad_id, length_multiple)
    tgt_out_ids = pad([example.tgt_ids for example in examples], config.pad_id, length_multiple)
    tgt_in_ids = np.full_like(tgt_out_ids, config.bos_id)
    tgt_in_ids[:, 1:] = tgt_out_ids[:, :-1]
    tgt_in_ids[tgt_in_ids == config.eos_id] = config.pad_id  # EOS is predicted, never read
    real = tgt_out_ids != config.pad_id
    return {
        "src_ids": src_ids,
        "src_mask": padding_mask(src_ids, config.pad_id),
        "tgt_in_ids": tgt_in_ids,
        "tgt_out_ids": tgt_out_ids,
        "token_weights": (real / real.sum()).astype(np.float32),
    }
