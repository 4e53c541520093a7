"""Sentence pairs from files: TSV (source TAB target), or a Moses pair of line-aligned files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

Pair = tuple[str, str]  # source, target


class CorpusError(ValueError):
    """A corpus that cannot be read: the file, the line, what was expected and what came."""


@dataclass
class Corpus:
    """The pairs that were read, and why others were left out (reason -> how many)."""

    pairs: list[Pair]
    skipped: Counter = field(default_factory=Counter)


def read_corpus(paths: list[Path]) -> Corpus:
    """One TSV file or two line-aligned files. Raises CorpusError."""
    if len(paths) == 1:
        return _collected(paths[0], read_tsv(paths[0]))
    if len(paths) == 2:
        return _collected(paths[0], read_moses(*paths))
    raise CorpusError(f"expected one TSV file or two line-aligned files, got {len(paths)} files")


def read_tsv(path: Path) -> Iterator[Pair]:
    """Source and target of every line; columns after the second are ignored.

    A blank line is a pair of empty sides: editors leave them at the end of files.
    """
    for number, line in numbered_lines(path):
        columns = line.split("\t") if line.strip() else ["", ""]
        if len(columns) < 2:
            raise CorpusError(f"{path}, line {number}: expected source and target with a TAB between "
                              f"them, found no TAB in {_quoted(line)}")
        yield columns[0], columns[1]


def read_moses(src_path: Path, tgt_path: Path) -> Iterator[Pair]:
    """Line i of one file translates line i of the other."""
    src_lines, tgt_lines = list(numbered_lines(src_path)), list(numbered_lines(tgt_path))
    if len(src_lines) != len(tgt_lines):
        raise CorpusError(f"{src_path} has {len(src_lines)} lines and {tgt_path} has {len(tgt_lines)}: "
                          "expected as many in each, line i translating line i")
    for (_, src), (_, tgt) in zip(src_lines, tgt_lines, strict=True):
        yield src, tgt


def read_lines(path: Path) -> list[str]:
    """The lines of a text file, without their ends. Raises CorpusError."""
    return [line for _, line in numbered_lines(path)]


def numbered_lines(path: Path) -> Iterator[tuple[int, str]]:
    """(line number from 1, line) of a UTF-8 file, with or without a byte order mark.

    Only line feeds end a line (with or without a carriage return): U+2028 and form feeds, at which
    str.splitlines would break too, occur inside real sentences.
    """
    try:
        with open(path, "rb") as file:
            number = 0
            for number, raw in enumerate(file, 1):
                if number == 1:
                    raw = raw.removeprefix(b"\xef\xbb\xbf")
                yield number, _decoded(path, number, raw)
            if number == 0:
                raise CorpusError(f"{path}: the file is empty; expected one sentence or pair a line")
    except FileNotFoundError:
        raise CorpusError(f"{path}: there is no such file") from None
    except IsADirectoryError:
        raise CorpusError(f"{path}: expected a file, found a folder") from None
    except OSError as error:
        raise CorpusError(f"{path}: cannot be read: {error.strerror}") from None


def _decoded(path: Path, number: int, raw: bytes) -> str:
    if b"\0" in raw:  # UTF-16 without a byte order mark passes for UTF-8 where it is all ASCII
        raise CorpusError(f"{path}, line {number}: expected UTF-8 text, found a NUL byte at column "
                          f"{raw.index(0) + 1} (is the file UTF-16?); save it as UTF-8 and try again")
    try:
        return raw.rstrip(b"\r\n").decode("utf-8")
    except UnicodeDecodeError as error:
        raise CorpusError(f"{path}, line {number}: expected UTF-8, found the byte "
                          f"{raw[error.start]:#04x} at column {error.start + 1}; save the file as UTF-8 "
                          "and try again") from None


def _collected(path: Path, pairs: Iterator[Pair]) -> Corpus:
    """All pairs but empty and repeated ones. Raises CorpusError where none is left."""
    corpus, seen = Corpus([]), set()
    for src, tgt in pairs:
        pair = (src.strip(), tgt.strip())
        if not all(pair):
            corpus.skipped["empty side"] += 1
        elif pair in seen:
            corpus.skipped["repeated"] += 1
        else:
            seen.add(pair)
            corpus.pairs.append(pair)
    if not corpus.pairs:
        raise CorpusError(f"{path}: no line has both a source and a target sentence")
    return corpus


def _quoted(line: str) -> str:
    return f'"{line[:40]}{"…" if len(line) > 40 else ""}"'
