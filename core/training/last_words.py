"""What a training that fails says of why, and the room that is kept for it on a disk that gets full."""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Iterator
from pathlib import Path

ROOM, ROOM_BYTES = ".room", 1 << 16


@contextlib.contextmanager
def room_kept(run: Path) -> Iterator[None]:
    """While it lasts, a file takes as much of the disk as the run's status needs afterwards, amply."""
    path = run / ROOM
    with contextlib.suppress(OSError):
        path.write_bytes(os.urandom(ROOM_BYTES))  # zeros may take no room
    try:
        yield
    finally:
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)


def in_words(error: Exception, run: Path, saved_step: int | None) -> str:
    """`saved_step`: of the newest checkpoint; None where there is none."""
    if not isinstance(error, OSError) or not error.strerror:
        return str(error)
    saved = "" if saved_step is None else f" Everything up to step {saved_step} is saved."
    remedy = " Make room, then resume the run." if error.errno == errno.ENOSPC else ""
    return f"{error.filename or run}: {error.strerror}.{saved}{remedy}"
