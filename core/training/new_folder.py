"""The folder of a new run: free before, and afterwards with all of its first files or none."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path

from core.formats import native
from core.training.run_dir import RUN, RunDir, RunError


def check_free(path: Path) -> None:
    """Raises RunError."""
    if (path / RUN).exists():
        raise RunError(f"{path}: holds a training run already; continue it with "
                       f"`pellucid resume {path}`, or choose another folder")
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise RunError(f"{path}: expected a new or empty folder for the run")


@contextlib.contextmanager
def filled(run: RunDir) -> Iterator[None]:
    """Makes the folder; where its first files cannot all be written, none is left. Raises RunError."""
    is_new = not run.path.exists()
    try:
        run.path.mkdir(parents=True, exist_ok=True)
        yield
    except BaseException as error:
        shutil.rmtree(run.data("train").parent, ignore_errors=True)
        with contextlib.suppress(OSError):
            run.tokenizer_path.unlink(missing_ok=True)
            (run.path / native.LICENCE).unlink(missing_ok=True)
            if is_new:
                run.path.rmdir()
        if isinstance(error, OSError):
            raise RunError(f"{run.path}: cannot be written: {error.strerror}") from None
        raise
