"""Hostile and broken files: how long the import takes to say what is wrong, and in how much memory."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.core.corpus.bad_files import BAR_MB, BAR_S, CASES, flaw, run


def lines(line: Callable) -> Iterator:
    """The lines of `make bench`: one a case. All but a word of what is said is left out."""
    for case in CASES:
        with tempfile.TemporaryDirectory() as folder:
            paths, out = case.make(Path(folder)), Path(folder) / "corpus"
            found = run(paths, out, case.before)
            wrong = flaw(case, found, paths, out)
        measured = f"{found.seconds:.2f} s ({found.cpu_s:.2f} of CPU), {found.memory_mb} MB"
        yield line(f"import: {case.name}", f"one message in {BAR_S:.0f} s, {BAR_MB} MB",
                   f"{measured}; {wrong}" if wrong else measured, not wrong and found.seconds < BAR_S)
