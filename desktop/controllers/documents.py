"""Documents that are translated: a list that outlives the window, and one child process at a time.

Each job is a small file under `root`, so that what was unfinished when the window ended, in whatever way, is
there again to be resumed. The sentences themselves are in the journal beside the result: a child that is
stopped or killed costs one of them at the most.
"""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from core.documents.csv_table import preview
from core.documents.naming import beside, free_name, journal_of
from core.documents.reading import SUFFIXES, TABLES
from core.terms.wishes import AllWishes, save
from desktop.controllers.document_jobs import (
    ASKING,
    DONE,
    FAILED,
    PAUSED,
    WAITING,
    WORKING,
    Job,
    forget,
    read_all,
    terms_of,
    write,
)
from desktop.controllers.document_pace import DocumentPace
from desktop.controllers.models import ModelsController
from desktop.controllers.terms import TermsController
from desktop.controllers.translate import TranslateController
from desktop.workers.background_reader import BackgroundReader
from desktop.workers.training_process import CLI, Ending, Outcome, TrainingProcess

MOST = 500  # documents in the list
_HEAD = 1 << 18  # bytes of a table in which its columns are looked for
_STOPPED = 130
_KEPT_EVERY_S = 5.0  # how far a document is, so that a window that was killed can still say it


class DocumentsController(QObject):
    """`jobs` in the order in which they came."""

    changed = Signal()
    added = Signal(str)  # the id of the first that came in

    def __init__(self, root: Path, models: ModelsController, translate: TranslateController,
                 terms: TermsController, parent: QObject | None = None, command: Sequence[str] = CLI):
        super().__init__(parent)
        self._root, self._models, self._translate, self._terms = root, models, translate, terms
        self._command = command
        self._reader = BackgroundReader(self)
        self._child: TrainingProcess | None = None
        self._working = ""  # the id of the job that the child has
        self._is_free = self._is_stopping = False  # the child: waits for another; was told to end
        self._pace = DocumentPace()  # of the job that the child has
        self._kept_at = 0.0  # when how far it is was last written
        self.jobs: list[Job] = []
        self.folder: Path | None = None  # for results; None: each beside its original
        self.problem = ""
        self._reader.read("jobs", lambda: read_all(root), self._on_read)

    def job(self, job_id: str) -> Job | None:
        return next((job for job in self.jobs if job.id == job_id), None)

    @property
    def is_busy(self) -> bool:
        """Is there a child, if only to end?"""
        return self._child is not None

    @property
    def num_open(self) -> int:
        """How many are being translated, or wait for it, or for an answer."""
        return sum(job.state in (WORKING, WAITING, ASKING) for job in self.jobs)

    @property
    def is_ready(self) -> bool:
        """Is there a model to translate with?"""
        return self._models.current is not None

    @property
    def time_left(self) -> tuple[float, float] | None:
        """Between how many seconds the document that is being translated takes still; None until its pace
        is known."""
        job = self.job(self._working)
        return None if job is None else self._pace.left(job.total)

    # Asked for

    def add(self, paths: Iterable[Path]) -> None:
        """Files, and the documents in folders, to be translated as a text on the page would be now."""
        if self._models.current is None:
            return
        paths, taken = list(paths), {job.target for job in self.jobs if job.state != DONE}
        model, code = self._models.in_use
        _, language = self._models.direction
        made = Job("", Path(), Path(), model, code, self._translate.config)
        folder, room = self.folder, MOST - len(self.jobs)
        steered, wishes, direction = self._terms.steered, self._terms.wishes, self._terms.direction

        def find() -> list[Job]:
            found = []
            for source in _documents(paths, room + 1):
                target = free_name((folder or source.parent) / beside(source, language).name, taken)
                taken.add(target)
                table = _table(source)
                found.append(replace(made, id=uuid.uuid4().hex[:12], source=source, target=target,
                                     since=time.time(), has_terms=steered is not None, table=table,
                                     state=ASKING if table else WAITING))
            for job in found[:room]:
                write(self._root, job)
                if steered is not None:  # as they are now, whatever is changed while it waits or pauses
                    save(terms_of(self._root, job), AllWishes().put(*direction, wishes))
            return found

        self._reader.read(f"find {uuid.uuid4()}", find, lambda found: self._on_found(found, room))

    def answer(self, job_id: str, column: int, into: str, is_headed: bool) -> None:
        """Which column of a table (from 1) is translated, and into which; "" is in its place."""
        job = self.job(job_id)
        if job is not None and job.state == ASKING:
            self._put(replace(job, state=WAITING, table=None, column=str(column), into=into,
                              header="yes" if is_headed else "no"))
            self._next()

    def pause(self, job_id: str) -> None:
        """What is translated of it stays."""
        job = self.job(job_id)
        if job is None or job.state not in (WAITING, WORKING):
            return
        self._put(replace(job, state=PAUSED))
        if job_id == self._working:
            self._stop()

    def resume(self, job_id: str) -> None:
        """Goes on where it was cut off; also after a failure that was put right."""
        job = self.job(job_id)
        if job is not None and job.state in (PAUSED, FAILED):
            self._put(replace(job, state=WAITING, problem=""))
            self._next()

    def remove(self, job_id: str) -> None:
        """Off the list. What was begun of an unfinished one goes too; a result stays, and every original."""
        job = self.job(job_id)
        if job is None:
            return
        self.jobs.remove(job)
        root, is_done = self._root, job.state == DONE
        if job_id == self._working:
            self._child.ended.connect(lambda: self._forget(root, job, is_done))
            self._stop()
        else:
            self._forget(root, job, is_done)
        self.changed.emit()

    def clear(self) -> None:
        """All that are finished, off the list."""
        for job in [job for job in self.jobs if job.state == DONE]:
            self.remove(job.id)

    def set_folder(self, folder: Path | None) -> None:
        """Where results of documents that are added from now on are written."""
        self.folder = folder
        self.changed.emit()

    def close(self) -> None:
        if self._child is not None:
            self._child.close()
        self._reader.close()

    def _stop(self) -> None:
        self._is_stopping = True
        self._child.stop()

    # What came of it

    def _forget(self, root: Path, job: Job, is_done: bool) -> None:
        def work() -> None:
            forget(root, job)
            if not is_done:
                journal_of(job.target).unlink(missing_ok=True)

        self._reader.read(f"forget {job.id}", work, lambda _: None)

    def _on_read(self, found: list[Job] | Exception) -> None:
        if isinstance(found, Exception):
            self.problem = str(found)
        else:
            self.jobs = found + self.jobs
        self.changed.emit()

    def _on_found(self, found: list[Job] | Exception, room: int) -> None:
        self.problem = ""
        if isinstance(found, Exception):
            self.problem = str(found)
        elif not found:
            self.problem = self.tr("No document was found there. These can be translated: {kinds}").format(
                kinds=" ".join(SUFFIXES))
        else:
            if len(found) > room:
                self.problem = self.tr("The list holds {count} documents; the rest was left out.").format(
                    count=MOST)
            self.jobs += found[:room]
            self._next()
            self.added.emit(self.jobs[-len(found[:room])].id)
        self.changed.emit()

    def _next(self) -> None:
        """Gives the first that waits to the child, if it is free, or to a new one, if there is none."""
        job = next((job for job in self.jobs if job.state == WAITING), None)
        if job is None or (self._child is not None and not self._is_free):
            return
        self._working, self._is_free = job.id, False
        self._pace.clear()
        arguments = [*job.arguments(self._root), *self._models.weights]
        self._put(replace(job, state=WORKING, report=None))
        if self._child is not None:
            self._child.tell(json.dumps([*arguments, "--events"]))
            return
        self._child = TrainingProcess(arguments, self._command, parent=self)
        self._child.event.connect(self._on_event)
        self._child.ended.connect(self._on_ended)
        self._child.ended.connect(self._child.deleteLater)
        self._child.start()

    def _on_event(self, event: dict[str, Any]) -> None:
        job = self.job(self._working)
        if event["event"] == "free":
            self._on_free(job)
        elif job is None:
            return
        elif event["event"] == "progress":
            self._pace.tell(event["done"])
            is_due = time.monotonic() - self._kept_at >= _KEPT_EVERY_S
            if is_due:
                self._kept_at = time.monotonic()
            self._put(replace(job, done=event["done"], total=event["total"]), keep=is_due)
        elif event["event"] == "translated":
            self._put(replace(job, report={name: event[name] for name in event if name != "event"}))

    def _on_free(self, job: Job | None) -> None:
        """The child has its model loaded, and waits a moment for another document."""
        self._working, self._is_free = "", not self._is_stopping
        if job is not None:
            self._put(replace(job, state=DONE))
        self._next()
        if self._is_free:  # nothing waits
            self._is_free = False
            self._child.close()

    def _on_ended(self, ending: Ending) -> None:
        job, self._child, self._working = self.job(self._working), None, ""
        self._is_free = self._is_stopping = False
        if job is not None:
            if ending.outcome == Outcome.ENDED:
                job = replace(job, state=DONE)
            elif ending.outcome == Outcome.REFUSED:
                job = replace(job, state=FAILED, problem=ending.message)
            elif ending.exit_code == _STOPPED:  # it may have been resumed while the child was ending
                job = replace(job, state=WAITING if job.state == WAITING else PAUSED)
            else:
                words = self.tr("The translation stopped unexpectedly; what is done of it is kept. {}")
                job = replace(job, state=FAILED, problem=words.format(" ".join(ending.log[-1:])).strip())
            self._put(job)
        self._next()

    def _put(self, job: Job, keep: bool = True) -> None:
        """In the place of what it was before; and on the disk."""
        self.jobs = [job if other.id == job.id else other for other in self.jobs]
        if keep:
            root = self._root
            self._reader.read(f"write {job.id}", lambda: write(root, job), self._on_written)
        self.changed.emit()

    def _on_written(self, answer: object) -> None:
        if isinstance(answer, Exception):
            self.problem = str(answer)
            self.changed.emit()


def _table(path: Path) -> dict[str, Any] | None:
    """What to ask of a table of several columns. Of one that cannot be read the child says why."""
    if path.suffix.lower() not in TABLES:
        return None
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
            found = preview(head, is_whole=not file.read(1))
    except (OSError, ValueError):
        return None
    if found.columns < 2:
        return None
    return {**asdict(found), "rows": [list(row) for row in found.rows]}


def _documents(paths: Iterable[Path], most: int) -> list[Path]:
    """A file that was named is taken whatever it is: why it cannot be translated is then said of it."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            found += sorted(file for file in path.rglob("*") if file.suffix.lower() in SUFFIXES
                            and not file.name.startswith(".") and file.is_file())
        else:
            found.append(path)
    return list(dict.fromkeys(found))[:most]
