"""Initial parameters, as host arrays: the same seed gives the same model on every backend."""

from __future__ import annotations

import math

import numpy as np

from core import params
from core.config import ModelConfig


def init_params(config: ModelConfig, seed: int) -> params.Params:
    """Float32 parameters, nested.

    Matrices are Xavier-uniform (Glorot and Bengio 2010), the embedding is normal with standard
    deviation d_model^-0.5 (so that scaled by sqrt(d_model) its rows have unit variance), biases are
    0 and norms 1.
    """
    rng = np.random.default_rng(seed)
    flat = {}
    for name, shape in params.shapes(config).items():
        if name in ("embedding.weight", "src_embedding.weight"):
            values = rng.standard_normal(shape, np.float32) * config.d_model**-0.5
        elif len(shape) == 2:
            bound = math.sqrt(6 / sum(shape))
            values = rng.uniform(-bound, bound, shape)
        else:
            values = np.full(shape, 1.0 if name.endswith("norm.weight") else 0.0)
        flat[name] = values.astype(np.float32)
    return params.unflatten(flat)
