"""`pellucid info`: what a model folder or a run holds."""

from __future__ import annotations

import json
from argparse import Namespace
from pathlib import Path
from typing import Any

from core import params
from core.formats import native
from core.training.run_dir import RUN, RunDir


def run(args: Namespace) -> int:
    """A run's folder holds both a run and, from the first validation on, its best model so far."""
    folder = Path(args.folder)
    facts: dict[str, dict[str, Any]] = {}
    if (folder / RUN).is_file():
        facts["run"] = _run_facts(RunDir(folder))
    if not facts or (folder / native.CONFIG).is_file():
        facts["model"] = _model_facts(folder)
    print(json.dumps(facts, ensure_ascii=False, indent=2) if args.json else _render(facts))
    return 0


def _run_facts(run: RunDir) -> dict[str, Any]:
    info = run.info()
    facts = {"name": info.name, "status": info.status, "step": info.step, "saved_step": info.saved_step,
             "max_steps": info.max_steps, "pairs": info.pairs, "best_bleu": info.best_bleu,
             "best_step": info.best_step}
    return {**facts, "message": info.message} if info.message else facts


def _model_facts(folder: Path) -> dict[str, Any]:
    card = native.read_card(folder)
    return {"name": card.name, "src_lang": card.src_lang, "tgt_lang": card.tgt_lang,
            "weights": params.count(card.config), **card.config.to_dict(), **card.facts}


def _render(facts: dict[str, dict[str, Any]]) -> str:
    width = max(len(name) for part in facts.values() for name in part)
    return "\n\n".join(
        "\n".join([part, *(f"  {name:<{width}}  {_shown(value)}" for name, value in members.items())])
        for part, members in facts.items())


def _shown(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, dict):
        return "; ".join(f"{name} {_shown(part)}" for name, part in value.items())
    if isinstance(value, (list, tuple)):
        return ", ".join(f"({_shown(part)})" if isinstance(part, dict) else _shown(part) for part in value)
    return "-" if value in (None, "") else str(value)
