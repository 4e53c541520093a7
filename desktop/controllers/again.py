"""A run that went astray, asked for once more: the same sentences and size, with a lower learning rate."""

from __future__ import annotations

from pathlib import Path

from core.training.presets import PRESETS
from desktop.controllers.run_metrics import RunMetrics
from desktop.controllers.runs import Run, RunRequest


def with_lower_rate(run: Run, metrics: RunMetrics) -> RunRequest | None:
    """With half of the lowest rate that the run tried: each return halved it. None where the form cannot
    ask for it: sentences of several files, or a rate that is not known."""
    rate = metrics.started.get("learning_rate")
    if not rate or len(run.corpus) != 1:
        return None
    seconds = metrics.started.get("time_budget_s")
    return RunRequest(
        Path(run.corpus[0]), run.name, run.preset if run.preset in PRESETS else next(iter(PRESETS)),
        run.src_lang, run.tgt_lang, seconds / 60 if seconds else None,
        init=Path(run.parent) if run.parent else None, patience=metrics.started.get("patience") or 0,
        learning_rate=float(f"{rate * 0.5 ** (len(metrics.returns) + 1):.2g}"))
