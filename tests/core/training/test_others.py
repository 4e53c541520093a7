"""Whether another training runs on this machine, by the commands of its processes."""

from __future__ import annotations

import subprocess
import sys

import pytest

from core.training.others import other_trainings, shared, trained_by


@pytest.mark.parametrize(("words", "folder"), [
    (["python", "/venv/bin/pellucid", "train", "a.tsv", "--out", "runs/mine"], "runs/mine"),
    (["python", "-m", "core.cli", "fine-tune", "m", "a.tsv", "--out=x", "--events"], "x"),
    (["C:/venv/Scripts/pellucid.exe", "resume", "--steps", "9", "--events", "runs/mine"], "runs/mine"),
    (["pellucid", "resume"], ""),
    (["pellucid", "train", "--help"], None),
    (["pellucid", "translate", "train"], None),
    (["grep", "train"], None),
    ([], None),
])
def test_what_a_command_line_trains(words, folder):
    assert trained_by(words) == folder


def test_a_training_beside_this_one_is_found_and_said():
    idle = [sys.executable, "-c", "input()", "core.cli", "train", "a.tsv", "--out", "/runs/office"]
    # Beside, and not below: what this process has started itself is no other training.
    starter = f"import subprocess; p = subprocess.Popen({idle!r}); print(p.pid, flush=True); p.wait()"
    with subprocess.Popen([sys.executable, "-c", starter], stdin=subprocess.PIPE,
                          stdout=subprocess.PIPE) as process:
        process.stdout.readline()
        assert "/runs/office" not in other_trainings()
        asked = "from core.training.others import other_trainings; print(other_trainings())"
        found = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
        process.stdin.close()
    assert "'/runs/office'" in found.stdout
    assert "(office): they share" in shared(["/runs/office"])
    assert shared([]) == ""
