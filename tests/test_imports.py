"""What is imported where: a command starts fast because it loads what it needs and nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
COMMAND = """
import sys
from core.cli import main
try:
    main(sys.argv[1:])
finally:
    print("\\n" + " ".join(sys.modules))
"""
# The worker's thread goes on loading the model meanwhile: what it needs may be there or not.
WINDOW = """
import sys, tempfile
from pathlib import Path
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication
from desktop.window import Window
from resources import models_dir
app = QApplication([])
with tempfile.TemporaryDirectory() as folder:
    settings = QSettings(str(Path(folder) / "s.ini"), QSettings.Format.IniFormat)
    window = Window(app, models_dir=models_dir(), runs_root=Path(folder), settings=settings)
    window.show()
    app.processEvents()
    loaded = list(sys.modules)
    window.close()
print("\\n" + " ".join(loaded))
"""
QT = {"PySide6", "shiboken6", "pyqtgraph", "desktop"}
ENGINES = {"numpy", "mlx", "numba", "llvmlite", "tokenizers", "safetensors"}
OTHERS = {"lxml", "polib", "sacrebleu", "tqdm", "torch", "scipy", "matplotlib", "hypothesis", "pytest"}


def loaded_by(script: str, *arguments: str) -> set[str]:
    """Every module that a new Python has loaded when it is through."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run([sys.executable, "-c", script, *arguments], cwd=ROOT, env=environment,
                          capture_output=True, text=True, timeout=60)
    assert done.stdout, done.stderr
    return set(done.stdout.splitlines()[-1].split())


@pytest.mark.parametrize("arguments", [["--help"], ["translate", "--help"]])
def test_help_loads_nothing_that_computes_or_draws(arguments):
    loaded = loaded_by(COMMAND, *arguments)
    assert "core.cli" in loaded
    assert loaded & (QT | ENGINES | OTHERS | {"psutil"}) == set()


def test_translating_loads_one_engine_and_nothing_to_draw_train_or_read_files_with():
    loaded = loaded_by(COMMAND, "translate", "我爱购物", "--backend", "numpy")
    assert {"numpy", "tokenizers"} <= loaded
    assert loaded & (QT | OTHERS | {"mlx", "numba", "core.corpus.readers", "core.training.loop"}) == set()


def test_importing_and_telling_load_no_engine(tmp_path):
    (tmp_path / "pairs.tsv").write_text("one\teins\ntwo\tzwei\nthree\tdrei\n", encoding="utf-8")
    for arguments in (["import", str(tmp_path / "pairs.tsv"), "--out", str(tmp_path / "corpus")],
                      ["info", "resources/models/zh-en"]):
        loaded = loaded_by(COMMAND, *arguments)
        engines = {"mlx", "numba", "backends.numpy_backend", "core.decoding.translator", "sacrebleu"}
        assert loaded & (QT | engines) == set(), arguments


def test_auto_asks_mlx_only_where_there_may_be_a_gpu():
    if sys.platform != "linux" or any(Path(path).exists() for path in ("/dev/nvidiactl", "/dev/dxg")):
        pytest.skip("MLX may have a GPU here")
    assert "mlx" not in loaded_by(COMMAND, "translate", "我爱购物")


def test_the_first_picture_of_the_window_needs_no_plots_readers_or_other_pages():
    pytest.importorskip("PySide6")
    loaded = loaded_by(WINDOW)
    assert "desktop.views.translate_page" in loaded
    pages = {f"desktop.views.{name}_page" for name in ("step", "train", "data", "models", "guide")}
    assert loaded & (OTHERS | pages | {"pyqtgraph", "mlx", "numba", "core.corpus.readers"}) == set()
