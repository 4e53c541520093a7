"""A run gets another name, and so does the model that it holds."""

from __future__ import annotations

from dataclasses import replace

from core.formats import native
from core.training.claim import claimed
from core.training.run_dir import RunDir

LONGEST_NAME = 80  # characters


def rename(run: RunDir, name: str) -> None:
    """Raises RunError, also while the run is being trained: the training would write the old name again."""
    with claimed(run.path):
        run.write_spec(replace(run.read_spec(), name=name[:LONGEST_NAME]))
        if (run.path / native.CONFIG).is_file():
            native.rename_model(run.path, name[:LONGEST_NAME])
