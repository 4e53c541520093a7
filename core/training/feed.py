"""What the train step is fed with: the batches behind a cursor, without end."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from core.config import ModelConfig, TrainConfig
from core.corpus.batches import Example, epoch_batches
from core.text.tokenizer import Tokenizer
from core.training.accumulation import in_parts
from core.training.checkpoints import Cursor
from core.training.resegmented import Resegmented


class Feed:
    """Host batches of the examples; which ones, and how they are cut, the seed and the cursor decide alone.

    Raises ConfigError where the settings ask for what the tokenizer cannot do.
    """

    def __init__(self, examples: list[Example], tokenizer: Tokenizer, model: ModelConfig, train: TrainConfig,
                 multiple: int):
        self.examples, self._model, self._train, self._multiple = examples, model, train, multiple
        self._resegmented = None
        if train.bpe_dropout:
            self._resegmented = Resegmented(examples, tokenizer, model, train.bpe_dropout, train.seed)
        self.batches_per_epoch = 1

    def from_cursor(self, cursor: Cursor) -> Iterator[list[dict[str, Any]]]:
        """In parts, from the cursor on, which points behind the batch just given."""
        while True:
            order = epoch_batches(self.examples, self._train.batch_tokens, self._train.seed, cursor.epoch)
            self.batches_per_epoch = len(order)
            for rows in order[cursor.batch:]:
                cursor.batch += 1
                yield in_parts(self._of(rows, cursor), self._train.accumulate, self._model, self._multiple)
            cursor.epoch, cursor.batch = cursor.epoch + 1, 0

    def _of(self, rows: list[int], cursor: Cursor) -> list[Example]:
        if self._resegmented:
            return self._resegmented(rows, cursor.epoch, cursor.batch)
        return [self.examples[row] for row in rows]
