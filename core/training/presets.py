"""Sizes that people choose between, and how a corpus of so many pairs is best learned from."""

from __future__ import annotations

from dataclasses import dataclass

from core.config import ConfigError, ModelConfig

# "tiny" learns 30,000 short pairs in half an hour on a laptop's CPU; "base" is the paper's base model. Where
# time is short the norm comes first, and most layers are in the encoder, whose layers cost less.
PRESETS = {
    "tiny": {"d_model": 128, "num_heads": 4, "d_ff": 512, "num_encoder_layers": 4, "num_decoder_layers": 2,
             "norm_first": True},
    "small": {"d_model": 256, "num_heads": 4, "d_ff": 1024, "num_encoder_layers": 4, "num_decoder_layers": 2,
              "norm_first": True},
    "base": {"d_model": 512, "num_heads": 8, "d_ff": 2048, "num_encoder_layers": 6, "num_decoder_layers": 6},
}

# The optimizer, and the peak of the learning rate and its warm-up: deeper and wider wants slower, and so do
# norms at the end.
RATES = {
    "tiny": {"optimizer": "muon", "learning_rate": 8e-3, "warmup_steps": 300},
    "small": {"optimizer": "muon", "learning_rate": 3e-3, "warmup_steps": 400},
    "base": {"optimizer": "adamw", "learning_rate": 7e-4, "warmup_steps": 4000},
}

# A trained model has little left to learn: a low rate keeps what it knows.
FINE_TUNING_RATES = {"learning_rate": 3e-4, "warmup_steps": 50}


@dataclass(frozen=True)
class Recipe:
    """What suits corpora of up to `pairs` pairs: the guide has the experiments that it comes from.

    `vocab_size` is the most that is learned: a piece that occurs in few sentences is not learned well.
    """

    pairs: int
    preset: str
    vocab_size: int
    dropout: float
    dropout_rise: float  # an epoch
    batch_tokens: int
    ema_decay: float
    validate_every: int = 500
    rate: float = 1.0  # the part of the size's learning rate
    warmup: float = 1.0  # the part of its warm-up


RECIPES = (
    Recipe(1_000, "tiny", 1_000, 0.3, 0.0, 512, 0.98, 50, rate=2 / 3, warmup=1 / 3),
    Recipe(10_000, "tiny", 2_000, 0.2, 0.01, 1024, 0.99, 200, rate=2 / 3, warmup=1 / 2),
    Recipe(50_000, "tiny", 4_000, 0.1, 0.005, 2048, 0.998),
    Recipe(500_000, "small", 12_000, 0.1, 0.005, 2048, 0.999),
)
LARGE = Recipe(10 ** 12, "base", 16_000, 0.1, 0.005, 2048, 0.999)


def recipe(num_pairs: int) -> Recipe:
    """The first that the corpus is small enough for."""
    return next((found for found in RECIPES if num_pairs <= found.pairs), LARGE)


def suggest(num_pairs: int) -> str:
    """The size for a corpus of so many pairs, trained on a CPU for minutes rather than days."""
    return recipe(num_pairs).preset


def model_config(preset: str, vocab_size: int, num_pairs: int) -> ModelConfig:
    """The size's model, for the vocabulary that was learned, with the dropout that so many pairs want."""
    return ModelConfig(**_named(preset), vocab_size=vocab_size, dropout=recipe(num_pairs).dropout)


def train_settings(preset: str, num_pairs: int) -> dict:
    """The settings of core.config.TrainConfig for a size on so many pairs."""
    _named(preset)
    size, found = RATES[preset], recipe(num_pairs)
    return {"optimizer": size["optimizer"], "batch_tokens": found.batch_tokens,
            "ema_decay": found.ema_decay, "dropout_rise": found.dropout_rise,
            "validate_every": found.validate_every, "learning_rate": size["learning_rate"] * found.rate,
            "warmup_steps": round(size["warmup_steps"] * found.warmup)}


def fine_tuning_settings(num_pairs: int) -> dict:
    """The settings of core.config.TrainConfig for a model that is trained further."""
    return {**FINE_TUNING_RATES, "validate_every": recipe(num_pairs).validate_every}


def vocab_limit(num_pairs: int) -> int:
    """The most pieces to learn."""
    return recipe(num_pairs).vocab_size


def _named(preset: str) -> dict:
    if preset not in PRESETS:
        raise ConfigError(f'unknown preset "{preset}"; expected one of: {", ".join(PRESETS)}')
    return PRESETS[preset]
