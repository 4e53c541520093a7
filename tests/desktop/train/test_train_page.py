"""The Train page, by clicking and typing, over a child that only pretends and once over the real one."""

from __future__ import annotations

import time

import psutil
import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QLabel, QMessageBox, QWidget

from core.training.run_dir import read_run
from desktop.controllers.runs import Run, Status
from desktop.controllers.training import TrainingController
from desktop.notification import Notification
from desktop.views.runs_panel import RunsPanel
from desktop.views.train_page import TrainPage

# The offscreen platform says so whenever a window is shown.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)


def test_without_runs_the_page_says_what_to_do(open_window):
    window = open_window()
    assert window.page.empty.isVisible()
    assert "No run yet" in window.page.empty.text()
    assert not window.page.pause_button.isVisible()


def test_start_pause_continue_stop(open_window, corpus, qtbot):
    window = open_window()
    window.start(corpus)
    window.wait_for(Status.RUNNING)
    page = window.page
    qtbot.waitUntil(lambda: len(window.controller.metrics.validations) >= 2, timeout=20_000)
    assert page.title.text() == "my run"
    assert "zh → en" in page.facts.text()
    assert "1.2\u2009M weights" in page.facts.text()
    assert page.progress.value() > 0
    assert page.run_view.figures.speed.value.text() == "8\u2009420"
    assert page.run_view.samples.sentences.model().rowCount() == 3

    window.click(page.pause_button)
    window.wait_for(Status.PAUSED)
    assert page.pause_button.text() == "Continue"
    step = window.controller.selected.step
    qtbot.wait(100)
    assert window.controller.selected.step == step
    window.click(page.pause_button)
    window.wait_for(Status.RUNNING)
    window.wait_for_step(step + 5)

    window.click(page.stop_button)
    window.wait_for(Status.STOPPED)
    stopped = read_run(window.controller.selected.path)
    assert stopped.status == "stopped"
    assert window.banner == f"This run was stopped at step {stopped.step}. It can go on from there."
    assert not page.stop_button.isVisible()
    window.click_word("Resume")
    window.wait_for_step(stopped.step + 5)


def test_progress_towards_a_time_of_the_day(open_window, corpus):
    window = open_window()
    window.start(corpus)
    window.wait_for_step(2)
    active = window.controller.active
    assert active.fraction < 0.3  # of the steps
    active.began = time.time() - 60
    active.metrics.started["until"] = active.began + 120
    assert active.fraction == pytest.approx(0.5, abs=0.05)


def test_a_killed_child_shows_as_interrupted_and_resumes(open_window, corpus, qtbot):
    window = open_window()
    window.start(corpus)
    window.wait_for_step(45)
    psutil.Process(window.controller.active.process.pid).kill()
    window.wait_for(Status.INTERRUPTED)
    qtbot.waitUntil(lambda: "saved" in window.banner)
    assert "ended unexpectedly" in window.banner
    saved = window.controller.selected.saved_step  # 40, or later where this process was slow to kill
    assert saved >= 40
    assert f"Everything up to step {saved} is saved" in window.banner
    window.click_word("Resume")
    window.wait_for(Status.RUNNING)
    window.wait_for_step(saved + 25)
    steps = window.controller.metrics.loss.steps
    assert steps == sorted(set(steps))
    assert [v.step for v in window.controller.metrics.validations][:3] == [20, 40, 60]
    assert window.banner == ""


def test_closing_the_window_saves_and_a_new_window_resumes(open_window, corpus, qtbot):
    window = open_window()
    window.start(corpus)
    window.wait_for_step(25)
    child = psutil.Process(window.controller.active.process.pid)
    before = time.perf_counter()
    window.controller.close()
    assert time.perf_counter() - before < 0.05
    qtbot.waitUntil(lambda: not child.is_running() or child.status() == psutil.STATUS_ZOMBIE, timeout=5000)
    (path,) = (path for path in window.controller.runs_root.iterdir())
    stopped_at = read_run(path).saved_step
    assert read_run(path).status == "interrupted"
    assert stopped_at >= 25

    again = open_window()
    again.wait_for(Status.INTERRUPTED)
    assert f"Everything up to step {stopped_at} is saved" in again.banner
    again.click_word("Resume")
    again.wait_for_step(stopped_at + 5)


