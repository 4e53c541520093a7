"""Several corpora as one project: what CORPUS/project.json says of the files that a corpus was made from.

An import reads its files one after the other, so the lines of train.tsv, dev.tsv and test.tsv stand in
that order too, and the duplicates and the split were judged over all of them together. The file, which
anyone may edit:

    {"name": "zh-en", "corpora": [
      {"name": "office", "file": "/home/ann/office.tmx", "part": "in-domain", "weight": 2, "on": true,
       "train": 2831, "dev": 20, "test": 20}, ...]}

`train`, `dev` and `test` are how many lines of each file are this corpus's, so the first 2,831 lines of
train.tsv are "office". `weight` is how often a training sees its pairs in an epoch: 2 is twice, 0.25 a
quarter of them, another quarter each time. `on: false` leaves it out of training and validation alike.
`part` is "in-domain" or "general". A training takes `pairs_for_training`, validates on `development` and
watches what it forgets on `general_development`; a folder without the file is one corpus, in-domain, of
weight 1.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from core.corpus.unit import CorpusError, Pair
from core.formats import atomic

FILE = "project.json"
IN_DOMAIN, GENERAL = "in-domain", "general"
HEAVIEST = 100.0  # a weight beyond makes a training of one corpus: then switch the others off


@dataclass(frozen=True)
class Member:
    """One corpus of a project."""

    name: str
    file: str  # where it was read; two paths with " + " between them for a pair of files
    part: str = IN_DOMAIN
    weight: float = 1.0
    on: bool = True
    train: int = 0
    dev: int = 0
    test: int = 0

    def __post_init__(self):
        for name in ("name", "file"):
            self._require(name, isinstance(getattr(self, name), str), "a text")
        self._require("part", self.part in (IN_DOMAIN, GENERAL), f'"{IN_DOMAIN}" or "{GENERAL}"')
        self._require("weight", _is_number(self.weight) and 0 < self.weight <= HEAVIEST,
                      f"a number over 0, at most {HEAVIEST:g}")
        self._require("on", isinstance(self.on, bool), "true or false")
        for name in ("train", "dev", "test"):
            count = getattr(self, name)
            self._require(name, _is_number(count) and isinstance(count, int) and count >= 0,
                          "a number of lines")

    def _require(self, name: str, holds: bool, expected: str) -> None:
        if not holds:
            raise CorpusError(f'corpus "{self.name}": {name} should be {expected}, and is '
                              f"{getattr(self, name)!r:.60}")


@dataclass(frozen=True)
class Project:
    """The corpora in the order of their lines."""

    name: str
    members: tuple[Member, ...]

    def changed(self, index: int, **what) -> Project:
        """The same with one corpus otherwise. Raises CorpusError for what cannot be."""
        members = list(self.members)
        members[index] = replace(members[index], **what)
        return replace(self, members=tuple(members))


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def write(folder: Path, project: Project) -> None:
    """Puts project.json into a corpus folder, whole or not at all."""
    document = {"name": project.name, "corpora": [asdict(member) for member in project.members]}
    atomic.write_text(folder / FILE, json.dumps(document, ensure_ascii=False, indent=1) + "\n")


def read(folder: Path) -> Project | None:
    """The project of a corpus folder; None where it has no such file. Raises CorpusError."""
    path = folder / FILE
    if not path.is_file():
        return None
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        return Project(str(document["name"]), tuple(Member(**member) for member in document["corpora"]))
    except CorpusError as error:
        raise CorpusError(f"{path}: {error}") from None
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise CorpusError(f'{path}: expected {{"name": ..., "corpora": [...]}} as `pellucid import` writes '
                          f"it ({error}); correct it, or delete it to train on all pairs alike") from None


def pairs_for_training(folder: Path) -> tuple[list[Pair], list[float]]:
    """The training pairs of the corpora that are on, and how often an epoch has each of them.

    Raises CorpusError where none is left.
    """
    pairs: list[Pair] = []
    weights: list[float] = []
    for member, own in _by_member(folder, "train", read(folder)):
        if member.on:
            pairs += own
            weights += [float(member.weight)] * len(own)
    if not pairs:
        raise CorpusError(f"{folder}: no pair to train on: every corpus of {FILE} is switched off or empty; "
                          "switch one on, or import again")
    return pairs, weights


def development(folder: Path) -> list[Pair]:
    """What a training validates on: the in-domain corpora's part, or where there is none the general one's.

    Empty where the corpus was too small for one.
    """
    return _development(folder, IN_DOMAIN) or _development(folder, GENERAL)


def general_development(folder: Path) -> list[Pair]:
    """The general corpora's part, where there is an in-domain one beside it: for what a training forgets."""
    return _development(folder, GENERAL) if _development(folder, IN_DOMAIN) else []


def _development(folder: Path, part: str) -> list[Pair]:
    path = folder / "dev.tsv"
    if not path.is_file() or not path.stat().st_size:
        return []
    return [pair for member, own in _by_member(folder, "dev", read(folder))
            if member.on and member.part == part for pair in own]


def _by_member(folder: Path, name: str, project: Project | None) -> Iterator[tuple[Member, list[Pair]]]:
    """(corpus, its pairs of a part). Raises CorpusError where the lines are not as many as were counted."""
    from core.corpus.readers import read_tsv

    lines = read_tsv(folder / f"{name}.tsv")
    if project is None:
        yield Member(folder.name, str(folder)), list(lines)
        return
    for member in project.members:
        expected = getattr(member, name)
        own = list(itertools.islice(lines, expected))
        if len(own) < expected:
            break
        yield member, own
    else:
        if next(lines, None) is None:
            return
    counted = sum(getattr(member, name) for member in project.members)
    raise CorpusError(f"{folder / f'{name}.tsv'}: expected the {counted} lines that {FILE} counts; it has "
                      f"other ones. Correct the counts, or delete {FILE} to train on all pairs alike")
