"""A run that went astray, asked for once more: all as it was, with a lower learning rate."""

from __future__ import annotations

from core.training.presets import PRESETS
from desktop.controllers.run_metrics import RunMetrics
from desktop.controllers.runs import Run, RunRequest


def with_lower_rate(run: Run, metrics: RunMetrics) -> RunRequest | None:
    """With half of the lowest rate that the run tried: each return halved it. None where the rate is not
    known."""
    rate = metrics.started.get("learning_rate")
    if not rate:
        return None
    preset = run.preset if run.preset in PRESETS else next(iter(PRESETS))
    return RunRequest(
        run.path / "data" / "train.tsv", run.name, preset, run.src_lang, run.tgt_lang, None, again=run.path,
        learning_rate=float(f"{rate * 0.5 ** (len(metrics.returns) + 1):.2g}"))
