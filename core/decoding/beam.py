"""Beam search over a batch, with the length penalty of Wu et al. 2016."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from core.config import DecodeConfig
from core.context import Context
from core.decoding.hypothesis import Hypothesis, Stop, allowed, length_limit, never, start
from core.decoding.state import advance
from core.params import Params


def length_penalty(length: int, alpha: float) -> float:
    """lp(Y) = ((5 + |Y|) / 6)^alpha (Wu et al. 2016, eq. 14); |Y| counts EOS."""
    return ((5 + length) / 6) ** alpha


@dataclass(frozen=True)
class _Prefix:
    """A live hypothesis; `row` is the batch row that holds its cache."""

    token_ids: tuple[int, ...]
    token_log_probs: tuple[float, ...]
    log_prob: float
    row: int

    def hypothesis(self, alpha: float, finished: bool) -> Hypothesis:
        score = self.log_prob / length_penalty(len(self.token_ids), alpha)
        return Hypothesis(self.token_ids, self.token_log_probs, finished, score)


@dataclass
class _Beam:
    """One sentence's search: at most `size` live prefixes and the best `size` finished ones."""

    sentence: int
    limit: int
    size: int
    alpha: float
    prefixes: list[_Prefix]
    finished: list[Hypothesis] = field(default_factory=list)

    def extend(self, values: list[list[float]], ids: list[list[int]], eos_id: int) -> None:
        """values, ids: for each batch row its best 2 * size next tokens.

        Twice the size is enough: at most `size` of them can end a sentence.
        """
        options = [
            _Prefix((*prefix.token_ids, token_id), (*prefix.token_log_probs, value),
                    prefix.log_prob + value, prefix.row)
            for prefix in self.prefixes
            for value, token_id in zip(values[prefix.row], ids[prefix.row], strict=True)
            if value != float("-inf")
        ]
        options.sort(key=lambda option: -option.log_prob)
        self.prefixes = []
        for rank, option in enumerate(options):
            if option.token_ids[-1] == eos_id:
                if rank < self.size:
                    self.finished.append(option.hypothesis(self.alpha, finished=True))
            else:
                self.prefixes.append(option)
                if len(self.prefixes) == self.size:
                    break
        self.finished.sort(key=lambda hypothesis: -hypothesis.score)
        del self.finished[self.size:]

    def done(self) -> bool:
        """Nothing live, or full and no live prefix, scored at its present length, would enter."""
        if not self.prefixes or len(self.prefixes[0].token_ids) >= self.limit:
            return True
        if len(self.finished) < self.size:
            return False
        best_live = max(prefix.hypothesis(self.alpha, False).score for prefix in self.prefixes)
        return best_live <= self.finished[-1].score

    def results(self) -> list[Hypothesis]:
        """Best first; where none has ended, what there is, marked as unfinished."""
        if self.finished:
            return self.finished
        live = [prefix.hypothesis(self.alpha, finished=False) for prefix in self.prefixes]
        return sorted(live, key=lambda hypothesis: -hypothesis.score)


def beam(
    ctx: Context, params: Params, sources: Sequence[Sequence[int]], config: DecodeConfig, stop: Stop = never
) -> list[list[Hypothesis]]:
    """For each source its n-best list, best score first."""
    state = start(ctx, params, sources)
    beams = [
        _Beam(sentence, length_limit(ctx.config, config, len(source)), config.beam_size,
              config.length_penalty, [_Prefix((), (), 0.0, row=sentence)])
        for sentence, source in enumerate(sources)
    ]
    live = beams
    last = [ctx.config.bos_id] * len(beams)
    width = min(2 * config.beam_size, ctx.config.vocab_size)
    while live and not stop():
        logits, state = advance(ctx, params, state, last)
        values, ids = ctx.ops.top_k(allowed(ctx, ctx.ops.log_softmax(logits)), width)
        values, ids = ctx.ops.to_host(values).tolist(), ctx.ops.to_host(ids).tolist()
        for search in live:
            search.extend(values, ids, ctx.config.eos_id)
        still_live = [search for search in live if not search.done()]
        if still_live:
            state, last = _continue(ctx, state, still_live, same=len(still_live) == len(live))
        live = still_live
    return [search.results() for search in beams]


def _continue(ctx: Context, state, live: list[_Beam], same: bool):
    """Gathers the caches of all live prefixes and numbers the prefixes by their new rows."""
    rows = [prefix.row for search in live for prefix in search.prefixes]
    last = [prefix.token_ids[-1] for search in live for prefix in search.prefixes]
    in_place = same and len(rows) == state.layers[0].cross[0].shape[0]
    state = state.reorder(ctx, rows, sources=None if in_place else rows)
    row = 0
    for search in live:
        renumbered = []
        for prefix in search.prefixes:
            renumbered.append(_Prefix(prefix.token_ids, prefix.token_log_probs, prefix.log_prob, row))
            row += 1
        search.prefixes = renumbered
    return state, last
