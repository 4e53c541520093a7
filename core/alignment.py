"""Which source words a translation's words come from, by the attention head that measures best.

Attention is a hint, not a proof. So the head is not picked by its looks but by a measurement: a
source token is hidden from the model, and the target token whose probability suffers most comes from
it. The cross-attention head that agrees with this most often is the one used, and named.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.decoding import forced
from core.decoding.hypothesis import Stop, never
from core.decoding.translator import Stopped, Translation, Translator
from core.text.spans import carried, decoded_spans, source_spans

Link = tuple[int, int, int, int]  # characters of the source (start, end) and of the translation
SENTENCES = 24  # measured
LONGEST = 40  # source tokens of a sentence that is measured
_AT_ONCE = 4  # passes between two looks at whether to stop
_COUNTS_FROM = 0.7  # nats that a token must lose by the hiding: less is no dependence on one word


@dataclass(frozen=True)
class Head:
    """A cross-attention head, and how often it points where the measurement does (None: unmeasured)."""

    layer: int
    head: int
    agreement: float | None = None


@dataclass(frozen=True)
class Alignment:
    """weights [T,S] of one head, row t for target token t, over the source without its EOS; spans are
    characters of source and target."""

    weights: np.ndarray
    src_spans: list[tuple[int, int]]
    tgt_spans: list[tuple[int, int]]

    def links(self) -> list[Link]:
        """For each target token its characters and those of the source token it looks at most."""
        return [(*self.src_spans[source], *self.tgt_spans[target]) for source, target in self.pairs()]

    def pairs(self) -> list[tuple[int, int]]:
        """(source token, target token) for each target token but EOS, which is no word."""
        best = self.weights.argmax(axis=1) if self.weights.shape[1] else []
        return [(int(source), target) for target, source in enumerate(best)
                if self.tgt_spans[target][0] < self.tgt_spans[target][1]]


class Aligner:
    """Aligns what one translator has translated; measures its heads at the first use."""

    def __init__(self, translator: Translator, head: Head | None = None):
        self._translator = translator
        self.head = head

    def align(self, translations: Sequence[Translation]) -> list[Alignment | None]:
        """None for a translation without tokens."""
        translator = self._translator
        whole = [translation for translation in translations if translation.token_ids]
        if not whole:
            return [None] * len(translations)
        if self.head is None:
            self.head = measure(translator, whole)
        made = iter(self._together(whole))
        return [next(made) if translation.token_ids else None for translation in translations]

    def _together(self, translations: Sequence[Translation]) -> list[Alignment]:
        translator, tokenizer = self._translator, self._translator.model.tokenizer
        sources = [translator.source_ids(translation.model_source) for translation in translations]
        targets = [translation.token_ids for translation in translations]
        attention = forced.cross_attention(translator.context, translator.model.params, sources, targets)
        return [
            Alignment(layers[self.head.layer][self.head.head][:, :num_words(translator, ids)],
                      carried(source_spans(tokenizer, ids, translation.model_source),
                              translation.model_source, translation.source),
                      carried(decoded_spans(tokenizer, translation.token_ids),
                              tokenizer.decode(translation.token_ids), translation.text))
            for layers, ids, translation in zip(attention, sources, translations, strict=True)]


def num_words(translator: Translator, source_ids: Sequence[int]) -> int:
    """Tokens of a source but for EOS, which is no word; some imported models do without."""
    return len(source_ids) - (list(source_ids[-1:]) == [translator.model.config.eos_id])


def measure(translator: Translator, translations: Sequence[Translation], stop: Stop = never) -> Head:
    """The head that agrees best on up to SENTENCES translations; the last layer's first where none can.

    Raises Stopped.
    """
    config = translator.model.config
    agreed = np.zeros((config.num_decoder_layers, config.num_heads))
    counted = 0
    for translation in _measurable(translator, translations):
        source = translator.source_ids(translation.model_source)
        chosen = _dependence(translator, source, translation.token_ids, stop)
        rows = [position for position, place in enumerate(chosen) if place is not None]
        if not rows:
            continue
        [layers] = forced.cross_attention(translator.context, translator.model.params, [source],
                                          [translation.token_ids])
        places = np.array([chosen[row] for row in rows])
        for layer, weights in enumerate(layers):  # [H,T,S]
            words = weights[:, rows, :num_words(translator, source)]
            agreed[layer] += (words.argmax(axis=2) == places).sum(axis=1)
        counted += len(rows)
    if not counted:
        return Head(config.num_decoder_layers - 1, 0)
    layer, head = np.unravel_index(int(agreed.argmax()), agreed.shape)
    return Head(int(layer), int(head), float(agreed[layer, head] / counted))


def _measurable(translator: Translator, translations: Sequence[Translation]) -> list[Translation]:
    fitting = [translation for translation in translations
               if 2 < len(translator.source_ids(translation.model_source)) <= LONGEST
               and translation.token_ids]
    return fitting[:SENTENCES]


def _dependence(
    translator: Translator, source: Sequence[int], target: Sequence[int], stop: Stop
) -> list[int | None]:
    """For each target token the source token whose hiding costs it most; None where none costs much."""
    unk_id = translator.model.config.unk_id
    hidden = [[*source[:place], unk_id, *source[place + 1:]]
              for place in range(num_words(translator, source))]
    sources = [list(source), *hidden]
    log_probs = []
    for start in range(0, len(sources), _AT_ONCE):
        if stop():
            raise Stopped
        part = sources[start:start + _AT_ONCE]
        log_probs += forced.token_log_probs(
            translator.context, translator.model.params, part, [list(target)] * len(part))
    log_probs = np.array(log_probs)
    cost = log_probs[0] - log_probs[1:]  # [S,T]
    return [int(cost[:, token].argmax()) if cost[:, token].max() > _COUNTS_FROM else None
            for token in range(len(target))]
