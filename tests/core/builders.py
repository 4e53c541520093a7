"""Small models, batches and tokenizers, the same on every backend."""

from __future__ import annotations

import functools

import numpy as np

import backends
from core import params as parameters
from core.config import ModelConfig
from core.context import Context
from core.init import init_params
from core.masks import padding_mask
from core.model import transformer
from core.padding import pad

VARIANTS = [(norm_first, activation) for norm_first in (False, True)
            for activation in ("relu", "gelu", "gelu_erf", "silu")]

SOURCES = [[4, 5, 6, 2], [7, 8, 2], [9, 4, 10, 11, 5, 12, 2]]  # three lengths: two rows have PAD
TARGETS = [[6, 4, 9, 2], [12, 11, 10, 9, 8, 2], [5, 2]]


def tiny_config(**changes) -> ModelConfig:
    return ModelConfig(**{
        "vocab_size": 13, "d_model": 16, "num_heads": 2, "d_ff": 24, "num_encoder_layers": 2,
        "num_decoder_layers": 2, "max_len": 24, "dropout": 0.0, **changes})


def tiny_params(config: ModelConfig, seed: int = 0) -> parameters.Params:
    """Host parameters with no zero bias and no norm of 1: a use that is left out changes a result."""
    rng = np.random.default_rng(seed + 1000)
    return parameters.map_params(
        lambda array: array if array.ndim == 2
        else (array + rng.uniform(-0.3, 0.3, array.shape)).astype(np.float32),
        init_params(config, seed))


def on(backend, host_params: parameters.Params) -> parameters.Params:
    return parameters.map_params(backend.asarray, host_params)


def model(backend, seed: int = 0, **changes) -> tuple[Context, parameters.Params]:
    config = tiny_config(**changes)
    return Context.of(backend, config), on(backend, tiny_params(config, seed))


def half_trained(backend, norm_first: bool = False) -> tuple[Context, parameters.Params]:
    """A model that has begun to learn to reverse its source: sentences end early, late or never.

    (An untrained one repeats a token for ever, or ends at once.)
    """
    config = tiny_config(norm_first=norm_first)
    return Context.of(backend, config), on(backend, _reversing(norm_first))


@functools.cache
def _reversing(norm_first: bool) -> parameters.Params:
    ops, config = backends.get("numpy", workers=1), tiny_config(norm_first=norm_first)
    ctx, rng = Context.of(ops, config), np.random.default_rng(0)
    params = on(ops, tiny_params(config))
    state = {"step": ops.asarray(0), **{
        moment: parameters.map_params(lambda array: ops.zeros(array.shape), params) for moment in "mv"}}
    step = ops.value_and_grad(lambda params, batch, key: transformer.loss(ctx, params, batch, 0.1))
    for index in range(100):
        words = [rng.integers(4, 13, rng.integers(1, 8)).tolist() for _ in range(16)]
        data = batch(ops, [[*line, 2] for line in words], [[*line[::-1], 2] for line in words])
        _, grads = step(params, data, None)
        params, state = ops.adamw_update(
            params, grads, state, 0.01 * min(1, (index + 1) / 30), betas=(0.9, 0.98), eps=1e-9,
            weight_decay=0.0, grad_scale=1.0)
    return params


def batch(backend, sources=SOURCES, targets=TARGETS) -> dict:
    """What `transformer.loss` takes; the weights make it the mean over target tokens."""
    tgt_out_ids = pad(targets, 0)
    src_ids, weights = pad(sources, 0), (tgt_out_ids != 0).astype(np.float32)
    host = {"src_ids": src_ids, "src_mask": padding_mask(src_ids, 0),
            "tgt_in_ids": pad([[1, *target[:-1]] for target in targets], 0), "tgt_out_ids": tgt_out_ids,
            "token_weights": weights / weights.sum()}
    return {name: backend.asarray(array) for name, array in host.items()}


def full_logits(ctx: Context, params: parameters.Params, sources, prefixes) -> np.ndarray:
    """The pass without a cache over sources and target prefixes (from BOS on) -> host [B,T,V]."""
    ops, src_ids = ctx.ops, pad(sources, 0)
    result = transformer.forward(ctx, params, ops.asarray(src_ids), ops.asarray(padding_mask(src_ids, 0)),
                                 ops.asarray(pad(prefixes, 0)))
    return ops.to_host(result)


def log_softmax(logits: np.ndarray) -> np.ndarray:
    """At float64, over the last axis."""
    shifted = logits.astype(np.float64) - logits.max(-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(-1, keepdims=True))


def path_log_probs(ctx: Context, params: parameters.Params, source, token_ids) -> np.ndarray:
    """The model's log-probability of each token of a target, by one full pass."""
    logits = full_logits(ctx, params, [source], [[1, *token_ids[:-1]]])[0]
    return log_softmax(logits)[np.arange(len(token_ids)), list(token_ids)]