def test_a_crash_later_shows_its_log(open_window, corpus, qtbot):
    window = open_window("crash later")
    window.start(corpus)
    window.wait_for(Status.INTERRUPTED)
    qtbot.waitUntil(lambda: "ended unexpectedly" in window.banner)
    window.click_word("Show log")
    assert window.page.run_view.log.isVisible()
    assert "MemoryError: no room" in window.page.run_view.log.toPlainText()
    window.click_word("Hide log")
    assert not window.page.run_view.log.isVisible()


def test_silence_is_said_and_offers_to_stop(open_window, corpus, qtbot):
    window = open_window("silent")
    window.start(corpus)
    qtbot.waitUntil(lambda: window.controller.active.stage == "validating", timeout=20_000)
    window.controller.active.process.silent.emit(40.0)
    assert window.banner == "No progress for 40 s. Last: Validating, at step 0."
    window.click_word("Save and stop")
    window.controller.active.process.silent.emit(40.0)
    window.click_word("End it now")
    qtbot.waitUntil(lambda: window.controller.active is None, timeout=5000)


def test_while_the_engine_is_compiled_for_the_run_its_view_says_so(open_window, corpus, qtbot):
    window = open_window("silent")
    window.start(corpus)
    qtbot.waitUntil(lambda: window.controller.active.stage == "validating", timeout=20_000)
    say = window.controller.active.process.event.emit
    say({"event": "stage", "stage": "preparing"})
    assert window.banner == "Preparing the engine (once)…"
    say({"event": "stage", "stage": "validating"})
    assert "Preparing" not in window.banner
    window.controller.end_now()
    qtbot.waitUntil(lambda: window.controller.active is None, timeout=5000)


def test_a_run_goes_to_the_trash_only_when_asked(open_window, corpus, tmp_path, qtbot):
    window = open_window(trash=lambda path: bool(path.rename(tmp_path / "trash")))
    window.start(corpus)
    window.wait_for(Status.RUNNING)
    assert not window.page.runs.trash_button.isEnabled()
    window.click(window.page.stop_button)
    window.wait_for(Status.STOPPED)
    for word, is_left in (("Cancel", True), ("Move to trash", False)):
        window.click(window.page.runs.trash_button)
        question = window.page.findChild(QMessageBox)
        button = next(button for button in question.buttons() if button.text().replace("&", "") == word)
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: window.page.findChild(QMessageBox) is None)
        assert bool(window.controller.runs) == is_left
    assert (tmp_path / "trash" / "run.json").is_file()
    assert window.page.empty.isVisible()


def test_a_trash_that_fails_says_where_the_folder_is(open_window, corpus):
    window = open_window(trash=lambda path: False)
    window.start(corpus)
    window.wait_for(Status.RUNNING)
    window.click(window.page.stop_button)
    window.wait_for(Status.STOPPED)
    problem = window.controller.move_to_trash(window.controller.selected)
    assert str(window.controller.selected.path) in problem


def test_translate_with_best_asks_for_the_run(open_window, corpus, qtbot):
    window = open_window()
    window.start(corpus)
    qtbot.waitUntil(lambda: len(window.controller.metrics.validations) >= 1, timeout=20_000)
    with qtbot.waitSignal(window.page.translate_requested) as told:
        window.click(window.page.translate_button)
    assert told.args == [window.controller.selected.path]


def test_the_language_changes_at_once(open_window, qapp, monkeypatch):
    window = open_window()
    for part in (TrainPage, RunsPanel):
        monkeypatch.setattr(part, "tr", lambda self, text, *rest: f"<{text}>")
    qapp.sendEvent(window.page, QEvent(QEvent.Type.LanguageChange))
    assert window.page.runs.new_button.text() == "<New run>"
    assert window.page.title.text() == "<Train>"


