"""How good a model is on sentences that it does not learn from."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from backends.base import Backend
from core.config import DecodeConfig, TrainConfig
from core.corpus.batches import Example, collate
from core.corpus.unit import Pair
from core.decoding.hypothesis import Stop
from core.decoding.translator import Stopped, Translator
from core.formats.native import Model, ModelCard
from core.metrics import score
from core.params import Params
from core.text.tokenizer import Tokenizer
from core.training.step import make_dev_loss

SCORED = 200  # sentences translated at each validation; the loss is over all of them
SAMPLES = 5


@dataclass(frozen=True)
class Validation:
    """dev_loss in nats a token, smoothed as in training; bleu and chrf in percent, of greedy translations."""

    dev_loss: float
    bleu: float
    chrf: float
    samples: list[dict[str, Any]]
    outputs: tuple[dict[str, Any], ...] = ()  # {"src", "refs", "out"} of every sentence that was translated

    @property
    def scores(self) -> dict[str, float]:
        return {"loss": self.dev_loss, "bleu": self.bleu, "chrf": self.chrf}


class Validator:
    """Holds the development set, encoded once."""

    def __init__(self, ops: Backend, card: ModelCard, train: TrainConfig, tokenizer: Tokenizer,
                 dev: list[Pair], examples: list[Example], length_multiple: int):
        self._ops, self._card, self._tokenizer, self._dev = ops, card, tokenizer, dev
        self._dev_loss = make_dev_loss(ops, card.config, train)
        ordered = sorted(examples, key=lambda example: len(example.tgt_ids))
        self._batches = [
            (sum(len(example.tgt_ids) for example in part), collate(part, card.config, length_multiple))
            for part in (ordered[start: start + 64] for start in range(0, len(ordered), 64))]
        by_source: dict[str, list[str]] = {}
        for src, tgt in dev:
            by_source.setdefault(src, []).append(tgt)
        self._references = dict(list(by_source.items())[:SCORED])

    def __call__(self, params: Params, stop: Stop) -> Validation | None:
        """None where `stop` cut it short."""
        translator = Translator(Model(self._card, Path(), params, self._tokenizer), self._ops)
        sources, references = list(self._references), list(self._references.values())
        encoded = self._tokenizer.encode_targets([ref for refs in references for ref in refs])
        longest = max(len(encoding.ids) for encoding in encoded)
        # A model that has learned little seldom ends a sentence: no need to wait for it.
        config = DecodeConfig(max_len=min(longest + 10, self._card.config.max_len))
        try:
            outputs = translator.translate(sources, config, stop)
        except Stopped:
            return None
        scores = score([output.text for output in outputs], references, self._card.tgt_lang)
        samples = [{"src": src, "ref": refs[0], "out": output.text, "confidence": round(output.confidence, 4)}
                   for src, refs, output in zip(sources, references, outputs, strict=True)]
        rows = tuple({"src": src, "refs": refs, "out": output.text}
                     for src, refs, output in zip(sources, references, outputs, strict=True))
        return Validation(self._loss(params), scores.bleu, scores.chrf, samples[:SAMPLES], rows)

    def _loss(self, params: Params) -> float:
        total = tokens = 0.0
        for count, batch in self._batches:
            arrays = {name: self._ops.asarray(array) for name, array in batch.items()}
            total += count * self._dev_loss(params, arrays)
            tokens += count
        return total / tokens
