"""Sizes that people choose between."""

from __future__ import annotations

from core.config import ConfigError, ModelConfig

# "tiny" learns 10,000 short pairs in minutes on a laptop's CPU; "base" is the paper's base model.
# `vocab_size` is the most that is learned; small corpora have fewer pieces worth keeping.
PRESETS = {
    "tiny": {"vocab_size": 8000, "d_model": 128, "num_heads": 4, "d_ff": 512,
             "num_encoder_layers": 3, "num_decoder_layers": 3, "dropout": 0.1},
    "small": {"vocab_size": 12000, "d_model": 256, "num_heads": 4, "d_ff": 1024,
              "num_encoder_layers": 3, "num_decoder_layers": 3, "dropout": 0.2},
    "base": {"vocab_size": 16000, "d_model": 512, "num_heads": 8, "d_ff": 2048,
             "num_encoder_layers": 6, "num_decoder_layers": 6, "dropout": 0.1},
}

# The peak of the learning rate and its warm-up: deeper and wider wants slower.
RATES = {
    "tiny": {"learning_rate": 2e-3, "warmup_steps": 800},
    "small": {"learning_rate": 1e-3, "warmup_steps": 1000},
    "base": {"learning_rate": 7e-4, "warmup_steps": 4000},
}

# A trained model has little left to learn: a low rate keeps what it knows.
FINE_TUNING_RATES = {"learning_rate": 3e-4, "warmup_steps": 50}


def suggest(num_pairs: int) -> str:
    """The preset for a corpus of this size, trained on a CPU for minutes rather than days."""
    return "tiny" if num_pairs < 50_000 else "small" if num_pairs < 500_000 else "base"


def model_config(preset: str, vocab_size: int) -> ModelConfig:
    """The preset's model, for the vocabulary that was learned."""
    return ModelConfig(**{**_named(preset), "vocab_size": vocab_size})


def vocab_limit(preset: str, num_pairs: int) -> int:
    """The most pieces to learn: a piece that occurs in few sentences is not learned well."""
    return min(_named(preset)["vocab_size"], max(1000, num_pairs // 4))


def _named(preset: str) -> dict:
    if preset not in PRESETS:
        raise ConfigError(f'unknown preset "{preset}"; expected one of: {", ".join(PRESETS)}')
    return PRESETS[preset]