def test_the_real_training_child(open_window, tmp_path, qtbot):
    """Start, progress, pause, continue, kill, resume, stop: with core.cli itself."""
    corpus = tmp_path / "numbers.tsv"
    digits = "零一二三四五六七八九"
    sums = [(i % 10, i // 10) for i in range(200)]
    corpus.write_text("".join(f"{digits[a]}加{digits[b % 10]}等于{a + b}。\t{a} plus {b} is {a + b} .\n"
                              for a, b in sums), encoding="utf-8")
    window = open_window("real")
    window.start(corpus, "real run")
    window.wait_for_step(2, timeout=60_000)
    window.click(window.page.pause_button)
    window.wait_for(Status.PAUSED)
    window.click(window.page.pause_button)
    window.wait_for(Status.RUNNING)
    step = window.controller.selected.step
    window.wait_for_step(step + 2)
    psutil.Process(window.controller.active.process.pid).kill()
    window.wait_for(Status.INTERRUPTED)
    assert "ended unexpectedly" in window.banner
    window.click_word("Resume")
    window.wait_for(Status.RUNNING, timeout=60_000)
    window.wait_for_step(step + 3)
    window.click(window.page.stop_button)
    window.wait_for(Status.STOPPED, timeout=60_000)
    assert window.controller.selected.has_model
    assert window.page.translate_button.isVisible()
    shown = " ".join(label.text() for label in window.page.findChildren(QLabel) if label.isVisible())
    assert "real run" in shown


def test_a_run_that_has_ended_trains_longer(open_window, corpus, qtbot):
    window = open_window()
    window.start(corpus)
    window.wait_for(Status.RUNNING)
    assert not window.page.longer_button.isVisible()
    window.wait_for_step(5)
    window.click(window.page.stop_button)
    window.wait_for(Status.STOPPED)
    assert [action.text() for action in window.page.longer_actions.values()] == [
        "10 min", "20 min", "60 min", "2.0 h"]
    assert window.page.longer_button.isVisible()
    ended = []
    window.controller.ended.connect(ended.append)
    step = window.controller.selected.step
    window.page.longer_actions[20].trigger()
    window.wait_for(Status.RUNNING)
    window.wait_for_step(step + 5)
    figure = window.page.run_view.figures.time  # the child says: within 38 to 76 s at most
    least, most = figure.value.text().split("–")
    assert 0 < int(least) < int(most) < 80
    window.wait_for(Status.FINISHED)
    assert [run.status for run in ended] == [Status.FINISHED]


def test_a_run_that_has_ended_trains_until_a_time_of_the_day(open_window, corpus, qtbot, monkeypatch):
    window = open_window()
    window.start(corpus)
    window.wait_for_step(5)
    window.click(window.page.stop_button)
    window.wait_for(Status.STOPPED)
    asked = []
    monkeypatch.setattr(window.controller, "resume_run", lambda run, options: asked.append(options) or "")
    page = window.page
    page.until_clock.setSelectedSection(page.until_clock.Section.HourSection)
    qtbot.keyClicks(page.until_clock, "0730")
    page.until_button.click()  # in a menu, which the offscreen platform cannot open
    assert asked == [("--until", "07:30")]


def test_the_notification_says_what_came_of_it(qtbot, tmp_path):
    controller, widget = TrainingController(tmp_path), QWidget()
    qtbot.addWidget(widget)
    notification = Notification(controller, widget)
    run = Run(tmp_path, "office", Status.FINISHED, best_bleu=31.44, best_step=1200)
    assert notification.words(run) == ("Training has ended: office", "Best BLEU 31.4 at step 1\u2009200")
    assert notification.words(Run(tmp_path, "office", Status.FINISHED))[0] == "Training has ended: office"
    controller.ended.emit(run)  # where the system has no notifications, nothing happens
    controller.close()
