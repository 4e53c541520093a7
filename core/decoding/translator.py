"""A model put to use: text in, text out."""

from __future__ import annotations

import copy
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Protocol

from backends.base import Backend
from core import params as parameters
from core.config import DecodeConfig
from core.context import Context
from core.decoding import lean
from core.decoding.beam import beam
from core.decoding.hypothesis import Hypothesis, Stop, never
from core.decoding.search import greedy, sample
from core.decoding.session import DecodeSession
from core.edits import Edits
from core.formats.native import Model
from core.params import map_params
from core.text import shortlist
from core.text.languages import is_spaced
from core.text.sentences import Segment, cut, split
from core.text.shortlist import Shortlist

BATCH_TOKENS = 2048  # source tokens, PAD included, that are decoded together
_FEW = 4  # sentences that are no batch
_LONGEST_PIECE = 16  # characters a token, more than which no text has throughout
PROGRESS_SENTENCES = 32  # translated between two reports of progress
_FIRST_PART, _LARGEST_PART = 8, 256  # sentences of a long text: its beginning soon, the rest at full speed

Progress = Callable[[int, int], None]  # sentences done, sentences in all


class Stopped(Exception):  # noqa: N818 - not an error: it was asked for
    """The caller's `stop` said so; what was translated until then is dropped."""


@dataclass(frozen=True)
class Translation:
    """One sentence translated.

    finished    the model ended it itself (False: cut off at the length limit)
    truncated   the source was longer than the model takes: its end was not read
    unknown     characters of the source that training never saw
    n_best      where more than one was asked for: all, best first
    read        what the model read, where rules or words to keep changed the source; else ""
    terms       what became of each term of the glossaries (core.terms.uses.TermUse)
    """

    text: str
    source: str
    token_ids: tuple[int, ...]
    token_log_probs: tuple[float, ...]
    log_prob: float
    finished: bool
    truncated: bool
    unknown: tuple[str, ...]
    n_best: tuple[Alternative, ...] = ()
    read: str = ""
    terms: tuple[Any, ...] = ()

    @property
    def model_source(self) -> str:
        """What the model read."""
        return self.read or self.source

    @property
    def confidence(self) -> float:
        """The geometric mean of the token probabilities."""
        if not self.token_log_probs:
            return 0.0
        return math.exp(self.log_prob / len(self.token_log_probs))


@dataclass(frozen=True)
class Alternative:
    """One of the n best translations of a sentence, with what the search ranked by, and its tokens."""

    text: str
    log_prob: float
    score: float
    token_ids: tuple[int, ...] = ()
    token_log_probs: tuple[float, ...] = ()
    finished: bool = True  # as of a Translation


@dataclass(frozen=True)
class TextTranslation:
    """A text of several sentences, joined with the spaces and line breaks of the source.

    num_cut  sentences that were longer than the model takes, and were translated in parts
    """

    text: str
    sentences: tuple[Translation, ...]
    num_cut: int = 0


class Steering(Protocol):
    """Stands between a translator and its texts: core.terms has the one there is."""

    def translate(
        self, translator: Translator, texts: Sequence[str], config: DecodeConfig, stop: Stop, n_best: int
    ) -> list[Translation]:
        """As `Translator.translate`; what it does not change is from `translator.translate_freely`."""
        ...

    def identity(self) -> str:
        """Changes when translations may."""
        ...


