"""What a run's folder keeps of its training, read anew."""

from __future__ import annotations

from pathlib import Path

from core import params
from core.training import before_after, run_dir
from desktop.controllers.run_metrics import RunMetrics


def read_record(path: Path) -> RunMetrics:
    """A run's history from its folder, with the facts that its child told when it started."""
    spec = run_dir.RunDir(path).read_spec()
    metrics = RunMetrics(run_dir.read_metrics(path))
    metrics.started = {
        "pairs": spec.pairs, "num_weights": params.count(spec.model),
        "num_encoder_layers": spec.model.num_encoder_layers,
        "num_decoder_layers": spec.model.num_decoder_layers, "num_heads": spec.model.num_heads,
        "time_budget_s": spec.train.time_budget_s, "learning_rate": spec.train.learning_rate,
        "patience": spec.train.patience, "clip_norm": spec.train.clip_norm,
    }
    metrics.report = before_after.read_report(path)
    metrics.is_rolled_back = run_dir.RunDir(path).is_rolled_back()
    return metrics
