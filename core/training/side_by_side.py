"""Runs beside one another: what came of each, and the settings in which they differ."""

from __future__ import annotations

import json
from typing import Any

from core.training.run_dir import RunDir


def side_by_side(runs: list[RunDir]) -> list[dict[str, Any]]:
    """Of each run its scores, and those of its settings in which the runs differ."""
    infos, specs = [one.info() for one in runs], [one.read_spec() for one in runs]
    settings = [{**spec.model.to_dict(), **spec.train.to_dict(), "preset": spec.preset, "pairs": spec.pairs}
                for spec in specs]
    differing = [name for name in settings[0] if len({json.dumps(one[name]) for one in settings}) > 1]
    return [{"name": info.name, "status": info.status, "step": info.step, "best_bleu": info.best_bleu,
             "best_step": info.best_step, "lineage": info.lineage, "note": info.note or None,
             "differs": {name: values[name] for name in differing}}
            for info, values in zip(infos, settings, strict=True)]
