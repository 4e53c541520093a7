"""Checkpoints: a folder each, made under another name, flushed and renamed; damaged ones are skipped.

    checkpoints/step-00001200/model.safetensors      the weights
                              optimizer.safetensors  m.* and v.*, Adam's moments
                              average.safetensors    the averaged weights, where the run averages
                              state.json             the cursor, and the SHA-256 of it and of these files
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from backends.base import Backend
from core import params as parameters
from core.config import ModelConfig
from core.formats import atomic, native
from core.formats.tensors import TensorFileError, read_tensors, write_tensors
from core.text.tokenizer import Tokenizer
from core.training.average import AVERAGE
from core.training.step import OptState

KEPT = 2  # the newest, and one to fall back on
_MAKING = ".making-"
_CURSOR_SUM = "cursor_sha256"
_MODEL, _MOMENTS, _AVERAGED = "model.safetensors", "optimizer.safetensors", "average.safetensors"


class CheckpointError(ValueError):
    """A training that cannot go on from its checkpoints; the message says why and what is left."""


@dataclass
class Cursor:
    """Where a training stands, besides its arrays. `batch` counts within the epoch."""

    step: int = 0
    epoch: int = 0
    batch: int = 0
    tokens: int = 0
    seconds: float = 0.0
    best_bleu: float | None = None
    best_loss: float | None = None
    best_step: int = 0
    highest_bleu: float | None = None  # the best model may have a little less, at a lower loss
    validated_step: int = -1  # the newest step that was validated
    stale: int = 0  # validations since the best
    loss_sum: float = 0.0  # of the training losses since the last validation
    loss_steps: int = 0
    lowest_loss: float | None = None  # the lowest mean of the kind
    rate_scale: float = 1.0  # halved whenever the training went astray
    rollbacks: int = 0


def save(folder: Path, ops: Backend, params: parameters.Params, opt_state: OptState, cursor: Cursor) -> None:
    """Adds a checkpoint and drops all but the newest `KEPT`; those there stay whole if it fails."""
    folder.mkdir(parents=True, exist_ok=True)
    final = folder / f"step-{cursor.step:08d}"
    making = folder / f"{_MAKING}{cursor.step:08d}"
    for unfinished in folder.glob(f"{_MAKING}*"):
        shutil.rmtree(unfinished, ignore_errors=True)
    try:
        _write(making, ops, params, opt_state, cursor)
        _put(making, final)
    except BaseException:
        shutil.rmtree(making, ignore_errors=True)
        raise
    atomic.sync_folder(folder)
    for old in _superseded(folder, final, f"step-{cursor.validated_step:08d}"):
        shutil.rmtree(old, ignore_errors=True)


def _write(making: Path, ops: Backend, params, opt_state, cursor: Cursor) -> None:
    making.mkdir()
    def host(tree) -> dict:
        return {name: ops.to_host(array) for name, array in parameters.flatten(tree).items()}

    files = {_MODEL: host(params), _MOMENTS: host({name: opt_state[name] for name in ("m", "v")})}
    if AVERAGE in opt_state:
        files[_AVERAGED] = host(opt_state[AVERAGE])
    for name, tensors in files.items():
        write_tensors(making / name, tensors)
    sums = {name: _sha256(making / name) for name in files}
    facts = asdict(cursor)
    atomic.write_text(making / "state.json", json.dumps(
        {"cursor": facts, "sha256": sums, _CURSOR_SUM: _sha256_of_facts(facts)}))


def _put(making: Path, final: Path) -> None:
    """Renames `making`. Where the step was saved before, the same arrays keep their place and only
    the cursor is new (it may know a validation more); a damaged checkpoint gives way."""
    if final.exists():
        files = [path.name for path in making.glob("*.safetensors")]
        if all((final / name).is_file() and _sha256(final / name) == _sha256(making / name)
               for name in files):
            os.replace(making / "state.json", final / "state.json")
            atomic.sync_folder(final)
            shutil.rmtree(making)
            return
        shutil.rmtree(final)
    os.replace(making, final)


def _superseded(folder: Path, newest: Path, validated: str) -> list[Path]:
    """All but the newest and one to fall back on: the one last validated, which a training that goes astray
    returns to, or the one before. What lies ahead of the one just saved goes too: a training that passed
    over a damaged checkpoint stands before it, and it would count as one to fall back on."""
    before = [path for path in _all(folder) if path.name < newest.name]
    ahead = [path for path in _all(folder) if path.name > newest.name]
    kept = [path for path in before if path.name == validated] or before[1 - KEPT:]
    return [path for path in before if path not in kept] + ahead


def load_newest(
    folder: Path, ops: Backend, config: ModelConfig, up_to: int | None = None
) -> tuple[parameters.Params, OptState, Cursor, list[str]] | None:
    """The newest whole checkpoint (of step `up_to` at the latest), with a sentence for each damaged one
    passed over; None where nothing was saved yet. Raises CheckpointError where all are damaged."""
    damaged = []
    last = f"step-{up_to:08d}" if up_to is not None else "~"
    for path in (path for path in reversed(_all(folder)) if path.name <= last):
        try:
            params, opt_state, cursor = _load(path, ops, config)
            return params, opt_state, cursor, damaged
        except (TensorFileError, OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            damaged.append(f"{path.name} is damaged and was passed over: {error}")
    if damaged:
        raise CheckpointError(f"{folder}: the training cannot go on, because every checkpoint is damaged "
                              f"({damaged[0]}). The best model so far is still in {folder.parent}")
    return None


def to_go_on_from(folder: Path, ops: Backend, config: ModelConfig):
    """((params, opt_state, cursor) of the newest whole checkpoint, or None for a start; what to say of it).

    Where only the checkpoint of before the first step was saved and is damaged, the start is made anew:
    nothing was learned that could be lost. Raises CheckpointError.
    """
    said: list[str] = []
    try:
        found = load_newest(folder, ops, config)
    except CheckpointError:
        if any(path.name != f"step-{0:08d}" for path in _all(folder)):
            raise
        said.append("The checkpoint of before the first step is damaged. Nothing was learned yet, so the "
                    "training begins again from the start.")
        return None, said
    return (found[:3], found[3]) if found else (None, said)


def listed(run: Path) -> list[Path]:
    """The checkpoints of a run directory, oldest first."""
    return _all(run / "checkpoints")


def newest_cursor(run: Path) -> Cursor:
    """Where the newest checkpoint of a run directory stands, by its state.json alone; a fresh one where
    nothing is saved or it cannot be read."""
    for path in reversed(listed(run)):
        try:
            return _read_state(path)[0]
        except (OSError, ValueError, KeyError, TypeError):
            continue
    return Cursor()


def is_checkpoint(path: Path) -> bool:
    return path.parent.name == "checkpoints" and path.name.startswith("step-")


def as_model(path: Path, ops: Backend) -> native.Model:
    """A checkpoint's weights (averaged, where the run averages) with its run's card and tokenizer.
    Raises ValueError."""
    run = path.parent.parent
    card = native.read_card(run)
    averaged = path / _AVERAGED
    weights = read_tensors(averaged if averaged.is_file() else path / _MODEL, parameters.shapes(card.config))
    params = parameters.unflatten({name: ops.asarray(array) for name, array in weights.items()})
    step = int(path.name.removeprefix("step-"))
    return native.Model(replace(card, name=f"{card.name} · {step}"), run, params,
                        Tokenizer.load(run / native.TOKENIZER))


def _load(path: Path, ops: Backend, config: ModelConfig):
    cursor, sums = _read_state(path)
    if set(sums) - {_AVERAGED} != {_MODEL, _MOMENTS}:
        raise ValueError(f"state.json names other files than {_MODEL} and {_MOMENTS}")
    for name, expected in sums.items():
        if _sha256(path / name) != expected:
            raise ValueError(f"{name} is not as it was written")
    shapes = parameters.shapes(config)
    tensors = {f"params.{name}": array for name, array in read_tensors(path / _MODEL, shapes).items()}
    tensors |= read_tensors(path / _MOMENTS, {f"{moment}.{name}": shape for moment in ("m", "v")
                                              for name, shape in shapes.items()})
    if _AVERAGED in sums:
        averages = read_tensors(path / _AVERAGED, shapes)
        tensors |= {f"{AVERAGE}.{name}": array for name, array in averages.items()}
    tree = parameters.unflatten({name: ops.asarray(array) for name, array in tensors.items()})
    return tree.pop("params"), {"step": ops.asarray(cursor.step), **tree}, cursor


def _read_state(path: Path) -> tuple[Cursor, dict[str, str]]:
    """(the cursor, the SHA-256 of each file of arrays). Raises ValueError, KeyError, TypeError or OSError
    where state.json is not as it was written; one of before the cursor had a sum of its own is believed."""
    state = json.loads((path / "state.json").read_text(encoding="utf-8"))
    odd = set(state) - {"cursor", "sha256", _CURSOR_SUM}
    if odd or state.get(_CURSOR_SUM, _sha256_of_facts(state["cursor"])) != _sha256_of_facts(state["cursor"]):
        raise ValueError("state.json is not as it was written")
    return Cursor(**state["cursor"]), state["sha256"]


def _all(folder: Path) -> list[Path]:
    """Checkpoint folders, oldest first."""
    return sorted(folder.glob("step-*")) if folder.is_dir() else []


def _sha256(path: Path) -> str:
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sha256_of_facts(facts: dict) -> str:
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()
