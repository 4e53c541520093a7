"""A text file read block by block: opened safely, decoded strictly, in constant memory."""

from __future__ import annotations

import codecs
import re
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from core.corpus import encodings
from core.corpus.unit import CorpusError, quoted

BLOCK = 1 << 16
HEAD = 1 << 16  # bytes from which format and encoding are told
LONGEST_LINE = 1 << 20  # characters; a table's line beyond it is skipped, never held

_LONGEST_COMMENT = 1 << 22  # bytes before the first element or entry
_XML_COMMENT = re.compile(rb"<!--.*?(?:-->|\Z)", re.DOTALL)
_ELEMENT = re.compile(rb"<[A-Za-z]")

_NOT_TEXT = {
    b"PK\x03\x04": "a ZIP archive (or an Office document); unpack it, or save the sheet as CSV or TSV",
    b"\x1f\x8b": "compressed with gzip; unpack it", b"BZh": "compressed with bzip2; unpack it",
    b"\xfd7zXZ": "compressed with xz; unpack it", b"7z\xbc\xaf": "a 7z archive; unpack it",
    b"Rar!": "a RAR archive; unpack it", b"%PDF": "a PDF; save its text as a plain file",
    b"\xd0\xcf\x11\xe0": "an old Office document; save it as CSV or TSV",
    b"SQLite format 3": "a database (such as a Trados .sdltm); export it as TMX",
    b"\xde\x12\x04\x95": "a compiled .mo catalogue; give the .po file that it was made from",
    b"\x95\x04\x12\xde": "a compiled .mo catalogue; give the .po file that it was made from",
}


