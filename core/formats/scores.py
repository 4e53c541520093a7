"""What was measured of a model on held-out sentences: the fact "evaluated" of its card, newest first."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from core.formats import native

_FACT, _KEPT = "evaluated", 5


@dataclass(frozen=True)
class Scores:
    """Of one set of sentences, by the name of its file; `decode` in words, `date` as 2026-11-26."""

    corpus: str
    sentences: int
    bleu: float
    chrf: float
    decode: str
    date: str


def read_scores(facts: dict[str, Any]) -> list[Scores]:
    """Those of a card; what is no such thing is left out, for anybody can have written it."""
    found = facts.get(_FACT)
    return [Scores(**one) for one in found if _is_scores(one)] if isinstance(found, list) else []


def note_scores(folder: Path, scores: Scores) -> None:
    """Puts them first on the card, in place of older ones of that corpus decoded likewise. Raises ModelError,
    OSError."""
    others = [one for one in read_scores(native.read_card(folder).facts)
              if (one.corpus, one.decode) != (scores.corpus, scores.decode)]
    native.note(folder, _FACT, [asdict(one) for one in [scores, *others][:_KEPT]])


def _is_scores(found: Any) -> bool:
    kinds = {"int": int, "float": (int, float), "str": str}
    if not isinstance(found, dict) or set(found) != {field.name for field in fields(Scores)}:
        return False
    return all(isinstance(found[field.name], kinds[field.type]) and not isinstance(found[field.name], bool)
               and (field.type == "str" or math.isfinite(found[field.name])) for field in fields(Scores))
