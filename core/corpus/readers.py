"""Sentence pairs for a training: any corpus file, a pair of them, or a folder that an import made."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from core.corpus import cleaning, project
from core.corpus.importing import REPORT
from core.corpus.pairing import Pairing
from core.corpus.report import FileReport
from core.corpus.rows import rows
from core.corpus.sources import open_all
from core.corpus.textfile import TextFile
from core.corpus.unit import CorpusError, Pair, Reading, quoted

NO_PAIR = "no line has both a source and a target sentence"


@dataclass
class Corpus:
    """The pairs that were read, and why others were left out (reason -> how many)."""

    pairs: list[Pair]
    skipped: Counter = field(default_factory=Counter)
    langs: tuple[str, str] = ("", "")  # as the files name them
    weights: list[float] | None = None  # how often an epoch has each pair; once where nothing is said


def read_corpus(paths: list[Path], reading: Reading | None = None) -> Corpus:
    """All pairs of the files but empty and repeated ones. Raises CorpusError where none is left.

    A folder that `pellucid import` made gives its training part, as its project.json mixes it.
    """
    if len(paths) == 1 and is_imported(paths[0]):
        pairs, weights = project.pairs_for_training(paths[0])
        return Corpus(pairs, langs=_imported_langs(paths[0]), weights=weights)
    reading = reading or Reading()
    corpus, seen, src, tgt, flaws = Corpus([]), set(), reading.src, reading.tgt, []
    for number, source in enumerate(open_all(paths, reading)):
        report = FileReport(source.path, source.format, "")
        pairing = Pairing(source.path, src, tgt)
        for row in rows(source, number, reading, report, pairing):
            if row.mark:
                corpus.skipped[row.mark] += 1
            else:
                _add(corpus, seen, row.src, row.tgt)
        corpus.skipped["empty side"] += report.dropped[cleaning.EMPTY]
        corpus.skipped[cleaning.UNREADABLE] += report.num_problems
        flaws += [f"{source.path}, line {problem['line']}: {problem['reason']}"
                  for problem in report.problems[:1]]
        src, tgt = src or pairing.src, tgt or pairing.tgt
    if not corpus.pairs:
        raise CorpusError(flaws[0] if flaws else f"{paths[0]}: {NO_PAIR}")
    corpus.langs = (src, tgt)
    return corpus


def is_imported(path: Path) -> bool:
    """Is it a corpus folder, as `core.corpus.importing` writes it?"""
    return (path / REPORT).is_file() and (path / "train.tsv").is_file()


def _imported_langs(path: Path) -> tuple[str, str]:
    try:
        report = json.loads((path / REPORT).read_text(encoding="utf-8"))
        return str(report["src_lang"]), str(report["tgt_lang"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return "", ""  # the sentences are worth reading without


def read_tsv(path: Path) -> Iterator[Pair]:
    """Source and target of every line of a plain TSV, such as Pellucid writes: quotes are letters.

    A blank line is a pair of empty sides. Raises CorpusError at a line without a TAB.
    """
    file = TextFile(path)
    for number, line in file.lines():
        if line is None:
            raise CorpusError(f"{path}, line {number}: {file.too_long()}")
        columns = line.split("\t") if line.strip() else ["", ""]
        if len(columns) < 2:
            raise CorpusError(f"{path}, line {number}: expected source and target with a TAB between "
                              f"them, found no TAB in {quoted(line)}")
        yield columns[0], columns[1]


def read_plain(path: Path) -> list[Pair]:
    """The pairs of a plain TSV but empty ones; repeated ones stay.

    Raises CorpusError where none is left.
    """
    pairs = [(src.strip(), tgt.strip()) for src, tgt in read_tsv(path) if src.strip() and tgt.strip()]
    if not pairs:
        raise CorpusError(f"{path}: {NO_PAIR}")
    return pairs


def read_lines(path: Path) -> list[str]:
    """The lines of a text file, without their ends. Raises CorpusError."""
    file, lines = TextFile(path), []
    for number, line in file.lines():
        if line is None:
            raise CorpusError(f"{path}, line {number}: {file.too_long()}")
        lines.append(line)
    return lines


def _add(corpus: Corpus, seen: set[Pair], src: str, tgt: str) -> None:
    pair = tuple(text.replace("\r\n", " ").replace("\n", " ").strip() for text in (src, tgt))
    if not all(pair):
        corpus.skipped["empty side"] += 1
    elif pair in seen:
        corpus.skipped["repeated"] += 1
    else:
        seen.add(pair)
        corpus.pairs.append(pair)
