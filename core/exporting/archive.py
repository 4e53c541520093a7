"""One `.pellucid` file with all of a model: a zip of its native folder, which another Pellucid imports."""

from __future__ import annotations

import zipfile
from pathlib import Path

from core.formats import atomic, native
from core.formats.native import ModelError
from core.formats.tensors import TensorFileError
from core.text import shortlist

SUFFIX = ".pellucid"


def export_archive(folder: Path, path: Path, replaces: bool = False) -> None:
    """Writes `path` whole or not at all; with `replaces` in the place of the file that is there.

    Raises ModelError where the folder holds no whole model, or the place is taken.
    """
    folder = Path(folder)
    if path.is_dir():
        raise ModelError(f"{path}: there is a folder of that name already; choose another")
    if path.exists() and not replaces:
        raise ModelError(f"{path}: there is a file of that name already; choose another (on the command line "
                         "--replace takes its place)")
    card, _, _ = native.read_model(folder)
    try:
        shortlist.load(folder, card.config)
    except TensorFileError as error:
        raise ModelError(str(error)) from None
    atomic.write_with(Path(path), lambda temporary: _zip(folder, temporary))


def _zip(folder: Path, temporary: Path) -> None:
    with zipfile.ZipFile(temporary, "w") as archive:
        for name in (native.CONFIG, native.TOKENIZER, native.WEIGHTS, shortlist.FILE, *native.TEXTS):
            if (folder / name).is_file():
                kind = zipfile.ZIP_STORED if name.endswith(".safetensors") else zipfile.ZIP_DEFLATED
                archive.write(folder / name, name, kind)
