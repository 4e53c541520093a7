"""A window that is closed, or killed, leaves a run that can be resumed, and no process."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import psutil

from core.training.run_dir import read_run
from desktop.workers.training_process import CLI

FAKE = str(Path(__file__).with_name("fake_child.py"))

_APPLICATION = """
import sys
from pathlib import Path
from PySide6.QtCore import QSettings, QTimer
from PySide6.QtWidgets import QApplication
from desktop.controllers.runs import RunRequest
from desktop.controllers.training import TrainingController
from desktop.theme.theme import Theme
from desktop.views.train_page import TrainPage

folder, command = Path(sys.argv[1]), tuple(sys.argv[2:])
app = QApplication([])
controller = TrainingController(folder / "runs", command=command)
page = TrainPage(controller, Theme(app, QSettings(str(folder / "s.ini"), QSettings.Format.IniFormat)))
page.show()
controller.start(RunRequest(folder / "sentences.tsv", "run", "tiny", "zh", "en", None))

def look():
    if controller.active and controller.metrics.step >= 2:
        print(controller.active.process.pid, flush=True)
        watch.stop()
        if folder.name != "killed":
            controller.close()
            page.close()

watch = QTimer(interval=20)
watch.timeout.connect(look)
watch.start()
sys.exit(app.exec())
"""


def _run_application(folder: Path, command) -> tuple[subprocess.Popen, psutil.Process]:
    """A window of its own process that trains, and its child."""
    folder.mkdir()
    sums = [(i % 10, i // 10) for i in range(100)]
    (folder / "sentences.tsv").write_text("".join(f"{a}加{b}。\t{a} plus {b} .\n" for a, b in sums), "utf-8")
    application = subprocess.Popen([sys.executable, "-c", _APPLICATION, str(folder), *command],
                                   stdout=subprocess.PIPE, text=True, cwd=Path(FAKE).parents[2])
    return application, psutil.Process(int(application.stdout.readline()))


def test_the_application_leaves_when_the_child_has_saved(tmp_path):
    application, child = _run_application(tmp_path / "closed", (sys.executable, FAKE, "train"))
    assert application.wait(20) == 0
    assert not child.is_running()
    run = read_run(tmp_path / "closed" / "runs" / "run")
    assert run.status == "interrupted"
    assert run.saved_step >= 2
    application.stdout.close()


def test_a_window_that_is_killed_leaves_an_interrupted_run(tmp_path):
    application, child = _run_application(tmp_path / "killed", CLI)
    application.kill()
    application.wait()
    application.stdout.close()
    psutil.wait_procs([child], timeout=20)
    assert not child.is_running()
    run = read_run(tmp_path / "killed" / "runs" / "run")
    assert run.status == "interrupted"
    assert run.saved_step >= 2
