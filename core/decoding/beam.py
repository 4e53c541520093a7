"""Beam search over a batch, with a length penalty."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from operator import itemgetter

from core.config import DecodeConfig
from core.context import Context
from core.decoding.hypothesis import Hypothesis, Stop, is_forced, length_limit, never, start
from core.decoding.output import Output
from core.decoding.shares import in_shares
from core.decoding.state import advance
from core.params import Params


def length_penalty(length: int, alpha: float, norm: str = "wu") -> float:
    """lp(Y) = ((5 + |Y|) / 6)^alpha (Wu et al. 2016, eq. 14), or |Y|^alpha; |Y| counts EOS."""
    return ((5 + length) / 6 if norm == "wu" else length) ** alpha


def _penalty(length: int, config: DecodeConfig) -> float:
    return length_penalty(length, config.length_penalty, config.length_norm)


@dataclass(slots=True)
class _Prefix:
    """A live hypothesis; `parent` is the batch row that its last token was chosen in."""

    token_ids: tuple[int, ...]
    token_log_probs: tuple[float, ...]
    log_prob: float
    parent: int

    def hypothesis(self, config: DecodeConfig, finished: bool) -> Hypothesis:
        score = self.log_prob / _penalty(len(self.token_ids), config)
        return Hypothesis(self.token_ids, self.token_log_probs, finished, score)


@dataclass
class _Beam:
    """One sentence's search: at most beam_size live prefixes, in batch rows from `first_row` on, and the best
    beam_size finished ones, of which `wanted` will be asked for."""

    first_row: int
    limit: int
    config: DecodeConfig
    wanted: int
    prefixes: list[_Prefix]
    finished: list[Hypothesis] = field(default_factory=list)

    @property
    def size(self) -> int:
        return self.config.beam_size

    @property
    def length(self) -> int:
        """How many tokens the live prefixes have."""
        return len(self.prefixes[0].token_ids)

    def end(self, ids: list[list[int]], eos_id: int) -> None:
        """Puts EOS after every live prefix, at no cost: the length limit leaves room for nothing else.

        Of those that the model would have gone on with (ids: as for `extend`) it is no end of its own.
        """
        for row, prefix in enumerate(self.prefixes, self.first_row):
            whole = _Prefix((*prefix.token_ids, eos_id), (*prefix.token_log_probs, 0.0), prefix.log_prob, 0)
            self.finished.append(whole.hypothesis(self.config, finished=ids[row][0] == eos_id))
        self.prefixes = []
        self._keep_best()

    def extend(self, values: list[list[float]], ids: list[list[int]], eos_id: int) -> None:
        """values, ids: for each batch row its best 2 * size next tokens.

        Twice the size is enough: at most `size` of them can end a sentence.
        """
        rows = list(enumerate(self.prefixes, self.first_row))
        # 2 size options of one row are as good as this or better: what is worse has no place among so many.
        least = max(prefix.log_prob + values[row][-1] for row, prefix in rows)
        options = []
        for row, prefix in rows:
            for value, token_id in zip(values[row], ids[row], strict=True):
                log_prob = prefix.log_prob + value
                if log_prob < least or value == float("-inf"):
                    break
                options.append((log_prob, value, token_id, prefix, row))
        options.sort(key=itemgetter(0), reverse=True)  # equal ones keep their order
        self.prefixes = []
        for rank, (log_prob, value, token_id, prefix, row) in enumerate(options):
            if token_id == eos_id and rank >= self.size:
                continue
            longer = _Prefix((*prefix.token_ids, token_id), (*prefix.token_log_probs, value), log_prob, row)
            if token_id == eos_id:
                self.finished.append(longer.hypothesis(self.config, finished=True))
            else:
                self.prefixes.append(longer)
                if len(self.prefixes) == self.size:
                    break
        self._keep_best()

    def _keep_best(self) -> None:
        self.finished.sort(key=lambda hypothesis: -hypothesis.score)
        del self.finished[self.size:]

    def done(self) -> bool:
        """Nothing live, or full and no live prefix, scored at its present length, would enter; or nothing
        can still change the best `wanted`."""
        if not self.prefixes or self.length >= self.limit:
            return True
        if len(self.finished) >= self.wanted:
            # Log-probabilities only fall, and the penalty divides them by most at the limit.
            best_possible = self.prefixes[0].log_prob / _penalty(self.limit, self.config)
            if best_possible <= self.finished[self.wanted - 1].score:
                return True
        if len(self.finished) < self.size:
            return False
        best_live = self.prefixes[0].log_prob / _penalty(self.length, self.config)  # the best comes first
        return best_live <= self.finished[-1].score

    def results(self) -> list[Hypothesis]:
        """Best first; where none has ended, what there is, marked as unfinished."""
        if self.finished:
            return self.finished
        live = [prefix.hypothesis(self.config, finished=False) for prefix in self.prefixes]
        return sorted(live, key=lambda hypothesis: -hypothesis.score)


def beam(
    ctx: Context, params: Params, sources: Sequence[Sequence[int]], config: DecodeConfig, stop: Stop = never,
    wanted: int | None = None, likely: Sequence[int] | None = None,
) -> list[list[Hypothesis]]:
    """For each source its n-best list, best score first; of the `likely` tokens where they are given.

    Where only the best `wanted` are of use a search ends as soon as they are known; the rest of the list is
    then what there is.
    """
    return in_shares(ctx, params, sources, config.beam_size,
                     lambda share: _beam(ctx, params, share, config, stop, wanted, likely))


def _beam(ctx, params, sources, config, stop: Stop, wanted, likely) -> list[list[Hypothesis]]:
    state = start(ctx, params, sources)
    beams = [
        _Beam(sentence, length_limit(ctx.config, config, len(source)), config, wanted or config.beam_size,
              [_Prefix((), (), 0.0, parent=sentence)])
        for sentence, source in enumerate(sources)
    ]
    live = beams
    last = [ctx.config.bos_id] * len(beams)
    output = Output.of(ctx, params, likely)
    while live and not stop():
        logits, state = advance(ctx, params, state, last, output)
        values, ids = output.best(ctx, logits, 2 * config.beam_size)
        for search in live:
            if is_forced(ctx, search.length, search.limit):
                search.end(ids, ctx.config.eos_id)
            else:
                search.extend(values, ids, ctx.config.eos_id)
        still_live = [search for search in live if not search.done()]
        if still_live:
            state, last = _continue(ctx, state, still_live, same=len(still_live) == len(live))
        live = still_live
    return [search.results() for search in beams]


def _continue(ctx: Context, state, live: list[_Beam], same: bool):
    """Gathers the caches of all live prefixes and numbers the prefixes by their new rows."""
    rows = [prefix.parent for search in live for prefix in search.prefixes]
    last = [prefix.token_ids[-1] for search in live for prefix in search.prefixes]
    in_place = same and len(rows) == state.batch_size
    row = 0
    for search in live:
        search.first_row = row
        row += len(search.prefixes)
    return state.reorder(ctx, rows, sources=None if in_place else rows), last
