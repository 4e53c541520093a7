"""Where a run comes from and what came of it. No Qt."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop.controllers.runs import Run


class Kind(enum.Enum):
    CORPUS = "corpus"
    BEFORE = "before"
    THIS = "this"
    AFTER = "after"


@dataclass(frozen=True)
class Node:
    """A line of the lineage. `run` is None of the sentences, and of a model that is no run in the list."""

    kind: Kind
    name: str
    run: Run | None = None


def lineage(run: Run, runs: Sequence[Run]) -> list[Node]:
    """Oldest first; of the models before it those that are known by their folder are runs."""
    by_folder = {str(one.path): one for one in runs}
    before: list[Run] = []
    at = by_folder.get(run.parent)
    while at is not None and at not in before and at != run:
        before.insert(0, at)
        at = by_folder.get(at.parent)
    unknown = run.lineage[: max(0, len(run.lineage) - len(before))]
    nodes = [Node(Kind.CORPUS, ", ".join(Path(file).stem for file in run.corpus))] if run.corpus else []
    nodes += [Node(Kind.BEFORE, name) for name in unknown]
    nodes += [Node(Kind.BEFORE, one.name, one) for one in before]
    nodes.append(Node(Kind.THIS, run.name, run))
    after = sorted((one for one in runs if one.parent == str(run.path)), key=lambda one: one.created)
    return nodes + [Node(Kind.AFTER, one.name, one) for one in after if one != run]
