"""A Train page over a child that only pretends, or over the real one; and a model that was tuned."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

import psutil
import pytest

import backends
from core.training.prepare import Request, prepare
from desktop.theme.theme import Theme
from desktop.workers.training_process import CLI
from tests.core.training.runs import PAIRS, follow, make_run
from tests.desktop.train.window import FAKE, Window


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


@pytest.fixture(scope="session")
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
