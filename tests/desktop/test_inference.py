"""The inference thread: the newest request wins, stale answers are dropped, errors are sentences."""

from __future__ import annotations

import logging
import subprocess
import sys
import threading

import numpy as np
import pytest

import backends
from backends import preparation
from backends.numpy_backend import kernels
from backends.numpy_backend.packed import PackedMatrix
from core import warm
from core.decoding.translator import Stopped
from core.formats import native
from desktop.workers.inference import Engine, Inference


@pytest.fixture
def inference(qtbot):
    made = Inference("numpy")
    yield made
    made.close()
    assert made.is_closed


class Answers:
    """Collects what comes back, and on which thread."""

    def __init__(self):
        self.done, self.failed, self.progress = [], [], []
        self.threads = set()

    def submit(self, inference, channel, job, **options):
        inference.submit(channel, job, self._keep(self.done), self._keep(self.failed),
                         self._keep(self.progress), **options)

    def _keep(self, kept):
        def keep(value):
            self.threads.add(threading.current_thread())
            kept.append(value)

        return keep


def until_stopped(started: threading.Event):
    def job(engine, task):
        started.set()
        while not task.stop():
            pass
        raise Stopped

    return job


def test_answers_come_back_on_the_windows_thread(inference, qtbot):
    answers, worked_on = Answers(), []
    answers.submit(inference, "a", lambda engine, task: worked_on.append(threading.current_thread()) or 7)
    qtbot.waitUntil(lambda: answers.done == [7])
    assert answers.threads == {threading.main_thread()}
    assert worked_on[0] is not threading.main_thread()


def test_a_newer_request_stops_the_one_that_runs(inference, qtbot):
    answers, started = Answers(), threading.Event()
    answers.submit(inference, "a", until_stopped(started))
    assert started.wait(5)
    answers.submit(inference, "a", lambda engine, task: "new")
    qtbot.waitUntil(lambda: answers.done == ["new"])
    assert answers.failed == []


def test_a_request_that_waits_is_never_started_when_a_newer_one_comes(inference, qtbot):
    answers, started, ran = Answers(), threading.Event(), []
    answers.submit(inference, "other", until_stopped(started))
    assert started.wait(5)
    for number in range(5):
        answers.submit(inference, "a", lambda engine, task, number=number: ran.append(number) or number)
    inference.cancel("other")
    qtbot.waitUntil(lambda: answers.done == [4])
    assert ran == [4]


def test_an_answer_that_came_too_late_is_dropped(inference, qtbot):
    """A job that does not ask `stop` still answers; by then nobody wants it."""
    answers, go = Answers(), threading.Event()
    answers.submit(inference, "a", lambda engine, task: go.wait(5) and "old")
    inference.cancel("a")
    go.set()
    answers.submit(inference, "b", lambda engine, task: "after")
    qtbot.waitUntil(lambda: answers.done == ["after"])


def test_requests_that_do_not_supersede_follow_each_other(inference, qtbot):
    answers = Answers()
    for number in range(3):
        answers.submit(inference, "a", lambda engine, task, number=number: number, supersede=False)
    qtbot.waitUntil(lambda: answers.done == [0, 1, 2])


def test_progress_arrives_before_the_answer(inference, qtbot):
    answers = Answers()

    def job(engine, task):
        task.report("half")
        return "whole"

    answers.submit(inference, "a", job)
    qtbot.waitUntil(lambda: answers.done == ["whole"])
    assert answers.progress == ["half"]


def test_a_models_error_is_told_in_its_own_words(inference, qtbot, tmp_path):
    answers = Answers()
    answers.submit(inference, "a", lambda engine, task: engine.translator(tmp_path))
    qtbot.waitUntil(lambda: bool(answers.failed))
    assert native.CONFIG in answers.failed[0]
    assert "missing" in answers.failed[0]


