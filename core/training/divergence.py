"""When a training has gone astray, and what is said of it. It then goes back and learns more slowly."""

from __future__ import annotations

import math

RISE, SLACK = 1.5, 0.5  # nats: a mean loss above RISE times the lowest and SLACK more has gone astray
ROLLBACKS = 3  # after as many the training fails: the rate is not what is wrong


class AstrayError(ArithmeticError):
    """The loss is no number, or far above what it was; the message says which, as a sentence."""


def check_finite(value: float, step: int) -> None:
    """Raises AstrayError where a loss or a gradient's norm is infinite or no number."""
    if not math.isfinite(value):
        raise AstrayError(f"The loss became infinite at step {step}.")


def check_mean(mean: float, lowest: float | None, step: int) -> None:
    """Of the training loss between two validations, against the lowest such mean before. Overfitting
    lowers it, so what raises it is a training that forgets. Raises AstrayError."""
    if lowest is not None and mean > RISE * lowest + SLACK:
        raise AstrayError(f"The training loss rose from {lowest:.2f} to {mean:.2f} by step {step}.")


def going_back(reason: str, step: int, rate: float) -> str:
    """What happens now, for the person who looks on."""
    return (f"{reason} The training went back to step {step} and goes on with half the learning rate "
            f"({rate:.2g}).")


def giving_up(reason: str, rate: float) -> str:
    return (f"{reason} That is after {ROLLBACKS} returns, each with half the learning rate (now {rate:.2g}): "
            "look at the sentences, or train again with a lower rate. The best model so far is kept.")
