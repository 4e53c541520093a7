"""What a training needs of the machine, said before it starts rather than when it fails."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import psutil

from core import params
from core.config import ModelConfig, TrainConfig

SPARE_BYTES = 16 << 20  # for reports, the tokenizer and what else is small
MOST_PARTS = 16


class RoomError(ValueError):
    """The disk or the memory is too small; the message gives both figures and a way out."""


def checkpoint_bytes(model: ModelConfig, train: TrainConfig) -> int:
    """Of one checkpoint: weights, both moments and the average, in float32."""
    return params.count(model) * 4 * (4 if train.ema_decay else 3)


def check_disk(folder: Path, model: ModelConfig, train: TrainConfig, checkpoints_there: int = 0) -> None:
    """Raises RoomError where two checkpoints and the best model cannot be held.

    Before there are two of them, both are still to come; later one more while it is being written.
    """
    needed = max(1, 2 - checkpoints_there) * checkpoint_bytes(model, train) + params.count(model) * 4
    needed += SPARE_BYTES
    place = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    free = shutil.disk_usage(place).free
    if free < needed:
        raise RoomError(f"{folder}: the disk has {_size(free)} free, and this training needs {_size(needed)} "
                        "for two checkpoints and the best model: make room, or choose another folder or a "
                        "smaller model")


def step_bytes(model: ModelConfig, train: TrainConfig) -> int:
    """About what a training holds at its peak: weights, gradients, moments, and what a step's forward pass
    keeps for its gradients.

    Rough, and rather too much: for the three sizes of `make bench` it says about 0.6, 0.7 and 1.9 GiB, where
    the whole process held 0.62, 0.59 and 1.36 at its peak (NumPy).
    """
    per_layer = 16 * model.d_model + 3 * model.d_ff
    layers = model.num_encoder_layers + 2 * model.num_decoder_layers
    passes = 2 if train.r_drop else 1
    activations = passes * train.batch_tokens * 4 * (per_layer * layers + 12 * model.d_model)
    return params.count(model) * 4 * (6 if train.ema_decay else 5) + activations // train.accumulate


def parts_that_fit(model: ModelConfig, train: TrainConfig, free: int | None = None) -> int:
    """Into how many parts each batch should be cut so that a step fits into the free memory; 1 as a rule.

    free: bytes; None asks the system. At most MOST_PARTS: more would not save what does not fit.
    """
    free = psutil.virtual_memory().available if free is None else free
    parts = train.accumulate
    while parts < MOST_PARTS and step_bytes(model, replace(train, accumulate=parts)) > free:
        parts *= 2
    return parts


def _size(count: int) -> str:
    return f"{count / 1e9:.1f} GB" if count >= 1e9 else f"{count / 1e6:.0f} MB"