def test_an_unexpected_error_is_a_sentence_and_a_line_in_the_log(inference, qtbot, caplog):
    answers = Answers()
    with caplog.at_level(logging.ERROR):
        answers.submit(inference, "a", lambda engine, task: 1 // 0)
        qtbot.waitUntil(lambda: bool(answers.failed))
    assert answers.failed[0].startswith("The engine failed: ")
    assert "ZeroDivisionError" in caplog.text
    answers.submit(inference, "a", lambda engine, task: "alive")
    qtbot.waitUntil(lambda: answers.done == ["alive"])


def test_closing_ends_a_running_job_and_answers_nothing_more(qtbot):
    inference, answers, started = Inference("numpy"), Answers(), threading.Event()
    answers.submit(inference, "a", until_stopped(started))
    answers.submit(inference, "b", lambda engine, task: "never")
    assert started.wait(5)
    inference.close()
    assert inference.is_closed
    qtbot.wait(20)
    assert answers.done == answers.failed == []


def test_what_is_asked_before_it_begins_is_done_then(qtbot):
    """The window's first picture is not held up by the model; one that never begins can be closed."""
    made, answers = Inference("numpy", waits=True), Answers()
    answers.submit(made, "a", lambda engine, task: 7)
    qtbot.wait(50)
    assert answers.done == []
    made.begin()
    made.begin()
    qtbot.waitUntil(lambda: answers.done == [7])
    never = Inference("numpy", waits=True)
    for one in (made, never):
        one.close()
        one.begin()
        assert one.is_closed


def test_both_directions_stay_loaded(inference, qtbot, models_dir):
    """Swapping back and forth does not read the files again."""
    answers = Answers()

    def job(engine, task):
        first = engine.translator(models_dir / "zh-en")
        engine.translator(models_dir / "en-zh")
        return engine.translator(models_dir / "zh-en") is first

    answers.submit(inference, "a", job)
    qtbot.waitUntil(lambda: answers.done == [True])


@pytest.mark.parametrize("exit_code", [0, 1])
def test_an_idle_thread_compiles_elsewhere_and_then_warms_up(qtbot, monkeypatch, models_dir, exit_code):
    """A compiler that fails, where numba is broken say, leaves everything as it was. What was compiled is
    loaded on a thread of its own, so that who types meanwhile is answered."""
    calls, release = [], threading.Event()
    monkeypatch.setattr("desktop.workers.inference.WARM_UP_AFTER_S", 0.02)
    monkeypatch.setattr(Engine, "compile_ahead", lambda engine: calls.append("compile") or subprocess.Popen(
        [sys.executable, "-c", f"raise SystemExit({exit_code})"]))
    monkeypatch.setattr("core.warm.load", lambda stop, weights: (calls.append("load"), release.wait(20)))
    monkeypatch.setattr(Engine, "warm_up", lambda engine: calls.append("warm up"))
    inference, answers = Inference("numpy"), Answers()
    try:
        if exit_code == 0:
            qtbot.waitUntil(lambda: calls == ["compile", "load"])
        else:
            qtbot.waitUntil(lambda: calls == ["compile"])
            qtbot.wait(300)
        answers.submit(inference, "a", lambda engine, task: 7)
        qtbot.waitUntil(lambda: answers.done == [7])
        assert "warm up" not in calls
        release.set()
        if exit_code == 0:
            qtbot.waitUntil(lambda: calls == ["compile", "load", "warm up"])
    finally:
        release.set()
        inference.close()
    assert not any(thread.name == "pellucid-loading" for thread in threading.enumerate())


def test_what_is_loaded_on_one_thread_changes_no_other():
    """Until it warms up the engine computes as before, and then it need not load anything."""
    pytest.importorskip("numba", reason="numba, the optional compiler, is not installed")
    seen, ops = [], backends.get("numpy", workers=1)
    kernels.prefer_compiled(False)
    thread = threading.Thread(target=lambda: (warm.load(), seen.append(kernels.of(np.dtype("float32")))))
    with ops.loading():
        assert kernels.of(np.dtype("float32")) is not kernels.plain
        thread.start()
        thread.join()
    assert seen == [kernels.plain]
    assert kernels.of(np.dtype("float32")) is kernels.plain


def test_while_the_engine_is_compiled_the_window_says_so(qtbot, monkeypatch, request):
    script = "import time; print('preparing', flush=True); time.sleep(2); raise SystemExit(1)"
    monkeypatch.setattr("desktop.workers.inference.WARM_UP_AFTER_S", 0.02)
    monkeypatch.setattr(Engine, "compile_ahead", lambda engine: subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE))
    window = request.getfixturevalue("window")
    window.resize(960, 640)  # where the sidebar has no room for words
    said = window.preparing
    qtbot.waitUntil(said.isVisible)
    assert "once" in said.banner.text()
    qtbot.waitUntil(lambda: not said.isVisible())


def test_compiling_that_takes_a_while_is_told_once(monkeypatch):
    numba = pytest.importorskip("numba", reason="numba, the optional compiler, is not installed")
    kernels.prefer_compiled()  # which has it listen to numba
    kernels.prefer_compiled(False)
    told = []
    monkeypatch.setattr(preparation, "SAID_AFTER_S", 60.0)
    try:
        preparation.when_preparing(lambda: told.append("quick"))
        numba.njit(lambda x: x + 1)(1)
        assert told == []
        monkeypatch.setattr(preparation, "SAID_AFTER_S", 0.0)
        preparation.when_preparing(lambda: told.append("long"))
        numba.njit(lambda x: x + 2)(1)
        numba.njit(lambda x: x + 3)(1)
    finally:
        preparation.when_preparing(None)
    assert told == ["long"]


def test_closing_ends_the_compiler(qtbot, monkeypatch):
    started = []
    monkeypatch.setattr("desktop.workers.inference.WARM_UP_AFTER_S", 0.02)
    monkeypatch.setattr(Engine, "compile_ahead", lambda engine: started.append(subprocess.Popen(
        [sys.executable, "-c", "import time; time.sleep(60)"])) or started[0])
    inference = Inference("numpy")
    qtbot.waitUntil(lambda: bool(started))
    inference.close()
    assert started[0].returncode is not None


def test_warming_up_lays_loaded_models_out_anew(models_dir):
    pytest.importorskip("numba", reason="numba, the optional compiler, is not installed")
    engine = Engine("numpy")
    kernels.prefer_compiled(False)
    translator = engine.translator(models_dir / "zh-en")
    [before] = translator.translate(["我爱购物"])
    try:
        engine.warm_up()
        assert isinstance(translator.params["embedding"]["weight"], PackedMatrix)
        assert translator.translate(["我爱购物"])[0].token_ids == before.token_ids
    finally:
        kernels.prefer_compiled(False)
