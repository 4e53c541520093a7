"""Keep or roll back: which weights the folder of a tuned run gives as its model."""

from __future__ import annotations

from dataclasses import replace

from core import params as parameters
from core.formats import atomic, native
from core.formats.tensors import read_tensors, write_tensors
from core.training.claim import claimed
from core.training.run_dir import RunDir, RunError

_TUNED = "data/tuned.safetensors"
ROLLED_BACK = "rolled_back"


def is_rolled_back(run: RunDir) -> bool:
    return bool(native.read_card(run.path).facts.get(ROLLED_BACK))


def roll_back(run: RunDir) -> None:
    """The model of before takes the place of the tuned one, which is put aside. Raises RunError."""
    if not run.init_path.is_file():
        raise RunError(f"{run.path}: is not a model trained further: there is nothing to go back to")
    with claimed(run.path):
        card, tuned, tokenizer = native.read_model(run.path)
        if card.facts.get(ROLLED_BACK):
            raise RunError(f"{run.path}: is the model of before already")
        write_tensors(run.path / _TUNED, tuned)
        before = read_tensors(run.init_path, parameters.shapes(card.config))
        _put(run, replace(card, facts={**card.facts, ROLLED_BACK: True}), before, tokenizer)


def keep(run: RunDir) -> None:
    """The tuned model takes its place again. Raises RunError."""
    with claimed(run.path):
        card, _, tokenizer = native.read_model(run.path)
        if not card.facts.get(ROLLED_BACK):
            return
        tuned = read_tensors(run.path / _TUNED, parameters.shapes(card.config))
        facts = {name: fact for name, fact in card.facts.items() if name != ROLLED_BACK}
        _put(run, replace(card, facts=facts), tuned, tokenizer)


def _put(run: RunDir, card: native.ModelCard, weights: dict, tokenizer) -> None:
    native.save_model(run.path, card, parameters.unflatten(weights), tokenizer)
    atomic.sync_folder(run.path)
