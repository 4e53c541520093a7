"""Archives that somebody has downloaded, unpacked with care: zip (and .argosmodel), tar and tar.gz.

Refused before anything is written: absolute paths and "..", links and devices, more files or bytes than a
model has, and data that grows more than a model's does. Only what a model needs is unpacked; of other files,
pictures or weights in layouts that are not read, there is the name alone.
"""

from __future__ import annotations

import contextlib
import lzma
import struct
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import IO

from core.formats.native import ModelError
from core.formats.scratch import scratch_folder
from core.importing import files
from core.text import shortlist

_MAX_FILES = 2000
_MAX_BYTES = 8_000_000_000
# Times the size of the archive. Weights hardly shrink; nine of ten of them zero, they would to a sixth.
_MAX_GROWTH = 20
_SMALLEST_LIMIT = 50_000_000
_PREFIX = "pellucid-model-"
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
    with scratch_folder(Path(tempfile.gettempdir()), _PREFIX) as folder:
        _unpack(path, folder)
        yield folder


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
        raise ModelError(f"{path}: expected a whole archive, but it is damaged, cut short or locked: get it "
                         "anew") from None


def _write(path: Path, folder: Path, entries: Iterator[tuple[str, int, IO[bytes]]]) -> None:
    limit = min(_MAX_BYTES, max(path.stat().st_size * _MAX_GROWTH, _SMALLEST_LIMIT))
    written = 0
    for count, (name, size, file) in enumerate(entries, 1):
        if count > _MAX_FILES:
            raise ModelError(f"{path}: holds more than {_MAX_FILES} files, which no model does")
        target = folder.joinpath(*_checked(path, name).parts)
        target.parent.mkdir(parents=True, exist_ok=True)
        begins_right = _weights(target.name)
        if begins_right is None and not _is_small_part(target.name):
            file.close()
            target.touch()
            continue
        if begins_right is None and size > files.MAX_BYTES:
            raise ModelError(f"{path}: {name:.80}: expected at most {files.MAX_BYTES} bytes, found {size}")
        if written + size > limit:
            raise ModelError(f"{path}: would unpack to more than {limit} bytes, which no model of "
                             "its size does")
        with file, open(target, "xb") as out:
            while chunk := file.read(_CHUNK):
                if begins_right and len(chunk) == _CHUNK and not out.tell() and not begins_right(chunk):
                    raise ModelError(f"{path}: {name:.80}: does not begin as a file of weights does: it is "
                                     "damaged, or not what its name says")
                written += len(chunk)
                if written > limit:  # whatever its entry says
                    raise ModelError(f"{path}: {name:.80} is larger than it says")
                out.write(chunk)


def _weights(name: str) -> Callable[[bytes], bool] | None:
    """Whether a large file begins as its name says; None of what is no file of weights."""
    if name.endswith(".npz"):
        return lambda data: data.startswith(b"PK\x03\x04")
    if name in ("model.safetensors", shortlist.FILE):
        return lambda data: data[8:9] == b"{" and any(data[:8])
    return {
        "pytorch_model.bin": lambda data: data.startswith((b"PK\x03\x04", b"\x80")),
        "model.bin": lambda data: 0 < int.from_bytes(data[:4], "little") < 100}.get(name)


def _is_small_part(name: str) -> bool:
    """Settings, vocabularies, models that cut text, the README and the licence."""
    return PurePosixPath(name).suffix in (".json", ".yml", ".yaml", ".spm", ".txt", ".md", ".model") \
        or name in ("README", "LICENSE", "LICENCE", "COPYING")


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
