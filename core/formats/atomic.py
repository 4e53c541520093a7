"""Files appear whole or not at all: written under a temporary name, flushed to the disk, renamed."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

Write = Callable[[Path], object]  # puts the content at the temporary name it is given


def write_bytes(path: Path, data: bytes) -> None:
    """Puts `data` at `path`; what stood there stays until the new file is safely on the disk."""
    write_with(path, lambda temporary: temporary.write_bytes(data))


def write_text(path: Path, text: str) -> None:
    write_bytes(path, text.encode("utf-8"))


def write_with(path: Path, write: Write) -> None:
    """As `write_bytes`, for a library that writes a file by name."""
    write_together({path: write})


def write_together(files: Mapping[Path, Write]) -> None:
    """Files that make sense only together: all are on the disk before the first is renamed.

    So a full disk leaves all the old ones, and only a crash between two renames mixes old and new.
    """
    temporaries: dict[Path, Path] = {}
    try:
        for path, write in files.items():
            temporary = temporaries[path] = _temporary(path)
            write(temporary)
            _sync(temporary)
            temporary.chmod(0o644)  # mkstemp makes private files; a model is not a secret
        for path, temporary in temporaries.items():
            os.replace(temporary, path)
    except BaseException as error:
        for path, temporary in temporaries.items():
            temporary.unlink(missing_ok=True)
            if isinstance(error, OSError) and error.filename == str(temporary):
                error.filename = str(path)  # the name that a person knows
        raise
    for folder in {path.parent for path in files}:
        sync_folder(folder)


def _temporary(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".tmp", dir=path.parent)
    except OSError as error:
        error.filename = str(path)  # the name that a person knows
        raise
    os.close(handle)
    return Path(name)


def remove_leftovers(folder: Path) -> None:
    """Removes what a killed process left half-written in a folder and below. For the only writer."""
    for pattern in (".*.tmp", ".tmp*"):  # ours, and those that safetensors writes to first
        for temporary in folder.rglob(pattern):
            temporary.unlink(missing_ok=True)


def _sync(path: Path) -> None:
    with open(path, "rb+") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Makes the renames in a folder last; Windows has no such call and needs none."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
