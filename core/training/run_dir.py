"""The run directory: the truth about a training, readable at any moment and after any end.

    run.json                      what the run is: corpus, languages, preset, both configurations
    status.json                   how far it is, and which process works on it
    data/inherited.json           of a model trained further: what its card keeps of the one before, the
                                  folder where that lay, its name and its facts
    data/train.tsv, data/dev.tsv  the sentences, as split: a run resumes though its corpus moved
    data/weights.json             how often an epoch has each line of train.tsv, where not each comes once
    tokenizer.json
    metrics.jsonl                 one line a report
    checkpoints/step-00001200/    model, optimizer, cursor (`core.training.checkpoints`)
    note.txt                      what a person wrote about the run
    run.lock                      held by the process that trains (`core.training.claim`)
    .room                         given up for the status when the disk is full (`core.training.last_words`)
    config.json model.safetensors the best model so far: with tokenizer.json a native model folder
"""

from __future__ import annotations

import contextlib
import itertools
import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

from core.config import ConfigError, ModelConfig, TrainConfig
from core.formats import atomic, native

RUN, STATUS, METRICS, NOTE = "run.json", "status.json", "metrics.jsonl", "note.txt"
_INHERITED = "data/inherited.json"
_WEIGHTS = "data/weights.json"
_ROLLED_BACK = "rolled_back"  # in status.json, and a fact of the model
# In data/inherited.json; no model's card takes them along: the folder as seen from the run's, name and facts.
_PARENT, _BEFORE = "parent", "before"
SHARING = "sharing a sentence with the development set"  # in `skipped`
LONGEST_NOTE = 500  # characters


_SPEC_TYPES = {"name": str, "created": str, "corpus": list, "src_lang": str, "tgt_lang": str, "preset": str,
               "pairs": int, "dev_pairs": int, "skipped": dict, "general": list, "mix": (int, float),
               "mix_reached": (int, float)}
_LATER = ("general", "mix", "mix_reached")  # a run of before they were kept says nothing of them


class RunError(ValueError):
    """A run directory that cannot be used, in one sentence."""


@dataclass(frozen=True)
class RunSpec:
    """What a run is, from its first moment to its last."""

    name: str
    created: str  # ISO 8601, UTC
    corpus: list[str]
    src_lang: str
    tgt_lang: str
    preset: str
    pairs: int
    dev_pairs: int
    skipped: dict[str, int]
    model: ModelConfig
    train: TrainConfig
    general: list[str] = field(default_factory=list)  # the files of general sentences
    mix: float = 0.0  # the share of them among the sentences trained on, as it was asked for
    mix_reached: float = 0.0  # less where there was not text enough


@dataclass(frozen=True)
class RunInfo:
    """A run as a list of runs shows it.

    status: "running", "interrupted" (it can resume), "finished", "stopped" or "failed".
    """

    path: Path
    name: str
    status: str
    step: int
    saved_step: int
    max_steps: int
    best_bleu: float | None
    best_step: int
    src_lang: str
    tgt_lang: str
    pairs: int
    preset: str
    created: str
    has_model: bool
    message: str
    corpus: list[str]
    lineage: list[str]  # the names of the models that it was tuned from, oldest first
    parent: str  # the folder of the last of them; "" of a run that began with a new model
    note: str
    rolled_back: bool  # its model is the one of before, and so is its best score


