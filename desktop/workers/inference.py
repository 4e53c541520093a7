"""One thread that owns the backend and the models: the newest request wins, stale answers are dropped.

Requests go by channel ("model", "translate", "step"). A superseding request makes every older one of
its channel stale: one that waits is never started, one that runs is asked to stop, and what it still
answers is dropped. Answers come back on the thread that owns the `Inference` object.
"""

from __future__ import annotations

import gc
import logging
import subprocess
import sys
import threading
from collections import OrderedDict, deque
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, Qt, QThread, Signal, Slot

import backends
from backends.preparation import when_preparing
from core.decoding import lean
from core.decoding.hypothesis import Stop
from core.decoding.session import DecodeSession
from core.decoding.translator import Stopped, Translator
from core.formats import native
from core.training import checkpoints

_log = logging.getLogger(__name__)
# Idle that long, the thread has compiled kernels made ready and then loads them: the first picture does not
# wait for that, and no request waits for a compiler.
WARM_UP_AFTER_S = 2.0
_MODELS_KEPT = 3  # both directions of a pair, and one to compare with, so that no file is read again


class Engine:
    """What the thread owns. Only jobs touch it, and jobs only run there."""

    def __init__(self, backend: str):
        self._backend = backend
        self.weights = "float32"
        self._ops: backends.Backend | None = None
        self._translators: OrderedDict[Path, tuple[int, Translator]] = OrderedDict()
        self._languages: dict[Path, str] = {}
        self.session: DecodeSession | None = None  # the step page's; there is one at a time

    @property
    def ops(self) -> backends.Backend:
        if self._ops is None:
            self._ops = _engine(self._backend, self.weights)
        return self._ops

    def keep_weights(self, weights: str) -> None:
        """How models are held from now on: "float32", or "half" for half the memory. Raises ValueError where
        the engine has no such thing."""
        if weights != self.weights:
            self._ops, self.weights = _engine(self._backend, weights), weights
            self._translators.clear()
            self.session = None

    def compile_ahead(self) -> subprocess.Popen:
        """Compiles in a process of its own what this machine has not compiled yet."""
        return subprocess.Popen(
            [sys.executable, "-m", "core.warm", self.weights], stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0))

    def load_ahead(self, stop: Stop, weights: str) -> threading.Thread:
        """Loads what was compiled on another thread: that takes two seconds, in which somebody may type."""
        def load() -> None:
            from core import warm

            gc.disable()  # so much is made here that it would hold every thread, time and again
            try:
                warm.load(stop, weights)
            except Exception:  # as if numba were not there
                _log.exception("compiled kernels could not be loaded")
            finally:
                gc.freeze()  # and it stays
                gc.enable()

        thread = threading.Thread(target=load, name="pellucid-loading")
        thread.start()
        return thread

    def warm_up(self) -> None:
        """Takes what makes the engine faster, and lays the models out anew for it."""
        self.ops.warm_up()
        for _, translator in self._translators.values():
            translator.lay_out()

    def translator(self, folder: Path) -> Translator:
        """The model of a folder, or of a run's checkpoint; read again where its files have changed.

        Raises ValueError.
        """
        stamp = _stamp(folder)
        known = self._translators.get(folder)
        if known is None or known[0] != stamp:
            model = checkpoints.as_model(folder, self.ops) if checkpoints.is_checkpoint(folder) else \
                native.load_model(folder, self.ops, lean.while_loading)
            known = (stamp, Translator(model, self.ops))
            if folder in self._languages:
                known = (stamp, known[1].into(self._languages[folder]))
        self._translators[folder] = known
        self._translators.move_to_end(folder)
        while len(self._translators) > _MODELS_KEPT:
            self._translators.popitem(last=False)
        return known[1]

    def translate_into(self, folder: Path, language: str) -> None:
        """From now on that model translates into this one of its languages. Raises ValueError."""
        stamp, translator = _stamp(folder), self.translator(folder).into(language)
        self._languages[folder] = language
        self._translators[folder] = (stamp, translator)


Job = Callable[[Engine, "Task"], Any]


@dataclass(eq=False)
class Task:
    """One request, as its job sees it: `stop()` says when nobody wants the answer any more."""

    channel: str
    generation: int
    job: Job
    done: Callable[[Any], None]
    failed: Callable[[str], None]
    progress: Callable[[Any], None] | None
    _is_stale: Callable[[Task], bool]
    _report: Callable[[Task, str, Any], None]

    def stop(self) -> bool:
        return self._is_stale(self)

    def report(self, value: Any) -> None:
        """Hands an intermediate value to the window."""
        if self.progress is not None:
            self._report(self, "progress", value)


