"""A model put to use: text in, text out."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from backends.base import Backend
from core.config import DecodeConfig
from core.context import Context
from core.decoding.beam import beam
from core.decoding.hypothesis import Hypothesis, Stop, never
from core.decoding.search import greedy, sample
from core.decoding.session import DecodeSession
from core.edits import Edits
from core.formats.native import Model
from core.text.languages import is_spaced
from core.text.sentences import Segment, split

BATCH_TOKENS = 2048  # source tokens, PAD included, that are decoded together
PROGRESS_SENTENCES = 32  # translated between two reports of progress

Progress = Callable[[int, int], None]  # sentences done, sentences in all


class Stopped(Exception):  # noqa: N818 - not an error: it was asked for
    """The caller's `stop` said so; what was translated until then is dropped."""


@dataclass(frozen=True)
class Translation:
    """One sentence translated.

    finished    the model ended it itself (False: cut off at the length limit)
    truncated   the source was longer than the model takes: its end was not read
    unknown     characters of the source that training never saw
    """

    text: str
    source: str
    token_ids: tuple[int, ...]
    token_log_probs: tuple[float, ...]
    log_prob: float
    finished: bool
    truncated: bool
    unknown: tuple[str, ...]

    @property
    def confidence(self) -> float:
        """The geometric mean of the token probabilities."""
        if not self.token_log_probs:
            return 0.0
        return math.exp(self.log_prob / len(self.token_log_probs))


@dataclass(frozen=True)
class TextTranslation:
    """A text of several sentences, joined with the spaces and line breaks of the source."""

    text: str
    sentences: tuple[Translation, ...]


class Translator:
    """Translates with one model on one backend. Not for two threads at once."""

    def __init__(self, model: Model, ops: Backend):
        self.model = model
        self._ctx = Context.of(ops, model.config)

    def translate(
        self, texts: Sequence[str], config: DecodeConfig | None = None, stop: Stop = never
    ) -> list[Translation]:
        """One translation a text, in order; texts of like length are decoded together.

        Raises Stopped as soon as `stop` returns True, within one decoding step.
        """
        config = config or DecodeConfig()
        sources = [self._source(text) for text in texts]
        results: dict[int, Translation] = {}
        for batch in _batches([len(ids) for ids, _, _ in sources]):
            hypotheses = self._search([sources[index][0] for index in batch], config, stop)
            if stop():
                raise Stopped
            for index, hypothesis in zip(batch, hypotheses, strict=True):
                _, truncated, unknown = sources[index]
                results[index] = self._translation(texts[index], hypothesis, truncated, unknown)
        return [results[index] for index in range(len(texts))]

    def translate_text(
        self, text: str, config: DecodeConfig | None = None, stop: Stop = never,
        on_progress: Progress | None = None,
    ) -> TextTranslation:
        """One text, sentence by sentence; spaces and line breaks between them are kept."""
        return self.translate_texts([text], config, stop, on_progress)[0]

    def translate_texts(
        self, texts: Sequence[str], config: DecodeConfig | None = None, stop: Stop = never,
        on_progress: Progress | None = None,
    ) -> list[TextTranslation]:
        """Texts of any length; `on_progress(done, total)` counts sentences."""
        segments = [split(text) for text in texts]
        wanted = [segment.text for text in segments for segment in text if segment.text]
        done: list[Translation] = []
        for start in range(0, len(wanted), PROGRESS_SENTENCES):
            done += self.translate(wanted[start: start + PROGRESS_SENTENCES], config, stop)
            if on_progress:
                on_progress(len(done), len(wanted))
        remaining, spaced = iter(done), is_spaced(self.model.tgt_lang)
        return [_joined(text, [next(remaining) for segment in text if segment.text], spaced)
                for text in segments]

    def session(self, text: str, num_candidates: int = 10, edits: Edits | None = None) -> DecodeSession:
        """The decoding of one sentence, step by step, with what the lab has changed."""
        ids, _, _ = self._source(text)
        return DecodeSession(replace(self._ctx, edits=edits), self.model.params, ids, num_candidates)

    def _source(self, text: str) -> tuple[list[int], bool, tuple[str, ...]]:
        """Ids ending in EOS and no longer than the model takes; was it cut; unknown characters."""
        encoding = self.model.tokenizer.encode(text)
        ids, longest = encoding.ids, self.model.config.max_len
        if len(ids) <= longest:
            return ids, False, tuple(encoding.unknown)
        return [*ids[: longest - 1], ids[-1]], True, tuple(encoding.unknown)

    def _search(self, sources: list[list[int]], config: DecodeConfig, stop: Stop) -> list[Hypothesis]:
        if config.method == "beam":
            return [n_best[0] for n_best in beam(self._ctx, self.model.params, sources, config, stop)]
        search = greedy if config.method == "greedy" else sample
        return search(self._ctx, self.model.params, sources, config, stop)

    def _translation(self, source, hypothesis, truncated, unknown) -> Translation:
        return Translation(
            self.model.tokenizer.decode(hypothesis.token_ids), source, hypothesis.token_ids,
            hypothesis.token_log_probs, hypothesis.log_prob, hypothesis.finished, truncated, unknown)


def _batches(lengths: list[int]) -> list[list[int]]:
    """Indices grouped by length, longest first, within BATCH_TOKENS a group."""
    groups: list[list[int]] = []
    for index in sorted(range(len(lengths)), key=lambda index: -lengths[index]):
        longest = lengths[groups[-1][0]] if groups else 0
        if groups and (len(groups[-1]) + 1) * longest <= BATCH_TOKENS:
            groups[-1].append(index)
        else:
            groups.append([index])
    return groups


def _joined(segments: list[Segment], translations: list[Translation], spaced: bool) -> TextTranslation:
    """Puts the gaps back; sentences that stood without a space get one where the language has them."""
    parts: list[str] = []
    remaining = iter(translations)
    for index, segment in enumerate(segments):
        if segment.text:
            parts.append(next(remaining).text)
        gap = segment.gap
        if not gap.strip(" ") and segment.text and index + 1 < len(segments):
            gap = " " if spaced else ""
        parts.append(gap)
    return TextTranslation("".join(parts), tuple(translations))
