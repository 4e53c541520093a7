"""What a person wishes to be made of some files: which, read how, cleaned how, used how. No Qt."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

from core.corpus.cleaning import Rules
from core.corpus.unit import Reading


@dataclass(frozen=True)
class Use:
    """How a file is used in a training, see core.corpus.project."""

    name: str = ""  # "": as its file
    is_general: bool = False
    is_dev: bool = False  # to validate on, not to train on
    weight: float = 1.0
    on: bool = True


class Columns(NamedTuple):
    """Which columns of a table are the sentences, from 1, whether its first row only names them, and what
    divides them ("": as the table shows)."""

    src: int = 1
    tgt: int = 2
    is_headed: bool = False
    delimiter: str = ""


@dataclass(frozen=True)
class Wish:
    """What the person asks for. Every change makes a new one, so that each can be undone."""

    files: tuple[Path, ...] = ()
    rules: Rules = field(default_factory=Rules)
    src: str = ""
    tgt: str = ""
    encoding: str = ""
    quote: str = ""  # of tables, see core.corpus.unit.Reading
    codes: str = Reading.codes  # see core.corpus.unit.Reading
    plurals: str = Reading.plurals
    uses: tuple[tuple[Path, Use], ...] = ()  # of files that are not used as usual
    columns: tuple[tuple[Path, Columns], ...] = ()  # of tables
    agreed: bool = False  # to what the rules leave out, having seen it

    def use(self, file: Path) -> Use:
        return dict(self.uses).get(file, Use())


def general_of(wish: Wish) -> list[Path]:
    return [path for path in wish.files if wish.use(path).is_general]


def dev_of(wish: Wish) -> list[Path]:
    """What is validated on; nothing where nothing else would be left to train on."""
    found = [path for path in wish.files if wish.use(path).is_dev]
    return found if len(found) < len(wish.files) else []


def is_read_alike(one: Wish, other: Wish) -> bool:
    """Do they differ only in what is done with what was read?"""
    return (general_of(one), dev_of(one)) == (general_of(other), dev_of(other)) and \
        replace(one, uses=(), agreed=False) == replace(other, uses=(), agreed=False)


def arguments(wish: Wish, out: Path, rules: Path) -> list[str]:
    """`pellucid import` for the wish; its rules are in the file `rules`."""
    wanted = {name: getattr(wish, name) for name in ("src", "tgt", "encoding", "quote", "codes", "plurals")}
    options = [part for name, value in wanted.items() if value for part in (f"--{name}", value)]
    said = [(str(path), columns) for path, columns in wish.columns if path in wish.files]
    options += [part for path, one in said for part in ("--columns", f"{path}={one.src},{one.tgt}")]
    options += [part for path, one in said
                for part in ("--header" if one.is_headed else "--no-header", path)]
    options += [part for path, one in said if one.delimiter
                for part in ("--delimiter", f"{path}={one.delimiter}")]
    dev = dev_of(wish)
    options += [part for path in general_of(wish) if path not in dev for part in ("--general", str(path))]
    options += ["--dev", *map(str, dev)] if dev else []
    files = [str(path) for path in wish.files if path not in dev]
    return ["import", *files, "--out", str(out), "--rules", str(rules), *options]
