"""Is what somebody has dropped, maybe in another place than that for models, a model? By names alone.

Whether it can be opened is for `core.importing.importer` to say.
"""

from __future__ import annotations

import contextlib
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

_OURS = (".pellucid", ".argosmodel", ".safetensors", ".spm", ".npz")  # nothing else is called so
_ARCHIVES = (".zip", ".tar", ".tgz", ".tar.gz")
_MARKS = ("model.safetensors", "pytorch_model.bin", "model.bin", "decoder.yml")
_MOST_ENTRIES = 5000
_MOST_BYTES = 2_000_000_000  # of an archive that must be unpacked to be listed


def may_be_model(path: Path) -> bool:
    """False of what need not be looked at: any file called as text and documents are."""
    return path.name.endswith((*_OURS, *_ARCHIVES)) or path.name in _MARKS or path.is_dir()


def is_model(path: Path) -> bool:
    """Looks into a folder, or at the list of an archive: not for the window's thread. Never raises."""
    with contextlib.suppress(OSError, EOFError, ValueError, RuntimeError, NotImplementedError,
                             zipfile.BadZipFile, tarfile.TarError):
        if path.is_dir():
            inner = only_folder(path)
            return any((place / name).is_file() for place in (path, inner, inner / "model")
                       for name in _MARKS)
        if path.name.endswith(_OURS) or path.name in _MARKS:
            return True
        return any(PurePosixPath(name).name in _MARKS for _, name in zip(range(_MOST_ENTRIES), _names(path),
                                                                         strict=False))
    return False


def only_folder(folder: Path) -> Path:
    """The folder itself, or the single one inside it, however deep."""
    while True:
        children = [child for child in folder.iterdir() if child.name not in ("__MACOSX", ".DS_Store")]
        if len(children) != 1 or not children[0].is_dir():
            return folder
        folder = children[0]


def _names(path: Path) -> Iterator[str]:
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as archive:
            yield from archive.namelist()
        return
    with tarfile.open(path) as archive:
        for entry in archive:
            if entry.offset > _MOST_BYTES:
                return
            yield entry.name
