"""From files to a corpus folder: read, paired, cleaned, split and written, all of it or nothing."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

import numpy as np

from core.corpus import alike, cleaning, dev_set, project, report_table, splits
from core.corpus.cleaning import Cleaner, Rules, tidied
from core.corpus.dev_set import DevSet
from core.corpus.language_guess import Sample, votes
from core.corpus.measures import MOST_LISTED, Measures
from core.corpus.normal import key
from core.corpus.pairing import Pairing
from core.corpus.report import Dropped, FileReport, Report, Row
from core.corpus.rows import note_changes, rows
from core.corpus.seen import Seen
from core.corpus.sources import Source, open_all
from core.corpus.unit import CorpusError, Reading
from core.training.presets import vocab_limit

DEV_SIZE = TEST_SIZE = 400
SMALLEST_SPLIT = 20  # fewer sentences make no part worth the name
_NAMED = 5  # places in a warning
_RESERVED = 5  # pieces of a vocabulary beside the characters: four special ones and the space
REPORT, DROPPED, TABLE = "report.json", "dropped.tsv", "report.tsv"

Progress = Callable[[dict], object]  # hears {"file", "pairs", "bytes", "size"} now and then


class Stopped(Exception):  # noqa: N818  (nothing is wrong)
    """The person cancelled; nothing was written."""


@dataclass(frozen=True)
class Request:
    """What is to be imported, and how."""

    paths: list[Path]
    out: Path | None  # None: a dry run, which writes nothing
    reading: Reading = field(default_factory=Reading)
    rules: Rules = field(default_factory=Rules)
    dev: list[Path] | None = None
    sizes: tuple[int, int] = (DEV_SIZE, TEST_SIZE)
    seed: int = 1
    keep: frozenset[tuple[str, int]] = frozenset()  # (path, line) of pairs that no rule may drop
    general: frozenset[Path] = frozenset()  # which of `paths` are general text, not the person's own field
    weights: Mapping[Path, float] = field(default_factory=dict)  # of `paths`: see core.corpus.project


def import_corpus(request: Request, progress: Progress = lambda state: None,
                  stopped: Callable[[], bool] = lambda: False) -> Report:
    """Writes the folder `request.out` and returns the report. Raises CorpusError or Stopped.

    Without a folder all is read and judged just so, and nothing is written: the report is what would be. The
    folder is made beside its place and renamed when it is complete. Errors carry the report so far
    as `error.report`.
    """
    return _Import(request, progress, stopped).run()


class _Import:
    def __init__(self, request: Request, progress: Progress, stopped: Callable[[], bool]):
        self._request, self._progress, self._stopped = request, progress, stopped
        self._report = Report(rules=request.rules.to_dict(), seed=request.seed)
        self._bytes, self._told_at = 0, 0.0
        self._seen = Seen()
        self._overlaps: list[tuple[int, int]] = []  # (file, line) of kept pairs that share one of these
        self._held_out: tuple[set[int], set[int]] = (set(), set())  # the same of a given set

    def run(self) -> Report:
        started, out = time.monotonic(), self._request.out
        try:
            if out is not None:
                check_free(out)
            sources = open_all(self._request.paths, self._request.reading, self._on_bytes)
            self._report.files = [FileReport.of(source, self._request.reading) for source in sources]
            self._general = [any(file.path in self._request.general for file in source.files)
                             for source in sources]
            if out is None:
                self._rehearse(sources)
            else:
                self._make(out, sources, started)
        except CorpusError as error:
            error.report = self._report
            raise
        except OSError as error:
            place = out or tempfile.gettempdir()  # a dry run writes for the while only
            raise CorpusError(f"{place}: cannot be written: {error.strerror or error}; nothing was imported. "
                              "Free some space there, or choose another folder") from None
        self._report.seconds = time.monotonic() - started
        return self._report

    def _rehearse(self, sources: list[Source]) -> None:
        with open(os.devnull, "w", encoding="utf-8") as nowhere, \
                tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n") as kept:
            dev = self._given_dev(nowhere)
            measures = self._read(sources, kept, nowhere)
            self._describe(measures, kept, self._split(dev), dev)

    def _make(self, out: Path, sources: list[Source], started: float) -> None:
        work = _work_folder(out)
        try:
            self._write(work, sources, started)
            if out.is_dir():
                out.rmdir()  # empty: checked above
            work.chmod(0o755)
            os.replace(work, out)
        finally:
            shutil.rmtree(work, ignore_errors=True)

    def _write(self, work: Path, sources: list[Source], started: float) -> None:
        report = self._report
        spool = work / "kept.tmp"
        with open(spool, "w+", encoding="utf-8", newline="\n") as kept:
            with open(work / DROPPED, "w", encoding="utf-8", newline="\n") as dropped:
                dropped.write("file\tline\treason\tdetail\tsource\ttarget\n")
                dev = self._given_dev(dropped)
                measures = self._read(sources, kept, dropped)
            part = self._split(dev)
            self._describe(measures, kept, part, dev)
            _write_parts(work, kept, part, dev)
        spool.unlink()
        project.write(work, self._project(sources, part, dev))
        report.out, report.seconds = str(self._request.out), time.monotonic() - started
        full = report.full()
        text = json.dumps(full, ensure_ascii=False, indent=1)
        (work / REPORT).write_text(text + "\n", encoding="utf-8")
        report_table.write(work / TABLE, full)
        for path in work.iterdir():
            with open(path, "rb+") as file:
                os.fsync(file.fileno())

    def _describe(self, measures: Measures, kept: TextIO, part: np.ndarray, dev: DevSet | None) -> None:
        counts = np.bincount(part, minlength=3).tolist()
        self._report.parts = dict(zip(splits.PARTS, counts, strict=True))
        if dev is not None:
            self._report.parts["dev"] = len(dev.pairs)
        given = dev.pairs if dev else []
        held_out = splits.held_out(kept, part)
        alphabet = vocab_limit(self._report.parts["train"]) - _RESERVED
        unknown = measures.unknown(held_out, map("".join, given), alphabet)
        self._report.facts = {**measures.facts(), "leaks": self._leaks(part),
                              "alphabet": alphabet, "unknown_characters": unknown[:MOST_LISTED],
                              "num_unknown": len(unknown), "alike": alike.between(kept, part, given)}

    def _read(self, sources: list[Source], kept, dropped) -> Measures:
        reading, src, tgt = self._request.reading, self._request.reading.src, self._request.reading.tgt
        measures = Measures()
        for number, source in enumerate(sources):
            report = self._report.files[number]
            pairing = Pairing(source.path, src, tgt, is_asked=(src, tgt) == (reading.src, reading.tgt))
            cleaner, samples = None, (Sample(), Sample())
            for row in rows(source, number, reading, report, pairing,
                            lambda row, *why: self._leave(row, why, dropped)):
                if cleaner is None:
                    cleaner = Cleaner(self._request.rules, pairing.src, pairing.tgt)
                clean, why = self._judged(row, cleaner)
                if why is None:
                    self._report.note_kept(row)
                    kept.write(f"{clean.src}\t{clean.tgt}\n")
                    measures.add(clean.src, clean.tgt)
                    samples[0].add(clean.src)
                    samples[1].add(clean.tgt)
                    if clean is not row or row.changes:
                        note_changes(report, row, clean)
                else:
                    report.note_dropped(row, why[0])
                    self._leave(clean, why, dropped)
                if report.pairs % 256 == 0:
                    self._tell(report)
            report.claimed = (pairing.src, pairing.tgt)
            report.found = tuple(votes(sample.texts) for sample in samples)
            measures.hear(report.found)
            self._report.warnings += report.warnings()
            if report.pairs:  # the first file that names its languages decides how the others are read
                src, tgt = src or pairing.src, tgt or pairing.tgt
        self._seen.done()
        if not any(report.pairs for report in self._report.files[:len(sources)]):
            raise CorpusError(self._report.files[0].nothing_found())
        self._report.src_lang, self._report.tgt_lang = src, tgt
        measures.claim(src, tgt)
        return measures

    def _leave(self, row: Row, why: tuple[str, str], dropped) -> None:
        """Lists a row that is left out."""
        if why[0] != cleaning.UNREADABLE:  # the first of those are the problems of their file
            self._report.add_example(Dropped(row, *why))
        cells = (self._report.files[row.file].path, row.line, *why, row.src, row.tgt)
        dropped.write("\t".join(map(report_table.cell, cells)) + "\n")

    def _judged(self, row: Row, cleaner: Cleaner) -> tuple[Row, tuple[str, str] | None]:
        """The row as it is written, and (reason, detail) where it is left out."""
        src, tgt = tidied(row.src), tidied(row.tgt)
        clean = row
        if src != row.src or tgt != row.tgt:
            clean = row._replace(src=src, tgt=tgt)
        keys = key(clean.src), key(clean.tgt), hash(f"{clean.src}\t{clean.tgt}")
        why = cleaner.reason(clean.src, clean.tgt, row.mark) or self._repeats(clean, *keys)
        if why and self._request.keep and (self._report.files[row.file].path, row.line) in self._request.keep:
            why = None
        if why is None:
            self._remember(clean, *keys)
        return clean, why

    def _repeats(self, row: Row, src: int, tgt: int, exact: int) -> tuple[str, str] | None:
        rules = self._request.rules
        if rules.in_dev and self._is_held_out(src, tgt):
            return cleaning.IN_DEV, ""
        found = self._seen.first(src, tgt, exact)
        if found is None:
            return None
        first, is_exact = found
        where, file = f"as line {self._seen.lines[first]}", self._seen.files[first]
        if file != row.file:
            where += f" of {Path(self._report.files[file].path).name}"
        if is_exact:
            return (cleaning.DUPLICATE, where) if rules.duplicates else None
        return (cleaning.NEAR_DUPLICATE, where) if rules.near_duplicates else None

    def _is_held_out(self, src: int, tgt: int) -> bool:
        return src in self._held_out[0] or tgt in self._held_out[1]

    def _remember(self, row: Row, src: int, tgt: int, exact: int) -> None:
        if self._is_held_out(src, tgt):
            self._overlaps.append((row.file, row.line))
        self._seen.add(src, tgt, exact, row.file, row.line)

    def _given_dev(self, dropped) -> DevSet | None:
        """The development set that a person brings; training pairs that share a sentence with it go."""
        if not self._request.dev:
            return None
        dev = dev_set.read(self._request, self._report, self._on_bytes,
                           lambda row, *why: self._leave(row, why, dropped))
        self._held_out = dev.keys
        return dev

    def _split(self, dev: DevSet | None) -> np.ndarray:
        sizes = [0 if dev is not None else self._request.sizes[0], self._request.sizes[1]]
        if len(self._seen) < SMALLEST_SPLIT:
            sizes = [0, 0]
        self._warn_of_overlaps()
        strata = None
        if any(self._general) and not all(self._general):  # each part has a development set of its own
            strata = np.asarray(self._general, np.int8)[np.asarray(self._seen.files)]
        return splits.parts(*self._seen.keys, sizes, self._request.seed, strata)

    def _warn_of_overlaps(self) -> None:
        left, shared = self._report.dropped[cleaning.IN_DEV], "sharing a sentence with the development set"
        if left:
            self._report.warnings.append(f"pairs {shared}: {left}, left out of training; {DROPPED} lists "
                                         "them, and --off in_dev keeps them")
        if self._overlaps:
            places = ", ".join(f"{Path(self._report.files[file].path).name}:{line}"
                               for file, line in self._overlaps[:_NAMED])
            more = f" and {len(self._overlaps) - _NAMED} more" if len(self._overlaps) > _NAMED else ""
            self._report.warnings.append(f"pairs {shared}: {len(self._overlaps)}, kept in training as asked "
                                         f"({places}{more}). Scores on it will be too good to be true")

    def _project(self, sources: list[Source], part: np.ndarray, dev: DevSet | None) -> project.Project:
        files, members = np.asarray(self._seen.files), []
        for number, source in enumerate(sources):
            counts = np.bincount(part[files == number], minlength=len(splits.PARTS)).tolist()
            weight = next((self._request.weights[file.path] for file in source.files
                           if file.path in self._request.weights), 1.0)
            members.append(project.Member(
                source.files[0].path.stem, source.path,
                project.GENERAL if self._general[number] else project.IN_DOMAIN, weight,
                **dict(zip(splits.PARTS, counts, strict=True))))
        if dev is not None:
            members += [project.Member("development set", file.path, dev=file.kept + file.further)
                        for file in dev.files]
        return project.Project(self._request.out.name, tuple(members))

    def _leaks(self, part: np.ndarray) -> int:
        """Held-out rows of which a side is in training too: counted again, for whoever doubts the split."""
        held_out = np.flatnonzero(part != splits.TRAIN)
        leaking = np.zeros(len(held_out), bool)
        for keys in self._seen.keys:
            numbers = np.asarray(keys)
            trained, held = numbers[part == splits.TRAIN], numbers[held_out]
            trained.sort()
            place = np.minimum(np.searchsorted(trained, held), max(len(trained) - 1, 0))
            leaking |= (trained[place] == held if len(trained) else False) & (held & 1 == 0)
        return int(leaking.sum()) + len(self._overlaps)

    def _on_bytes(self, done: int) -> None:
        self._bytes = done
        if self._stopped():
            raise Stopped

    def _tell(self, report: FileReport) -> None:
        now = time.monotonic()
        if now - self._told_at >= 0.1:
            self._told_at = now
            self._progress({"file": report.path, "pairs": report.pairs, "bytes": self._bytes,
                            "size": report.size})


def check_free(out: Path) -> None:
    """Raises CorpusError unless `out` is a new or empty folder."""
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise CorpusError(f"{out}: expected a new or empty folder for the corpus; choose another with --out")


def _work_folder(out: Path) -> Path:
    out.parent.mkdir(parents=True, exist_ok=True)
    return Path(tempfile.mkdtemp(prefix=f".{out.name}.", suffix=".tmp", dir=out.parent))


def _write_parts(work: Path, kept: TextIO, part: np.ndarray, dev: DevSet | None) -> None:
    with contextlib.ExitStack() as stack:
        files = [stack.enter_context(open(work / f"{name}.tsv", "w", encoding="utf-8", newline="\n"))
                 for name in splits.PARTS]
        kept.seek(0)
        for label, line in zip(part.tobytes(), kept, strict=True):
            files[label].write(line)
        for src, tgt in dev.pairs if dev else ():
            files[splits.DEV].write(f"{src}\t{tgt}\n")

