"""One training works on a run at a time: a lock that the system lets go of however its holder ends."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from core.training.run_dir import RunError

LOCK = "run.lock"
_TAKEN = (errno.EACCES, errno.EAGAIN, errno.EDEADLK)


@contextmanager
def claimed(folder: Path) -> Iterator[None]:
    """Holds the run in `folder` for this training. Raises RunError where another one has it.

    The status file cannot settle this: two processes may read "interrupted" before either writes.
    """
    with open(folder / LOCK, "ab") as file:
        try:
            _lock(file.fileno())
        except OSError as error:
            if error.errno in _TAKEN:
                raise RunError(f"{folder}: this run is being trained by another process") from None
            # The file system knows no locks: the status file has to do.
        yield


def _lock(handle: int) -> None:
    """Takes the lock or raises OSError at once; closing the file gives it back."""
    if os.name == "nt":
        import msvcrt

        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
