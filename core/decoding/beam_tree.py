"""A beam search over one source with everything it looked at: for showing, not for speed.

`beam` gives the same hypotheses (the tests hold the two together); this one keeps what it threw away.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from backends.base import Array
from core.config import DecodeConfig
from core.context import Context
from core.decoding.beam import length_penalty
from core.decoding.hypothesis import Stop, allowed, is_forced, length_limit, log_probs, never, start
from core.decoding.state import advance
from core.masks import padding_mask
from core.model import transformer
from core.padding import pad
from core.params import Params

LIVE, PRUNED, ENDED = "live", "pruned", "ended"


@dataclass(frozen=True)
class BeamNode:
    """One prefix that was considered: its parent's and one token more.

    log_prob  of the whole prefix; `score` is that divided by the length penalty, which ranks ends
    rank      its place among all that were considered at this length, 0 the best
    fate      "live": among the best that went on; "ended": with EOS, as a result; "pruned": dropped
    """

    id: int
    parent_id: int | None
    token_id: int
    token_log_prob: float
    log_prob: float
    score: float
    length: int
    rank: int
    fate: str


@dataclass(frozen=True)
class BeamTree:
    """`nodes[0]` is BOS; `results` are the ends of the n-best list, best first, as node ids.

    `searched` is False where the search was cut short at the limit with no end reached: the results are
    then the live prefixes.
    """

    nodes: tuple[BeamNode, ...]
    results: tuple[int, ...]
    searched: bool
    beam_size: int
    length_penalty: float
    length_norm: str = "wu"

    def penalty(self, length: int) -> float:
        """What the log-probability of a prefix of so many tokens is divided by."""
        return length_penalty(length, self.length_penalty, self.length_norm)

    def path(self, node_id: int) -> list[BeamNode]:
        """From BOS to a node."""
        path = [self.nodes[node_id]]
        while path[-1].parent_id is not None:
            path.append(self.nodes[path[-1].parent_id])
        return path[::-1]

    @property
    def depth(self) -> int:
        return max(node.length for node in self.nodes)


def beam_tree(
    ctx: Context, params: Params, src_ids: Sequence[int], config: DecodeConfig, stop: Stop = never
) -> BeamTree:
    """Searches as `beam` does, keeping at each length the 2 * beam_size best of each live prefix.

    With `ctx.edits` it is the search of the edited model, as `DecodeSession` decodes it; `src_ids` come
    without the PAD that the edits put behind them.
    """
    eos_id = ctx.config.eos_id
    limit = length_limit(ctx.config, config, len(src_ids))
    width = min(2 * config.beam_size, ctx.config.vocab_size)
    is_causal = ctx.edits is None or ctx.edits.causal_mask
    reader = (_Cached if is_causal else _Whole)(ctx, params, src_ids)
    nodes = [BeamNode(0, None, ctx.config.bos_id, 0.0, 0.0, 0.0, 0, 0, LIVE)]
    live, ends, rows = [nodes[0]], [], [0]
    while live and live[0].length < limit and not stop():
        logits = reader.logits([_ids(nodes, node) for node in live], rows)
        values, ids = ctx.ops.top_k(allowed(ctx, log_probs(ctx, logits)), width)
        values, ids = ctx.ops.to_host(values).tolist(), ctx.ops.to_host(ids).tolist()
        if is_forced(ctx, live[0].length, limit):
            values, ids = [[0.0] for _ in live], [[eos_id] for _ in live]
        options = _options(live, values, ids, config)
        considered = _judged(options, config.beam_size, eos_id, len(nodes))
        nodes += considered
        ends += [node for node in considered if node.fate == ENDED]
        ends = sorted(ends, key=lambda node: -node.score)[: config.beam_size]
        places = {node.id: row for row, node in enumerate(live)}
        live = [node for node in considered if node.fate == LIVE]
        if _is_done(live, ends, config.beam_size):
            break
        rows = [places[node.parent_id] for node in live]
    results = ends or sorted(live, key=lambda node: -node.score)
    return BeamTree(tuple(nodes), tuple(node.id for node in results), bool(ends), config.beam_size,
                    config.length_penalty, config.length_norm)


class _Cached:
    """The next token's logits after the live prefixes, read one token at a time."""

    def __init__(self, ctx: Context, params: Params, src_ids: Sequence[int]):
        self._ctx, self._params = ctx, params
        self._state = start(ctx, params, [_padded(ctx, src_ids)])

    def logits(self, prefixes: list[list[int]], rows: list[int]) -> Array:
        """[B,V]; prefix i goes on from row rows[i] of what was read last."""
        if len(prefixes[0]) > 1:
            self._state = self._state.reorder(self._ctx, rows, sources=rows)
        logits, self._state = advance(self._ctx, self._params, self._state, [ids[-1] for ids in prefixes])
        return logits


