"""Runs that wait for the one being trained to end: a list of requests, kept in one small file."""

from __future__ import annotations

import json
import logging
import re
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime, timedelta
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from core.formats import atomic
from core.training.presets import PRESETS
from core.training.run_dir import RUN
from desktop.controllers.runs import RunRequest
from desktop.workers.background_reader import BackgroundReader

MOST_BYTES = 1_000_000  # no list that a person made is longer
_PATHS = ("corpus", "init", "general", "again")

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class WaitingRun:
    """`problem`: why its turn came and it could not begin; then it is left where it is, to be put right.
    `folder`: of the run that it is to become, from when its turn came."""

    request: RunRequest
    since: float  # time.time() when it was asked for
    problem: str = ""
    folder: Path | None = None

    @property
    def has_become_a_run(self) -> bool:
        return self.folder is not None and (self.folder / RUN).is_file()

    def is_too_late(self, now: float) -> bool:
        """Whether the time of the day that it was to train until went by while it waited.

        Begun then, it would train until that time of the next day.
        """
        if not self.request.until:
            return False
        hour, minute = map(int, self.request.until.split(":"))
        asked = datetime.fromtimestamp(self.since)
        until = asked.replace(hour=hour, minute=minute, second=0, microsecond=0)
        return now >= (until if until > asked else until + timedelta(days=1)).timestamp()


class WaitingRuns(QObject):
    """First in, first begun, unless moved; each change is on the disk a moment later.

    One that has begun stays in the file until its run's folder is whole: whatever ends the window while its
    sentences are read, it waits again when the next one opens.
    """

    changed = Signal()

    def __init__(self, path: Path, parent: QObject | None = None):
        super().__init__(parent)
        self._path = path
        self._runs: list[WaitingRun] = []
        self._begun: WaitingRun | None = None
        self.problem = ""  # why the list cannot be read or kept, in a sentence
        self._reader = BackgroundReader(self)
        self._reader.read("load", lambda: load(path), self._on_loaded)

    @property
    def runs(self) -> list[WaitingRun]:
        return self._runs

    def add(self, request: RunRequest) -> None:
        self._put([*self._runs, WaitingRun(request, time.time())])

    def take_out(self, index: int) -> WaitingRun:
        run = self._runs[index]
        self._put([*self._runs[:index], *self._runs[index + 1:]])
        return run

    def move(self, index: int, by: int) -> None:
        """One place up (-1) or down (1); at the end of the list, nothing happens."""
        runs, to = list(self._runs), index + by
        if 0 <= to < len(runs):
            runs[index], runs[to] = runs[to], runs[index]
            self._put(runs)

    def next(self, folder_for: Callable[[RunRequest], Path]) -> WaitingRun | None:
        """Takes the first that nothing speaks against: it begins in that folder, until `settle` or
        `put_back`."""
        runs = [run for run in self._runs if not run.has_become_a_run]
        found = next((run for run in runs if not run.problem), None)
        self._begun = replace(found, folder=folder_for(found.request)) if found else None
        left = [run for run in runs if run is not found]
        if left != self._runs:
            self._put(left)
        return self._begun

    def settle(self) -> None:
        """The run that the begun one has become is on the disk."""
        if self._begun is not None:
            self._begun = None
            self._put(self._runs)

    def put_back(self, run: WaitingRun, problem: str) -> None:
        """One that could not begin, first in the list, with the reason."""
        self._begun = None
        self._put([replace(run, problem=problem, folder=None), *self._runs])

    def close(self) -> None:
        """Waits for the small file: what was asked for must still wait when the window opens again."""
        self._reader.finish()

    def _put(self, runs: list[WaitingRun]) -> None:
        self._runs, self.problem = runs, ""
        kept = [self._begun, *runs] if self._begun else runs
        self._reader.read("save", lambda: save(self._path, kept), self._on_saved)
        self.changed.emit()

    def _on_loaded(self, runs: list[WaitingRun] | Exception) -> None:
        if isinstance(runs, Exception):
            self._fail(self.tr("The list of waiting runs cannot be read: {}").format(runs))
        elif runs and self._runs:
            self._put([*runs, *self._runs])
        elif runs:
            self._runs = runs
            self.changed.emit()

    def _on_saved(self, answer: Exception | None) -> None:
        if isinstance(answer, Exception):
            self._fail(self.tr("The list of waiting runs cannot be kept: {}").format(answer))

    def _fail(self, problem: str) -> None:
        self.problem = problem
        self.changed.emit()


def save(path: Path, runs: list[WaitingRun]) -> None:
    content = [{**asdict(run.request), "since": run.since, "problem": run.problem, "folder": run.folder}
               for run in runs]
    atomic.write_text(path, json.dumps(content, default=str, ensure_ascii=False, indent=1) + "\n")


def load(path: Path) -> list[WaitingRun]:
    """What waits; nothing where there is no file. An entry that makes no sense is left out, as is one that
    has become a run.

    Raises OSError where the file cannot be read, ValueError where it is no list in JSON.
    """
    if not path.exists():
        return []
    if path.stat().st_size > MOST_BYTES:
        raise ValueError(f"expected at most {MOST_BYTES} bytes; found {path.stat().st_size}")
    try:
        content = json.loads(path.read_bytes())
    except RecursionError as error:
        raise ValueError("expected a list; found one nested without end") from error
    if not isinstance(content, list):
        raise ValueError("expected a list of runs")
    found = []
    for entry in content:
        try:
            run = _read(entry)
            found += [] if run.has_become_a_run else [run]
        except (KeyError, TypeError, ValueError, OverflowError, OSError) as error:
            _log.warning("%s: a waiting run is left out: %r", path, error)
    return found


def _read(entry: dict) -> WaitingRun:
    """Raises KeyError, TypeError, ValueError, OverflowError or OSError for what no window wrote."""
    entry = {"learning_rate": None, "again": None, **entry}  # an older list has none
    known = {field.name: entry[field.name] for field in fields(RunRequest)}
    for name in ("corpus", "name", "preset", "until"):
        if not isinstance(known[name], str):
            raise TypeError(name)
    for name in _PATHS:
        known[name] = None if known[name] is None else Path(known[name])
        if known[name] is not None and not known[name].is_absolute():
            raise ValueError(f"{name}: {known[name]} is no absolute path")
    for name in ("src_lang", "tgt_lang"):
        if not re.fullmatch(r"[A-Za-z0-9_-]{0,40}", known[name] or "") or (known[name] or "").startswith("-"):
            raise ValueError(f"{name}: {known[name]!r}")
    if known["preset"] not in PRESETS or not known["name"] or len(known["name"]) > 300:
        raise ValueError(f"preset {known['preset']!r}, name of {len(known['name'])}")
    if known["until"] and not re.fullmatch(r"([01]?\d|2[0-3]):[0-5]\d", known["until"]):
        raise ValueError(f"until: {known['until']!r}")
    minutes = known["time_budget_min"]
    known["time_budget_min"] = None if minutes is None else float(minutes)
    rate = known["learning_rate"]
    known["learning_rate"] = None if rate is None else float(rate)
    known["patience"], known["mix"] = int(known["patience"]), float(known["mix"])
    since = float(entry["since"])
    datetime.fromtimestamp(since)  # a number that is no time
    folder = entry.get("folder")  # an older list has none
    return WaitingRun(RunRequest(**known), since, str(entry["problem"]), Path(folder) if folder else None)
