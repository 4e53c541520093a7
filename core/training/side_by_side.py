"""Runs beside one another: what came of each, and the settings in which they differ."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from core.training.run_dir import RunDir


def side_by_side(runs: list[RunDir]) -> list[dict[str, Any]]:
    """Of each run its scores, and those of its settings in which the runs differ; "other_sentences": its
    scores are over other sentences than those of the first run, and say nothing beside them."""
    infos, specs = [one.info() for one in runs], [one.read_spec() for one in runs]
    settings = [{**spec.model.to_dict(), **spec.train.to_dict(), "preset": spec.preset,
                 "corpus": _names(spec.corpus), "pairs": spec.pairs, "general": _names(spec.general),
                 "mix": spec.mix_reached} for spec in specs]
    sentences = [_sentences(one) for one in runs]
    differing = [name for name in settings[0] if len({json.dumps(one[name]) for one in settings}) > 1]
    return [{"name": info.name, "status": info.status, "step": info.step, "best_bleu": info.best_bleu,
             "other_sentences": held_out != sentences[0],
             "best_step": info.best_step, "lineage": info.lineage, "note": info.note or None,
             "differs": {name: values[name] for name in differing}}
            for info, values, held_out in zip(infos, settings, sentences, strict=True)]


def _names(paths: list[str]) -> str:
    return ", ".join(Path(path).name for path in paths)


def _sentences(run: RunDir) -> bytes:
    """Those that its scores are over."""
    try:
        return run.data("dev").read_bytes()
    except OSError:  # the scores stand without them
        return b""
