"""What temperature, top-k and top-p make of a prediction, token by token, for showing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.config import DecodeConfig, ModelConfig


@dataclass(frozen=True)
class Shaped:
    """kept [V] what may be drawn; probs [V] what it is drawn by: 0 where not kept, summing to 1."""

    kept: np.ndarray
    probs: np.ndarray


def is_plain(config: DecodeConfig) -> bool:
    """Do the settings leave the model's distribution as it is?"""
    return config.temperature == 1 and config.top_k == 0 and config.top_p == 1


def shaped(log_probs: np.ndarray, config: DecodeConfig, model: ModelConfig) -> Shaped:
    """log_probs [V] -> as `core.decoding.sampling` draws (the tests hold the two together)."""
    scaled = log_probs.astype(np.float64) / config.temperature
    scaled[list(model.banned)] = -np.inf
    probs = np.exp(scaled - scaled.max())
    probs /= probs.sum()
    order = np.argsort(-probs, kind="stable")
    ordered = probs[order]
    count = int((ordered > 0).sum())
    if config.top_k:
        count = min(count, config.top_k)
    # The smallest set whose mass reaches top_p.
    count = min(count, max(1, int((ordered.cumsum() - ordered < config.top_p).sum())))
    kept = np.zeros(len(probs), bool)
    kept[order[:count]] = True
    probs[~kept] = 0
    return Shaped(kept, probs / probs.sum())
