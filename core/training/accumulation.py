"""One optimizer step over a batch computed in parts: the same gradient in less memory."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np

from backends.base import Array, Backend
from core.config import ModelConfig, TrainConfig
from core.corpus.batches import Example, collate
from core.params import flatten, unflatten
from core.training.step import TrainStep, make_gradient, make_update


def make_accumulated_step(ops: Backend, model: ModelConfig, train: TrainConfig) -> TrainStep:
    """As `make_train_step`, but the batch is a list of batches whose token weights sum to 1 together.

    Only the sum of the gradients outlives a part. Dropout draws for each part anew, so a batch in parts
    equals the whole one to rounding where there is no dropout.
    """
    gradient = ops.compile_step(make_gradient(ops, model, train))
    update = ops.compile_step(make_update(ops, train))

    def step(params, opt_state, parts: list[dict[str, Array]], key, lr):
        loss, grads = None, None
        for number, part in enumerate(parts):
            value, more = gradient(params, part, ops.fold_key(key, number))
            loss = value if loss is None else loss + value
            grads = more if grads is None else summed_trees(grads, more)
            ops.eval(loss, grads)  # or an engine that puts work off would hold all parts at once
        params, opt_state, norm = update(params, opt_state, grads, lr)
        return params, opt_state, {"loss": loss, "grad_norm": norm}

    return step


def in_parts(examples: list[Example], parts: int, model: ModelConfig, multiple: int) -> list[dict[str, Any]]:
    """The host arrays of a batch, cut into at most `parts`: neighbours stay together, as they are of like
    length, and the token weights of all parts sum to 1."""
    bounds = [len(examples) * number // parts for number in range(parts + 1)]
    cut = [collate(examples[start:stop], model, multiple)
           for start, stop in itertools.pairwise(bounds) if stop > start]
    if len(cut) > 1:
        tokens = [(part["token_weights"] > 0).sum() for part in cut]
        for part, count in zip(cut, tokens, strict=True):
            part["token_weights"] *= np.float32(count / sum(tokens))
    return cut


def summed_trees(one, other):
    """The sums of the arrays of two trees of the same names."""
    more = flatten(other)
    return unflatten({name: array + more[name] for name, array in flatten(one).items()})
