"""The best tokens of rows of logits, shared out among the threads of a team."""

from __future__ import annotations

import math

import numba
import numpy as np

from backends.numpy_backend.kernels.compiled import _exp
from backends.numpy_backend.kernels.team import claim, finished, wait

RUN = 64  # logits that are passed over together where none of them is among the best

f32 = np.float32


@numba.njit(nogil=True, cache=True, error_model="numpy", fastmath={"reassoc", "contract", "nsz", "arcp"})
def _choose(row, bans, best, where):
    """The best of row [V or more] + bans [V], less the logarithm of the row's sum of exponentials."""
    k, vocab_size = best.size, bans.size
    largest = f32(-np.inf)
    for first in range(0, vocab_size, RUN):
        last = min(first + RUN, vocab_size)
        of_run, highest = f32(-np.inf), f32(-np.inf)
        for j in range(first, last):
            of_run = max(of_run, row[j])
            highest = max(highest, row[j] + bans[j])
        largest = max(largest, of_run)
        if highest > best[k - 1]:
            for j in range(first, last):
                value = row[j] + bans[j]
                if value > best[k - 1]:
                    place = k - 1
                    while place > 0 and value > best[place - 1]:
                        best[place], where[place] = best[place - 1], where[place - 1]
                        place -= 1
                    best[place], where[place] = value, j
    total = f32(0)
    for j in range(vocab_size):
        total += _exp(row[j] - largest)
    log_total = largest + f32(math.log(total))
    for place in range(k):
        best[place] -= log_total


@numba.njit(nogil=True, cache=True, error_model="numpy")
def top_log_probs(logits, bans, values, indices, counters):
    """logits [N,V or more], bans [V] -> values [N,k], all -inf before, and indices [N,k].

    Every thread of the team makes this call with the same arrays; counters [team.STAGE] zeros.
    """
    piece = claim(counters, 0)
    while piece < logits.shape[0]:
        _choose(logits[piece], bans, values[piece], indices[piece])
        finished(counters, 0)
        piece = claim(counters, 0)
    wait(counters, 0, logits.shape[0])
