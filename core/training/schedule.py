"""What changes as a training goes on: the learning rate by its steps, dropout by its epochs."""

from __future__ import annotations

MOST_DROPOUT = 0.3
_PARTS = 20  # dropout goes up by twentieths: an engine that compiles a step compiles one for each


def learning_rate(step: int, peak: float, warmup_steps: int) -> float:
    """The rate of optimizer step `step` (from 1): linear warm-up, then inverse square root.

    peak * min(step / warmup, sqrt(warmup / step)): the paper's formula with its peak,
    (d_model * warmup)^-0.5, made a setting of its own (Vaswani et al. 2017, eq. 3).
    """
    return peak * min(step / warmup_steps, (warmup_steps / step) ** 0.5)


def dropout(epoch: int, first: float, rise: float) -> float:
    """The dropout of an epoch (from 0): `rise` more with each, up to MOST_DROPOUT.

    What is seen for the first time is learned fastest without; only what is seen again and again is learned
    by heart (Morerio et al. 2017).
    """
    raised = int((first + rise * epoch) * _PARTS + 1e-6) / _PARTS
    return max(first, min(raised, MOST_DROPOUT))
