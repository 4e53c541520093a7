"""The Train page, by clicking and typing, over a child that only pretends and once over the real one."""

from __future__ import annotations

import json
import shutil
import sys
import threading
import time
from itertools import pairwise
from pathlib import Path

import psutil
import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QLabel, QMessageBox, QPushButton, QWidget

import backends
from core.training import probes
from core.training.decision import is_rolled_back
from core.training.prepare import Request, prepare
from core.training.run_dir import RunDir, read_run
from desktop.controllers.runs import Run, Status
from desktop.controllers.training import TrainingController
from desktop.notification import Notification
from desktop.theme.theme import Theme
from desktop.views.train_page import TrainPage
from desktop.workers.training_process import CLI
from tests.core.training.runs import PAIRS, follow, make_run

# The offscreen platform says so whenever a window is shown.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
FAKE = str(Path(__file__).with_name("fake_child.py"))


class Window:
    """A page over a controller, as a person meets it."""

    def __init__(self, qtbot, theme: Theme, root: Path, command, **options):
        self.qtbot = qtbot
        self.controller = TrainingController(root, command=command, **options)
        self.page = TrainPage(self.controller, theme)
        qtbot.addWidget(self.page)
        self.page.resize(1264, 900)
        with qtbot.waitExposed(self.page):
            self.page.show()
        qtbot.waitUntil(lambda: self.controller.is_loaded)

    def click(self, button) -> None:
        assert button.isVisible()
        assert button.isEnabled()
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    def click_word(self, word: str) -> None:
        def found() -> list[QPushButton]:
            return [button for button in self.page.findChildren(QPushButton)
                    if button.text() == word and button.isVisible()]

        self.qtbot.waitUntil(lambda: bool(found()))
        self.click(found()[0])

    def fill_form(self, corpus: Path, name: str) -> None:
        self.click(self.page.new_button)
        drop(self.page.form.zone, corpus)
        self.page.form.name_edit.clear()
        self.qtbot.keyClicks(self.page.form.name_edit, name)

    def start(self, corpus: Path, name: str = "my run") -> None:
        self.fill_form(corpus, name)
        self.qtbot.keyClick(self.page.form.name_edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    def wait_for(self, status: Status, timeout: int = 20_000) -> None:
        self.qtbot.waitUntil(lambda: self.status is status, timeout=timeout)

    def wait_for_step(self, step: int, timeout: int = 20_000) -> None:
        self.qtbot.waitUntil(lambda: self.controller.metrics.step >= step, timeout=timeout)

    @property
    def status(self) -> Status | None:
        return self.controller.selected.status if self.controller.selected else None

    @property
    def banner(self) -> str:
        return self.page.run_view.banner.text() if self.page.run_view.banner.isVisible() else ""

    def close(self) -> None:
        self.controller.close()
        if self.controller.active:
            self.controller.active.process.wait(10)
        self.page.close()


def drop(widget, file: Path) -> None:
    """As when a file is let go over a widget."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    rest = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    widget.dragEnterEvent(QDragEnterEvent(QPoint(5, 5), *rest))
    widget.dropEvent(QDropEvent(QPointF(5, 5), *rest))


@pytest.fixture
def theme(qapp, settings):
    made = Theme(qapp, settings)
    yield made
    made.deleteLater()


@pytest.fixture
def corpus(tmp_path) -> Path:
    file = tmp_path / "sentences.tsv"
    file.write_text("我爱购物。\tI love shopping.\n他在家。\tHe is at home.\n", encoding="utf-8")
    return file


@pytest.fixture
def open_window(qtbot, theme, tmp_path, responsive, no_leaks):
    """open_window(scenario) -> Window; all of one test look at the same runs."""
    windows = []

    def open_one(scenario: str = "train", **options) -> Window:
        command = CLI if scenario == "real" else (sys.executable, FAKE, scenario)
        windows.append(Window(qtbot, theme, tmp_path / "runs", command, **options))
        return windows[-1]

    yield open_one
    for window in windows:
        window.close()
    qtbot.waitUntil(lambda: not [thread for thread in threading.enumerate()
                                 if thread.name.startswith("pellucid-reader")])
    assert not [child for child in psutil.Process().children() if child.is_running() and "fake_child" in
                " ".join(child.cmdline())]


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
    assert read_run(window.controller.selected.path).status == "stopped"
    assert window.banner == ""
    assert not page.stop_button.isVisible()


def test_a_killed_child_shows_as_interrupted_and_resumes(open_window, corpus, qtbot):
    window = open_window()
    window.start(corpus)
    window.wait_for_step(45)
    psutil.Process(window.controller.active.process.pid).kill()
    window.wait_for(Status.INTERRUPTED)
    qtbot.waitUntil(lambda: "saved" in window.banner)
    assert "ended unexpectedly" in window.banner
    assert "Everything up to step 40 is saved" in window.banner
    window.click_word("Resume")
    window.wait_for(Status.RUNNING)
    window.wait_for_step(65)
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


def test_what_the_core_refuses_comes_back_to_the_form(open_window, corpus, qtbot):
    window = open_window("refuse")
    window.start(corpus, "refused run")
    form = window.page.form
    qtbot.waitUntil(form.problem.isVisible, timeout=20_000)
    assert form.problem.text() == "corpus.tsv, line 1: expected two columns; found one"
    assert form.name_edit.text() == "refused run"
    assert window.controller.runs == []


def test_a_crash_before_the_first_step_says_its_last_line(open_window, corpus, qtbot):
    window = open_window("crash")
    window.start(corpus)
    qtbot.waitUntil(window.page.form.problem.isVisible, timeout=20_000)
    assert "MemoryError: no room for [B,T,V]" in window.page.form.problem.text()


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
    assert window.banner == "No progress for 40 s. Last: Translating the validation sentences, at step 0."
    window.click_word("Save and stop")
    window.controller.active.process.silent.emit(40.0)
    window.click_word("End it now")
    qtbot.waitUntil(lambda: window.controller.active is None, timeout=5000)


@pytest.mark.parametrize(("make", "words"), [
    (lambda folder: folder / "missing.tsv", "There is no file"),
    (lambda folder: folder, "is a folder"),
    (lambda folder: ((folder / "empty.tsv").write_text("") and None) or folder / "empty.tsv", "is empty"),
])
def test_a_file_that_cannot_be_used_is_refused_in_the_form(open_window, tmp_path, make, words):
    window = open_window()
    window.fill_form(make(tmp_path), "x")
    window.click(window.page.form.start_button)
    assert words in window.page.form.problem.text()
    assert window.controller.active is None


def test_start_without_a_file_says_what_is_needed(open_window):
    window = open_window()
    window.click(window.page.new_button)
    window.click(window.page.form.start_button)
    assert "Choose a file of sentence pairs first" in window.page.form.problem.text()
    window.click(window.page.form.cancel_button)
    assert window.page.empty.isVisible()


def test_a_dropped_file_fills_the_form(open_window, corpus):
    window = open_window()
    drop(window.page, corpus)
    form = window.page.form
    assert form.isVisible()
    assert form.file_label.text() == "sentences.tsv"
    assert form.file_note.text().startswith("2 pairs is little")
    assert form.name_edit.text() == "sentences"
    assert (form.src_combo.currentData(), form.tgt_combo.currentData()) == ("zh", "en")
    window.click(form.sizes["small"])
    assert not form.sizes["tiny"].isChecked()


def test_only_one_run_is_trained_at_a_time(open_window, corpus):
    window = open_window()
    window.start(corpus)
    window.wait_for(Status.RUNNING)
    window.start(corpus, "second")
    assert "my run is being trained" in window.page.form.problem.text()
    assert len(window.controller.runs) == 1


def test_a_run_goes_to_the_trash_only_when_asked(open_window, corpus, tmp_path, qtbot):
    window = open_window(trash=lambda path: bool(path.rename(tmp_path / "trash")))
    window.start(corpus)
    window.wait_for(Status.RUNNING)
    assert not window.page.trash_button.isEnabled()
    window.click(window.page.stop_button)
    window.wait_for(Status.STOPPED)
    for word, is_left in (("Cancel", True), ("Move to trash", False)):
        window.click(window.page.trash_button)
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


def test_choosing_a_sentence_shows_its_history(open_window, corpus, qtbot):
    window = open_window()
    window.start(corpus)
    qtbot.waitUntil(lambda: len(window.controller.metrics.validations) >= 3, timeout=20_000)
    window.click(window.page.stop_button)
    window.wait_for(Status.STOPPED)
    samples = window.page.run_view.samples
    place = samples.sentences.visualRect(samples.sentences.model().index(1)).center()
    qtbot.mouseClick(samples.sentences.viewport(), Qt.MouseButton.LeftButton, pos=place)
    history = samples.history.model()
    assert {sample.src for sample in history.samples} == {"下周三开会。"}
    steps = [sample.step for sample in history.samples]
    assert steps == [validation.step for validation in window.controller.metrics.validations]


def test_a_long_history_never_holds_the_window(open_window, corpus, qtbot, tmp_path):
    window = open_window()
    window.start(corpus)
    window.wait_for(Status.RUNNING)
    window.click(window.page.stop_button)
    window.wait_for(Status.STOPPED)
    path = window.controller.selected.path
    with open(path / "metrics.jsonl", "w", encoding="utf-8") as file:
        for step in range(1, 100_001):
            file.write(json.dumps({"event": "progress", "step": step, "loss": 2.0, "learning_rate": 1e-3,
                                   "grad_norm": 1.0, "seconds": step / 2, "epoch": 1.0}) + "\n")
    turns: list[float] = []
    clock = QTimer(interval=0)
    clock.timeout.connect(lambda: turns.append(time.perf_counter()))
    clock.start()
    window.controller.select(None)
    window.controller.select(path)
    qtbot.waitUntil(lambda: window.controller.metrics.step == 100_000, timeout=30_000)
    qtbot.wait(100)
    clock.stop()
    assert len(window.controller.metrics.loss.steps) <= 1000
    assert max(after - before for before, after in pairwise(turns)) < 0.25  # reading takes far longer


def test_the_language_changes_at_once(open_window, qapp, monkeypatch):
    window = open_window()
    monkeypatch.setattr(TrainPage, "tr", lambda self, text, *rest: f"<{text}>")
    qapp.sendEvent(window.page, QEvent(QEvent.Type.LanguageChange))
    assert window.page.new_button.text() == "<New run>"
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
    window.wait_for(Status.FINISHED)
    assert [run.status for run in ended] == [Status.FINISHED]


@pytest.fixture(scope="module")
def tuned_runs(tmp_path_factory) -> Path:
    """A folder with a tiny run, and one that tuned its model."""
    root = tmp_path_factory.mktemp("tuned")
    ops, runs = backends.get("numpy", workers=2), root / "runs"
    base = make_run(runs / "base", max_steps=2)
    follow(base, ops)
    files = {}
    own = [(f"{src} {src}", f"{tgt} {tgt}") for src, tgt in PAIRS]  # of four words: else no BLEU
    general = [(f"{src} six six", f"six six {tgt}") for src, tgt in PAIRS]
    for name, pairs in (("own", own), ("dev", own[:6]), ("general", general)):
        files[name] = root / f"{name}.tsv"
        files[name].write_text("".join(f"{src}\t{tgt}\n" for src, tgt in pairs), encoding="utf-8")
    settings = {"max_steps": 200, "validate_every": 100, "learning_rate": 1e-2}
    follow(prepare(Request([files["own"]], runs / "tuned", init=base.path, dev=[files["dev"]],
                           general=[files["general"]], train=settings)), ops)
    return runs


def test_before_and_after_a_fine_tuning(tuned_runs, open_window, tmp_path, qtbot):
    """A real tiny run: the report, the way back, and the tuned model again."""
    shutil.copytree(tuned_runs, tmp_path / "runs")
    base, tuned = (RunDir(tmp_path / "runs" / name) for name in ("base", "tuned"))
    window = open_window()
    window.controller.select(tuned.path)
    card = window.page.run_view.report
    qtbot.waitUntil(card.isVisible)
    assert "These sentences: BLEU " in card.scores.text()
    assert "General sentences: BLEU " in card.scores.text()
    assert "text-decoration:underline" in card.sentences.text()
    assert ", was " in window.page.run_view.health.values["general"].text()
    window.click(card.roll_back_button)
    qtbot.waitUntil(card.keep_button.isVisible)
    assert is_rolled_back(tuned)
    assert card.state.text() == "This run's model is the one of before."
    window.click(card.keep_button)
    qtbot.waitUntil(card.roll_back_button.isVisible)
    assert not is_rolled_back(tuned)
    window.controller.select(base.path)
    qtbot.waitUntil(lambda: not card.isVisible())


def test_the_notification_says_what_came_of_it(qtbot, tmp_path):
    controller, widget = TrainingController(tmp_path), QWidget()
    qtbot.addWidget(widget)
    notification = Notification(controller, widget)
    run = Run(tmp_path, "office", Status.FINISHED, best_bleu=31.44, best_step=1200)
    assert notification.words(run) == ("Training has ended", "office: best BLEU 31.4 at step 1200")
    assert notification.words(Run(tmp_path, "office", Status.FINISHED))[1] == "office"
    controller.ended.emit(run)  # where the system has no notifications, nothing happens
    controller.close()


def test_pinned_sentences_and_the_slider(open_window, tmp_path, qtbot):
    runs = tmp_path / "runs"
    runs.mkdir()
    run = make_run(runs / "swap", max_steps=8)
    window = open_window()
    window.controller.select(run.path)
    samples = window.page.run_view.samples
    scores = {"dev_loss": 4.0, "bleu": 1.0, "chrf": 1.0, "best": True}
    run.append_metrics({"event": "validated", "step": 0, **scores,
                        "samples": [{"src": "five one", "ref": "one five", "out": "x", "confidence": 0.1}]})
    window.controller.refresh()
    qtbot.waitUntil(samples.pin_edit.isVisible)
    qtbot.keyClicks(samples.pin_edit, "one two")
    qtbot.keyClick(samples.pin_edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: samples.note.text() == "It is translated at the next validation.")
    assert probes.pinned(run.path) == ["one two"]
    assert samples.pin_edit.text() == ""
    for step, prob in ((4, 0.25), (8, 0.75)):
        run.append_metrics({
            "event": "validated", "step": step, **scores,
            "samples": [{"src": "one two", "ref": "", "out": "two", "confidence": prob, "tokens": ["two"],
                         "probs": [prob]}]})
    window.controller.refresh()
    qtbot.waitUntil(samples.tokens.isVisible)
    assert samples.tokens.text() == "Step 8:  two 0.75"
    qtbot.keyClick(samples.slider, Qt.Key.Key_Left)
    assert samples.tokens.text() == "Step 4:  two 0.25"
    window.click(samples.unpin_button)
    qtbot.waitUntil(lambda: probes.pinned(run.path) == [])
    probes.pin(run.path, list("abcde"))
    qtbot.keyClicks(samples.pin_edit, "f")
    qtbot.keyClick(samples.pin_edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: samples.note.text() == "Five sentences at most are pinned; unpin one first.")


def test_two_runs_side_by_side(tuned_runs, open_window, tmp_path, qtbot):
    shutil.copytree(tuned_runs, tmp_path / "runs")
    window = open_window()
    window.controller.select(tmp_path / "runs" / "tuned")
    page, card = window.page, window.page.run_view.comparison
    qtbot.waitUntil(lambda: len(window.controller.metrics.validations) == 3)
    assert page.compare_button.isVisible()
    page.compare_menu.aboutToShow.emit()
    action, = page.compare_menu.actions()
    assert action.text() == "swap · 0.0"
    action.trigger()
    qtbot.waitUntil(card.isVisible)
    rows = {name: cells for name, *cells in card.rows()}
    assert rows[""] == ["own", "swap"]
    assert rows["Tuned from"] == ["swap", "–"]
    assert rows["max_steps"] == ["200", "2"]
    assert "seed" not in rows
    assert list(page.run_view.bleu_chart._other.getData()[0]) == [0, 2]
    window.click(card.close_button)
    assert not card.isVisible()
    assert page.run_view.bleu_chart._other.getData()[0] is None or not len(
        page.run_view.bleu_chart._other.getData()[0])
