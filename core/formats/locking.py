"""A lock on a file that the system lets go of however its holder ends."""

from __future__ import annotations

import errno
import os
from typing import BinaryIO

_TAKEN = (errno.EACCES, errno.EAGAIN, errno.EDEADLK)
_BEHIND = 1 << 40  # where Windows locks: what is locked there nobody else can read


def is_taken(file: BinaryIO) -> bool:
    """Locks an open file until it is closed; True where another process, or another opening, holds it.

    A file system that knows no locks gives it to everyone.
    """
    try:
        if os.name == "nt":
            import msvcrt

            place = file.tell()
            file.seek(_BEHIND)
            try:
                msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
            finally:
                file.seek(place)
        else:
            import fcntl

            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return error.errno in _TAKEN
    return False
