"""What must hold in every decoding, measured: shown on the Step page, not assumed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.decoding.session import DecodeSession, Step
from core.trace import Trace

ROWS, MASKED, REPLAY = "rows", "masked", "replay"
_SUM_TOLERANCE = 1e-5  # float32 weights, added at float64
_LOGIT_TOLERANCE = 1e-3  # a fused attention rounds otherwise than an explicit one


@dataclass(frozen=True)
class Check:
    """name    ROWS: every row of weights sums to 1; MASKED: what is masked has a weight of exactly 0;
            REPLAY: the logits of the recorded pass are those of a decoder that records nothing
    worst   the largest deviation that was found
    count   how many rows, masked cells or logits were compared
    """

    name: str
    holds: bool
    worst: float
    count: int


def check_traces(traces: list[Trace]) -> list[Check]:
    """What can be told from the traces alone."""
    worst_row, rows, worst_masked, masked = 0.0, 0, 0.0, 0
    for trace in traces:
        for name, weights in trace.items():
            if not name.endswith(".weights"):
                continue
            sums = weights.sum(axis=-1, dtype=np.float64)
            worst_row, rows = max(worst_row, float(np.abs(sums - 1).max())), rows + sums.size
            mask = trace.get(name[: -len("weights")] + "mask")
            if mask is not None:
                hidden = np.broadcast_to(~mask, weights.shape)
                masked += int(hidden.sum())
                worst_masked = max(worst_masked, float(np.abs(weights[hidden]).max(initial=0.0)))
    return [Check(ROWS, worst_row <= _SUM_TOLERANCE, worst_row, rows),
            Check(MASKED, worst_masked == 0.0, worst_masked, masked)]


def check(session: DecodeSession, step: Step) -> list[Check]:
    """All checks of the passes up to a step; the last one runs the decoder again, unrecorded."""
    path = [node for node in session.recall_path(step) if node.trace is not None]
    last = session.recall(path[-1])
    recorded = last.trace["decoder.next_token.logits"]
    plain = session.plain_logits(last)
    worst = float(np.abs(plain - recorded).max())
    return [*check_traces([session.encoder_trace, *(node.trace for node in path)]),
            Check(REPLAY, worst <= _LOGIT_TOLERANCE, worst, recorded.size)]
