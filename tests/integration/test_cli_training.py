"""A training as a process: Ctrl+C, a window that speaks and goes, and kill -9."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import time
from pathlib import Path

import pytest

import backends
from core.training.run_dir import read_metrics, read_run
from tests.core.training.runs import assert_equal_bits, best, final, follow, make_run
from tests.integration.conftest import ROOT, command

LONG = 1_000_000  # steps: until it is told to end

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")


class Child:
    """`pellucid resume RUN --events`, as the window runs it."""

    def __init__(self, run: Path):
        self.process = subprocess.Popen(
            command("resume", run, "--events", "--backend", "numpy", "--workers", 2), cwd=ROOT,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def __enter__(self) -> Child:
        return self

    def __exit__(self, *_) -> None:
        self.process.kill()
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            stream.close()
        self.process.wait()

    def wait_for(self, *kinds: str) -> dict:
        """The next event of one of these kinds."""
        for line in self.process.stdout:
            event = json.loads(line)
            if event["event"] in kinds:
                return event
        raise AssertionError(f"ended before any of {kinds}: {self.process.stderr.read().decode()}")

    def tell(self, line: str) -> None:
        self.process.stdin.write(f"{line}\n".encode())
        self.process.stdin.flush()

    def end(self, code: int = 0) -> list[dict]:
        """Waits for it to go, with nothing to complain of; returns the events till then."""
        events = [json.loads(line) for line in self.process.stdout]
        assert self.process.stderr.read().decode() == ""
        assert self.process.wait(60) == code
        return events


@pytest.fixture
def run(tmp_path):
    return make_run(tmp_path / "run", max_steps=LONG, validate_every=10)


def test_pause_resume_and_stop(run):
    with Child(run.path) as child:
        child.wait_for("progress")
        child.tell("pause")
        paused = child.wait_for("paused")["step"]
        assert read_run(run.path).saved_step == paused
        child.tell("nonsense")
        child.tell("resume")
        assert child.wait_for("resumed")["step"] == paused
        child.wait_for("progress")
        child.tell("stop")
        end = child.end()[-1]
        assert (end["event"], end["reason"]) == ("finished", "stopped")
        info = read_run(run.path)
        assert (info.status, info.step, info.saved_step) == ("stopped", end["step"], end["step"])
        assert end["step"] > paused
    with Child(run.path) as child:
        assert child.wait_for("started")["step"] == end["step"]


@pytest.mark.parametrize("during_pause", [False, True])
def test_the_window_closes(run, during_pause):
    """End of file on stdin: saved, interrupted, and it goes on from there."""
    with Child(run.path) as child:
        child.wait_for("progress")
        if during_pause:
            child.tell("pause")
            child.wait_for("paused")
        child.process.stdin.close()
        events = child.end()
        assert "finished" not in {event["event"] for event in events}
    info = read_run(run.path)
    assert info.status == "interrupted"
    assert info.step == info.saved_step > 0
    with Child(run.path) as child:
        assert child.wait_for("started")["step"] == info.step


def test_the_window_is_killed(run):
    """Both pipes break at once. The first word to the dead window once ended the training as failed,
    before its last checkpoint."""
    with Child(run.path) as child:
        child.wait_for("progress")
        child.process.stdout.close()
        child.process.stdin.close()
        assert child.process.wait(60) == 0
        assert child.process.stderr.read() == b""
    info = read_run(run.path)
    assert (info.status, info.message) == ("interrupted", "")
    assert info.step == info.saved_step > 0


def test_a_polite_kill_saves(run):
    with Child(run.path) as child:
        child.wait_for("progress")
        child.process.send_signal(signal.SIGTERM)
        child.end()
    info = read_run(run.path)
    assert info.status == "interrupted"
    assert info.step == info.saved_step > 0


def test_ctrl_c_is_left_to_the_window(run):
    with Child(run.path) as child:
        child.wait_for("progress")
        child.process.send_signal(signal.SIGINT)
        child.wait_for("progress")
        child.tell("stop")
        assert child.end()[-1]["reason"] == "stopped"


def test_an_end_while_stdin_stays_open(tmp_path):
    """The thread that listens is still reading: the interpreter must end all the same."""
    run = make_run(tmp_path / "run", max_steps=3)
    with Child(run.path) as child:
        assert child.end()[-1]["reason"] == "max_steps"


def test_a_failure_is_an_event(run, tmp_path):
    run.tokenizer_path.write_text("{")
    with Child(run.path) as child:
        failed = child.end(code=2)[-1]
    assert failed["event"] == "failed"
    assert failed["message"].startswith(f"{run.tokenizer_path}: expected a tokenizer file")
    with Child(tmp_path) as child:
        failed, = child.end(code=2)
    assert failed["message"].startswith(f"{tmp_path / 'run.json'}: the file is missing")


def test_two_processes_cannot_train_one_run(run):
    with Child(run.path) as first:
        first.wait_for("progress")
        with Child(run.path) as second:
            failed, = second.end(code=2)
        assert failed["message"] == f"{run.path}: this run is being trained by another process"
        first.wait_for("progress")


def test_kill_9_at_any_moment(tmp_path):
    """Also while it saves. What comes out is what an undisturbed training gives, bit by bit."""
    straight, killed = (make_run(tmp_path / name, max_steps=80, validate_every=8) for name in ("a", "b"))
    follow(straight, backends.get("numpy", workers=2))
    moments = random.Random(7)
    for _ in range(3):
        if read_run(killed.path).status == "finished":
            break
        with Child(killed.path) as child:
            child.wait_for("started")
            child.wait_for("saved", "finished")
            time.sleep(moments.uniform(0, 0.2))
            child.process.kill()
    assert read_run(killed.path).status in ("interrupted", "finished")
    if read_run(killed.path).status == "interrupted":
        with Child(killed.path) as child:
            assert child.end()[-1]["reason"] == "max_steps"
    ops = backends.get("numpy", workers=2)
    assert_equal_bits(final(killed, ops)[0], final(straight, ops)[0])
    assert best(killed)[0] == best(straight)[0]
    assert_equal_bits(best(killed)[1], best(straight)[1])

    def curve(run):
        return [(event["step"], event["dev_loss"]) for event in read_metrics(run.path)
                if event["event"] == "validated"]

    assert curve(killed) == curve(straight)
    steps = [event["step"] for event in read_metrics(killed.path)]
    assert steps == sorted(steps)


def test_ctrl_c_in_a_terminal_stops_and_saves(run):
    arguments = command("resume", run.path, "--backend", "numpy", "--workers", 2)
    with subprocess.Popen(arguments, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        for line in process.stderr:
            if line.startswith(b"step 10:"):
                break
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert process.returncode == 0
    assert out == b""
    info = read_run(run.path)
    assert info.status == "stopped"
    assert info.step == info.saved_step >= 10
    *_, stopped, how_to_go_on = err.decode().splitlines()
    assert stopped.startswith(f"stopped at step {info.step}; best BLEU ")
    assert how_to_go_on == f"`pellucid resume {run.path}` continues it"
    with Child(run.path) as child:
        assert child.wait_for("started")["step"] == info.step
