"""What a run's models made of the validation sentences: before the first step, and now at their best.

    outputs/before.json   {"step": 0, "dev": [{"src", "refs", "out"}, ...], "general": [...]}
    outputs/best.json     the same of the best model so far
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from core.formats import atomic
from core.training.run_dir import RunError

BEFORE, BEST = "before", "best"
PARTS = ("dev", "general")


def write(run: Path, name: str, step: int, parts: dict[str, list[dict[str, Any]]]) -> None:
    folder = run / "outputs"
    folder.mkdir(exist_ok=True)
    atomic.write_text(folder / f"{name}.json", json.dumps({"step": step, **parts}, ensure_ascii=False) + "\n")


def read(run: Path, name: str) -> dict[str, Any]:
    """Raises RunError where the run has none, or they cannot be used."""
    path = run / "outputs" / f"{name}.json"
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        for part in PARTS:
            for row in document.setdefault(part, []):
                _check(row)
        if not isinstance(document["step"], int) or not document["dev"]:
            raise ValueError("no step or no sentences")
    except FileNotFoundError:
        raise RunError(f"{run}: no translations of its {name} model; they are kept from the first validation "
                       "on, by this version of Pellucid and later ones") from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise RunError(f"{path}: expected the translations of a validation, but {error}") from None
    return document


def _check(row: Any) -> None:
    texts = [row["src"], row["out"], *row["refs"]]
    if not row["refs"] or not all(isinstance(text, str) for text in texts):
        raise ValueError(f"a row is {row!r:.60}")
