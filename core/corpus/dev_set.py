"""The development set that a person brings: read, and told of, as every other file of an import.

No rule judges its sentences, for what a translation is measured by is the person's choice. Left out, and
listed, is what is no pair, cannot be read, is marked as unfinished by its maker, or repeats a pair.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from core.corpus import cleaning, project
from core.corpus.cleaning import Cleaner, Rules, tidied
from core.corpus.language_guess import Sample, votes
from core.corpus.normal import key
from core.corpus.pairing import Pairing
from core.corpus.report import FileReport, Report, Row
from core.corpus.rows import note_changes, rows
from core.corpus.sources import open_all
from core.corpus.unit import CorpusError, Pair

if TYPE_CHECKING:
    from core.corpus.importing import Request

Leave = Callable[[Row, str, str], object]  # hears of each row that is left out: reason and detail


@dataclass
class DevSet:
    pairs: list[Pair] = field(default_factory=list)
    files: list[FileReport] = field(default_factory=list)
    # Of its sources and its targets, as core.corpus.normal compares them.
    keys: tuple[set[int], set[int]] = field(default_factory=lambda: (set(), set()))


def read(request: Request, report: Report, progress: Callable[[int], object], leave: Leave) -> DevSet:
    """Reads `request.dev`; each of its files gets a report of its own, behind those there are.

    Raises CorpusError where no pair is left.
    """
    found, first_of = DevSet(), {}
    marks = Cleaner(_marks_of(request.rules))
    for file, all_rows in _files(request, report, progress, leave):
        found.files.append(file)
        samples = Sample(), Sample()
        for row in all_rows:
            clean = row._replace(src=tidied(row.src), tgt=tidied(row.tgt))
            pair = clean.src, clean.tgt
            why = marks.reason(*pair, row.mark)
            if why is None and request.rules.duplicates and pair in first_of:
                why = cleaning.DUPLICATE, _place(first_of[pair], row, report)
            if why is not None and (file.path, row.line) not in request.keep:
                file.note_dropped(row, why[0])
                leave(clean, *why)
                continue
            first_of.setdefault(pair, row)
            found.pairs.append(pair)
            report.note_kept(row)
            for keys, sample, text in zip(found.keys, samples, pair, strict=True):
                keys.add(key(text))
                sample.add(text)
            if row.changes or pair != (row.src, row.tgt):
                note_changes(file, row, clean)
        file.found = tuple(votes(sample.texts) for sample in samples)
        report.warnings += file.warnings()
    if not found.pairs:
        raise CorpusError(found.files[0].nothing_found())
    for keys in found.keys:
        keys -= {one for one in keys if one & 1}  # of punctuation alone
    return found


def _files(request: Request, report: Report, progress: Callable[[int], object],
           leave: Leave) -> Iterator[tuple[FileReport, Iterator[Row]]]:
    from core.corpus.readers import is_imported  # which reads what an import wrote

    reading = request.reading
    if len(request.dev) == 1 and is_imported(request.dev[0]):
        yield _of_folder(request.dev[0], report)
        return
    src, tgt = reading.src, reading.tgt
    for source in open_all(request.dev, reading, progress):
        file, number = FileReport.of(source, reading), len(report.files)
        file.is_dev = True
        report.files.append(file)
        pairing = Pairing(source.path, src, tgt, is_asked=(src, tgt) == (reading.src, reading.tgt))
        yield file, rows(source, number, reading, file, pairing, leave)
        file.claimed = pairing.src, pairing.tgt
        src, tgt = src or pairing.src, tgt or pairing.tgt


def _of_folder(folder: Path, report: Report) -> tuple[FileReport, Iterator[Row]]:
    """Of a corpus that was imported, its training part."""
    pairs, number = project.pairs_for_training(folder)[0], len(report.files)
    file = FileReport(str(folder), "tsv", "utf-8", units=len(pairs), pairs=len(pairs), is_dev=True)
    report.files.append(file)
    return file, (Row(number, line, "", *pair) for line, pair in enumerate(pairs, 1))


def _marks_of(rules: Rules) -> Rules:
    """Only the rules that go by what a file's maker says of a unit."""
    return Rules(**{**Rules.none().to_dict(), **{name: getattr(rules, name) for name in
                                                 ("fuzzy", "untranslated", "rejected", "protected")}})


def _place(first: Row, row: Row, report: Report) -> str:
    where = f"as line {first.line}"
    return where if first.file == row.file else f"{where} of {Path(report.files[first.file].path).name}"
