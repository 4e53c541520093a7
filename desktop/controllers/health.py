"""What can honestly be said about a training from its numbers alone. No Qt, no words."""

from __future__ import annotations

import enum
import math
from dataclasses import dataclass, replace

from core.training.divergence import RISE as WORSE
from core.training.divergence import ROLLBACKS, SLACK
from desktop.controllers.run_metrics import RunMetrics, Validation

WINDOW = 4  # validations that make a trend
FEWEST = 3  # before as many, nothing is said
FLAT = 0.005  # a loss that moved by less than this share of itself did not move
RISE = 0.05  # a training loss so far above its lowest is no noise of the batches
GAIN = 0.1  # BLEU that counts as a gain


class State(enum.Enum):
    TOO_EARLY = "too early"
    LEARNING = "learning"
    OVERFITTING = "overfitting"  # since the validation loss was lowest, while the training loss fell on
    STALLED = "stalled"  # neither loss nor BLEU has got better for WINDOW validations
    DIVERGING = "diverging"  # the training loss itself rises, or is no number any more


@dataclass(frozen=True)
class Health:
    """`change` is the validation loss now, less what it was at step `since`; when it is diverging, the
    training loss.

    Train and validation loss are not subtracted from one another: the one is taken with dropout, the
    other without (core.training.step).
    """

    state: State
    change: float = 0.0
    since: int = 0
    best_step: int = 0
    best_bleu: float = 0.0
    went_back_to: int | None = None  # the step to which a training that diverged returned last
    gave_up: bool = False  # it went astray again after its last return, and failed
    forgot: float = 0.0  # BLEU on general sentences, where the run watches some: before step 1, less now


def judge(metrics: RunMetrics, has_failed: bool = False) -> Health:
    """`has_failed`: the run has ended by itself, with an error."""
    return replace(_judge(metrics, has_failed), forgot=_forgot(metrics.validations))


def _forgot(validations: list[Validation]) -> float:
    watched = [validation for validation in validations if validation.general_bleu is not None]
    if not watched or watched[0].step:
        return 0.0
    return watched[0].general_bleu - watched[-1].general_bleu


def _judge(metrics: RunMetrics, has_failed: bool) -> Health:
    back = metrics.returns[-1] if metrics.returns else None
    if has_failed and len(metrics.returns) >= ROLLBACKS:
        return Health(State.DIVERGING, since=back, went_back_to=back, gave_up=True)
    if metrics.diverged_step is not None:
        return Health(State.DIVERGING, math.inf, metrics.diverged_step, went_back_to=back)
    finite = [validation for validation in metrics.validations if math.isfinite(validation.dev_loss)]
    if len(finite) < FEWEST:
        return Health(State.TOO_EARLY, went_back_to=back)
    last, lowest = finite[-1], min(finite, key=lambda validation: validation.dev_loss)
    best = metrics.best or last
    kept = (best.step, best.bleu, back)
    rise = _train_rise(finite)
    if rise is not None:
        return Health(State.DIVERGING, *rise, *kept)
    change = last.dev_loss - lowest.dev_loss
    worse = [validation for validation in finite if validation.step > lowest.step]
    if len(worse) >= 2 and change > FLAT * lowest.dev_loss and _train_fell(lowest, last):
        return Health(State.OVERFITTING, change, lowest.step, *kept)
    if _is_stalled(finite):
        return Health(State.STALLED, change, finite[-WINDOW - 1].step, *kept)
    first = finite[-(WINDOW + 1):][0]
    return Health(State.LEARNING, last.dev_loss - first.dev_loss, first.step, *kept)


def _train_rise(validations: list[Validation]) -> tuple[float, int] | None:
    """(by how much it is higher, than at which step) of a training loss that rises: the two newest lie
    clearly above the lowest, or it is far above that of the model before step 1."""
    known = [validation for validation in validations if validation.train_loss is not None]
    first = validations[0]
    if known and not first.step and known[-1].train_loss > WORSE * first.dev_loss + SLACK:
        return known[-1].train_loss - first.dev_loss, 0
    if len(known) < FEWEST:
        return None
    lowest = min(known, key=lambda validation: validation.train_loss)
    before, last = (validation.train_loss for validation in known[-2:])
    is_clear = last > (1 + RISE) * lowest.train_loss
    return (last - lowest.train_loss, lowest.step) if last > before > lowest.train_loss and is_clear else None


def _train_fell(lowest: Validation, last: Validation) -> bool:
    """Since the validation loss was lowest; taken for granted where the run did not note it."""
    if lowest.train_loss is None or last.train_loss is None:
        return True
    return last.train_loss < lowest.train_loss


def _is_stalled(validations: list[Validation]) -> bool:
    recent, before = validations[-WINDOW:], validations[:-WINDOW]
    if not before:
        return False
    lowest, highest = min(v.dev_loss for v in before), max(v.bleu for v in before)
    return (min(v.dev_loss for v in recent) > (1 - FLAT) * lowest
            and max(v.bleu for v in recent) <= highest + GAIN)
