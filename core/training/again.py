"""A run once more: the same sentences, split, model and settings but those that are changed."""

from __future__ import annotations

import shutil
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from core.formats import atomic, native
from core.training.new_folder import check_free, filled
from core.training.preflight import check_disk, parts_that_fit
from core.training.prepare import now
from core.training.run_dir import RunDir, RunError

_ALWAYS = ("data/train.tsv", "data/dev.tsv", native.TOKENIZER)
_PERHAPS = ("data/general.tsv", "data/weights.json", "data/init.safetensors", "data/inherited.json",
            native.LICENCE)


def begin_again(old: RunDir, out: Path, changes: dict[str, Any], name: str | None = None) -> RunDir:
    """From what the old run's folder holds: the files that it read may be gone. `changes`: of TrainConfig.

    Raises RunError or ConfigError.
    """
    spec, run = old.read_spec(), RunDir(out)
    check_free(run.path)
    for file in _ALWAYS:
        if not (old.path / file).is_file():
            raise RunError(f"{old.path / file}: the file is missing; expected the folder of a training run")
    settings = replace(spec.train, **changes)
    check_disk(run.path, spec.model, settings)
    settings = replace(settings, accumulate=parts_that_fit(spec.model, settings))
    with filled(run):
        for file in (*_ALWAYS, *_PERHAPS):
            if (old.path / file).is_file():
                atomic.write_with(run.path / file, partial(shutil.copyfile, old.path / file))
        parent, before = old.parent, old.before()
        if parent:  # as seen from the new folder
            run.write_inherited(old.inherited(), Path(parent), {"name": before[0], "facts": before[1]})
        run.write_spec(replace(spec, name=name or spec.name, created=now(), train=settings))
    return run
