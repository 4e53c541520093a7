"""A text that changes under the hand: only sentences that were not seen before are decoded again."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from core.alignment import SENTENCES, Aligner, Head, Link, measure
from core.config import DecodeConfig
from core.decoding.hypothesis import Stop, never
from core.decoding.translator import Stopped, Translation, Translator, kept_gap
from core.text.languages import is_spaced

FIRST, AT_ONCE = 2, 16  # sentences decoded before the first report, and between two later ones
ALIGNED_AT_ONCE = 4  # then it is asked whether to stop
_REMEMBERED = 4000  # sentences


@dataclass(frozen=True)
class Place:
    """Where a sentence begins in the source and in the translation; None until it is translated."""

    source: int
    target: int
    translation: Translation | None


@dataclass(frozen=True)
class LiveTranslation:
    """The text so far, and for each target token its characters and those of the source token it came from.

    links  empty until `LiveText.aligned`; `head` is the attention head they come from
    """

    text: str
    places: tuple[Place, ...]
    num_cut: int = 0
    links: tuple[Link, ...] = ()
    head: Head | None = None

    @property
    def sentences(self) -> tuple[Translation, ...]:
        return tuple(place.translation for place in self.places if place.translation is not None)

    @property
    def is_whole(self) -> bool:
        return all(place.translation is not None for place in self.places)


class LiveText:
    """Remembers what it has translated, by sentence. For one model and one configuration."""

    def __init__(self, translator: Translator, config: DecodeConfig, head: Head | None = None):
        self._translator, self.config = translator, config
        self._known: OrderedDict[str, Translation] = OrderedDict()
        self._links: dict[str, tuple[Link, ...]] = {}
        self._aligner = Aligner(translator, head)

    def translate(
        self, text: str, stop: Stop = never, on_part: Callable[[LiveTranslation], None] | None = None
    ) -> LiveTranslation:
        """The whole translation; `on_part` gets what there is after every few sentences. Raises Stopped."""
        segments, num_cut = self._translator.segments(text), self._translator.num_cut(text)
        wanted = list(dict.fromkeys(segment.text for segment in segments
                                    if segment.text and segment.text not in self._known))
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

    def _joined(self, segments, num_cut: int) -> LiveTranslation:
        text, at, places, spaced = "", 0, [], is_spaced(self._translator.model.tgt_lang)
        for index, segment in enumerate(segments):
            if segment.text:
                translation = self._known.get(segment.text)
                places.append(Place(at, len(text), translation))
                text += translation.text if translation is not None else ""
            at += len(segment.text) + len(segment.gap)
            text += kept_gap(segments, index, spaced)
        return LiveTranslation(text, tuple(places), num_cut)

    def aligned(self, result: LiveTranslation, stop: Stop = never) -> LiveTranslation:
        """With links; the head is measured first where that has not happened. Raises Stopped."""
        if self._aligner.head is None:
            self._aligner.head = measure(self._translator, self._measured_on(result, stop), stop)
        missing = [one for one in dict.fromkeys(result.sentences) if one.source not in self._links]
        for start in range(0, len(missing), ALIGNED_AT_ONCE):
            if stop():
                raise Stopped
            part = missing[start:start + ALIGNED_AT_ONCE]
            for one, alignment in zip(part, self._aligner.align(part), strict=True):
                self._links[one.source] = tuple(alignment.links()) if alignment is not None else ()
        links = tuple((place.source + a, place.source + b, place.target + c, place.target + d)
                      for place in result.places if place.translation is not None
                      for a, b, c, d in self._links.get(place.translation.source, ()))
        return replace(result, links=links, head=self._aligner.head)

    def _measured_on(self, result: LiveTranslation, stop: Stop) -> list[Translation]:
        """The model's development sentences, or where it came without any those of the text."""
        sources = dev_sources(self._translator.model.folder, self._translator.model.src_lang)
        return self._translator.translate(sources, stop=stop) if sources else list(result.sentences)


def dev_sources(folder: Path, src_lang: str, count: int = SENTENCES) -> list[str]:
    """Source sentences that a model was validated on: of its run, or for a bundled model of the sample."""
    from core.corpus.readers import read_plain
    from resources import models_dir, sample_corpus_dir

    is_bundled = folder.resolve().parent == models_dir().resolve()
    path = sample_corpus_dir() / "zh-en.dev.tsv" if is_bundled else folder / "data" / "dev.tsv"
    if not path.is_file():
        return []
    side = 1 if is_bundled and src_lang == "en" else 0
    return [pair[side] for pair in read_plain(path)[:count]]
