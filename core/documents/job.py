"""A document translated from file to file, with a journal beside the result until it is whole."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from core.alignment import Aligner
from core.config import DecodeConfig
from core.decoding.hypothesis import Stop, never
from core.decoding.translator import Stopped, Translation, Translator, kept_gap
from core.documents.document import Document, DocumentError, Languages, Unit
from core.documents.inline import Code, Inline, difference, plain
from core.documents.journal import Entry, Journal, Key
from core.documents.naming import journal_of
from core.documents.placing import place
from core.documents.reading import read_bytes, read_document
from core.formats import atomic
from core.text.languages import is_spaced
from core.text.sentences import Segment

# Decoded together, then on the disk: what a crash can cost. More would be faster (8: by half to twice with
# the bundled model), but then where a document was cut off would decide what is decoded with what.
SENTENCES_AT_ONCE = 1
_MEASURED = 6  # sentences by which the head that places codes is chosen
_LISTED = 20
_SPLIT_AT_ONCE = 64  # sentences of a paragraph; a megabyte without a stop takes seconds

Progress = Callable[[int, int], None]  # sentences done, sentences in all


@dataclass
class Report:
    """What became of a document, counted in units (lines, paragraphs, cells).

    translated   come out different from the source
    same         came out as they went in: listed in `same_where`
    copied       have no letter in them
    kept         had a translation already
    left         could not be read, and stay as they are
    column       of a table: which was translated, from 1; 0: it is none
    """

    total: int = 0
    translated: int = 0
    same: int = 0
    copied: int = 0
    kept: int = 0
    left: int = 0
    column: int = 0
    unfinished: int = 0
    unknown: int = 0
    resumed: int = 0  # sentences taken from the journal of an earlier try
    same_where: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def words(self) -> str:
        """One line for a person."""
        parts = [f"{self.translated} of {self.total} translated"]
        parts += [f"of column {self.column}"] if self.column else []
        for count, what in ((self.same, "came out unchanged"), (self.copied, "without words"),
                            (self.kept, "had a translation already"), (self.left, "could not be read"),
                            (self.unfinished, "cut off at the length limit"),
                            (self.resumed, "sentences from the interrupted try")):
            if count:
                parts.append(f"{count} {what}")
        return ", ".join(parts)


@dataclass(frozen=True)
class Options:
    """Settings of one job; `column`, `into` and `header` are for CSV alone."""

    config: DecodeConfig = field(default_factory=DecodeConfig)
    column: str = ""
    into: str = ""
    header: str = ""
    batch: int = SENTENCES_AT_ONCE


def translate_document(
    source: Path, target: Path, translator: Translator, options: Options | None = None, stop: Stop = never,
    on_progress: Progress | None = None,
) -> Report:
    """Reads `source`, writes `target`. Raises DocumentError, OSError or Stopped: a later call goes on."""
    options = options or Options()
    if target.exists() and target.samefile(source):
        raise DocumentError(f"{source}: the translation needs a name of its own; the original is never "
                            "written over")
    data, card = read_bytes(source), translator.model.card
    languages = Languages(card.src_lang, card.tgt_lang)
    document = read_document(source, data, languages, options.column, options.into, options.header)
    identity = {"pellucid-journal": 3, "source": hashlib.sha256(data).hexdigest(),
                "model": [card.name, card.src_lang, card.tgt_lang, _stamp(translator.model.folder)],
                "options": [options.config.to_dict(), options.column, options.into, options.header],
                "steering": translator.steering.identity() if translator.steering is not None else None}
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        journal = Journal(journal_of(target), identity)
    except OSError as error:
        raise DocumentError(f"{target.parent}: the translation cannot be written there "
                            f"({error.strerror}); choose another folder for it") from None
    try:
        job = _Job(document, translator, options, journal)
        content = job.run(stop, on_progress)
        atomic.write_bytes(target, content)
    except BaseException:
        journal.close()
        raise
    journal.close(remove=True)
    if _has_changed(source, data):
        job.report.notes.append("the document was changed while it was translated: this is the translation "
                                "of what it was before")
    return job.report


def _has_changed(source: Path, data: bytes) -> bool:
    try:
        return source.read_bytes() != data
    except OSError:
        return False  # gone: nothing to compare with


def _stamp(folder: Path) -> int:
    """Tells a model from what stood in its folder before."""
    try:
        return (folder / "model.safetensors").stat().st_mtime_ns
    except OSError:
        return 0


class _Job:
    """One document on its way."""

    def __init__(self, document: Document, translator: Translator, options: Options, journal: Journal):
        self._document, self._translator, self._options = document, translator, options
        self._journal = journal
        self._segments: dict[int, list[Segment]] = {}
        self.report = Report(total=len(document.units) + document.left, kept=document.kept,
                             left=document.left, column=document.column, resumed=len(journal.done))
        if journal.is_anew:
            self.report.notes.append("it was begun anew: the document, the model or a setting has changed "
                                     "since the interrupted try")

    def run(self, stop: Stop, on_progress: Progress | None) -> bytes:
        """The finished document."""
        total = self._split(stop, on_progress)
        self._tell(on_progress, total)
        aligner = self._aligner(stop)
        for batch in self._batches():
            if stop():
                raise Stopped
            self._translate(batch, aligner, stop)
            self._tell(on_progress, total)
        targets = {index: self._target(index) for index in self._segments}
        for index, target in targets.items():
            self._count(self._document.units[index], target)
        self.report.copied = len(self._document.units) - len(self._segments)
        content = self._document.render(targets)
        self.report.notes += self._document.notes
        return content

    def _split(self, stop: Stop, on_progress: Progress | None) -> int:
        """How many sentences there are; until they are counted it is told how many were found."""
        total = 0
        for index, unit in enumerate(self._document.units):
            if not unit.has_words:
                continue
            segments = self._segments[index] = []
            for segment in self._translator.each_segment(unit.text):
                segments.append(segment)
                total += _has_words(segment)
                if not len(segments) % _SPLIT_AT_ONCE:
                    if stop():
                        raise Stopped
                    self._tell(on_progress, max(total, len(self._journal.done)))
        return total

    def _tell(self, on_progress: Progress | None, total: int) -> None:
        if on_progress:
            on_progress(len(self._journal.done), total)

    def _batches(self) -> Iterator[dict[Key, Segment]]:
        """What the journal lacks, in the order of the document."""
        batch: dict[Key, Segment] = {}
        for index, segments in self._segments.items():
            for number, segment in enumerate(segments):
                if _has_words(segment) and (index, number) not in self._journal.done:
                    batch[index, number] = segment
                    if len(batch) == self._options.batch:
                        yield batch
                        batch = {}
        if batch:
            yield batch

    def _aligner(self, stop: Stop) -> Aligner:
        """One whose head is measured on the first sentences with codes: the same after every resumption."""
        tagged = dict.fromkeys(
            segment.told for index, segments in self._segments.items() for segment in segments
            if _has_words(segment) and _needs_alignment(self._document.units[index].source))
        texts = list(tagged)[:_MEASURED]
        aligner = Aligner(self._translator)
        if texts:
            aligner.align(self._translator.translate(texts, self._options.config, stop))
        return aligner

    def _translate(self, batch: dict[Key, Segment], aligner: Aligner, stop: Stop) -> None:
        translations = dict(zip(batch, self._translator.translate(
            [segment.told for segment in batch.values()], self._options.config, stop), strict=True))
        tagged = [key for key in batch if _needs_alignment(self._document.units[key[0]].source)]
        aligned = dict(zip(tagged, aligner.align([translations[key] for key in tagged]), strict=True))
        self._journal.add({key: _entry(translation, aligned.get(key), batch[key].lead)
                           for key, translation in translations.items()})

    def _target(self, index: int) -> Inline:
        """Sentences joined as they stood, then the codes put in."""
        unit, text, links, at = self._document.units[index], "", [], 0
        segments, spaced = self._segments[index], is_spaced(self._translator.model.tgt_lang)
        for number, segment in enumerate(segments):
            if not _has_words(segment):
                links.append(_as_a_word(segment.text, segment.text, at, len(text)))
                text += segment.text
            else:
                entry = self._journal.done[index, number]
                links += [(at + a, at + b, len(text) + c, len(text) + d) for a, b, c, d in entry.links] \
                    or [_as_a_word(segment.text, entry.text, at, len(text))]
                text += entry.text
                self.report.unfinished += not entry.finished
                self.report.unknown += entry.unknown
            at += len(segment.text)
            mark = segment.gap.strip()
            if mark:  # of a list
                start = segment.gap.index(mark)
                links.append(_as_a_word(mark, mark, at + start, len(text) + start))
            at += len(segment.gap)
            text += kept_gap(segments, number, spaced)
        target = place(unit.source, text, links, self._translator.model.tgt_lang)
        lost, added = difference(unit.source, target)
        if lost or added:  # never seen; but a document with a tag too few may not open again
            self.report.notes.append(f"{unit.where}: its tags could not be placed; it was left as it is")
            return unit.source
        return target

    def _count(self, unit: Unit, target: Inline) -> None:
        if plain(target).split() == unit.text.split():
            self.report.same += 1
            if len(self.report.same_where) < _LISTED:
                self.report.same_where.append(unit.where)
        else:
            self.report.translated += 1


def _has_words(segment: Segment) -> bool:
    """A number or a sign alone is copied: "1." before a tab, "12 345" in a line of its own."""
    return any(map(str.isalpha, segment.text))


def _as_a_word(source: str, target: str, src_start: int, tgt_start: int) -> tuple[int, int, int, int]:
    return src_start, src_start + len(source), tgt_start, tgt_start + len(target)


def _entry(translation: Translation, alignment, lead: int) -> Entry:
    links = tuple((max(a - lead, 0), max(b - lead, 0), c, d) for a, b, c, d in alignment.links()) \
        if alignment is not None else ()
    return Entry(translation.text, links, translation.finished, len(translation.unknown))


def _needs_alignment(source: Inline) -> bool:
    """Does a code stand between words? Those at the ends find their place without."""
    place, length = 0, len(plain(source))
    for part in source:
        if isinstance(part, Code):
            if 0 < place < length:
                return True
        else:
            place += len(part)
    return False
