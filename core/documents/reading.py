"""Which format a file has, and the document in it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from core.documents.document import Document, DocumentError, Languages

MAX_BYTES = 200_000_000


def _text(data: bytes, languages: Languages, **_) -> Document:
    from core.documents.plain_text import PlainText

    return PlainText(data, languages)


def _markdown(data: bytes, languages: Languages, **_) -> Document:
    from core.documents.markdown import Markdown

    return Markdown(data, languages)


def _docx(data: bytes, languages: Languages, **_) -> Document:
    from core.documents.docx import WordDocument

    return WordDocument(data, languages)


def _srt(data: bytes, languages: Languages, **_) -> Document:
    from core.documents.subtitles import Subtitles

    return Subtitles(data, languages)


def _xliff(data: bytes, languages: Languages, **_) -> Document:
    from core.documents.xliff import read_xliff

    return read_xliff(data, languages)


def _po(data: bytes, languages: Languages, **_) -> Document:
    from core.documents.gettext import Catalogue

    return Catalogue(data, languages)


def _tmx(data: bytes, languages: Languages, **_) -> Document:
    from core.documents.tmx import Memory

    return Memory(data, languages)


def _csv(data: bytes, languages: Languages, **which: str) -> Document:
    from core.documents.csv_table import CsvTable

    return CsvTable(data, languages, **which)


_READERS: dict[str, Callable[..., Document]] = {
    ".txt": _text, ".text": _text, ".md": _markdown, ".markdown": _markdown, ".docx": _docx, ".docm": _docx,
    ".srt": _srt, ".xlf": _xliff, ".xliff": _xliff, ".sdlxliff": _xliff, ".mxliff": _xliff,
    ".mqxliff": _xliff, ".po": _po, ".pot": _po, ".tmx": _tmx, ".csv": _csv, ".tsv": _csv,
}
SUFFIXES = tuple(_READERS)
TABLES = tuple(suffix for suffix, reader in _READERS.items() if reader is _csv)


def read_bytes(path: Path) -> bytes:
    """Raises DocumentError in plain words."""
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise DocumentError(f"{path}: has {size:,} bytes; expected at most {MAX_BYTES:,}")
        return path.read_bytes()
    except IsADirectoryError:
        raise DocumentError(f"{path}: expected a file, found a folder") from None
    except FileNotFoundError:
        raise DocumentError(f"{path}: there is no such file") from None
    except OSError as error:
        raise DocumentError(f"{path}: cannot be read: {error.strerror}") from None


def read_document(
    path: Path, data: bytes, languages: Languages, column: str = "", into: str = "", header: str = ""
) -> Document:
    """The document of a file whose bytes are given, by the file's suffix; the rest is for CSV. Raises
    DocumentError."""
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise DocumentError(f"{path}: expected a document of one of these kinds: {', '.join(SUFFIXES)}")
    if not data.strip():
        raise DocumentError(f"{path}: the file is empty")
    try:
        document = reader(data, languages, column=column, into=into, header=header)
    except DocumentError as error:
        raise DocumentError(f"{path}: {error}") from None
    if not document.units and not document.kept:
        raise DocumentError(f"{path}: there is no text to translate in this document")
    return document