class RunDir:
    """Reads and writes one run's files. Single writer: the process that trains."""

    def __init__(self, path: Path):
        self.path = Path(path)

    @property
    def tokenizer_path(self) -> Path:
        return self.path / native.TOKENIZER

    @property
    def init_path(self) -> Path:
        """The weights to start from, where the run trains an existing model further."""
        return self.path / "data" / "init.safetensors"

    def write_inherited(self, facts: dict[str, Any], parent: Path, before: dict[str, Any]) -> None:
        """`parent`: the folder of the model that it starts from. A folder of runs may be moved as a whole.
        `before`: that model's "name" and "facts", for a way back to it."""
        own, parent = Path(os.path.abspath(self.path)), Path(os.path.abspath(parent))
        path = Path("..", parent.name) if parent.parent == own.parent else parent
        _write_json(self.path / _INHERITED, {**facts, _PARENT: path.as_posix(), _BEFORE: before})

    def inherited(self) -> dict[str, Any]:
        """What the card of the model keeps of the one that it started from: origin, licence, lineage."""
        return {name: fact for name, fact in self._inherited().items()
                if name not in (_PARENT, _BEFORE)}

    def before(self) -> tuple[str, dict[str, Any]]:
        """(name, facts) of the model that it started from. Of a run of before they were kept: what its own
        card inherits, and no scores."""
        kept = self._known_inherited()
        found = kept.get(_BEFORE)
        if isinstance(found, dict) and isinstance(found.get("name"), str) and isinstance(
                found.get("facts"), dict):
            return found["name"], found["facts"]
        lineage = [str(name) for name in kept.get("lineage") or [""]]
        facts = {name: kept[name] for name in ("origin", "decode") if name in kept}
        return lineage[-1], {**facts, "lineage": lineage[:-1]} if lineage[:-1] else facts

    @property
    def parent(self) -> str:
        """The folder of the model that it started from; "" where none is known."""
        return self._parent(self._known_inherited())

    def _inherited(self) -> dict[str, Any]:
        path = self.path / _INHERITED
        return _read_json(path) if path.is_file() else {}

    def note(self) -> str:
        try:
            with open(self.path / NOTE, encoding="utf-8", errors="replace") as file:
                return file.read(LONGEST_NOTE).strip()
        except OSError:
            return ""

    def write_note(self, text: str) -> None:
        """Whoever looks at the run may; the training does not read it. Raises OSError."""
        atomic.write_text(self.path / NOTE, " ".join(text.split())[:LONGEST_NOTE] + "\n")

    @property
    def checkpoints(self) -> Path:
        return self.path / "checkpoints"

    def write_weights(self, weights: list[float]) -> None:
        """How often an epoch has each pair of the training part."""
        if any(weight != 1 for weight in weights):
            runs = [[len(list(same)), weight] for weight, same in itertools.groupby(weights)]
            _write_json(self.path / _WEIGHTS, {"weights": runs})

    def weights(self) -> list[float] | None:
        """One a line of the training part; None where each comes once. Raises RunError."""
        path = self.path / _WEIGHTS
        if not path.is_file():
            return None
        try:
            return [float(weight) for lines, weight in _read_json(path)["weights"] for _ in range(lines)]
        except (KeyError, TypeError, ValueError) as error:
            raise RunError(f"{path}: expected the weights that a training was begun with ({error}); start it "
                           "anew") from None

    def data(self, part: str) -> Path:
        return self.path / "data" / f"{part}.tsv"

    def write_spec(self, spec: RunSpec) -> None:
        document = {**vars(spec), "model": spec.model.to_dict(), "train": spec.train.to_dict()}
        _write_json(self.path / RUN, document)

    def read_spec(self) -> RunSpec:
        """Raises RunError where run.json is missing or says something unknown."""
        path = self.path / RUN
        document = _read_json(path)
        known = set(RunSpec.__dataclass_fields__)
        if not known - {*_LATER} <= set(document) <= known:
            odd = sorted((set(document) - known) or (known - {*_LATER} - set(document)))[0]
            raise RunError(f'{path}: {"unknown" if odd in document else "missing"} key "{odd}"')
        for name, kind in _SPEC_TYPES.items():
            if name in document and not isinstance(document[name], kind):
                word = "a number" if isinstance(kind, tuple) else kind.__name__
                raise RunError(f"{path}: {name} should be {word}, and is {document[name]!r:.60}")
        try:
            document["model"] = ModelConfig.from_dict(document["model"], f"{path}: model")
            document["train"] = TrainConfig.from_dict(document["train"], f"{path}: train")
        except ConfigError as error:
            raise RunError(str(error)) from None
        return RunSpec(**document)

    def write_status(self, status: str, step: int, **facts: Any) -> None:
        """Merges facts (saved_step, best_bleu, best_step, message) over those known."""
        process = psutil.Process()
        document = {**self.read_status(), "status": status, "step": step, "pid": process.pid,
                    "pid_created": process.create_time(), **facts}
        _write_json(self.path / STATUS, document)

    def write_rolled_back(self, before: dict[str, Any] | None) -> None:
        """The folder's model is the one of before, of such scores; None: it is the run's own again."""
        _write_json(self.path / STATUS, {**self.read_status(), _ROLLED_BACK: before})

    def is_rolled_back(self) -> bool:
        """As its status says; of one rolled back before that said so, as its model's card does."""
        if isinstance(self.read_status().get(_ROLLED_BACK), dict):
            return True
        with contextlib.suppress(native.ModelError):
            return bool(native.read_card(self.path).facts.get(_ROLLED_BACK))
        return False

    def read_status(self) -> dict[str, Any]:
        try:
            return _read_json(self.path / STATUS)
        except RunError:
            return {}

    def info(self) -> RunInfo:
        """Raises RunError where there is no run."""
        spec, status, inherited = self.read_spec(), self.read_status(), self._known_inherited()
        state = status.get("status", "interrupted")
        if state == "running" and not _alive(status):
            state = "interrupted"
        best = status.get("best_bleu"), status.get("best_step", 0)
        if isinstance(status.get(_ROLLED_BACK), dict):
            best = status[_ROLLED_BACK].get("bleu"), 0
        return RunInfo(
            self.path, spec.name, state, status.get("step", 0), status.get("saved_step", 0),
            spec.train.max_steps, *best, spec.src_lang, spec.tgt_lang, spec.pairs, spec.preset, spec.created,
            has_model=(self.path / native.CONFIG).is_file(), message=status.get("message", ""),
            corpus=spec.corpus, lineage=[str(name) for name in inherited.get("lineage") or []],
            parent=self._parent(inherited), note=self.note(),
            rolled_back=self.is_rolled_back())

    def _parent(self, inherited: dict[str, Any]) -> str:
        path = inherited.get(_PARENT)
        return os.path.normpath(self.path / path) if isinstance(path, str) and path else ""

    def _known_inherited(self) -> dict[str, Any]:
        """For a list, from which a damaged file hides no run."""
        try:
            found = self._inherited()
        except RunError:
            return {}
        return found if isinstance(found.get("lineage", []), list) else {}

    def has_metrics(self) -> bool:
        """Was anything reported yet?"""
        path = self.path / METRICS
        return path.is_file() and path.stat().st_size > 0

    def append_metrics(self, event: dict[str, Any]) -> None:
        with open(self.path / METRICS, "ab+") as file:
            if file.seek(0, os.SEEK_END):
                file.seek(-1, os.SEEK_END)
                if file.read(1) != b"\n":  # a power cut left a line unfinished: this one stands alone
                    file.write(b"\n")
            file.write(json.dumps(event, ensure_ascii=False).encode() + b"\n")


