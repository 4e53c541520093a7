"""One optimizer step as a pure function, and the loss of a development set."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from backends.base import Array, Backend
from core.config import ModelConfig, TrainConfig
from core.context import Context
from core.model import transformer
from core.params import Params, flatten, layer_matrices, map_params, unflatten

OptState = dict[str, Any]
TrainStep = Callable[..., tuple[Params, OptState, dict[str, Array]]]


def init_optimizer(ops: Backend, params: Params) -> OptState:
    """Adam's state before the first step: moments of 0. Muon has `m` alone; `v` stays 0 where it is used."""
    zeros = map_params(lambda array: ops.zeros(array.shape), params)
    return {"step": ops.asarray(0), "m": zeros, "v": map_params(lambda array: ops.zeros(array.shape), params)}


def make_train_step(ops: Backend, model: ModelConfig, train: TrainConfig) -> TrainStep:
    """(params, opt_state, batch, key, lr) -> (params, opt_state, {"loss", "grad_norm"}).

    The parameters and state that go in are given up. `lr` and the clipping factor are arrays, so a
    compiled step is traced once a shape.
    """
    gradient, update = make_gradient(ops, model, train), make_update(ops, train)

    def step(params, opt_state, batch, key, lr):
        value, grads = gradient(params, batch, key)
        params, opt_state, norm = update(params, opt_state, grads, lr)
        return params, opt_state, {"loss": value, "grad_norm": norm}

    return ops.compile_step(step)


def make_gradient(
    ops: Backend, model: ModelConfig, train: TrainConfig
) -> Callable[..., tuple[Array, Params]]:
    """(params, batch, key) -> (loss, gradients)."""
    context = Context.of(ops, model)

    def loss(params: Params, batch: dict[str, Array], key) -> Array:
        return transformer.loss(context.training(key), params, batch, train.label_smoothing, train.r_drop)

    return ops.value_and_grad(loss)


def make_update(ops: Backend, train: TrainConfig) -> Callable[..., tuple[Params, OptState, Array]]:
    """(params, opt_state, gradients, lr) -> (params, opt_state, the gradients' L2 norm)."""
    move = _make_muon(ops, train) if train.optimizer == "muon" else _make_adamw(ops, train)

    def update(params, opt_state, grads, lr):
        norm = ops.global_norm(grads)
        params, opt_state = move(params, opt_state, grads, lr, _clip_factor(ops, norm, train.clip_norm))
        return params, opt_state, norm

    return update


def _make_adamw(ops: Backend, train: TrainConfig) -> Callable[..., tuple[Params, OptState]]:
    def move(params, opt_state, grads, lr, grad_scale):
        return ops.adamw_update(params, grads, opt_state, lr, betas=(train.beta1, train.beta2),
                                eps=train.adam_eps, weight_decay=train.weight_decay, grad_scale=grad_scale)

    return move


def _make_muon(ops: Backend, train: TrainConfig) -> Callable[..., tuple[Params, OptState]]:
    """Muon for the matrices of the layers, AdamW for embeddings, norms and biases (Jordan et al. 2024)."""
    adamw = _make_adamw(ops, train)

    def move(params, opt_state, grads, lr, grad_scale):
        names = layer_matrices(params)
        (matrices, rest), (matrix_grads, rest_grads), (momentum, rest_m), (unused, rest_v) = (
            _split(tree, names) for tree in (params, grads, opt_state["m"], opt_state["v"]))
        rest, state = adamw(rest, {**opt_state, "m": rest_m, "v": rest_v}, rest_grads, lr, grad_scale)
        matrices, momentum = ops.muon_update(matrices, matrix_grads, momentum, lr, beta=train.beta1,
                                             weight_decay=train.weight_decay, grad_scale=grad_scale)
        # In the order that they came in: sums over all arrays keep their bits.
        def joined(one, other) -> Params:
            return unflatten({name: one[name] if name in names else other[name] for name in flatten(params)})

        state = {**state, "m": joined(momentum, state["m"]), "v": joined(unused, state["v"])}
        return joined(matrices, rest), state

    return move


def _split(tree: Params, names: set[str]) -> tuple[dict[str, Array], dict[str, Array]]:
    """The arrays of those names, and the others, by their dotted names."""
    flat = flatten(tree)
    return ({name: array for name, array in flat.items() if name in names},
            {name: array for name, array in flat.items() if name not in names})


def make_dev_loss(
    ops: Backend, model: ModelConfig, train: TrainConfig
) -> Callable[[Params, dict[str, Array]], float]:
    """(params, batch) -> the loss that training minimises, but without dropout.

    Label smoothing stays, so that the curves of training and validation are of the same quantity. (With
    R-Drop, training's holds the distance of the two passes too.)
    """
    context = Context.of(ops, model)

    def dev_loss(params: Params, batch: dict[str, Array]) -> float:
        return float(ops.to_host(transformer.loss(context, params, batch, train.label_smoothing)))

    return dev_loss


def _clip_factor(ops: Backend, norm: Array, clip_norm: float) -> Array:
    return ops.clip_factor(norm, clip_norm) if clip_norm else ops.asarray(1.0)