class Inference(QObject):
    """The window's side. `close()` ends the thread; nothing is answered after it."""

    _answered = Signal(object)  # (task, "done" | "failed" | "progress", value)
    busy_changed = Signal(bool)
    preparing_changed = Signal(bool)  # the engine is being compiled for this machine, once

    def __init__(self, backend: str = "auto", parent: QObject | None = None, waits: bool = False):
        """With `waits` nothing is done before `begin`."""
        super().__init__(parent)
        self._generations: dict[str, int] = {}
        self._closing = False
        self._outstanding = 0
        self._answered.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._thread = _Thread(Engine(backend), self.preparing_changed.emit, self)
        if not waits:
            self.begin()

    @property
    def has_begun(self) -> bool:
        return self._closing or self._thread.isRunning()

    def begin(self) -> None:
        """Does what was asked so far, and what will be; a second time changes nothing."""
        if not self.has_begun:
            self._thread.start()

    @property
    def is_busy(self) -> bool:
        return self._outstanding > 0

    @property
    def is_closed(self) -> bool:
        return self._closing and not self._thread.isRunning()

    def submit(
        self, channel: str, job: Job, done: Callable[[Any], None], failed: Callable[[str], None],
        progress: Callable[[Any], None] | None = None, supersede: bool = True,
    ) -> None:
        """Runs `job(engine, task)` on the thread; calls `done`, `failed` or neither here.

        With `supersede` False the request follows those of its channel instead of replacing them.
        """
        if self._closing:
            return
        if supersede:
            self.cancel(channel)
        task = Task(channel, self._generations.get(channel, 0), job, done, failed, progress,
                    self._is_stale, lambda *answer: self._answered.emit(answer))
        self._outstanding += 1
        if self._outstanding == 1:
            self.busy_changed.emit(True)
        self._thread.put(task)

    def cancel(self, channel: str) -> None:
        """Makes all requests of a channel stale."""
        self._generations[channel] = self._generations.get(channel, 0) + 1

    def close(self) -> None:
        """Stops what runs, within one decoding step, and ends the thread."""
        self._closing = True
        self._thread.end()
        self._thread.wait()

    def _is_stale(self, task: Task) -> bool:
        return self._closing or self._generations.get(task.channel, 0) != task.generation

    @Slot(object)
    def _deliver(self, answer: tuple[Task, str, Any]) -> None:
        task, kind, value = answer
        if kind != "progress":
            self._outstanding -= 1
            if self._outstanding == 0:
                self.busy_changed.emit(False)
        if not self._is_stale(task) and kind != "dropped":
            getattr(task, kind)(value)


class _Thread(QThread):
    """Takes tasks in order; an error becomes a sentence, never a crash."""

    def __init__(self, engine: Engine, say_preparing: Callable[[bool], None], parent: QObject):
        super().__init__(parent)
        self.setObjectName("pellucid-inference")
        self._engine, self._say_preparing = engine, say_preparing
        self._tasks: deque[Task] = deque()
        self._wake = threading.Condition()
        self._ending = False

    def put(self, task: Task) -> None:
        with self._wake:
            self._tasks.append(task)
            self._wake.notify()

    def end(self) -> None:
        with self._wake:
            self._ending = True
            self._tasks.clear()
            self._wake.notify()

    def run(self) -> None:
        compiler: subprocess.Popen | None = None
        listening: threading.Thread | None = None
        loading: threading.Thread | None = None
        warm_for = compiled_for = ""  # the engine's `weights`, which may change
        while True:
            with self._wake:
                while not self._tasks and not self._ending:
                    is_warm = warm_for == self._engine.weights
                    if not self._wake.wait(None if is_warm else WARM_UP_AFTER_S):
                        break
                if self._ending:
                    break
                task = self._tasks.popleft() if self._tasks else None
            if task is not None:
                self._answer(task)
            elif compiler is None:
                compiler, compiled_for = self._engine.compile_ahead(), self._engine.weights
                listening = threading.Thread(target=self._listen, args=(compiler,), daemon=True)
                listening.start()
            elif compiler.poll() is None:
                continue
            elif compiler.returncode == 0 and loading is None:
                loading = self._engine.load_ahead(lambda: self._ending, compiled_for)
            elif loading is None or not loading.is_alive():
                if loading is not None and compiled_for == self._engine.weights:
                    self._engine.warm_up()
                compiler, loading, warm_for = None, None, compiled_for
        if loading is not None:
            loading.join()  # a thread that outlives the interpreter ends it badly
        if compiler is not None:
            compiler.kill()
            compiler.wait()
        if listening is not None:
            listening.join()

    def _listen(self, compiler: subprocess.Popen) -> None:
        """Says that there is much to compile, until that is done."""
        with compiler.stdout or nullcontext(()) as lines:
            for _ in lines:
                self._say_preparing(True)
        self._say_preparing(False)

    def _answer(self, task: Task) -> None:
        kind, value = "dropped", None
        said: list[bool] = []
        when_preparing(lambda: said.append(True) or self._say_preparing(True))
        try:
            if not task.stop():
                kind, value = "done", task.job(self._engine, task)
        except Stopped:
            kind = "dropped"
        except (ValueError, OSError, backends.BackendUnavailable) as error:
            kind, value = "failed", str(error)
        except MemoryError:
            kind, value = "failed", QCoreApplication.translate(
                "Inference", "There is not enough memory for this. Close other programs or use a smaller "
                             "model.")
        except Exception as error:
            _log.exception("a request on the channel %s failed", task.channel)
            kind, value = "failed", QCoreApplication.translate(
                "Inference", "The engine failed: {error}. The log has the details.").format(error=error)
        when_preparing(None)
        if said:
            self._say_preparing(False)
        task._report(task, kind, value)


def _engine(backend: str, weights: str) -> backends.Backend:
    """On MLX, which has no halves, 8 bits a weight stand for half the size."""
    ops = backends.get(backend)
    if weights == "float32":
        return ops
    return backends.get(ops.name, weights="8bit" if ops.name == "mlx" else weights)


def _stamp(folder: Path) -> int:
    """Changes when the model of a folder is written anew; 0 where there is none."""
    try:
        return (folder / native.WEIGHTS).stat().st_mtime_ns
    except OSError:
        return 0
