"""What a validation kept of the attention in a pinned sentence (`core.training.probes` writes it)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from safetensors import SafetensorError, safe_open

Heads = list[tuple[int, int]]  # (layer, head) each


@dataclass(frozen=True)
class Attention:
    """Of one sentence at one validation: `weights` [heads,T,S], of the heads (layer, head) that were kept.
    is_measured: nobody chose them; the one head aligned best then."""

    heads: Heads
    src_tokens: list[str]
    tokens: list[str]
    weights: np.ndarray
    is_measured: bool = False


def read_attention(run: Path, sentence: str, step: int) -> Attention | None:
    """None where the run kept none of that sentence then, or its files cannot be used."""
    stem = run / "probes" / f"step-{step:08d}"
    try:
        document = json.loads(stem.with_suffix(".json").read_text(encoding="utf-8"))
        number = next(i for i, row in enumerate(document["sentences"]) if row["src"] == sentence)
        row = document["sentences"][number]
        heads = [(int(layer), int(head)) for layer, head in document["heads"]]
        with safe_open(stem.with_suffix(".safetensors"), framework="numpy") as file:
            weights = file.get_tensor(f"{number}.attention").astype(np.float32)
        tokens, sources = [str(token) for token in row["tokens"]], [str(t) for t in row["src_tokens"]]
        fits = weights.size and weights.shape == (len(heads), len(tokens), len(sources))
        if not fits or not np.isfinite(weights).all():
            return None
        return Attention(heads, sources, tokens, weights, document.get("is_measured") is True)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError, StopIteration,
            SafetensorError):
        return None