class Translator:
    """Translates with one model on one backend. Not for two threads at once.

    A large model's parameters are laid out in place, to be held once: they are for inference from then on.
    `steering` (glossaries, words to keep, replace rules) may be changed between two calls; None is none.
    """

    def __init__(self, model: Model, ops: Backend):
        self.model = model
        self.steering: Steering | None = None
        self.context = Context.of(ops, model.config)
        self._laid_out = model.params
        if not lean.is_in_place(ops, parameters.count(model.config) * 4):
            self._laid_out = map_params(lambda array: array, model.params)
        self.lay_out()

    @cached_property
    def _shortlist(self) -> Shortlist | None:
        return shortlist.load(self.model.folder, self.model.config)

    def into(self, language: str) -> Translator:
        """The same for another of the model's target languages, with the same arrays. Raises ModelError."""
        other = copy.copy(self)
        other.model = self.model.into(language)
        return other

    def lay_out(self) -> None:
        """Lays the parameters out for decoding; worth doing again after the backend's `warm_up`."""
        self.params = lean.lay_out(self.context, self._laid_out)

    def translate(
        self, texts: Sequence[str], config: DecodeConfig | None = None, stop: Stop = never, n_best: int = 1
    ) -> list[Translation]:
        """One translation a text, in order; texts of like length are decoded together.

        With `n_best` above 1 beam search also hands over its other finds. Raises
        Stopped as soon as `stop` returns True, within one decoding step.
        """
        config = config or DecodeConfig()
        if self.steering is not None:
            return self.steering.translate(self, texts, config, stop, n_best)
        return self.translate_freely(texts, config, stop, n_best)

    def translate_freely(
        self, texts: Sequence[str], config: DecodeConfig, stop: Stop = never, n_best: int = 1
    ) -> list[Translation]:
        """As `translate`, whatever `steering` says."""
        sources = [self._source(text) for text in texts]
        results: dict[int, Translation] = {}
        for batch in _batches([len(ids) for ids, _, _ in sources]):
            hypotheses = self._search([sources[index][0] for index in batch], config, stop, n_best)
            if stop():
                raise Stopped
            for index, found in zip(batch, hypotheses, strict=True):
                _, truncated, unknown = sources[index]
                results[index] = self._translation(texts[index], found, n_best, truncated, unknown)
        return [results[index] for index in range(len(texts))]

    def translate_text(
        self, text: str, config: DecodeConfig | None = None, stop: Stop = never,
        on_progress: Progress | None = None,
    ) -> TextTranslation:
        """One text, sentence by sentence; spaces and line breaks between them are kept."""
        return self.translate_texts([text], config, stop, on_progress)[0]

    def translate_in_parts(
        self, text: str, config: DecodeConfig | None = None, stop: Stop = never, n_best: int = 1,
        most: int | None = None,
    ) -> Iterator[TextTranslation]:
        """The same of a text as long as it may be: in parts, which joined are it; `num_cut` is left 0.

        most  characters of a part, if it has more than one sentence
        """
        spaced = is_spaced(self.model.tgt_lang)
        for part, more in _growing(self.each_segment(text), most):
            found = self.translate([segment.told for segment in part if segment.text], config, stop, n_best)
            yield joined(part, found, spaced, more=more)

    def translate_texts(
        self, texts: Sequence[str], config: DecodeConfig | None = None, stop: Stop = never,
        on_progress: Progress | None = None, n_best: int = 1,
    ) -> list[TextTranslation]:
        """Texts of any length; `on_progress(done, total)` counts sentences."""
        segments = [self.segments(text) for text in texts]
        wanted = [segment.told for text in segments for segment in text if segment.text]
        done: list[Translation] = []
        at_once = PROGRESS_SENTENCES if on_progress else max(len(wanted), 1)
        for start in range(0, len(wanted), at_once):
            done += self.translate(wanted[start: start + at_once], config, stop, n_best)
            if on_progress:
                on_progress(len(done), len(wanted))
        remaining, spaced = iter(done), is_spaced(self.model.tgt_lang)
        return [joined(parts, [next(remaining) for segment in parts if segment.text], spaced,
                       self.num_cut(text)) for text, parts in zip(texts, segments, strict=True)]

    def segments(self, text: str) -> list[Segment]:
        """The sentences of a text; one that is longer than the model takes in parts that it does."""
        return list(self.each_segment(text))

    def each_segment(self, text: str) -> Iterator[Segment]:
        """The same, one after the other: of a text of any length the first are there at once."""
        for segment in self._sentences(text):
            if self._fits(segment):
                yield segment
                continue
            part, code = "", segment.code
            held = code or self.model.tokenizer.typed_code(segment.text)  # for the parts after the first
            for following in cut(segment.text, lambda text, code=held: self._fits(Segment(text, code=code))):
                if part:
                    yield Segment(part.rstrip(), part[len(part.rstrip()):], code)
                    code = held
                part = following
            yield Segment(part, segment.gap, code)

    def _sentences(self, text: str) -> Iterator[Segment]:
        """A code typed before one (">>isl<<") holds for all that follow in its line."""
        if not self.model.tokenizer.codes:
            yield from split(text)
            return
        code = ""
        for segment in split(text):
            typed = self.model.tokenizer.typed_code(segment.text)
            yield segment if typed else replace(segment, code=code)
            code = "" if "\n" in segment.gap else typed or code

    def num_cut(self, text: str) -> int:
        """How many sentences of a text are longer than the model takes."""
        return sum(not self._fits(segment) for segment in self._sentences(text))

    def _fits(self, segment: Segment) -> bool:
        text, longest = segment.told, self.model.config.max_len
        if len(text) + 2 <= longest:  # no token is shorter than a character; with a first space and EOS
            return True
        return len(text) <= _LONGEST_PIECE * longest and len(self.model.tokenizer.encode(text).ids) <= longest

    def session(self, text: str, num_candidates: int = 10, edits: Edits | None = None) -> DecodeSession:
        """The decoding of one sentence, step by step, with what the lab has changed."""
        ids, _, _ = self._source(text)
        return DecodeSession(replace(self.context, edits=edits), self.model.params, ids, num_candidates)

    def source_ids(self, text: str) -> list[int]:
        """What the model reads of a text: ids, as a rule ending in EOS."""
        return self._source(text)[0]

    def _source(self, text: str) -> tuple[list[int], bool, tuple[str, ...]]:
        """Ids ending in EOS and no longer than the model takes; was it cut; unknown characters."""
        encoding = self.model.tokenizer.encode(text)
        ids, longest = encoding.ids, self.model.config.max_len
        if len(ids) <= longest:
            return ids, False, tuple(encoding.unknown)
        return [*ids[: longest - 1], ids[-1]], True, tuple(encoding.unknown)

    def _search(
        self, sources: list[list[int]], config: DecodeConfig, stop: Stop, n_best: int
    ) -> list[list[Hypothesis]]:
        """The hypotheses of each source, best first."""
        if len(sources) > _FEW:
            return self._found(sources, config, stop, n_best)
        # While somebody types: what a training leaves of the cores is no time for threads that wait.
        rows = len(sources) * max(config.beam_size, max(map(len, sources), default=0))
        with self.context.engine_for(rows):
            return self._found(sources, config, stop, n_best)

    def _found(
        self, sources: list[list[int]], config: DecodeConfig, stop: Stop, n_best: int
    ) -> list[list[Hypothesis]]:
        if config.method == "sample":
            return [[found] for found in sample(self.context, self.params, sources, config, stop)]
        if not config.shortlist or self._shortlist is None:
            return self._best(sources, config, stop, n_best, None)
        known = [self._shortlist.knows(source) for source in sources]
        found: list[list[Hypothesis] | None] = [None] * len(sources)
        for which in (True, False):
            rows = [row for row, is_known in enumerate(known) if is_known is which]
            part = [sources[row] for row in rows]
            likely = self._shortlist.of(part) if which and part else None
            for row, hypotheses in zip(rows, self._best(part, config, stop, n_best, likely) if part else (),
                                       strict=True):
                found[row] = hypotheses
        return found

    def _best(
        self, sources: list[list[int]], config: DecodeConfig, stop: Stop, n_best: int,
        likely: list[int] | None,
    ) -> list[list[Hypothesis]]:
        ctx, params = self.context, self.params
        if config.method == "beam":
            return beam(ctx, params, sources, config, stop, wanted=n_best, likely=likely)
        return [[found] for found in greedy(ctx, params, sources, config, stop, likely)]

    def _translation(self, source, found: list[Hypothesis], n_best: int, truncated, unknown) -> Translation:
        decode, best = self.model.tokenizer.decode, found[0]
        others = distinct((Alternative(decode(other.token_ids), other.log_prob, other.score, other.token_ids,
                                       other.token_log_probs, other.finished) for other in found), n_best)
        return Translation(
            others[0].text, source, best.token_ids, best.token_log_probs, best.log_prob,
            best.finished, truncated, unknown, others if len(others) > 1 else ())


