"""Which engine a run is trained by: a resume with the same gives the same losses to the bit."""

from __future__ import annotations

from typing import Any

import backends
from backends.base import Backend


def engine_facts(ops: Backend) -> dict[str, Any]:
    """As status.json keeps them. `workers` is None where the engine does not split a batch."""
    facts = {"backend": ops.name, "workers": getattr(ops, "workers", None)}
    group = ops.group()
    return {**facts, "processes": group.size} if group else facts


def engine_warning(before: Any, ops: Backend) -> str:
    """What a resume by another engine changes; "" where it is the same, or nothing is known. The sum over
    the parts of a batch is rounded by how many there are."""
    now = engine_facts(ops)
    if not isinstance(before, dict) or before == now:
        return ""
    return (f"This run was trained by {_words(before)} and goes on with {_words(now)}: the last bits of its "
            "losses will differ from those of a run that was never interrupted.")


def _words(facts: dict[str, Any]) -> str:
    workers, processes = facts.get("workers"), facts.get("processes")
    return (f"{facts.get('backend')}" + (f" with {workers} workers" if workers else "")
            + (f" in {processes} processes" if processes else ""))


def as_before(facts: Any) -> tuple[str | None, int | None]:
    """(backend, workers) of what status.json says, where this machine has it; None: nothing to go by."""
    if not isinstance(facts, dict) or facts.get("backend") not in backends.available():
        return None, None
    workers = facts.get("workers")
    return facts["backend"], workers if type(workers) is int and 0 < workers <= 1024 else None
