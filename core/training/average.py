"""An exponential moving average of the weights: what is validated and kept, where a run asks for it.

With decay d, after step t: average <- d' average + (1 - d') weights, d' = min(d, (1 + t) / (10 + t)), so
that the first steps, from random weights, are soon forgotten (Morales-Brotons et al. 2024, sec. 2). The
average lies in the optimizer's state under "average": it is saved and resumed with the moments.
"""

from __future__ import annotations

from backends.base import Backend
from core.params import Params, flatten, map_params, unflatten
from core.training.step import OptState, TrainStep

AVERAGE = "average"


def decay_at(step: int, decay: float) -> float:
    """The decay of optimizer step `step` (from 1)."""
    return min(decay, (1 + step) / (10 + step))


def with_average(ops: Backend, state: OptState, params: Params) -> OptState:
    """The optimizer's state with an average that begins at `params`, which it copies."""
    return {**state, AVERAGE: map_params(lambda array: ops.scale(array, 1.0), params)}


def averaging(ops: Backend, step: TrainStep, decay: float) -> TrainStep:
    """The same step, with the average behind it. The number of the step is read from the state."""

    def averaged(params, opt_state, batch, key, lr):
        average = flatten(opt_state[AVERAGE])
        number = int(ops.to_host(opt_state["step"])) + 1
        rest = {name: part for name, part in opt_state.items() if name != AVERAGE}
        params, rest, metrics = step(params, rest, batch, key, lr)
        kept = decay_at(number, decay)
        new = {name: ops.scale(average[name], kept) + ops.scale(array, 1 - kept)
               for name, array in flatten(params).items()}
        return params, {**rest, AVERAGE: unflatten(new)}, metrics

    return averaged


def best_of(params: Params, opt_state: OptState) -> Params:
    """The weights to validate and to keep: the average where there is one."""
    return opt_state.get(AVERAGE, params)
