"""A document to translate and how: what the window remembers of it, a file each."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from core.config import DecodeConfig
from core.documents.csv_table import Preview
from core.formats import atomic

WAITING, WORKING, PAUSED, DONE, FAILED = "waiting", "working", "paused", "done", "failed"
ASKING = "asking"  # which column of a table is meant
_LARGEST = 4 << 20  # bytes of a file
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Job:
    """`report` is core.documents.job.Report as a dict, once it is done; `since` tells the order."""

    id: str
    source: Path
    target: Path
    model: Path
    code: str = ""  # of a model of several target languages
    config: DecodeConfig = field(default_factory=DecodeConfig)
    state: str = WAITING
    done: int = 0  # sentences
    total: int = 0
    report: dict[str, Any] | None = None
    problem: str = ""
    since: float = 0.0
    has_terms: bool = False  # glossaries, words to keep and rules, in `terms_of`
    table: dict[str, Any] | None = None  # while it is asked: core.documents.csv_table.Preview as a dict
    column: str = ""  # of a table, as `pellucid translate` takes it
    into: str = ""
    header: str = ""

    def arguments(self, root: Path) -> list[str]:
        """What `pellucid` is told."""
        config = self.config
        made = ["translate", "--file", str(self.source), "--out", str(self.target), "--model",
                str(self.model), f"--length-penalty={config.length_penalty}",
                f"--length-norm={config.length_norm}"]
        made += {"beam": ["--beam", str(config.beam_size)], "greedy": ["--greedy"],
                 "sample": ["--sample", f"--temperature={config.temperature}", f"--top-k={config.top_k}",
                            f"--top-p={config.top_p}", f"--seed={config.seed}"]}[config.method]
        made += ["--into-language", self.code] if self.code else []
        for name in ("column", "into", "header"):
            made += [f"--{name}={getattr(self, name)}"] if getattr(self, name) else []
        return made + (["--terms", str(terms_of(root, self))] if self.has_terms else [])


def terms_of(root: Path, job: Job) -> Path:
    return root / f"{job.id}.terms"


def write(root: Path, job: Job) -> None:
    """Raises OSError."""
    root.mkdir(parents=True, exist_ok=True)
    config = job.config.to_dict()
    content = {**vars(job), "source": str(job.source), "target": str(job.target), "model": str(job.model),
               "config": config}
    atomic.write_text(root / f"{job.id}.json", json.dumps(content, ensure_ascii=False) + "\n")


def forget(root: Path, job: Job) -> None:
    (root / f"{job.id}.json").unlink(missing_ok=True)
    terms_of(root, job).unlink(missing_ok=True)


def read_all(root: Path) -> list[Job]:
    """In the order in which they came. What was under way when the window ended is paused; a file that
    cannot be read is passed over."""
    found = []
    for path in root.glob("*.json") if root.is_dir() else ():
        try:
            if path.stat().st_size > _LARGEST:
                raise ValueError(f"has over {_LARGEST} bytes")
            job = _read(json.loads(path.read_bytes()))
            if job.id != path.stem:
                raise ValueError("belongs to another name")
            found.append(job)
        except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            _log.warning("%s is no document to translate: %s", path, error)
    return sorted(found, key=lambda job: job.since)


def _read(content: dict[str, Any]) -> Job:
    paths = {name: Path(content[name]) for name in ("source", "target", "model")}
    config = DecodeConfig.from_dict(content["config"], "config")
    job = Job(**{**content, **paths, "config": config})
    for name in ("id", "code", "state", "problem", "column", "into", "header"):
        if not isinstance(getattr(job, name), str):
            raise ValueError(f"{name} is no text")
    for name in ("done", "total", "since"):
        if not isinstance(getattr(job, name), int | float):
            raise ValueError(f"{name} is no number")
    if job.state in (DONE, FAILED):
        if job.state == DONE and not isinstance(job.report, dict):
            raise ValueError("the report is missing")
        return job
    if job.state == ASKING:
        preview(job)
        return job
    return replace(job, state=PAUSED)


def preview(job: Job) -> Preview:
    """Raises ValueError."""
    table = job.table or {}
    found = Preview(tuple(tuple(map(str, row)) for row in table.get("rows", ())), table.get("columns"),
                    table.get("is_headed") is True, table.get("likely"))
    if not (isinstance(found.columns, int) and isinstance(found.likely, int)
            and 1 <= found.likely <= found.columns <= 100_000):
        raise ValueError("its table is damaged")
    return found
