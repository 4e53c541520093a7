"""A trained model made larger without changing what it computes (after Net2Net; Chen et al. 2016).

A model of OPUS-MT size takes days to train on a CPU, and a random one decodes noise: no two engines would
agree on it, for its candidates are nearly tied. A grown one has the arithmetic of the large size and the
decisions of the small one.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from core import params as parameters
from core.config import ModelConfig
from core.sinusoid import sinusoidal_table

NEVER = -1e9  # the logit of an added token, which no engine then produces
HALF = np.float32(0.5)
ROOT_HALF = np.float32(0.5**0.5)

Weights = dict[str, np.ndarray]


def weights_of(config: ModelConfig, host: parameters.Params) -> Weights:
    """Flat float32 weights, with `positions` [max_len,d_model] and `logits_bias` [V] besides those named."""
    flat = {name: np.asarray(array, np.float32) for name, array in parameters.flatten(host).items()}
    return {**flat, "positions": sinusoidal_table(config.max_len, config.d_model).astype(np.float32),
            "logits_bias": np.zeros(config.vocab_size, np.float32)}


def more_heads(config: ModelConfig, weights: Weights) -> tuple[ModelConfig, Weights]:
    """Twice the width in twice the heads."""
    larger = replace(config, d_model=2 * config.d_model, num_heads=2 * config.num_heads, d_ff=2 * config.d_ff)
    return larger, _widened(config, weights, np.tile)


def wider_heads(config: ModelConfig, weights: Weights) -> tuple[ModelConfig, Weights]:
    """Twice the width in as many heads: q k^T sums each feature twice, and sqrt(d_head) grows by sqrt(2)."""
    larger = replace(config, d_model=2 * config.d_model, d_ff=2 * config.d_ff)
    widened = _widened(config, weights, np.repeat)
    return larger, {name: array * ROOT_HALF if ".q_proj." in name else array
                    for name, array in widened.items()}


def more_layers(config: ModelConfig, weights: Weights, count: int) -> tuple[ModelConfig, Weights]:
    weights = dict(weights)
    for side, depth in (("encoder", config.num_encoder_layers), ("decoder", config.num_decoder_layers)):
        _deepen(weights, side, depth, count)
    return replace(config, num_encoder_layers=count, num_decoder_layers=count), weights


def more_tokens(config: ModelConfig, weights: Weights, count: int) -> tuple[ModelConfig, Weights]:
    added = count - config.vocab_size
    table, bias = weights["embedding.weight"], weights["logits_bias"]
    weights = {**weights, "embedding.weight": np.pad(table, ((0, added), (0, 0))),
               "logits_bias": np.pad(bias, (0, added), constant_values=NEVER)}
    return replace(config, vocab_size=count), weights


def _widened(config: ModelConfig, weights: Weights, double) -> Weights:
    """Each feature stands twice, so each sum over features is halved; biases and norms need no change.

    The table makes up for sqrt(d_model), and the last norm for the logits, sums over twice the products.
    """
    last = f"decoder.layers.{config.num_decoder_layers - 1}.ffn_norm"
    doubled = {}
    for name, array in weights.items():
        if name == "logits_bias":
            doubled[name] = array
        elif name in ("embedding.weight", "positions"):
            doubled[name] = np.stack([double(row, 2) for row in array])
        elif array.ndim == 1:
            doubled[name] = double(array, 2)
        elif double is np.tile:
            doubled[name] = np.tile(array, (2, 2)) * HALF
        else:
            doubled[name] = np.repeat(np.repeat(array, 2, 0), 2, 1) * HALF
    doubled["embedding.weight"] *= ROOT_HALF
    for part in ("weight", "bias"):
        doubled[f"{last}.{part}"] *= ROOT_HALF
    return doubled


def _deepen(weights: Weights, side: str, depth: int, layers: int) -> None:
    """Adds layers that add nothing: their norms find a stream that is normalised already, and leave it so.

    The scale and shift of the last trained norm move to the last norm of all.
    """
    first = f"{side}.layers.{depth - 1}."
    template = {name.removeprefix(first): array for name, array in weights.items() if name.startswith(first)}
    scale, shift = (weights[f"{first}ffn_norm.{part}"] for part in ("weight", "bias"))
    for index in range(depth, layers):
        for name, array in template.items():
            added = np.zeros_like(array)
            if "_norm.weight" in name:
                added += 1
            elif name.endswith("weight") and not name.endswith(("out_proj.weight", "fc2.weight")):
                added = array
            weights[f"{side}.layers.{index}.{name}"] = added
    if layers > depth:
        weights[f"{first}ffn_norm.weight"] = np.ones_like(scale)
        weights[f"{first}ffn_norm.bias"] = np.zeros_like(shift)
        weights[f"{side}.layers.{layers - 1}.ffn_norm.weight"] = scale
        weights[f"{side}.layers.{layers - 1}.ffn_norm.bias"] = shift
