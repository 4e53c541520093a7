"""Keep or roll back: which weights the folder of a tuned run gives as its model."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from core import params as parameters
from core.formats import atomic, native
from core.formats.tensors import read_tensors, write_tensors
from core.training.claim import claimed
from core.training.run_dir import RunDir, RunError, read_metrics

_TUNED, _TUNED_CARD = "data/tuned.safetensors", "data/tuned.json"
ROLLED_BACK = "rolled_back"


def roll_back(run: RunDir) -> None:
    """The model of before takes the place of the tuned one, which is put aside: its weights, its name and
    what was measured of it. Raises RunError."""
    if not run.init_path.is_file():
        raise RunError(f"{run.path}: is not a model trained further: there is nothing to go back to")
    with claimed(run.path):
        card, tuned, tokenizer = native.read_model(run.path)
        if card.facts.get(ROLLED_BACK):
            raise RunError(f"{run.path}: is the model of before already")
        write_tensors(run.path / _TUNED, tuned)
        atomic.write_text(run.path / _TUNED_CARD, json.dumps({"name": card.name, "facts": card.facts}))
        before = read_tensors(run.init_path, parameters.shapes(card.config))
        name, facts = run.before()
        card = replace(card, name=name or card.name, facts={**facts, ROLLED_BACK: True})
        run.write_rolled_back(_scores_before(run))  # first: a way back that is cut short is seen by it
        _put(run, card, before, tokenizer)


def keep(run: RunDir) -> None:
    """The tuned model takes its place again. Raises RunError."""
    if not run.init_path.is_file():
        raise RunError(f"{run.path}: is not a model trained further: there is nothing to keep instead of it")
    with claimed(run.path):
        if not _take_tuned_again(run):
            raise RunError(f"{run.path}: is the tuned model already")


def going_on(run: RunDir) -> list[str]:
    """What is to be said where a training goes on: the best model that it knows of must be the one that lies
    in the folder. For who has claimed the run. Raises RunError."""
    return ["This run was rolled back: as it is trained further, its model is the tuned one again. "
            "Roll back once more afterwards where that is no better."] if _take_tuned_again(run) else []


def _take_tuned_again(run: RunDir) -> bool:
    """Was it rolled back?"""
    if not run.is_rolled_back():
        return False
    card, _, tokenizer = native.read_model(run.path)
    was = bool(card.facts.get(ROLLED_BACK))  # not where the way back was cut short
    if was:
        tuned = read_tensors(run.path / _TUNED, parameters.shapes(card.config))
        name, facts = _tuned_card(run, card)
        _put(run, replace(card, name=name, facts=facts), tuned, tokenizer)
    run.write_rolled_back(None)
    return was


def _scores_before(run: RunDir) -> dict[str, Any]:
    """Of the model of before on this run's validation sentences."""
    first = next((report for report in read_metrics(run.path)
                  if report.get("event") == "validated" and report["step"] == 0), {})
    return {"bleu": first.get("bleu")}


def _tuned_card(run: RunDir, card: native.ModelCard) -> tuple[str, dict[str, Any]]:
    """(name, facts); of one put aside before they were kept, those that stayed in the model's place."""
    path = run.path / _TUNED_CARD
    if not path.is_file():
        return card.name, {name: fact for name, fact in card.facts.items() if name != ROLLED_BACK}
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(found["name"], str) or not isinstance(found["facts"], dict):
            raise TypeError("no name or no facts")
    except (ValueError, KeyError, TypeError) as error:
        raise RunError(f"{path}: expected the name and the facts of the tuned model, but {error}") from None
    return found["name"], found["facts"]


def _put(run: RunDir, card: native.ModelCard, weights: dict, tokenizer) -> None:
    native.save_model(run.path, card, parameters.unflatten(weights), tokenizer)
    atomic.sync_folder(run.path)
