"""One training by several processes, on one machine or on several.

The first process has the run: it reads, validates and saves as if it were alone. The others have nothing
but this program. For each step they get the batch, compute the gradients of their share of its rows, and
with the sum of all gradients each process makes the same update. Messages of the first:

    begin   the model's and the training's settings, at the start and whenever the dropout changes
    state   the weights and moments to go on from: at the start, and after a return to a checkpoint
    step    the parts of a batch and the learning rate
    end     the training is over
"""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import safetensors.numpy

from backends.base import Array, Backend, Group
from core import params as parameters
from core.config import ModelConfig, TrainConfig
from core.training.accumulation import summed_trees
from core.training.step import TrainStep, make_gradient, make_update

Tensors = dict[str, np.ndarray]


class Together:
    """The train step of the first process, which shares its work with the others."""

    def __init__(self, ops: Backend, group: Group, train: TrainConfig):
        self._ops, self._group, self._train = ops, group, train
        self._newest = None  # the parameters that the others have as well

    def step_of(self, model: ModelConfig) -> TrainStep:
        """The step of a model, which takes the place of the one before."""
        self._share = _Share(self._ops, self._group, model, self._train)
        _tell(self._group, {"order": "begin", "model": model.to_dict(), "train": self._train.to_dict()})
        return self._step

    def _step(self, params, opt_state, batch, key, lr):
        """As `make_train_step`, or `make_accumulated_step` where the batch is a list."""
        parts = batch if isinstance(batch, list) else [batch]
        if params is not self._newest:
            trees = {"params": params, "m": opt_state["m"], "v": opt_state["v"]}
            step = int(self._ops.to_host(opt_state["step"]))
            _tell(self._group, {"order": "state", "step": step}, _host(self._ops, trees))
        rate = float(self._ops.to_host(lr))
        hosts = {f"{number}.{name}": self._ops.to_host(array) for number, part in enumerate(parts)
                 for name, array in part.items()}
        _tell(self._group, {"order": "step", "parts": len(parts), "rate": rate}, hosts)
        params, opt_state, metrics = self._share.step(params, opt_state, parts, rate)
        self._newest = params
        return params, opt_state, metrics

    def end(self) -> None:
        """Lets the others go."""
        _tell(self._group, {"order": "end"})


def help_train(ops: Backend, group: Group) -> None:
    """What every process but the first does: works until the training is over."""
    share = params = opt_state = None
    while True:
        order, tensors = _hear(group)
        if order["order"] == "end":
            return
        if order["order"] == "begin":
            share = _Share(ops, group, ModelConfig(**order["model"]), TrainConfig(**order["train"]))
        elif order["order"] == "state":
            tree = parameters.unflatten({name: ops.asarray(array) for name, array in tensors.items()})
            params = tree.pop("params")
            opt_state = {"step": ops.asarray(order["step"]), **tree}
        else:
            parts: list[dict[str, Any]] = [{} for _ in range(order["parts"])]
            for name, array in tensors.items():
                number, _, name = name.partition(".")
                parts[int(number)][name] = ops.asarray(array)
            params, opt_state, _ = share.step(params, opt_state, parts, order["rate"])


class _Share:
    """A process's part in a step: the gradients of its rows, the sum over all, the update."""

    def __init__(self, ops: Backend, group: Group, model: ModelConfig, train: TrainConfig):
        self._ops, self._group = ops, group
        self._gradient = ops.compile_step(make_gradient(ops, model, train))
        self._update = ops.compile_step(make_update(ops, train))
        self._root = ops.key(train.seed)

    def step(self, params, opt_state, parts: list[dict[str, Array]], rate: float):
        ops = self._ops
        number = int(ops.to_host(opt_state["step"])) + 1
        key = ops.fold_key(ops.fold_key(self._root, number), self._group.rank)
        zeros = parameters.map_params(lambda leaf: ops.zeros(leaf.shape), params)
        result = {"loss": ops.zeros(()), "grads": zeros}
        for index, part in enumerate(parts):
            # Dealt, not cut: a batch comes sorted by length.
            mine = {name: ops.asarray(ops.to_host(array)[self._group.rank::self._group.size])
                    for name, array in part.items()}
            if len(mine["src_ids"]):
                loss, grads = self._gradient(params, mine, ops.fold_key(key, index))
                result = summed_trees(result, {"loss": loss, "grads": grads})
                ops.eval(result)
        total = self._group.sum(result)  # the token weights of a batch sum to 1 over all rows: no division
        params, opt_state, norm = self._update(params, opt_state, total["grads"], ops.asarray(rate))
        ops.eval(params, opt_state, norm)
        return params, opt_state, {"loss": total["loss"], "grad_norm": norm}


def _host(ops: Backend, tree) -> Tensors:
    return {name: ops.to_host(array) for name, array in parameters.flatten(tree).items()}


def _tell(group: Group, order: dict[str, Any], tensors: Tensors | None = None) -> None:
    words = json.dumps(order).encode()
    whole = {name: np.ascontiguousarray(array) for name, array in (tensors or {}).items()}
    group.hear(words + b"\n" + safetensors.numpy.save(whole))


def _hear(group: Group) -> tuple[dict[str, Any], Tensors]:
    words, _, rest = group.hear().partition(b"\n")
    return json.loads(words), safetensors.numpy.load(rest)
