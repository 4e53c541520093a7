"""What the window knows about a run, whether it is on disk, being trained, or about to begin. No Qt."""

from __future__ import annotations

import enum
import itertools
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from core.training.run_dir import RunInfo


class Status(enum.Enum):
    """What a run does now. The first five are the core's own words (core.training.run_dir)."""

    RUNNING = "running"
    INTERRUPTED = "interrupted"
    FINISHED = "finished"
    STOPPED = "stopped"
    FAILED = "failed"
    STARTING = "starting"
    PAUSING = "pausing"
    PAUSED = "paused"
    STOPPING = "stopping"

    @property
    def is_active(self) -> bool:
        return self not in (Status.INTERRUPTED, Status.FINISHED, Status.STOPPED, Status.FAILED)


@dataclass(frozen=True)
class Run:
    """One line of the run list."""

    path: Path
    name: str
    status: Status
    src_lang: str = ""
    tgt_lang: str = ""
    preset: str = ""
    pairs: int = 0
    step: int = 0
    saved_step: int = 0
    max_steps: int = 0
    best_bleu: float | None = None
    best_step: int = 0
    has_model: bool = False
    created: str = ""
    message: str = ""
    corpus: tuple[str, ...] = ()
    lineage: tuple[str, ...] = ()  # the names of the models that it was tuned from, oldest first
    parent: str = ""  # the folder of the last of them
    note: str = ""

    @classmethod
    def from_info(cls, info: RunInfo) -> Run:
        return cls(path=Path(info.path), name=info.name, status=_status(info.status),
                   src_lang=info.src_lang, tgt_lang=info.tgt_lang, preset=info.preset,
                   pairs=info.pairs or 0, step=info.step or 0, saved_step=info.saved_step or 0,
                   max_steps=info.max_steps or 0, best_bleu=info.best_bleu, best_step=info.best_step or 0,
                   has_model=info.has_model, created=info.created, message=info.message or "",
                   corpus=tuple(info.corpus), lineage=tuple(info.lineage), parent=info.parent,
                   note=info.note)

    @classmethod
    def asked_for(cls, request: RunRequest, path: Path) -> Run:
        """One whose sentences are yet to be read."""
        return cls(path, path.name, Status.STARTING, request.src_lang, request.tgt_lang, request.preset,
                   corpus=(str(request.corpus),), lineage=(request.init.name,) if request.init else (),
                   parent=str(request.init or ""))


def _status(word: str) -> Status:
    """A word that a newer Pellucid wrote hides no run."""
    try:
        return Status(word)
    except ValueError:
        return Status.INTERRUPTED


@dataclass(frozen=True)
class RunRequest:
    """What a person asks for in the form of a new run."""

    corpus: Path
    name: str
    preset: str
    src_lang: str
    tgt_lang: str
    time_budget_min: float | None  # None: until the preset's last step
    init: Path | None = None  # a model to train further; its size takes the place of the preset
    until: str = ""  # a time of the day, HH:MM; "" for none
    patience: int = 0  # validations without a better one, after which it ends; 0: never
    general: Path | None = None  # sentences that the tuned model should not forget
    mix: float = 0.0  # the share of them among those that it is trained on
    learning_rate: float | None = None  # None: as the size and the number of pairs ask for
    again: Path | None = None  # a run that is trained once more: all but name and rate are as they were there

    def arguments(self, out: Path) -> list[str]:
        """For `core.cli train`, `fine-tune` or `again`."""
        if self.again is not None:
            rate = [] if self.learning_rate is None else ["--learning-rate", f"{self.learning_rate:g}"]
            return ["again", str(self.again), "--out", str(out), f"--name={self.name}", *rate]
        what = ["train"] if self.init is None else ["fine-tune", str(self.init)]
        arguments = [*what, str(self.corpus), "--out", str(out), f"--name={self.name}"]
        if self.init is None:
            arguments += ["--preset", self.preset]
        if self.src_lang:
            arguments += ["--src-lang", self.src_lang]
        if self.tgt_lang:
            arguments += ["--tgt-lang", self.tgt_lang]
        if self.time_budget_min is not None:
            arguments += ["--time-budget", f"{self.time_budget_min:g}m"]
        if self.until:
            arguments += ["--until", self.until]
        if self.patience:
            arguments += ["--patience", str(self.patience)]
        if self.learning_rate is not None:
            arguments += ["--learning-rate", f"{self.learning_rate:g}"]
        if self.init is not None and self.general is not None:
            arguments += ["--general", str(self.general), "--mix", f"{self.mix:g}"]
        return arguments


def free_name(name: str, taken: Iterable[str]) -> str:
    """This one where it is free, else the next: "office", "office 2", "office 3"."""
    taken = set(taken)
    base, number = re.fullmatch(r"(.*?)(?: (\d\d?))?", name, re.DOTALL).groups()
    names = (f"{base} {following}" for following in itertools.count(max(2, int(number or 1) + 1)))
    return name if name not in taken else next(one for one in names if one not in taken)


def folder_for(root: Path, name: str) -> Path:
    """A folder that does not exist yet, called as the run, on any file system."""
    cleaned = re.sub(r'[<>:"/\\|?*\x00-\x1f]', "-", name).strip(" .")[:80] or "run"
    if re.fullmatch(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?", cleaned):
        cleaned = f"run-{cleaned}"
    path, number = root / cleaned, 2
    while path.exists():
        path, number = root / f"{cleaned}-{number}", number + 1
    return path
