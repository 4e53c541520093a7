"""One `.pellucid` file with all of a model: a zip of its native folder, which another Pellucid imports."""

from __future__ import annotations

import zipfile
from pathlib import Path

from core.formats import atomic, native

SUFFIX = ".pellucid"


def export_archive(folder: Path, path: Path) -> None:
    """Writes `path` whole or not at all. Raises ModelError where the folder holds no whole model."""
    folder = Path(folder)
    native.read_model(folder)
    atomic.write_with(Path(path), lambda temporary: _zip(folder, temporary))


def _zip(folder: Path, temporary: Path) -> None:
    with zipfile.ZipFile(temporary, "w") as archive:
        for name in (native.CONFIG, native.TOKENIZER, native.WEIGHTS, *native.TEXTS):
            if (folder / name).is_file():
                kind = zipfile.ZIP_STORED if name == native.WEIGHTS else zipfile.ZIP_DEFLATED
                archive.write(folder / name, name, kind)
