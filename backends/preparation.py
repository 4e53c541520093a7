"""An engine that must be compiled for this machine, once: whoever waits for that is told.

    when_preparing(lambda: print("Preparing the engine for this machine (once) …", file=sys.stderr))
"""

from __future__ import annotations

import time
from collections.abc import Callable

SAID_AFTER_S = 1.0  # a single function that is missing takes less, and nobody need know

_say: Callable[[], None] | None = None
_begun: float | None = None


def when_preparing(say: Callable[[], None] | None) -> None:
    """Calls `say` once, on the thread that waits, as soon as compiling takes over a second; None: nobody
    asks."""
    global _say, _begun
    _say, _begun = say, None


def is_preparing() -> None:
    """An engine calls this before and after each function that it compiles."""
    global _say, _begun
    now = time.monotonic()
    if _begun is None:
        _begun = now
    if _say is not None and now - _begun >= SAID_AFTER_S:
        say, _say = _say, None
        say()