def _growing(segments: Iterable[Segment], most: int | None) -> Iterator[tuple[list[Segment], bool]]:
    """Parts of ever more segments, each of up to `most` characters or of one segment; do others follow?"""
    part, size, length = [], _FIRST_PART, 0
    for segment in segments:
        length += len(segment.text)
        if len(part) == size or (part and most is not None and length > most):
            yield part, True
            part, size, length = [], min(2 * size, _LARGEST_PART), len(segment.text)
        part.append(segment)
    if part:
        yield part, False


def distinct(options: Iterable[Alternative], most: int) -> tuple[Alternative, ...]:
    """The first `most` that differ as a person reads them: different tokens can write one text."""
    found: dict[str, Alternative] = {}
    for option in options:
        found.setdefault(" ".join(option.text.split()), option)
        if len(found) == most:
            break
    return tuple(found.values())


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


def joined(
    segments: list[Segment], translations: list[Translation], spaced: bool, num_cut: int = 0,
    more: bool = False,
) -> TextTranslation:
    """Puts the gaps back; sentences that stood without a space get one where the language has them.

    more  other segments follow these
    """
    parts: list[str] = []
    remaining = iter(translations)
    for index, segment in enumerate(segments):
        if segment.text:
            parts.append(next(remaining).text)
        parts.append(kept_gap(segments, index, spaced, more))
    return TextTranslation("".join(parts), tuple(translations), num_cut)


def kept_gap(segments: list[Segment], index: int, spaced: bool, more: bool = False) -> str:
    """What follows a sentence's translation: the source's gap, with a space where its language has none."""
    segment = segments[index]
    if not segment.gap.strip(" ") and segment.text and (more or index + 1 < len(segments)):
        return " " if spaced else ""
    return segment.gap
