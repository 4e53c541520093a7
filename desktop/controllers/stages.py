"""A block of the machine opened: each sub-step with its formula, its shape and its values.

Everything is read from the recorded pass; nothing is computed again but the comparison with BatchNorm and
what the sampling settings make of the logits.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.config import DecodeConfig, ModelConfig
from core.edits import CROSS, DECODER_SELF, ENCODER_SELF, attention_name
from desktop.controllers.distribution import shaped
from desktop.controllers.walk import Walk

KIND_OF_BLOCK = {"cross": CROSS, "decoder_self": DECODER_SELF, "encoder_self": ENCODER_SELF}
TOKENS, NUMBERS, KEYS, VOCABULARY = "tokens", "numbers", "keys", "vocabulary"
TOP = 12  # most probable tokens in view
SQRT_D = "√d<sub>k</sub>"
# Of `core.sinusoid`, by the model's kind of table.
WAVES = {
    "paper": "sin(pos / 10000<sup>2i/d</sup>), cos(pos / 10000<sup>2i/d</sup>)",
    "marian": "sin(pos / 10000<sup>2i/d</sup>) | cos(pos / 10000<sup>2i/d</sup>)",
    "opennmt": "sin((pos + 1) / 10000<sup>i/(d/2 − 1)</sup>) | cos((pos + 1) / 10000<sup>i/(d/2 − 1)</sup>)",
}


@dataclass(frozen=True)
class Stage:
    """One sub-step.

    name     a key that the view has words for: "query", "scores", "normalised" ...
    formula  rich text without words
    shape    (symbol, size) from the outermost axis in
    values   [rows, columns] of what is in view; NaN is hidden
    rows     TOKENS of `side`; columns: NUMBERS, KEYS of `key_side`, or VOCABULARY with `token_ids`
    now      the row computed in this step where the others were kept (KV cache); -1: all at once
    """

    name: str
    formula: str
    shape: tuple[tuple[str, int], ...]
    values: np.ndarray
    side: str = "target"
    columns: str = NUMBERS
    key_side: str = "source"
    scale: str = "signed"
    now: int = -1
    token_ids: tuple[int, ...] = ()


def stages(walk: Walk, block: str, layer: int, head: int, config: DecodeConfig) -> list[Stage]:
    """The sub-steps of a block of the diagram, in the order of the data."""
    if block in KIND_OF_BLOCK:
        return _attention(walk, KIND_OF_BLOCK[block], layer, head)
    if block.endswith("_embedding"):
        return _embedding(walk, block.partition("_")[0])
    if block.endswith("_ffn"):
        return _feed_forward(walk, block.partition("_")[0], layer)
    return _linear(walk) if block == "linear" else _output(walk, config)


def _wide(walk: Walk, name: str, key: str, formula: str, symbol: str = "d_model", **more) -> Stage:
    """A [T, d] stage: one row a position."""
    side = name.partition(".")[0]
    values = walk.rows(name)
    rows = "S" if side == "encoder" else "T"
    return Stage(key, formula, (("B", 1), (rows, len(values)), (symbol, values.shape[1])), values,
                 "source" if side == "encoder" else "target", **more)


def _embedding(walk: Walk, side: str) -> list[Stage]:
    at, config = f"{side}.embedding", walk.config
    table = "E" if config.src_vocab_size is None else f"E<sub>{'S' if side == 'encoder' else 'T'}</sub>"
    tokens = ("√d<sub>model</sub> · " if config.scale_embedding else "") + f"{table}[id]"
    return [
        _wide(walk, f"{at}.tokens", "tokens", tokens),
        _wide(walk, f"{at}.positions", "positions" if config.positions == "paper" else "halved_positions",
              WAVES[config.positions]),
        _wide(walk, f"{at}.output", "embedded", f"x = {tokens} + P"),
    ]


def _attention(walk: Walk, kind: str, layer: int, head: int) -> list[Stage]:
    at, config = attention_name(kind, layer), walk.config
    side = "source" if kind == ENCODER_SELF else "target"
    key_side = "target" if kind == DECODER_SELF else "source"
    last = walk.traces(at.partition(".")[0])[-1]
    numbers = walk.numbers(kind, layer, head)
    query, rows = walk.rows(f"{at}.q")[head], "S" if kind == ENCODER_SELF else "T"
    is_cached = kind == DECODER_SELF and not last.is_whole

    def headed(name: str, formula: str, values: np.ndarray, of: str, row: str, now: int = -1) -> Stage:
        shape = (("B", 1), ("H", config.num_heads), (row, len(values)), ("d_head", config.d_head))
        return Stage(name, formula, shape, values, of, now=now)

    def scored(name: str, formula: str, values: np.ndarray, scale: str = "signed") -> Stage:
        shape = (("B", 1), ("H", config.num_heads), (rows, len(values)),
                 ("T" if kind == DECODER_SELF else "S", values.shape[1]))
        return Stage(name, formula, shape, values, side, KEYS, key_side, scale)

    cached = len(last[f"{at}.k"][head]) - 1 if is_cached else -1
    keys = "T" if kind == DECODER_SELF else "S"
    weights = np.where(np.isnan(numbers.masked), np.nan, numbers.weights)
    source = "x" if not config.norm_first else "LN(x)"
    memory = "m" if kind == CROSS else source
    return [
        _wide(walk, f"{at}.normed" if config.norm_first else f"{at}.input", "input", source),
        headed("query", f"Q = {source} W<sub>Q</sub> + b", query, side, rows),
        headed("key", f"K = {memory} W<sub>K</sub> + b", last[f"{at}.k"][head], key_side, keys, cached),
        headed("value", f"V = {memory} W<sub>V</sub> + b", last[f"{at}.v"][head], key_side, keys, cached),
        scored("scores", "Q K<sup>T</sup>", numbers.dot),
        scored("scaled", f"Q K<sup>T</sup> ÷ {SQRT_D}", numbers.scaled),
        scored("masked", f"Q K<sup>T</sup> ÷ {SQRT_D} + M", numbers.masked),
        scored("weights", f"A = softmax(Q K<sup>T</sup> ÷ {SQRT_D} + M)", weights, "glass"),
        headed("head", "A V", numbers.output, side, rows),
        _wide(walk, f"{at}.merged", "concatenated",
              "[A<sub>1</sub>V<sub>1</sub>; … ; A<sub>H</sub>V<sub>H</sub>]"),
        _wide(walk, f"{at}.update", "projected", "[…] W<sub>O</sub> + b"),
        *_add_and_norm(walk, at),
    ]


def _feed_forward(walk: Walk, side: str, layer: int) -> list[Stage]:
    at, config = f"{side}.layers.{layer}.ffn", walk.config
    source = "x" if not config.norm_first else "LN(x)"
    return [
        _wide(walk, f"{at}.normed" if config.norm_first else f"{at}.input", "input", source),
        _wide(walk, f"{at}.inner", "inner", f"{source} W<sub>1</sub> + b<sub>1</sub>", "d_ff"),
        _wide(walk, f"{at}.hidden", "activated",
              f"{config.activation}({source} W<sub>1</sub> + b<sub>1</sub>)", "d_ff"),
        _wide(walk, f"{at}.update", "projected", "h W<sub>2</sub> + b<sub>2</sub>"),
        *_add_and_norm(walk, at),
    ]


def _add_and_norm(walk: Walk, at: str) -> list[Stage]:
    """Before and after; and what BatchNorm would make of the same sums."""
    if walk.config.norm_first:
        return [_wide(walk, f"{at}.input", "skip", "x"),
                _wide(walk, f"{at}.residual", "added", "y = x + f(LN(x))"),
                _batch_normed(walk, f"{at}.input")]
    return [_wide(walk, f"{at}.input", "skip", "x"), _wide(walk, f"{at}.sum", "added", "x + f(x)"),
            _wide(walk, f"{at}.residual", "normed", "LN(y) = (y − μ) ÷ σ · γ + β, y = x + f(x)"),
            _batch_normed(walk, f"{at}.sum")]


def _batch_normed(walk: Walk, name: str) -> Stage:
    stage = _wide(walk, name, "batch_normed", "BN(y) = (y − μ) ÷ σ")
    values = stage.values.astype(np.float64)
    normed = (values - values.mean(axis=0)) / np.sqrt(values.var(axis=0) + walk.config.norm_eps)
    return Stage(stage.name, stage.formula, stage.shape, normed.astype(np.float32), stage.side)


def _linear(walk: Walk) -> list[Stage]:
    ids, logits = _top(walk)
    return [
        _wide(walk, "decoder.output", "hidden", "h"),
        Stage("logits", projection(walk.config), (("B", 1), ("V", walk.config.vocab_size)), logits[None],
              columns=VOCABULARY, token_ids=ids),
    ]


def projection(config: ModelConfig) -> str:
    """From the last hidden state to the logits: by the target's table turned around, or its own matrix."""
    table = "W" if not config.tied_output else "E" if config.src_vocab_size is None else "E<sub>T</sub>"
    return f"z = h {table}<sup>T</sup>" + (" + b" if config.output_bias else "")


