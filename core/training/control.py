"""What a running training is told: pause, resume, stop; or that nobody listens any more."""

from __future__ import annotations

import sys
import threading


class Control:
    """Asked between steps. `wanted`: "run", "pause", "stop" (save, validate, finish), "exit" (save, go)."""

    def __init__(self):
        self._wanted = "run"
        self._changed = threading.Condition()

    @property
    def wanted(self) -> str:
        return self._wanted

    def tell(self, command: str) -> None:
        """"pause", "resume", "stop" or "exit"; what was told last counts, but an end stays an end.

        Only "exit" still counts after "stop": it spares the last validation.
        """
        with self._changed:
            if command == "exit" or self._wanted not in ("stop", "exit"):
                self._wanted = "run" if command == "resume" else command
            self._changed.notify_all()

    def wait_while_paused(self) -> None:
        with self._changed:
            self._changed.wait_for(lambda: self._wanted != "pause")


def listen_to_stdin(control: Control) -> None:
    """Commands come a line each; the end of the stream (the window is gone) means save and exit."""

    def listen() -> None:
        for line in sys.stdin:
            if line.strip() in ("pause", "resume", "stop"):
                control.tell(line.strip())
        control.tell("exit")

    threading.Thread(target=listen, name="pellucid-commands", daemon=True).start()