def read_run(path: Path) -> RunInfo:
    return RunDir(path).info()


def list_runs(root: Path) -> list[RunInfo]:
    """The runs below `root`, newest first; folders that hold none are passed over."""
    runs = []
    if Path(root).is_dir():
        for path in Path(root).iterdir():
            if (path / RUN).is_file():
                try:
                    runs.append(read_run(path))
                except RunError:
                    continue
    return sorted(runs, key=lambda run: (run.created, run.path.name), reverse=True)


def read_metrics(path: Path) -> list[dict[str, Any]]:
    """The reports of a run in order. A line that a power cut left unfinished is passed over, and so
    is what was reported after the checkpoint from which the run resumed later."""
    reports: list[dict[str, Any]] = []
    try:
        text = (Path(path) / METRICS).read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return []
    for line in text.split("\n"):  # splitlines would break at a U+2028 inside a sentence too
        try:
            report = json.loads(line)
        except json.JSONDecodeError:
            continue
        if not isinstance(report, dict) or not isinstance(report.get("step"), int):
            continue
        while report.get("event") == "resumed_run" and reports and reports[-1]["step"] > report["step"]:
            reports.pop()
        reports.append(report)
    return [report for report in reports if report.get("event") != "resumed_run"]


def newest_validation(path: Path) -> dict[str, Any]:
    """What the newest one that a run kept reported; {} before the first."""
    validated = [report for report in read_metrics(path) if report.get("event") == "validated"]
    return validated[-1] if validated else {}


def _alive(status: dict[str, Any]) -> bool:
    """Does the process that wrote this status still run? (A number alone may have been reused.)"""
    pid = status.get("pid")
    if not isinstance(pid, int) or pid <= 0:
        return False
    try:
        process = psutil.Process(pid)
        running = process.is_running() and process.status() != psutil.STATUS_ZOMBIE
        return running and abs(process.create_time() - status.get("pid_created", 0)) < 1
    except psutil.Error:
        return False


def _write_json(path: Path, document: dict[str, Any]) -> None:
    atomic.write_text(path, json.dumps(document, ensure_ascii=False, indent=2) + "\n")


def _read_json(path: Path) -> dict[str, Any]:
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise RunError(f"{path}: the file is missing; expected the folder of a training run") from None
    except (OSError, ValueError) as error:
        raise RunError(f"{path}: expected JSON, but {error}") from None
    if not isinstance(document, dict):
        raise RunError(f"{path}: expected a JSON object")
    return document