def _output(walk: Walk, config: DecodeConfig) -> list[Stage]:
    """Logits, scaled, filtered, normalised: the settings of sampling made visible."""
    ids, logits = _top(walk)
    at = list(ids)
    shape = (("B", 1), ("V", walk.config.vocab_size))
    made = shaped(walk.shown.trace["decoder.next_token.log_probs"], config, walk.config)

    def stage(name: str, formula: str, values: np.ndarray, scale: str = "signed") -> Stage:
        return Stage(name, formula, shape, values[None], columns=VOCABULARY, scale=scale, token_ids=ids)

    temperature = f"{config.temperature:.2f}"
    kept = np.where(made.kept[at], logits / config.temperature, np.nan)
    top_k = str(config.top_k) if config.top_k else "∞"
    return [
        stage("logits", "z", logits),
        stage("tempered", f"z ÷ {temperature}", logits / config.temperature),
        stage("filtered", f"k ≤ {top_k}, p ≤ {config.top_p:.2f}", kept),
        stage("normalised", "softmax", made.probs[at].astype(np.float32), "glass"),
    ]


def _top(walk: Walk) -> tuple[tuple[int, ...], np.ndarray]:
    ids = tuple(candidate.token_id for candidate in walk.shown.candidates[:TOP])
    return ids, walk.shown.trace["decoder.next_token.logits"][list(ids)]
