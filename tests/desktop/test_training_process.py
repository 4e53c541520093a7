"""The pipe to the training child: what may arrive on it, and every way in which a child can end."""

from __future__ import annotations

import json
import os
import sys
import time
from itertools import pairwise
from pathlib import Path

import psutil
import pytest
from PySide6.QtCore import QTimer

from desktop.workers.event_lines import EventLines, LogTail
from desktop.workers.training_process import Ending, Outcome, TrainingProcess

FAKE = str(Path(__file__).with_name("fake_child.py"))


class Heard:
    """What a process told, in order."""

    def __init__(self, process: TrainingProcess):
        self.events: list[dict] = []
        self.silences: list[float] = []
        self.endings: list[Ending] = []
        process.event.connect(self.events.append)
        process.silent.connect(self.silences.append)
        process.ended.connect(self.endings.append)

    def has_ended(self) -> bool:
        return bool(self.endings)

    def stages(self) -> list[str]:
        return [event["stage"] for event in self.events if event["event"] == "stage"]

    def kinds(self) -> list[str]:
        return [event["event"] for event in self.events]


@pytest.fixture
def start(qapp):
    """start(scenario, *arguments) -> (process, heard); no child outlives the test."""
    made = []

    def begin(scenario: str, *arguments: str, **options):
        process = TrainingProcess(arguments, (sys.executable, FAKE, scenario), **options)
        made.append(process)
        heard = Heard(process)
        process.start()
        return process, heard

    yield begin
    for process in made:
        if process.is_running:
            process.kill()
            process.wait(5)


def test_partial_lines_garbage_and_endless_lines(start, qtbot):
    _, heard = start("noise")
    qtbot.waitUntil(heard.has_ended, timeout=20_000)
    assert heard.stages() == ["reading 读", "model", "saving"]
    assert heard.endings[0].outcome is Outcome.ENDED
    assert "warning: not an event" in heard.endings[0].log
    assert any("was left out" in line for line in heard.endings[0].log)


def test_a_flood_keeps_order_and_never_holds_the_window(start, qtbot):
    _, heard = start("flood")
    turns = []
    clock = QTimer(interval=0)
    clock.timeout.connect(lambda: turns.append(time.perf_counter()))
    clock.start()
    qtbot.waitUntil(heard.has_ended, timeout=30_000)
    clock.stop()
    longest = max(after - before for before, after in pairwise(turns))
    assert longest < 0.25  # 20,000 events in one turn take more; 50 ms is meant, on a busy machine
    assert [event["step"] for event in heard.events] == list(range(20_000))
    assert heard.endings[0].outcome is Outcome.ENDED


def test_pause_resume_stop(start, qtbot, tmp_path):
    process, heard = start("train", "train", "x.tsv", "--out", str(tmp_path / "run"))
    qtbot.waitUntil(lambda: "progress" in heard.kinds(), timeout=20_000)
    process.pause()
    qtbot.waitUntil(lambda: "paused" in heard.kinds(), timeout=5000)
    process.resume()
    qtbot.waitUntil(lambda: "resumed" in heard.kinds(), timeout=5000)
    process.stop()
    qtbot.waitUntil(heard.has_ended, timeout=5000)
    assert heard.kinds()[-1] == "finished"
    assert heard.endings == [Ending(Outcome.ENDED, 0, "", ())]
    assert not process.is_running


def test_close_returns_at_once_and_the_child_saves_and_exits(start, qtbot, tmp_path):
    process, heard = start("train", "train", "x.tsv", "--out", str(tmp_path / "run"))
    qtbot.waitUntil(lambda: "progress" in heard.kinds(), timeout=20_000)
    before = time.perf_counter()
    process.close()
    assert time.perf_counter() - before < 0.05
    qtbot.waitUntil(heard.has_ended, timeout=5000)
    assert heard.kinds()[-1] == "saved"
    assert heard.endings[0].outcome is Outcome.ENDED


def test_quitting_the_application_waits_for_the_child_to_save(start, qtbot, tmp_path):
    process, heard = start("train", "train", "x.tsv", "--out", str(tmp_path / "run"))
    qtbot.waitUntil(lambda: "progress" in heard.kinds(), timeout=20_000)
    pid = process.pid
    process.wait()  # what aboutToQuit calls
    assert not psutil.pid_exists(pid)
    assert json.loads((tmp_path / "run" / "status.json").read_text())["status"] == "interrupted"


