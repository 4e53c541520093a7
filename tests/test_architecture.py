"""The borders between the packages hold: desktop > core > backends, no engine or Qt out of its place."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_import_contracts():
    """import-linter, by the contracts in pyproject.toml; in its own process, as it changes sys.path."""
    lint = "from importlinter.cli import lint_imports_command as lint; lint()"
    done = run("-c", lint, "--no-cache")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout


def test_the_core_imports_neither_qt_nor_mlx():
    """At run time too: a training child that loads Qt, or MLX where NumPy is asked for, is slow to start."""
    modules = [".".join(path.relative_to(ROOT).with_suffix("").parts)
               for path in (ROOT / "core").rglob("*.py") if not path.name.startswith("__")]
    assert len(modules) > 30
    done = run("-c", f"import importlib, sys\nfor name in {modules!r}: importlib.import_module(name)\n"
                     "print(*{name.split('.')[0] for name in sys.modules})")
    assert done.returncode == 0, done.stderr
    loaded = set(done.stdout.split())
    assert "core" in loaded
    assert not loaded & {"PySide6", "pyqtgraph", "desktop", "mlx"}


def test_controllers_and_workers_know_no_widgets():
    """import-linter sees packages from outside as one, so this border is read off the sources."""
    for package in ("controllers", "workers"):
        for path in (ROOT / "desktop" / package).rglob("*.py"):
            named = {node.module for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
                     if isinstance(node, ast.ImportFrom)}
            assert not named & {"PySide6.QtWidgets", "pyqtgraph"}, path


def run(*arguments: str) -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, *arguments], cwd=ROOT, capture_output=True, text=True,
                          encoding="utf-8", env={**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1"})
