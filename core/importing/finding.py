"""Where the model is in what somebody has downloaded: files may lie beside its folder, folders around it."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

from core.formats import native
from core.formats.native import ModelError
from core.importing import ctranslate2, files, huggingface, marian
from core.importing.recognising import only_folder

KINDS: tuple[ModuleType, ...] = (huggingface, marian, ctranslate2)
_MOST_FOLDERS = 500  # looked into; what has more is no download of a model
_DEEPEST = 8
_NAMED = 4


def model_folder(root: Path) -> Path:
    """The one folder that is a model: `root` itself, or one inside it.

    Without any it is `root`, or the one folder in it, so that what it lacks can be said of that. Raises
    ModelError where there are several, none of which anybody has chosen.
    """
    found, left = [], _MOST_FOLDERS
    level = [root]
    for _ in range(_DEEPEST):
        inside = []
        for folder in level[:left]:
            if _is_model(folder):
                found.append(folder)
            else:
                inside += _folders(folder)
        left -= len(level)
        level = inside
    if len(found) > 1:
        names = ", ".join(folder.relative_to(root).as_posix() for folder in found[:_NAMED])
        more = " ..." if len(found) > _NAMED else ""
        raise ModelError(f"{root}: expected one model, found {len(found)} ({names}{more}): unpack it and "
                         "import each folder by itself")
    return found[0] if found else only_folder(root)


def is_native(folder: Path) -> bool:
    """Is it a model folder of our own? Raises ModelError where its config.json cannot be read."""
    return (folder / native.CONFIG).is_file() and "format" in files.read_json(folder / native.CONFIG)


def _is_model(folder: Path) -> bool:
    """Also one whose settings are damaged, so that it is called that."""
    try:
        return is_native(folder) or any(kind.applies(folder) for kind in KINDS)
    except ModelError:
        return True


def _folders(folder: Path) -> list[Path]:
    """Those inside that a person may have put there: no links, and not what systems keep beside files."""
    try:
        return sorted(child for child in folder.iterdir() if child.is_dir() and not child.is_symlink()
                      and not child.name.startswith(".") and child.name != "__MACOSX")
    except OSError:
        return []
