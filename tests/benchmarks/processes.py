"""The training step over processes in the place of threads, to be measured beside it and for nothing else.

The batch is split as `NumpyBackend` splits it, each process computes its part's gradients into memory that
all share, sums its share of the parameters in the order of the parts, and updates them there. Without
dropout, whose masks are drawn from other keys, it gives the same bits as the threads do.
"""

from __future__ import annotations

import multiprocessing
from multiprocessing.shared_memory import SharedMemory

import numpy as np
from threadpoolctl import threadpool_limits

from backends.numpy_backend import NumpyBackend, random
from backends.numpy_backend.optimizer import adamw_in_place, summed
from backends.numpy_backend.parallel import Workers, split_batch
from core.config import ModelConfig, TrainConfig
from core.context import Context
from core.model import transformer
from core.params import Params, flatten, map_params, unflatten


class ProcessStep:
    """As a step of `make_train_step`, but it keeps parameters and moments: (batch, key, lr) -> loss."""

    def __init__(self, model: ModelConfig, train: TrainConfig, host_params: Params, count: int):
        self._train, self._step = train, 0
        named = flatten(map_params(np.asarray, host_params))
        self._shapes = {name: array.shape for name, array in named.items()}
        self._memory = SharedMemory(create=True, size=4 * (1 + count) * sum(a.size for a in named.values()))
        for name, view in _views(self._memory, self._shapes, 0).items():
            view[:] = named[name]
        spawn = multiprocessing.get_context("spawn")
        self._pipes, self._processes = [], []
        for part in range(count):
            pipe, theirs = spawn.Pipe()
            self._pipes.append(pipe)
            self._processes.append(spawn.Process(
                target=_serve, args=(theirs, self._memory.name, self._shapes, part, count, model, train)))
            self._processes[-1].start()

    def __call__(self, batch: dict[str, np.ndarray], key, lr: float) -> float:
        self._step += 1
        parts = split_batch(batch, len(self._pipes))
        for number, (pipe, part) in enumerate(zip(self._pipes, parts, strict=True)):
            pipe.send((part, random.fold_key(key, number)))
        loss = sum(pipe.recv() for pipe in self._pipes)
        squares = self._ask(None)
        norm = np.sqrt(sum(squares[name] for name in self._shapes), dtype=np.float32)
        clip = self._train.clip_norm
        scale = np.minimum(1, clip / np.maximum(norm, 1e-12), dtype=np.float32) if clip else 1.0
        self._ask({"step": self._step, "lr": lr, "grad_scale": float(scale)})
        return float(loss)

    def _ask(self, request) -> dict:
        for pipe in self._pipes:
            pipe.send(request)
        answers: dict = {}
        for pipe in self._pipes:
            answers.update(pipe.recv())
        return answers

    def close(self) -> None:
        for pipe, process in zip(self._pipes, self._processes, strict=True):
            pipe.close()
            process.join()
        self._memory.close()
        self._memory.unlink()


def _views(memory: SharedMemory, shapes: dict[str, tuple[int, ...]], place: int) -> dict[str, np.ndarray]:
    """The parameters (place 0), or the gradients of a part (from 1), as arrays over the shared memory."""
    size = sum(int(np.prod(shape)) for shape in shapes.values())
    views, at = {}, 4 * place * size
    for name, shape in shapes.items():
        views[name] = np.ndarray(shape, np.float32, memory.buf, at)
        at += views[name].nbytes
    return views


def _serve(pipe, memory_name: str, shapes: dict[str, tuple[int, ...]], part: int, count: int,
           model: ModelConfig, train: TrainConfig) -> None:
    """One process: its part's gradients, then the sums and the update of its share, until the pipe ends."""
    ops, memory = NumpyBackend(workers=1), SharedMemory(memory_name)
    params, grads = _views(memory, shapes, 0), [_views(memory, shapes, place + 1) for place in range(count)]
    mine = _shares(shapes, count)[part]
    moments = {name: [np.zeros(shapes[name], np.float32) for _ in "mv"] for name in mine}
    context = Context.of(ops, model)
    value_and_grad = ops.value_and_grad(lambda params, batch, key: transformer.loss(
        context.training(key), params, batch, train.label_smoothing))
    tree, alone = unflatten(params), Workers(1)
    with threadpool_limits(1):
        while True:
            try:
                batch, key = pipe.recv()
            except EOFError:
                return
            loss, found = value_and_grad(tree, batch, key)
            for name, grad in flatten(found).items():
                grads[part][name][:] = grad
            pipe.send(loss)
            pipe.recv()  # all parts are there
            sums = summed(alone, [[of_part[name] for name in mine] for of_part in grads])
            totals = dict(zip(mine, sums, strict=True))
            pipe.send({name: np.vdot(total, total) for name, total in totals.items()})
            adamw_in_place(alone, [(params[name], totals[name], *moments[name]) for name in mine],
                           betas=(train.beta1, train.beta2), eps=train.adam_eps,
                           weight_decay=train.weight_decay, **pipe.recv())
            pipe.send({})


def _shares(shapes: dict[str, tuple[int, ...]], count: int) -> list[list[str]]:
    """The names of the parameters in `count` groups of about equal size."""
    groups, sizes = [[] for _ in range(count)], [0] * count
    for name in sorted(shapes, key=lambda name: -np.prod(shapes[name])):
        lightest = sizes.index(min(sizes))
        groups[lightest].append(name)
        sizes[lightest] += int(np.prod(shapes[name]))
    return groups