class _Whole:
    """The same without the causal mask: nothing may be kept, since each token changes all before it."""

    def __init__(self, ctx: Context, params: Params, src_ids: Sequence[int]):
        self._ctx, self._params = ctx, params
        host = pad([_padded(ctx, src_ids)], ctx.config.pad_id)
        self._src_mask = ctx.ops.asarray(padding_mask(host, ctx.config.pad_id))
        self._memory = transformer.encode(ctx, params, ctx.ops.asarray(host), self._src_mask)

    def logits(self, prefixes: list[list[int]], rows: list[int]) -> Array:
        """[B,V]"""
        ops = self._ctx.ops
        memory = ops.take(self._memory, ops.asarray([0] * len(prefixes)), axis=0)
        hidden = transformer.decode(self._ctx, self._params, ops.asarray(prefixes), memory, self._src_mask)
        last = ops.take(hidden, ops.asarray([len(prefixes[0]) - 1]), axis=1)  # [B,1,D]
        return transformer.logits(self._ctx, self._params, last)[:, 0]


def _padded(ctx: Context, src_ids: Sequence[int]) -> list[int]:
    pads = 0 if ctx.edits is None else ctx.edits.pads
    return [*src_ids, *[ctx.config.pad_id] * pads]


def _ids(nodes: list[BeamNode], node: BeamNode) -> list[int]:
    """From BOS to a node."""
    ids = [node.token_id]
    while node.parent_id is not None:
        node = nodes[node.parent_id]
        ids.append(node.token_id)
    return ids[::-1]


def _options(live: list[BeamNode], values, ids, config: DecodeConfig) -> list[BeamNode]:
    """Every live prefix with each of its best tokens, the most probable prefix first."""
    options = []
    for node, row_values, row_ids in zip(live, values, ids, strict=True):
        penalty = length_penalty(node.length + 1, config.length_penalty, config.length_norm)
        for value, token_id in zip(row_values, row_ids, strict=True):
            if value != float("-inf"):
                log_prob = node.log_prob + value
                options.append(BeamNode(-1, node.id, token_id, value, log_prob, log_prob / penalty,
                                        node.length + 1, 0, PRUNED))
    return sorted(options, key=lambda option: -option.log_prob)


def _judged(options: list[BeamNode], size: int, eos_id: int, first_id: int) -> list[BeamNode]:
    """What goes on, what ends and what is dropped. Past the last that goes on nothing is looked at."""
    judged, num_live = [], 0
    for rank, option in enumerate(options):
        if option.token_id == eos_id:
            fate = ENDED if rank < size and num_live < size else PRUNED
        else:
            fate = LIVE if num_live < size else PRUNED
        num_live += fate == LIVE
        judged.append(replace(option, id=first_id + rank, rank=rank, fate=fate))
    return judged


def _is_done(live: list[BeamNode], ends: list[BeamNode], size: int) -> bool:
    """Nothing live, or full and no live prefix, scored at its present length, would enter."""
    if not live:
        return True
    return len(ends) == size and max(node.score for node in live) <= ends[-1].score
