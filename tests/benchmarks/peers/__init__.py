"""Other engines that ours is measured against, each in a process of its own and none in our environment."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import venv
from pathlib import Path

HERE = Path(__file__).parent
ENVIRONMENT = Path("build/bench/peers")
# A library's threads go on spinning for up to 0.2 s after its work, and would take a core from the next one.
PAUSE_S = 0.3


def python() -> str:
    """The interpreter that has the peers; they are installed at the first call. BENCH_PEERS names another."""
    if os.environ.get("BENCH_PEERS"):
        return os.environ["BENCH_PEERS"]
    found = ENVIRONMENT / ("Scripts" if os.name == "nt" else "bin") / "python"
    done = ENVIRONMENT / "installed"
    if not done.exists():
        print("installing torch, transformers and ctranslate2 into build/bench/peers ...", flush=True)
        venv.create(ENVIRONMENT, with_pip=True)
        subprocess.run([found, "-m", "pip", "install", "--quiet", "--requirement", HERE / "requirements.txt"],
                       check=True)
        done.touch()
    return str(found)


class Peer:
    """A process that answers each JSON line with one."""

    def __init__(self, *command: str | Path):
        self._process = subprocess.Popen([*map(str, command)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                         stderr=subprocess.DEVNULL, text=True)
        self._answer()  # it is ready

    def ask(self, request: object, pause: bool = True) -> dict:
        if pause:
            time.sleep(PAUSE_S)
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        return self._answer()

    def close(self) -> dict:
        """What it says last: the most memory it held."""
        self._process.stdin.close()
        last = self._process.stdout.read().strip()
        self._process.wait()
        return json.loads(last) if last else {}

    def _answer(self) -> dict:
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"{self._process.args}: ended with {self._process.wait()}")
        return json.loads(line)


def ours(module: str, *arguments: str | Path) -> Peer:
    """One of our own modules as a peer, so that both sides are measured alike."""
    return Peer(sys.executable, "-m", module, *arguments)
