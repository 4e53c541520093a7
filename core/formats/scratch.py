"""Folders in which something is made until it is whole, and what becomes of those whose maker was killed."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from core.formats.atomic import sync_folder
from core.formats.locking import is_taken

MAKING = ".making-"  # so is called what is not a model yet, beside the models
_LOCK, _INSIDE = ".lock", "made"


@contextlib.contextmanager
def scratch_folder(parent: Path, prefix: str) -> Iterator[Path]:
    """An empty folder somewhere below `parent`, removed at the end unless it has been moved away.

    Its maker holds a lock, which the system lets go of when it is killed: by that `remove_abandoned`, which
    is called first, knows what nobody needs any more.
    """
    parent.mkdir(parents=True, exist_ok=True)
    remove_abandoned(parent, prefix)
    folder = Path(tempfile.mkdtemp(prefix=prefix, dir=parent))
    try:
        with open(folder / _LOCK, "wb") as lock:
            is_taken(lock)
            (folder / _INSIDE).mkdir()
            yield folder / _INSIDE
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def check_free(out: Path) -> None:
    """Raises FileExistsError where `out` is something else than a new or an empty folder; what a killed
    process had begun to write there goes."""
    remove_abandoned(out, MAKING)
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise FileExistsError(f"{out}: expected a new or empty folder for the model")


@contextlib.contextmanager
def whole_folder(out: Path, last: str) -> Iterator[Path]:
    """A folder to write into, whose files are afterwards those of `out`, all or none; `last` the last of them
    where `out` was there before, empty. Raises OSError."""
    is_new = not out.exists()
    try:
        with scratch_folder(out.parent if is_new else out, MAKING) as folder:
            yield folder
            if is_new:
                folder.rename(out)
            else:  # it may be another disk, or where somebody's shell stands: it stays what it is
                for file in sorted(folder.iterdir(), key=lambda file: file.name == last):
                    file.rename(out / file.name)
            sync_folder(out.parent if is_new else out)
    except OSError as error:
        error.filename = str(out)  # the name that a person knows
        raise


def remove_abandoned(parent: Path, prefix: str) -> None:
    """Removes what killed processes have left in `parent`; what cannot be removed stays."""
    for folder in parent.glob(f"{prefix}*") if parent.is_dir() else ():
        if not folder.is_symlink() and _is_abandoned(folder):
            shutil.rmtree(folder, ignore_errors=True)


def _is_abandoned(folder: Path) -> bool:
    """Whether its lock can be had, on a file system that knows locks: then nobody else can have it."""
    try:
        if not (folder / _INSIDE).exists():  # its maker is about to lock it, or something else made it
            return False
        with open(folder / _LOCK, "rb+") as lock, open(folder / _LOCK, "rb+") as again:
            return not is_taken(lock) and is_taken(again)
    except OSError:  # another user's, or being removed by its maker
        return False
