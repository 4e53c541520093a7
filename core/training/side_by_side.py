"""Runs beside one another: what came of each, and the settings in which they differ."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from core.training.run_dir import RunDir


def side_by_side(runs: list[RunDir]) -> list[dict[str, Any]]:
    """Of each run its scores, and those of its settings in which the runs differ; "other_sentences": its
    scores are over other sentences than those of the first run, and say nothing beside them; "other_pairs":
    it learned from other pairs than the first, whatever their files are called."""
    infos, specs = [one.info() for one in runs], [one.read_spec() for one in runs]
    settings = [{**spec.model.to_dict(), **spec.train.to_dict(), "preset": spec.preset,
                 "corpus": _names(spec.corpus), "pairs": spec.pairs, "general": _names(spec.general),
                 "mix": spec.mix_reached} for spec in specs]
    learned, sentences = ([_digest(one, part) for one in runs] for part in ("train", "dev"))
    differing = [name for name in settings[0] if len({json.dumps(one[name]) for one in settings}) > 1
                 or (name == "corpus" and len(set(learned)) > 1)]
    return [{"name": info.name, "status": info.status, "step": info.step, "best_bleu": info.best_bleu,
             "other_sentences": held_out != sentences[0], "other_pairs": pairs != learned[0],
             "best_step": info.best_step, "lineage": info.lineage, "note": info.note or None,
             "differs": {name: values[name] for name in differing}}
            for info, values, pairs, held_out in zip(infos, settings, learned, sentences, strict=True)]


def _names(paths: list[str]) -> str:
    return ", ".join(Path(path).name for path in paths)


def _digest(run: RunDir, part: str) -> bytes:
    """Of what it learns from, or of what its scores are over."""
    try:
        with open(run.data(part), "rb") as file:
            return hashlib.file_digest(file, "sha256").digest()
    except OSError:  # the scores stand without them
        return b""
