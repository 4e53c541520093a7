"""The runs of this computer: the list, the one being looked at, and the one being trained."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import psutil
from PySide6.QtCore import QFile, QObject, Signal

from core.training import run_dir
from core.training.side_by_side import side_by_side
from desktop.controllers.active_run import ActiveRun
from desktop.controllers.pinned import PinnedSentences
from desktop.controllers.run_metrics import RunMetrics
from desktop.controllers.run_record import read_record
from desktop.controllers.runs import Run, RunRequest, Status, folder_for
from desktop.controllers.throttle import Throttle
from desktop.controllers.waiting_runs import WaitingRun, WaitingRuns
from desktop.workers.background_reader import BackgroundReader
from desktop.workers.training_process import CLI, Ending, TrainingProcess

REPAINT_MS = 200


class TrainingController(QObject):
    """State and actions of the Train page; one training at a time, in a child process."""

    runs_changed = Signal()  # the list, or what a line of it says
    selection_changed = Signal()
    metrics_changed = Signal()  # of the selected run; coalesced
    comparison_changed = Signal()
    ended = Signal(Run)  # a training of this window came to its end by itself
    progress_changed = Signal()  # of the run being trained (or none any more); coalesced
    refused = Signal(RunRequest, str)  # a new run that never came to be, and the reason

    def __init__(self, runs_root: Path, parent: QObject | None = None, command: Sequence[str] = CLI,
                 trash: Callable[[Path], bool] | None = None):
        super().__init__(parent)
        self.runs_root = runs_root
        self.total_memory = psutil.virtual_memory().total
        self._command = command
        self._trash = trash or _to_trash
        self._stored: list[Run] = []
        self._problems: dict[Path, tuple[str, tuple[str, ...]]] = {}  # a sentence, and the log's end
        self.list_problem = ""  # why the list could not be read, in a sentence
        self._is_loaded = False
        self._active: ActiveRun | None = None
        self._request: RunRequest | None = None
        self.waiting = WaitingRuns(runs_root.parent / "waiting.json", self)
        self._turn: WaitingRun | None = None  # the one that waited and is now being trained
        self._is_closed = False
        self._selected: Path | None = None
        self._metrics = RunMetrics()
        self.other: tuple[RunMetrics, list[dict]] | None = None  # of the run beside the selected one
        self._reader = BackgroundReader(self)
        self.pinned = PinnedSentences(self._reader, self)
        self._throttle = Throttle(REPAINT_MS, self)
        self._throttle.due.connect(self._tell_progress)

    # What is

    @property
    def is_loaded(self) -> bool:
        """False until the list was read for the first time."""
        return self._is_loaded

    @property
    def runs(self) -> list[Run]:
        """Newest first; what is being trained says so."""
        if self._active is None:
            return self._stored
        active = self._active.run
        if any(run.path == active.path for run in self._stored):
            return [active if run.path == active.path else run for run in self._stored]
        return [active, *self._stored]

    @property
    def active(self) -> ActiveRun | None:
        """The training of this window, if there is one."""
        return self._active

    @property
    def selected(self) -> Run | None:
        return next((run for run in self.runs if run.path == self._selected), None)

    @property
    def selected_active(self) -> ActiveRun | None:
        """The training of this window, if it is the run being looked at."""
        is_selected = self._active is not None and self._active.run.path == self._selected
        return self._active if is_selected else None

    @property
    def metrics(self) -> RunMetrics:
        """Of the selected run."""
        return self._active.metrics if self.selected_active else self._metrics

    def problem(self, run: Run) -> str:
        """Why the run ended as it did, in a sentence; "" where nothing is wrong."""
        return self._problems.get(run.path, (run.message, ()))[0]

    def log(self, run: Run) -> tuple[str, ...]:
        """The last lines of the run's child."""
        return self._problems.get(run.path, ("", ()))[1]

    # What can be done

    def refresh(self) -> None:
        """Reads the list anew, in the background."""
        root = self.runs_root
        self._reader.read("runs", lambda: [Run.from_info(info) for info in run_dir.list_runs(root)],
                          self._on_runs)

    def select(self, path: Path | None) -> None:
        if path == self._selected:
            return
        self._selected = path
        self._metrics = RunMetrics()
        self.compare_with(None)
        self.selection_changed.emit()
        self._read_metrics()

    def check_corpus(self, corpus: Path) -> str:
        """Why this file cannot be trained on, in a sentence; "" where it can be tried."""
        if not corpus.exists():
            return self.tr("There is no file {}.").format(corpus)
        from core.corpus.readers import is_imported  # the readers of all formats come with it

        if is_imported(corpus):
            return ""
        if not corpus.is_file():
            return self.tr("{} is a folder without an import; choose a file of sentences.").format(corpus)
        if not os.access(corpus, os.R_OK):
            return self.tr("{} cannot be read: this account may not.").format(corpus)
        if corpus.stat().st_size == 0:
            return self.tr("{} is empty.").format(corpus.name)
        return ""

    def start(self, request: RunRequest) -> str:
        """Begins a new run, or lets it wait while one is trained. Why that cannot be, else ""."""
        problem = self.check_corpus(request.corpus)
        if problem:
            return problem
        request = replace(request, corpus=request.corpus.resolve())
        if self._active is not None:
            self.waiting.add(request)
            return ""
        return self._start(request, self._folder_for(request))

    def _folder_for(self, request: RunRequest) -> Path:
        return folder_for(self.runs_root, request.name)

    def start_next(self) -> None:
        """Begins the first of the waiting runs that can; the others say why they cannot."""
        while self._active is None and not self._is_closed and (turn := self.waiting.next(self._folder_for)):
            problem = self.check_corpus(turn.request.corpus)
            if turn.is_too_late(time.time()):
                problem = self.tr("It was to train until {}, and that time has passed.").format(
                    turn.request.until)
            selected, self._turn = self._selected, turn
            problem = problem or self._start(turn.request, turn.folder)
            if problem:
                self._turn = None
                self.waiting.put_back(turn, problem)
            elif selected is not None:
                self.select(selected)  # what is being read stays

    def _start(self, request: RunRequest, path: Path) -> str:
        try:
            self.runs_root.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            return self.tr("The folder for runs cannot be made: {}").format(error)
        self._request = request
        self._begin(Run.asked_for(request, path), RunMetrics(), request.arguments(path))
        return ""

    def resume_run(self, run: Run, options: tuple[str, ...] = ()) -> str:
        """Goes on with an interrupted or stopped run from its last checkpoint."""
        problem = self._busy()
        if problem:
            return problem
        self._problems.pop(run.path, None)
        self._request = None
        self._begin(replace(run, status=Status.STARTING, message=""), RunMetrics(), None, options)
        # Its history first: the child's events go on where that ends.
        self._reader.read("resume", lambda: read_record(run.path), self._on_history)
        return ""

    def train_longer(self, run: Run, minutes: int = 0, until: str = "") -> str:
        """Goes on with a run that has ended, for this much longer, or until a time of the day (HH:MM)."""
        return self.resume_run(run, ("--until", until) if until else ("--time-budget", f"{minutes}m"))

    def decide(self, run: Run, keep: bool) -> None:
        """Whether the tuned model is the run's, or the one of before again."""
        def job() -> None:
            from core.training import decision  # the tokenizers come with it

            decision.keep(run_dir.RunDir(run.path)) if keep else decision.roll_back(run_dir.RunDir(run.path))

        self._reader.read("decide", job, lambda answer: self._on_decided(run, answer))

    def compare_with(self, other: Path | None) -> None:
        """Puts another run beside the selected one; None for none."""
        if other is None:
            if self.other is not None:
                self.other = None
                self.comparison_changed.emit()
            return
        paths = [self._selected, other]

        def job():
            return read_record(other), side_by_side([run_dir.RunDir(path) for path in paths])

        self._reader.read("comparison", job, lambda answer: self._on_comparison(paths, answer))

    def _on_comparison(self, paths: list[Path], answer) -> None:
        if isinstance(answer, Exception):
            self._problems[paths[0]] = (str(answer), ())
        elif self._selected == paths[0]:
            self.other = answer
            self.comparison_changed.emit()

    def rename(self, run: Run, name: str) -> None:
        """The run, and the model that its folder holds."""
        self._stored = [replace(one, name=name) if one.path == run.path else one for one in self._stored]
        self.runs_changed.emit()

        def job() -> None:
            from core.training import naming

            naming.rename(run_dir.RunDir(run.path), name)

        self._reader.read(("name", run.path), job, lambda answer: self._on_decided(run, answer))

    def keep_note(self, run: Run, text: str) -> None:
        """What a person wrote about a run; it stands in the list at once."""
        self._stored = [replace(one, note=text) if one.path == run.path else one for one in self._stored]
        if self._active and self._active.run.path == run.path:
            self._active.run = replace(self._active.run, note=text)
        self._reader.read(("note", run.path), lambda: run_dir.RunDir(run.path).write_note(text),
                          lambda answer: self._on_decided(run, answer))

    def _on_decided(self, run: Run, answer: Exception | None) -> None:
        if isinstance(answer, Exception):
            self._problems[run.path] = (str(answer), ())
        self.refresh()

    def pause(self) -> None:
        if self._active:
            self._active.pause()

    def resume(self) -> None:
        if self._active:
            self._active.resume()

    def stop(self) -> None:
        """Saves and finishes."""
        if self._active:
            self._active.stop()

    def end_now(self) -> None:
        """For a training that no longer answers; what was saved stays."""
        if self._active:
            self._active.process.kill()

    def move_to_trash(self, run: Run) -> str:
        """The reason where it cannot be, else ""."""
        if run.status.is_active:
            return self.tr("{} is being trained; stop it first.").format(run.name)
        if not self._trash(run.path):
            return self.tr("{} could not be moved to the trash; its folder is {}.").format(
                run.name, run.path)
        self._stored = [stored for stored in self._stored if stored.path != run.path]
        self._problems.pop(run.path, None)
        if self._selected == run.path:
            self.select(self._stored[0].path if self._stored else None)
        self.runs_changed.emit()
        return ""

    def close(self) -> None:
        """The window goes: the child saves and exits by itself, and the run can be resumed."""
        self._reader.close()
        self._is_closed = True
        self.waiting.close()
        if self._active:
            self._active.process.close()

    # How it comes about

    def _busy(self) -> str:
        if self._active is None:
            return ""
        return self.tr("{} is being trained. Stop it or let it finish first.").format(self._active.run.name)

    def _begin(self, run: Run, metrics: RunMetrics, arguments: list[str] | None,
               options: tuple[str, ...] = ()) -> None:
        """With `arguments`, at once; without, when the history has been read."""
        self._problems.pop(run.path, None)
        child = TrainingProcess(arguments or ["resume", str(run.path), *options], self._command, parent=self)
        self._active = ActiveRun(run, metrics, child, self)
        self._active.changed.connect(self._throttle.poke)
        self._active.status_changed.connect(self._on_status)
        child.ended.connect(self._on_ended)
        if arguments is not None:
            child.start()
        self._selected = run.path
        self.runs_changed.emit()
        self.selection_changed.emit()
        self.progress_changed.emit()

    def _on_history(self, metrics: RunMetrics | Exception) -> None:
        if self._active is None:
            return
        if isinstance(metrics, RunMetrics):
            self._active.metrics = metrics
        self._active.process.start()
        if self._active.run.status is Status.STOPPING:  # asked for while the history was read
            self._active.process.stop()
        self.metrics_changed.emit()

    def _on_runs(self, runs: list[Run] | Exception) -> None:
        self._is_loaded = True
        self.list_problem = ""
        if isinstance(runs, Exception):
            self.list_problem = self.tr("The folder of runs cannot be read: {}").format(runs)
            runs = []
        self._stored = runs
        if self.selected is None:
            self._selected = self.runs[0].path if self.runs else None
            self._metrics = RunMetrics()
            self.selection_changed.emit()
        self.runs_changed.emit()
        self._read_metrics()

    def _read_metrics(self) -> None:
        path = self._selected
        if path is None or self.selected_active:
            self.metrics_changed.emit()
            return
        self._reader.read("metrics", lambda: read_record(path),
                          lambda metrics: self._on_metrics(path, metrics))

    def _on_metrics(self, path: Path, metrics: RunMetrics | Exception) -> None:
        if path != self._selected:
            return
        if isinstance(metrics, Exception):
            self._problems[path] = (str(metrics), ())
            metrics = RunMetrics()
        self._metrics = metrics
        self.metrics_changed.emit()

    def _on_status(self) -> None:
        if self._turn is not None and self._active.run.status is not Status.STARTING:
            self.waiting.settle()
        self.runs_changed.emit()
        self._throttle.poke()

    def _tell_progress(self) -> None:
        self.progress_changed.emit()
        if self.selected_active:
            self.metrics_changed.emit()

    def _on_ended(self, ending: Ending) -> None:
        active, self._active = self._active, None
        problem = active.explain(ending)
        path = active.run.path
        if path == self._selected:
            self._metrics = active.metrics
        active.deleteLater()
        active.process.deleteLater()
        if problem:
            self._problems[path] = (problem, ending.log)
        request, self._request = self._request, None
        turn, self._turn = self._turn, None
        self.progress_changed.emit()
        if request is not None and problem and not (path / run_dir.RUN).is_file():
            self._selected = None if self._selected == path else self._selected
            reason = "\n".join((problem, *ending.log[-1:]))
            if turn is None:
                self.refused.emit(request, reason)
            else:
                self.waiting.put_back(turn, reason)
        else:
            self.waiting.settle()
            if not any(run.path == path for run in self._stored):
                # Until the list is read again, a moment from now, the run stays in it.
                self._stored = [replace(active.run, status=active.final_status), *self._stored]
        self.runs_changed.emit()
        if active.finish_reason and active.finish_reason != "stopped":
            self.ended.emit(replace(active.run, status=active.final_status))
        self.refresh()
        self.start_next()


def _to_trash(path: Path) -> bool:
    moved = QFile.moveToTrash(str(path))
    return moved[0] if isinstance(moved, tuple) else bool(moved)
