"""Children of the window end when they are told to, however the window was started."""

from __future__ import annotations

import json
import signal
import subprocess
import sys

import pytest

WORK = """
import sys, time
from core.commands.window_events import as_events

def work(emit):
    try:
        emit({"event": "begun"})  # within: it may be told to stop as soon as this is read
        for _ in range(6000):
            time.sleep(0.01)
    finally:
        emit({"event": "cleaned"})

sys.exit(as_events(work))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals are inherited on POSIX only")
@pytest.mark.parametrize("inherited", [signal.SIG_DFL, signal.SIG_IGN], ids=["in front", "in the background"])
@pytest.mark.parametrize("told", ["stop\n", ""], ids=["stop", "the window is gone"])
def test_a_child_that_is_told_to_stop_cleans_up_and_ends(inherited, told):
    """A shell starts what is to run in the background with SIGINT ignored, and children inherit that."""
    before = signal.signal(signal.SIGINT, inherited)
    try:
        child = subprocess.Popen([sys.executable, "-c", WORK], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                 text=True)
    finally:
        signal.signal(signal.SIGINT, before)
    with child:
        assert json.loads(child.stdout.readline()) == {"event": "begun"}
        rest, _ = child.communicate(told, timeout=30)
    assert json.loads(rest) == {"event": "cleaned"}
    assert child.returncode == 130
