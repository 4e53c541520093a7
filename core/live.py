"""A text that changes under the hand: only sentences that were not seen before are decoded again."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from core import confidence
from core.alignment import Aligner, Head, Link, measure
from core.config import DecodeConfig
from core.decoding.hypothesis import Stop, never
from core.decoding.translator import Stopped, Translation, Translator, kept_gap
from core.text.languages import is_spaced
from core.text.sentences import Segment

FIRST, AT_ONCE = 2, 16  # sentences decoded before the first report, and between two later ones
ALIGNED_AT_ONCE = 4  # then it is asked whether to stop
_REMEMBERED = 4000  # sentences


@dataclass(frozen=True)
class Place:
    """Where a sentence begins in the source and in the translation; None until it is translated.

    lead  characters of `translation.source` that are not there: a language's code from earlier in the line
    """

    source: int
    target: int
    translation: Translation | None
    lead: int = 0

    def in_text(self, start: int, end: int) -> tuple[int, int]:
        """Characters of the text, for those of `translation.source`."""
        return tuple(self.source + max(place - self.lead, 0) for place in (start, end))


@dataclass(frozen=True)
class LiveWord:
    """A word of the translation, by characters.

    sources      characters of the source that its tokens look at most, in their order
    probability  of its tokens together
    right        the share of such words that were right on the model's development set; None: not measured
    """

    start: int
    end: int
    sources: tuple[tuple[int, int], ...]
    probability: float
    right: float | None


@dataclass(frozen=True)
class LiveTranslation:
    """The text so far; `LiveText.aligned` adds its words and what they came from.

    links  for each target token the characters of its source token, and its own
    head   the attention head that they come from
    """

    text: str
    places: tuple[Place, ...]
    num_cut: int = 0
    links: tuple[Link, ...] = ()
    words: tuple[LiveWord, ...] = ()
    head: Head | None = None

    def word_at(self, place: int) -> LiveWord | None:
        """The word of the translation that has this character."""
        return next((word for word in self.words if word.start <= place < word.end), None)

    def place_at(self, place: int) -> Place | None:
        """The sentence whose translation has this character."""
        return next((one for one in self.places if one.translation is not None
                     and one.target <= place < one.target + len(one.translation.text)), None)

    def words_from(self, place: int) -> list[LiveWord]:
        """The words that came from this character of the source."""
        return [word for word in self.words if any(start <= place < end for start, end in word.sources)]

    @property
    def sentences(self) -> tuple[Translation, ...]:
        return tuple(place.translation for place in self.places if place.translation is not None)

    @property
    def is_whole(self) -> bool:
        return all(place.translation is not None for place in self.places)


class LiveText:
    """Remembers what it has translated, by sentence. For one model, one configuration, one `steering`."""

    def __init__(self, translator: Translator, config: DecodeConfig, head: Head | None = None):
        """head: as measured; None: it is measured when words are first aligned."""
        self._translator, self.config = translator, config
        self._known: OrderedDict[str, Translation] = OrderedDict()
        self._links: dict[str, tuple[Link, ...]] = {}
        self._measured, self._chosen = head, None
        self._aligner = Aligner(translator, head)
        self._calibration: confidence.Calibration | None = None

    def translate(
        self, text: str, stop: Stop = never, on_part: Callable[[LiveTranslation], None] | None = None
    ) -> LiveTranslation:
        """The whole translation; `on_part` gets what there is after every few sentences. Raises Stopped."""
        segments: list[Segment] = []
        for segment in self._translator.each_segment(text):  # a megabyte without a stop takes seconds
            if stop():
                raise Stopped
            segments.append(segment)
        num_cut = self._translator.num_cut(text)
        wanted = list(dict.fromkeys(segment.told for segment in segments
                                    if segment.text and segment.told not in self._known))
        count = FIRST
        while wanted:
            part, wanted = wanted[:count], wanted[count:]
            self._known.update(zip(part, self._translator.translate(part, self.config, stop), strict=True))
            if wanted and on_part:
                on_part(self._joined(segments, num_cut))
            count = AT_ONCE
        result = self._joined(segments, num_cut)
        while len(self._known) > max(_REMEMBERED, 2 * len(segments)):
            self._links.pop(self._known.popitem(last=False)[0], None)
        return result

    def choose_head(self, head: Head | None) -> None:
        """The head that a person wants to see; None: the measured one."""
        if head != self._chosen:
            self._chosen = head
            self._links.clear()

    def choose(self, translation: Translation) -> None:
        """From now on this is the translation of its sentence."""
        self._known[translation.source] = translation
        self._links.pop(translation.source, None)

    def _joined(self, segments, num_cut: int) -> LiveTranslation:
        text, at, places, spaced = "", 0, [], is_spaced(self._translator.model.tgt_lang)
        for index, segment in enumerate(segments):
            if segment.text:
                translation = self._known.get(segment.told)
                places.append(Place(at, len(text), translation, segment.lead))
                text += translation.text if translation is not None else ""
            at += len(segment.text) + len(segment.gap)
            text += kept_gap(segments, index, spaced)
        return LiveTranslation(text, tuple(places), num_cut)

    def aligned(self, result: LiveTranslation, stop: Stop = never) -> LiveTranslation:
        """With words and links; the model is measured first where that has not happened. Raises Stopped."""
        if self._measured is None:
            self._measured = self._measure(result, stop)
        self._aligner.head = self._chosen or self._measured
        missing = [one for one in dict.fromkeys(result.sentences) if one.source not in self._links]
        for start in range(0, len(missing), ALIGNED_AT_ONCE):
            if stop():
                raise Stopped
            part = missing[start:start + ALIGNED_AT_ONCE]
            for one, alignment in zip(part, self._aligner.align(part), strict=True):
                self._links[one.source] = tuple(alignment.links()) if alignment is not None else ()
        links = tuple((*place.in_text(a, b), place.target + c, place.target + d)
                      for place in result.places if place.translation is not None
                      for a, b, c, d in self._links.get(place.translation.source, ()))
        words = tuple(word for place in result.places if place.translation is not None
                      for word in self._words(place))
        return replace(result, links=links, words=words, head=self._aligner.head)

    def _words(self, place: Place) -> list[LiveWord]:
        links, made = self._links.get(place.translation.source, ()), []
        for word in confidence.words(self._translator, place.translation):
            sources = dict.fromkeys(place.in_text(a, b) for a, b, c, d in links
                                    if word.start <= c < word.end and max(a, place.lead) < b)
            right = self._calibration.right(word.probability) if self._calibration else None
            made.append(LiveWord(place.target + word.start, place.target + word.end, tuple(sorted(sources)),
                                 word.probability, right))
        return made

    def _measure(self, result: LiveTranslation, stop: Stop) -> Head:
        """As it was measured before; else on the model's development pairs, or where it came without any
        the head alone on this text."""
        folder = self._translator.model.folder
        stamp = confidence.stamp(folder)
        found = confidence.load(folder, stamp)
        if found is None:
            pairs = dev_pairs(folder, self._translator.model.src_lang)
            if not pairs:
                return measure(self._translator, result.sentences, stop)
            found = self._calibrated(pairs, stop)
            with suppress(OSError):  # a folder that cannot be written: measured again next time
                confidence.save(folder, found, stamp)
        self._calibration = found
        return found.head

    def _calibrated(self, pairs: list[tuple[str, str]], stop: Stop) -> confidence.Calibration:
        """Of the model alone: without a person's terms."""
        steering, self._translator.steering = self._translator.steering, None
        try:
            return confidence.calibrate(self._translator, pairs, stop)
        finally:
            self._translator.steering = steering


def dev_pairs(folder: Path, src_lang: str) -> list[tuple[str, str]]:
    """What a model was validated on: of its run, or for a bundled model of the sample."""
    from core.corpus.readers import read_plain
    from resources import models_dir, sample_corpus_dir

    is_bundled = folder.resolve().parent == models_dir().resolve()
    path = sample_corpus_dir() / "zh-en.dev.tsv" if is_bundled else folder / "data" / "dev.tsv"
    if not path.is_file():
        return []
    pairs = read_plain(path)
    return [(target, source) for source, target in pairs] if is_bundled and src_lang == "en" else list(pairs)
