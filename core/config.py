"""What a model, a training and a decoding are told. Frozen, validated, with reasons."""

from __future__ import annotations

import dataclasses
import math
import types
import typing
from dataclasses import dataclass
from typing import Any, Self


class ConfigError(ValueError):
    """A setting that cannot be used; the message names it, what was expected and what came."""


class _Config:
    """Reading from a dict and checks that the three configurations share."""

    @classmethod
    def from_dict(cls, values: dict[str, Any], where: str) -> Self:
        """Builds from the members of a JSON object; `where` (a file) leads every message."""
        if not isinstance(values, dict):
            raise ConfigError(f"{where}: expected an object of settings, found {type(values).__name__}")
        fields = {field.name: field for field in dataclasses.fields(cls)}
        for name in values:
            if name not in fields:
                raise ConfigError(f'{where}: unknown key "{name}"; expected one of: {", ".join(fields)}')
        missing = [name for name, field in fields.items()
                   if field.default is dataclasses.MISSING and name not in values]
        if missing:
            raise ConfigError(f'{where}: the key "{missing[0]}" is missing')
        types_of = typing.get_type_hints(cls)
        checked = {name: _typed(value, types_of[name], f"{where}: {name}")
                   for name, value in values.items()}
        try:
            return cls(**checked)
        except ConfigError as error:
            raise ConfigError(f"{where}: {error}") from None

    @classmethod
    def value(cls, name: str, value: Any, where: str) -> Any:
        """`value` for one setting, in its type. Raises ConfigError; the range is checked when it is used."""
        return _typed(value, typing.get_type_hints(cls)[name], where)

    def to_dict(self) -> dict[str, Any]:
        return dataclasses.asdict(self)

    def _require(self, holds: bool, name: str, expected: str) -> None:
        if not holds:
            raise ConfigError(f"{name} should be {expected}, and is {getattr(self, name)!r:.60}")

    def _require_at_least(self, bound: float, *names: str) -> None:
        for name in names:
            self._require(bound <= getattr(self, name) < math.inf, name, f"at least {bound}")

    def _require_at_most(self, bound: float, *names: str) -> None:
        for name in names:
            self._require(getattr(self, name) <= bound, name, f"at most {bound}")

    def _require_fraction(self, *names: str) -> None:
        for name in names:
            self._require(0 <= getattr(self, name) < 1, name, "at least 0 and less than 1")


_KINDS = {types.NoneType: "null", tuple[int, ...]: "a list of ids"}


def _typed(value: Any, expected: Any, where: str) -> Any:
    """`value` as a JSON reader may rightly have given it for a field of type `expected`."""
    allowed = typing.get_args(expected) if isinstance(expected, types.UnionType) else (expected,)
    if type(value) is int and float in allowed and abs(value) < 2**53:  # beyond, no longer exact
        value = float(value)
    if tuple[int, ...] in allowed and type(value) in (list, tuple) and all(type(i) is int for i in value):
        return tuple(value)
    if type(value) not in allowed or value in (math.inf, -math.inf) or value != value:
        names = " or ".join(_KINDS.get(kind) or kind.__name__ for kind in allowed)
        raise ConfigError(f"{where} should be {names}, and is {value!r:.60}")
    return value


def _one_of(names: tuple[str, ...]) -> str:
    return f"{', '.join(names[:-1])} or {names[-1]}"


ACTIVATIONS = ("relu", "gelu", "gelu_erf", "silu")
POSITIONS = ("paper", "marian", "opennmt")


@dataclass(frozen=True)
class ModelConfig(_Config):
    """The shape of an encoder-decoder Transformer (Vaswani et al. 2017, table 3 names).

    The defaults are the paper's; the variants are what other toolkits made of it.
    """

    vocab_size: int  # of the target, and of the source where it has none of its own
    d_model: int = 256
    num_heads: int = 4
    d_ff: int = 1024
    num_encoder_layers: int = 3
    num_decoder_layers: int = 3
    max_len: int = 256  # positions, BOS or EOS included
    dropout: float = 0.1
    activation: str = "relu"  # relu, gelu, gelu_erf or silu
    norm_first: bool = False  # pre-norm (Xiong et al. 2020) rather than the paper's post-norm
    norm_eps: float = 1e-5  # added to the variance in LayerNorm
    pad_id: int = 0
    bos_id: int = 1  # what the decoder starts from; Marian starts from PAD
    eos_id: int = 2
    unk_id: int = 3
    src_vocab_size: int | None = None  # of a source with a vocabulary and a table of its own
    tied_output: bool = True  # the target's table turned around projects to the vocabulary
    output_bias: bool = False  # a bias a token on the logits
    scale_embedding: bool = True  # by sqrt(d_model)
    positions: str = "paper"  # a table of `core.sinusoid`: paper, marian or opennmt
    banned_ids: tuple[int, ...] | None = None  # never produced; None: PAD, BOS and UNK
    renormalize: bool = False  # the probabilities of the others sum to 1 once the banned are left out
    forced_eos: bool = False  # the last token that the length limit leaves is EOS

    def __post_init__(self):
        self._require_at_least(4, "vocab_size")
        self._require_at_least(2, "d_model", "max_len")
        self._require_at_least(1, "num_heads", "d_ff", "num_encoder_layers", "num_decoder_layers")
        # Far beyond any use, but what is built from these is in no file whose size would tell.
        self._require_at_most(200, "num_encoder_layers", "num_decoder_layers")
        self._require_at_most(20_000, "max_len")
        self._require(self.d_model % self.num_heads == 0, "d_model",
                      f"a multiple of num_heads ({self.num_heads})")
        self._require(self.d_model % 2 == 0, "d_model", "even (half sines, half cosines)")
        self._require(self.activation in ACTIVATIONS, "activation", _one_of(ACTIVATIONS))
        self._require(self.positions in POSITIONS, "positions", _one_of(POSITIONS))
        self._require_fraction("dropout")
        self._require(1e-12 <= self.norm_eps <= 0.1, "norm_eps", "at least 1e-12 and at most 0.1")
        for name in ("pad_id", "bos_id", "eos_id", "unk_id"):
            self._require(0 <= getattr(self, name) < self.vocab_size, name,
                          f"an id below vocab_size ({self.vocab_size})")
        special = (self.pad_id, self.bos_id, self.eos_id, self.unk_id)
        if len({self.pad_id, self.eos_id, self.unk_id}) < 3 or self.bos_id in (self.eos_id, self.unk_id):
            raise ConfigError(f"pad_id, bos_id, eos_id and unk_id should differ, and are {special}; only "
                              "pad_id may be bos_id too")
        if self.src_vocab_size is not None:
            self._require(self.src_vocab_size > max(self.pad_id, self.eos_id, self.unk_id), "src_vocab_size",
                          "more than pad_id, eos_id and unk_id")
        self._require(all(0 <= token_id < self.vocab_size for token_id in self.banned), "banned_ids",
                      f"ids below vocab_size ({self.vocab_size})")
        self._require(self.eos_id not in self.banned, "banned_ids", "without eos_id")

    @property
    def d_head(self) -> int:
        return self.d_model // self.num_heads

    @property
    def num_src_ids(self) -> int:
        """How many ids a source may hold."""
        return self.src_vocab_size or self.vocab_size

    @property
    def banned(self) -> tuple[int, ...]:
        """The ids that are never produced."""
        return (self.pad_id, self.bos_id, self.unk_id) if self.banned_ids is None else self.banned_ids


