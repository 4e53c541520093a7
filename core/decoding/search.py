"""Searches that keep one hypothesis a sentence: greedy and sampling share this loop."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from backends.base import Array
from core.config import DecodeConfig
from core.context import Context
from core.decoding.hypothesis import Hypothesis, Stop, is_forced, length_limit, never, start
from core.decoding.output import Output
from core.decoding.sampling import sampler
from core.decoding.shares import in_shares
from core.decoding.state import advance
from core.params import Params

# (logits [B,V], the source's number for each row, target position) -> B log-probabilities, B token ids
Choose = Callable[[Array, list[int], int], tuple[list[float], list[int]]]


def greedy(
    ctx: Context, params: Params, sources: Sequence[Sequence[int]], config: DecodeConfig, stop: Stop = never,
    likely: Sequence[int] | None = None,
) -> list[Hypothesis]:
    """The most probable token at each position, of the `likely` ones where they are given."""
    output = Output.of(ctx, params, likely)

    def best(logits: Array, live: list[int], position: int) -> tuple[list[float], list[int]]:
        log_probs, ids = output.best(ctx, logits, 1)
        return [row[0] for row in log_probs], [row[0] for row in ids]

    return in_shares(ctx, params, sources, 1,
                     lambda share: _single(ctx, params, share, config, best, stop, output))


def sample(
    ctx: Context, params: Params, sources: Sequence[Sequence[int]], config: DecodeConfig, stop: Stop = never
) -> list[Hypothesis]:
    """A token drawn at each position, after temperature, top-k and top-p; the seed decides."""
    choose = sampler(ctx, config, sources)
    return _single(ctx, params, sources, config, choose, stop, Output.of(ctx, params))


def _single(ctx, params, sources, config, choose: Choose, stop: Stop, output: Output) -> list[Hypothesis]:
    state = start(ctx, params, sources)
    limits = [length_limit(ctx.config, config, len(source)) for source in sources]
    produced: list[list[int]] = [[] for _ in sources]
    log_probs_of: list[list[float]] = [[] for _ in sources]
    cut = [False] * len(sources)
    live = list(range(len(sources)))  # which sentence each batch row decodes
    last = [ctx.config.bos_id] * len(live)
    while live and not stop():
        logits, state = advance(ctx, params, state, last, output)
        log_probs, chosen = choose(logits, live, state.position - 1)
        for row, sentence in enumerate(live):
            if is_forced(ctx, len(produced[sentence]), limits[sentence]):
                cut[sentence] = chosen[row] != ctx.config.eos_id
                log_probs[row], chosen[row] = 0.0, ctx.config.eos_id
        for sentence, log_prob, token_id in zip(live, log_probs, chosen, strict=True):
            produced[sentence].append(token_id)
            log_probs_of[sentence].append(log_prob)
        rows = [row for row, sentence in enumerate(live)
                if chosen[row] != ctx.config.eos_id and len(produced[sentence]) < limits[sentence]]
        if len(rows) < len(live) and rows:
            state = state.reorder(ctx, rows, sources=rows)
        live = [live[row] for row in rows]
        last = [chosen[row] for row in rows]
    return [
        Hypothesis(tuple(ids), tuple(scores), ids[-1:] == [ctx.config.eos_id] and not is_cut, sum(scores))
        for ids, scores, is_cut in zip(produced, log_probs_of, cut, strict=True)
    ]
