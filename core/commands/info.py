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
    folder = Path(args.folder)
    facts: dict[str, Any] = {}
    if (folder / RUN).is_file():
        facts.update(_run_facts(RunDir(folder)))
    if not facts or (folder / native.CONFIG).is_file():
        facts.update(_model_facts(folder))
    if args.json:
        print(json.dumps(facts, ensure_ascii=False, indent=2))
    else:
        width = max(map(len, facts))
        print("\n".join(f"{name:<{width}}  {value}" for name, value in facts.items()))
    return 0


def _model_facts(folder: Path) -> dict[str, Any]:
    card = native.read_card(folder)
    return {"name": card.name, "languages": f"{card.src_lang or '?'} → {card.tgt_lang or '?'}",
            "weights": params.count(card.config), **card.config.to_dict(), **card.facts}


def _run_facts(run: RunDir) -> dict[str, Any]:
    info = run.info()
    return {"run": info.name, "status": info.status, "step": info.step, "saved_step": info.saved_step,
            "pairs": info.pairs, "best_bleu": info.best_bleu, "best_step": info.best_step}