OPTIMIZERS = ("adamw", "muon")


@dataclass(frozen=True)
class TrainConfig(_Config):
    """How a model is trained. Ends at `max_steps` or `time_budget_s`, whichever comes first."""

    seed: int = 1
    max_steps: int = 20_000
    time_budget_s: float | None = None
    batch_tokens: int = 2048  # target tokens a step, PAD included
    optimizer: str = "adamw"  # "muon": for the matrices of the layers; AdamW for the rest
    learning_rate: float = 1e-3  # the peak, reached at the end of the warm-up
    warmup_steps: int = 800
    label_smoothing: float = 0.1
    dropout_rise: float = 0.0  # how much the model's dropout grows with each epoch, up to 0.3
    r_drop: float = 0.0  # how much two passes with their own dropout are drawn together; 0 is one pass
    bpe_dropout: float = 0.0  # how often a merge is left out as words are cut into pieces; 0 is never
    beta1: float = 0.9  # Muon's momentum too
    beta2: float = 0.98
    adam_eps: float = 1e-9
    weight_decay: float = 0.0
    clip_norm: float = 1.0  # gradients are scaled down to this L2 norm; 0 is off
    ema_decay: float = 0.0  # of the weights' moving average, which is then what is kept; 0 is off
    accumulate: int = 1  # parts in which a batch is computed, where memory is short
    validate_every: int = 500  # steps
    patience: int = 0  # ends after as many validations in a row without a better one; 0 is off
    checkpoint_every_s: float = 60.0

    def __post_init__(self):
        self._require(0 <= self.seed < 2**63, "seed", "at least 0 and less than 2^63")
        self._require(self.optimizer in OPTIMIZERS, "optimizer", _one_of(OPTIMIZERS))
        self._require_at_least(1, "max_steps", "batch_tokens", "warmup_steps", "accumulate", "validate_every")
        self._require_at_least(0, "weight_decay", "clip_norm", "patience", "r_drop", "dropout_rise")
        self._require(self.time_budget_s is None or self.time_budget_s > 0, "time_budget_s",
                      "more than 0 seconds")
        for name in ("learning_rate", "adam_eps", "checkpoint_every_s"):
            self._require(0 < getattr(self, name) < math.inf, name, "more than 0")
        self._require_fraction("label_smoothing", "beta1", "beta2", "ema_decay", "bpe_dropout")


METHODS = ("greedy", "beam", "sample")
LENGTH_NORMS = ("wu", "power")


@dataclass(frozen=True)
class DecodeConfig(_Config):
    """How a translation is searched for. `max_len` counts target tokens without BOS."""

    method: str = "greedy"
    beam_size: int = 4
    length_penalty: float = 0.6  # alpha
    length_norm: str = "wu"  # ((5 + |Y|) / 6)^alpha, Wu et al. 2016, eq. 14; "power": |Y|^alpha, Hugging Face
    temperature: float = 1.0
    top_k: int = 0  # 0: all
    top_p: float = 1.0
    seed: int = 1
    max_len: int | None = None  # None: in proportion to the source, within the model's max_len
    shortlist: bool = False  # choose among likely target tokens only, where the model has learned them

    def __post_init__(self):
        self._require(self.method in METHODS, "method", _one_of(METHODS))
        self._require(self.length_norm in LENGTH_NORMS, "length_norm", _one_of(LENGTH_NORMS))
        self._require_at_least(1, "beam_size")
        self._require_at_least(0, "length_penalty", "top_k")
        self._require(0 <= self.seed < 2**63, "seed", "at least 0 and less than 2^63")
        # Outside, log-probabilities divided by it leave the range of float32.
        self._require(0.001 <= self.temperature <= 1000, "temperature", "at least 0.001 and at most 1000")
        self._require(0 < self.top_p <= 1, "top_p", "more than 0 and at most 1")
        self._require(self.max_len is None or self.max_len >= 1, "max_len", "at least 1")
