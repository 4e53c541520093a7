"""What can honestly be said about a training from its numbers alone. No Qt, no words."""

from __future__ import annotations

import enum
import math
from bisect import bisect_right
from dataclasses import dataclass

from desktop.controllers.run_metrics import LossCurve, RunMetrics

WINDOW = 4  # validations that make a trend
FLAT = 0.005  # a loss that moved by less than this share of itself did not move


class Trend(enum.Enum):
    TOO_EARLY = "too early"
    FALLING = "falling"
    FLAT = "flat"
    RISING = "rising"


@dataclass(frozen=True)
class Health:
    """`change` is the validation loss now, less what it was at step `since`.

    Train and validation loss are not subtracted from one another: the one is taken with dropout, the
    other without (core.training.step).
    """

    trend: Trend
    change: float = 0.0
    since: int = 0
    is_train_falling: bool = False  # over the same steps
    best_step: int = 0
    is_bleu_stalled: bool = False  # the best BLEU is WINDOW validations old or older


def judge(metrics: RunMetrics) -> Health:
    """From the newest `WINDOW` + 1 validations; before there are three, nothing is said."""
    finite = [validation for validation in metrics.validations if math.isfinite(validation.dev_loss)]
    if len(finite) < 3:
        return Health(Trend.TOO_EARLY)
    first, last = finite[-(WINDOW + 1):][0], finite[-1]
    train = _train_change(metrics.loss, first.step, last.step)
    best = metrics.best or last
    later = [validation for validation in finite if validation.step > best.step]
    return Health(_trend(last.dev_loss - first.dev_loss, first.dev_loss), last.dev_loss - first.dev_loss,
                  first.step, _trend(train, first.dev_loss) is Trend.FALLING, best.step,
                  len(later) >= WINDOW)


def _trend(change: float, size: float) -> Trend:
    if abs(change) <= FLAT * size:
        return Trend.FLAT
    return Trend.FALLING if change < 0 else Trend.RISING


def _train_change(curve: LossCurve, first: int, last: int) -> float:
    """Of the smoothed train loss between two steps: the raw one jumps from batch to batch."""
    smooth = curve.smooth()
    at = [bisect_right(curve.steps, step) - 1 for step in (first, last)]
    return smooth[at[1]] - smooth[max(0, at[0])] if at[1] >= 0 else 0.0
