"""One training works on a run at a time: a lock that the system lets go of however its holder ends."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from core.formats.locking import is_taken
from core.training.run_dir import RunError

LOCK = "run.lock"


@contextmanager
def claimed(folder: Path) -> Iterator[None]:
    """Holds the run in `folder` for this training. Raises RunError where another one has it.

    The status file cannot settle this: two processes may read "interrupted" before either writes.
    """
    with open(folder / LOCK, "ab") as file:
        if is_taken(file):
            raise RunError(f"{folder}: this run is being trained by another process")
        yield
