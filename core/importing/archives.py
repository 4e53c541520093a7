"""Archives that somebody has downloaded, unpacked with care: zip (and .argosmodel), tar and tar.gz.

Refused before anything is written: absolute paths and "..", links and devices, more files or bytes than a
model has, and data that grows more than a model's does. Only what a model needs is unpacked.
"""

from __future__ import annotations

import contextlib
import lzma
import shutil
import struct
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO

from core.formats.native import ModelError

_MAX_FILES = 2000
_MAX_BYTES = 8_000_000_000
_MAX_GROWTH = 200  # times the size of the archive: JSON and text shrink to a tenth, weights hardly
_CHUNK = 1 << 20
# What reading an archive raises where bytes of it are wrong or missing; the last of all where it is locked.
_DAMAGED = (OSError, EOFError, ValueError, zipfile.BadZipFile, tarfile.TarError, NotImplementedError,
            struct.error, zlib.error, lzma.LZMAError, RuntimeError)


def is_archive(path: Path) -> bool:
    """Also one that is damaged, so that it is called that."""
    try:
        return path.is_file() and (zipfile.is_zipfile(path) or tarfile.is_tarfile(path)
                                   or _begins_as_zip(path))
    except _DAMAGED:
        return True


def _begins_as_zip(path: Path) -> bool:
    """Whether its end, by which zipfile knows one, is there or not."""
    with open(path, "rb") as file:
        return file.read(4) == b"PK\x03\x04"


@contextlib.contextmanager
def unpacked(path: Path) -> Iterator[Path]:
    """A temporary folder with the archive's files, removed at the end. Raises ModelError."""
    folder = Path(tempfile.mkdtemp(prefix="pellucid-model-"))
    try:
        _unpack(path, folder)
        yield _only_folder(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _unpack(path: Path, folder: Path) -> None:
    try:
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                _write(path, folder, _zip_entries(path, archive))
        else:
            with tarfile.open(path) as archive:
                _write(path, folder, _tar_entries(path, archive))
    except _DAMAGED as error:
        if isinstance(error, ModelError):
            raise
        raise ModelError(f"{path}: expected a whole archive, but it is damaged, cut short or locked "
                         f"({' '.join(str(error).split()):.200})") from None


def _write(path: Path, folder: Path, entries: Iterator[tuple[str, int, IO[bytes]]]) -> None:
    limit = min(_MAX_BYTES, max(path.stat().st_size * _MAX_GROWTH, 50_000_000))
    written = 0
    for count, (name, size, file) in enumerate(entries, 1):
        if count > _MAX_FILES:
            raise ModelError(f"{path}: holds more than {_MAX_FILES} files, which no model does")
        if written + size > limit:
            raise ModelError(f"{path}: would unpack to more than {limit} bytes, which no model of "
                             "its size does")
        target = folder.joinpath(*_checked(path, name).parts)
        target.parent.mkdir(parents=True, exist_ok=True)
        with file, open(target, "xb") as out:
            while chunk := file.read(_CHUNK):
                written += len(chunk)
                if written > limit:  # whatever its entry says
                    raise ModelError(f"{path}: {name:.80} is larger than it says")
                out.write(chunk)


def _checked(path: Path, name: str) -> PurePosixPath:
    """The name of a member, as a path inside the folder. Raises ModelError."""
    inner = PurePosixPath(name.replace("\\", "/"))
    if inner.is_absolute() or ".." in inner.parts or not inner.parts or ":" in inner.parts[0] or "\0" in name:
        raise ModelError(f"{path}: holds {name!r:.80}, which would be written outside of the model's folder")
    return inner


def _zip_entries(path: Path, archive: zipfile.ZipFile) -> Iterator[tuple[str, int, IO[bytes]]]:
    entries = archive.infolist()
    for entry in entries:
        kind = entry.external_attr >> 28
        if kind not in (0, 4, 8):  # a folder or a plain file, where it says what it is
            raise ModelError(f"{path}: holds {entry.filename!r:.80}, which is a link or a device, not a file")
        _checked(path, entry.filename)
    for entry in entries:
        if not entry.is_dir():
            yield entry.filename, entry.file_size, archive.open(entry)


def _tar_entries(path: Path, archive: tarfile.TarFile) -> Iterator[tuple[str, int, IO[bytes]]]:
    for entry in archive:
        if not entry.isfile() and not entry.isdir():
            raise ModelError(f"{path}: holds {entry.name!r:.80}, which is a link or a device, not a file")
        if entry.isfile():
            yield entry.name, entry.size, archive.extractfile(entry)


def _only_folder(folder: Path) -> Path:
    """The folder itself, or the single one inside it, however deep."""
    while True:
        children = [child for child in folder.iterdir() if child.name not in ("__MACOSX", ".DS_Store")]
        if len(children) != 1 or not children[0].is_dir():
            return folder
        folder = children[0]
