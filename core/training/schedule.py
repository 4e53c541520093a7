"""The learning rate of Vaswani et al. 2017, eq. 3: linear warm-up, then inverse square root."""

from __future__ import annotations


def learning_rate(step: int, peak: float, warmup_steps: int) -> float:
    """The rate of optimizer step `step` (from 1).

    peak * min(step / warmup, sqrt(warmup / step)): the paper's formula with its peak,
    (d_model * warmup)^-0.5, made a setting of its own.
    """
    return peak * min(step / warmup_steps, (warmup_steps / step) ** 0.5)