class TextFile:
    """One file as decoded text. `progress` hears how many bytes have been read, once a block."""

    def __init__(self, path: Path, encoding: str = "", progress: Callable[[int], object] = lambda done: None):
        self.path = path
        self._progress = progress
        with self._errors_named():
            self.size = self._checked_size()
            with open(path, "rb") as file:
                raw = _head(file)
        if not raw:
            raise CorpusError(f"{path}: the file is empty; expected sentence pairs")
        for magic, what in _NOT_TEXT.items():
            if raw.startswith(magic):
                raise CorpusError(f"{path}: expected text, found {what}")
        self.encoding = encodings.find(raw, str(path), encoding)
        self._skip = encodings.mark_length(raw)
        self.head = raw[self._skip:].decode(self.encoding, "replace")
        if len(raw) < self.size:  # the last character may be cut
            self.head = self.head[:-4]
        self._has_old_ends = "\r" in self.head and "\n" not in self.head  # of a Macintosh before 2001
        if self._has_old_ends:
            self.head = self.head.replace("\r", "\n")

    def _checked_size(self) -> int:
        status = self.path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise CorpusError(f"{self.path}: expected a file, found a folder; name the files in it")
        if not stat.S_ISREG(status.st_mode):  # reading a pipe or a device might never end
            raise CorpusError(f"{self.path}: expected a file, found a pipe or a device")
        return status.st_size

    def blocks(self) -> Iterator[str]:
        """The text in pieces. Raises CorpusError at the first byte that is none of its encoding, or NUL."""
        decoder = codecs.getincrementaldecoder(self.encoding)("strict")
        done, line = self._skip, 1
        with self._errors_named(), open(self.path, "rb") as file:
            file.seek(self._skip)
            while raw := file.read(BLOCK):
                text = self._decoded(decoder, raw, line)
                done += len(raw)
                self._progress(done)
                line += text.count("\n")
                yield text
            self._decoded(decoder, b"", line, final=True)

    def _decoded(self, decoder, raw: bytes, line: int, final: bool = False) -> str:
        try:
            text = decoder.decode(raw, final)
        except UnicodeDecodeError as error:
            raise CorpusError(self._not_this_encoding(error, line)) from None
        if "\0" in text:
            line += text.count("\n", 0, text.index("\0"))
            raise CorpusError(f"{self.path}, line {line}: expected text, found a NUL; if the file is UTF-16, "
                              "say so with --encoding utf-16, else open it in an editor and save it as UTF-8")
        return text

    def _not_this_encoding(self, error: UnicodeDecodeError, line: int) -> str:
        before = error.object[:error.start].decode(self.encoding, "ignore")
        line += before.count("\n")
        column = len(before) - before.rfind("\n")
        what = (f"{self.path}, line {line}: expected {self.encoding.upper()}, found the byte "
                f"{error.object[error.start]:#04x} at column {column}")
        if error.end == len(error.object) and "end" in error.reason:
            return f"{what}: the file ends within a character; get it again, whole"
        around = re.search(rb"[^\x00-\x20]*\Z", error.object[max(0, error.start - 12):error.start])
        word = re.match(rb"[^\x00-\x20]*", error.object[error.start:error.start + 24])
        text = (around[0] if around else b"") + (word[0] if word else b"")
        return f"{what}; {encodings.advice(text, error.object)}"

    def pieces(self) -> Iterator[str]:
        """Lines with their line feeds; a very long line comes in several pieces."""
        rest = ""
        for block in self.blocks():
            if self._has_old_ends:
                block = block.replace("\r", "\n")
            lines = (rest + block).split("\n")
            rest = lines.pop()
            for line in lines:
                yield line + "\n"
            if len(rest) >= BLOCK:
                yield rest
                rest = ""
        if rest:
            yield rest

    def lines(self) -> Iterator[tuple[int, str | None]]:
        """(line number from 1, line without its end); None for one that is too long to be held.

        Only line feeds end a line (with or without a carriage return; carriage returns alone where the file
        begins so): U+2028 and form feeds, at which
        str.splitlines would break too, occur inside real sentences.
        """
        number, held, length = 1, [], 0
        for piece in self.pieces():
            length += len(piece)
            if length <= LONGEST_LINE:
                held.append(piece)
            if piece.endswith("\n"):
                yield number, "".join(held).rstrip("\r\n") if length <= LONGEST_LINE else None
                number, held, length = number + 1, [], 0
        if length:
            yield number, "".join(held).rstrip("\r\n") if length <= LONGEST_LINE else None

    def too_long(self) -> str:
        """What is said of a line that `lines` gave as None."""
        return f"a line of over {LONGEST_LINE} characters; expected one sentence a line"

    def _errors_named(self):
        return _named_errors(self.path)

    def __repr__(self) -> str:
        return f"TextFile({quoted(str(self.path))}, {self.encoding})"


def _head(file: BinaryIO) -> bytes:
    """The beginning, with whatever stands behind the comments with which a file may begin (a licence)."""
    raw = file.read(HEAD)
    while len(raw) < _LONGEST_COMMENT and _is_comment(raw):
        more = file.read(len(raw))
        if not more:
            break
        raw += more
    return raw


def _is_comment(raw: bytes) -> bool:
    """Nothing but comments of XML or PO, in whatever encoding has ASCII?"""
    plain = raw.translate(None, b"\0\xef\xbb\xbf\xfe\xff").lstrip()
    if plain.startswith(b"<"):
        return not _ELEMENT.search(_XML_COMMENT.sub(b"", plain))
    return plain.startswith(b"#") and all(line.lstrip()[:1] in (b"#", b"") for line in plain.split(b"\n"))


class _named_errors:  # noqa: N801  (used as a statement)
    """Turns what the system says about a file into a CorpusError that names it."""

    def __init__(self, path: Path):
        self._path = path

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind, error, _) -> None:
        if isinstance(error, FileNotFoundError):
            raise CorpusError(f"{self._path}: there is no such file") from None
        if isinstance(error, PermissionError):
            raise CorpusError(f"{self._path}: cannot be read: permission denied; allow reading it, or copy "
                              "it to a folder of yours") from None
        if isinstance(error, OSError):
            raise CorpusError(f"{self._path}: cannot be read: {error.strerror or error}") from None
