"""The training child process as the window knows it: facts in, commands out, nothing shown.

Training runs in `python -m core.cli train|resume ... --events`: JSON lines on
stdout, commands on stdin, end of file on stdin means "save and exit". So a window that is closed, or
killed, never loses a run, and a run that crashes never takes the window along.
"""

from __future__ import annotations

import enum
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import (
    QCoreApplication,
    QElapsedTimer,
    QObject,
    QProcess,
    QProcessEnvironment,
    QTimer,
    Signal,
)

import core
from desktop.workers.event_lines import EventLines, LogTail

CLI = (sys.executable, "-m", "core.cli")
SILENCE_S = 40.0  # without any event for this long, `silent` is told
GRACE_S = 15.0  # after the window is gone, the child has this long to save
SLICE_MS = 10  # reading keeps the window's thread no longer than this at a time
CHUNK_BYTES = 64 * 1024


class Outcome(enum.Enum):
    """How a child process ended."""

    ENDED = "ended"  # by itself, with exit code 0
    REFUSED = "refused"  # exit code 2 after a "failed" event: the message is the core's own
    CRASHED = "crashed"  # a signal, or an exit code that the protocol does not know
    NOT_STARTED = "not started"


@dataclass(frozen=True)
class Ending:
    """What is known when the child is gone. `message` is "" unless the core said a sentence."""

    outcome: Outcome
    exit_code: int
    message: str
    log: tuple[str, ...]  # the last lines that were no events, oldest first


class TrainingProcess(QObject):
    """One child, from start to end; made anew for each start."""

    event = Signal(dict)
    silent = Signal(float)  # seconds without an event; told once, until the next event
    ended = Signal(Ending)

    def __init__(self, arguments: Sequence[str], command: Sequence[str] = CLI,
                 silence_s: float = SILENCE_S, parent: QObject | None = None):
        super().__init__(parent)
        self._lines = EventLines()
        self._log = LogTail()
        self._failure = ""
        self._exit: tuple[int, QProcess.ExitStatus] | None = None
        self._is_over = False

        self._silence_s = silence_s
        self._watchdog = QTimer(self, singleShot=True, interval=round(silence_s * 1000))
        self._watchdog.timeout.connect(lambda: self.silent.emit(self._silence_s))
        self._continue = QTimer(self, singleShot=True, interval=0)
        self._continue.timeout.connect(self._read)

        self._process = QProcess(self)
        self._process.setProgram(command[0])
        self._process.setArguments([*command[1:], *arguments, "--events"])
        # `-m` puts the working directory first on sys.path: the child must find this very core.
        self._process.setWorkingDirectory(str(Path(core.__file__).parent.parent))
        self._process.setProcessEnvironment(child_environment())
        self._process.readyReadStandardOutput.connect(self._read)
        self._process.readyReadStandardError.connect(self._read_errors)
        self._process.errorOccurred.connect(self._on_error)
        self._process.finished.connect(self._on_finished)

    @property
    def is_running(self) -> bool:
        return not self._is_over and self._process.state() != QProcess.ProcessState.NotRunning

    @property
    def pid(self) -> int:
        return self._process.processId()

    def start(self) -> None:
        application = QCoreApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(self.wait)
        self._watchdog.start()
        self._process.start()

    def pause(self) -> None:
        self._tell("pause")

    def resume(self) -> None:
        self._tell("resume")

    def stop(self) -> None:
        """Asks the child to save and finish; `ended` follows."""
        self._tell("stop")

    def tell(self, message: str) -> None:
        """One line on the child's stdin."""
        self._tell(message)

    def close(self) -> None:
        """End of file on stdin: the child saves and exits by itself. Returns at once."""
        if self.is_running:
            self._watchdog.stop()
            self._process.closeWriteChannel()

    def wait(self, grace_s: float = GRACE_S) -> None:
        """Closes, then waits for the child to save: for when no window is left that could stutter.

        What does not end within the grace is killed: the run then goes on from its last checkpoint.
        """
        if not self.is_running:
            return
        self.close()
        if not self._process.waitForFinished(round(grace_s * 1000)):
            self.kill()
            self._process.waitForFinished(1000)

    def kill(self) -> None:
        """Ends the child unasked: only for one that no longer answers."""
        self._process.kill()

    def _tell(self, command: str) -> None:
        if self.is_running:
            self._process.write(f"{command}\n".encode())

    def _read(self) -> None:
        """Hands on what arrived, at most `SLICE_MS` at a time; the rest in the next turn."""
        clock = QElapsedTimer()
        clock.start()
        while self._process.bytesAvailable():
            for line in self._lines.feed(self._process.read(CHUNK_BYTES).data()):
                self._take(line)
            if clock.elapsed() >= SLICE_MS:
                self._continue.start()
                return
        if self._exit is not None:
            self._finish()

    def _take(self, line: dict | str) -> None:
        if isinstance(line, str):
            self._log.add_line(line)
            return
        if line["event"] == "failed":
            self._failure = str(line.get("message", ""))
        if line["event"] == "paused":
            self._watchdog.stop()
        elif self._exit is None:
            self._watchdog.start()
        self.event.emit(line)

    def _read_errors(self) -> None:
        self._log.feed(self._process.readAllStandardError().data())

    def _on_error(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            self._end(Ending(Outcome.NOT_STARTED, -1, "", (self._process.errorString(),)))

    def _on_finished(self, code: int, status: QProcess.ExitStatus) -> None:
        self._watchdog.stop()
        self._exit = (code, status)
        self._read_errors()
        self._read()

    def _finish(self) -> None:
        code, status = self._exit
        for line in self._lines.close():
            self._take(line)
        if status == QProcess.ExitStatus.NormalExit and code == 0:
            outcome = Outcome.ENDED
        elif status == QProcess.ExitStatus.NormalExit and self._failure:
            outcome = Outcome.REFUSED
        else:
            outcome = Outcome.CRASHED
        self._end(Ending(outcome, code, self._failure, self._log.lines()))

    def _end(self, ending: Ending) -> None:
        if self._is_over:
            return
        self._is_over = True
        self._watchdog.stop()
        application = QCoreApplication.instance()
        if application is not None:
            application.aboutToQuit.disconnect(self.wait)
        self.ended.emit(ending)


def child_environment() -> QProcessEnvironment:
    """The window's environment, and what the child needs besides."""
    environment = QProcessEnvironment.systemEnvironment()
    environment.insert("PYTHONUTF8", "1")  # the protocol is UTF-8, whatever the console of Windows is
    environment.insert("PYTHONUNBUFFERED", "1")
    if sys.platform == "darwin":
        # A window on screen makes the display watchdog kill long GPU work (mlx #3267).
        environment.insert("AGX_RELAX_CDM_CTXSTORE_TIMEOUT", "1")
    return environment