def test_a_child_that_never_listens_is_killed_when_the_application_quits(start, qtbot, tmp_path):
    process, heard = start("deaf", "train", "x.tsv", "--out", str(tmp_path / "run"))
    qtbot.waitUntil(lambda: "progress" in heard.kinds(), timeout=20_000)
    pid = process.pid
    process.wait(grace_s=0.2)
    assert not psutil.pid_exists(pid)


def test_a_killed_child_is_told_once_with_its_last_lines(start, qtbot, tmp_path):
    process, heard = start("train", "train", "x.tsv", "--out", str(tmp_path / "run"))
    qtbot.waitUntil(lambda: "progress" in heard.kinds(), timeout=20_000)
    psutil.Process(process.pid).kill()
    qtbot.waitUntil(heard.has_ended, timeout=5000)
    qtbot.wait(50)
    assert [ending.outcome for ending in heard.endings] == [Outcome.CRASHED]


def test_a_crash_brings_its_traceback(start, qtbot):
    _, heard = start("crash")
    qtbot.waitUntil(heard.has_ended, timeout=20_000)
    ending = heard.endings[0]
    assert (ending.outcome, ending.exit_code) == (Outcome.CRASHED, 1)
    assert ending.log[-1] == "MemoryError: no room for [B,T,V]"


def test_a_failure_of_the_core_is_its_own_sentence(start, qtbot):
    _, heard = start("refuse")
    qtbot.waitUntil(heard.has_ended, timeout=20_000)
    ending = heard.endings[0]
    assert (ending.outcome, ending.exit_code) == (Outcome.REFUSED, 2)
    assert ending.message == "corpus.tsv, line 1: expected two columns; found one"


def test_a_program_that_is_not_there(qapp, qtbot):
    process = TrainingProcess(["train"], ("/no/such/python",))
    heard = Heard(process)
    process.start()
    qtbot.waitUntil(heard.has_ended, timeout=5000)
    assert heard.endings[0].outcome is Outcome.NOT_STARTED
    assert heard.endings[0].log[0]


def test_silence_is_told_once_until_the_next_event(start, qtbot):
    process, heard = start("silent", silence_s=0.2)
    qtbot.waitUntil(lambda: heard.stages() == ["validating"], timeout=20_000)
    heard.silences.clear()  # the child's own start may have taken as long
    qtbot.wait(700)
    assert heard.silences == [0.2]
    process.close()
    qtbot.waitUntil(heard.has_ended, timeout=5000)


def test_a_paused_child_may_be_silent(start, qtbot, tmp_path):
    process, heard = start("train", "train", "x.tsv", "--out", str(tmp_path / "run"), silence_s=1.5)
    qtbot.waitUntil(lambda: "progress" in heard.kinds(), timeout=20_000)
    process.pause()
    qtbot.waitUntil(lambda: "paused" in heard.kinds(), timeout=5000)
    heard.silences.clear()
    qtbot.wait(1800)
    assert heard.silences == []
    process.stop()
    qtbot.waitUntil(heard.has_ended, timeout=5000)


def test_the_child_speaks_utf8_and_gets_its_arguments_whole(start, qtbot):
    _, heard = start("echo", "train", "我的 句子.tsv", "--out", "a b")
    qtbot.waitUntil(heard.has_ended, timeout=20_000)
    assert heard.stages() == ["train 我的 句子.tsv --out a b --events"]
    _, heard = start("environment")
    qtbot.waitUntil(heard.has_ended, timeout=20_000)
    environment = json.loads(heard.stages()[0])
    assert environment["PYTHONUTF8"] == "1"
    assert environment["PATH"] == os.environ["PATH"]
    assert ("AGX_RELAX_CDM_CTXSTORE_TIMEOUT" in environment) == (sys.platform == "darwin")


def test_lines_fed_byte_by_byte_are_the_same():
    data = '{"event": "stage", "stage": "读"}\nnoise\n'.encode()
    lines = EventLines()
    one_by_one = [line for i in range(len(data)) for line in lines.feed(data[i:i + 1])]
    assert one_by_one == list(EventLines().feed(data)) == [{"event": "stage", "stage": "读"}, "noise"]


def test_a_line_without_end_takes_no_memory():
    lines = EventLines(max_line_bytes=10)
    for _ in range(100):
        assert list(lines.feed(b"x" * 1000)) == []
    assert sum(map(len, lines._pieces)) <= 10
    (left_out, event) = lines.feed(b'\n{"event":1}\n')
    assert "left out" in left_out
    assert isinstance(event, str)


def test_the_log_keeps_its_end():
    log = LogTail(num_lines=2)
    log.feed(b"one\ntwo\nthr")
    log.feed(b"ee\n\nfo")
    assert log.lines() == ("two", "three", "fo")
