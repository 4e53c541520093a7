"""The way into the window: `pellucid-app` and `python -m desktop`."""

from __future__ import annotations

import argparse
import gc
import sys
from pathlib import Path

import platformdirs

from desktop import screen

NO_SCREEN = 3  # exit code: a window cannot be shown here


def main(arguments: list[str] | None = None) -> int:
    """Shows the window; returns the exit code."""
    parser = argparse.ArgumentParser(prog="pellucid-app", description="Puts the Transformer behind glass.")
    parser.add_argument("--backend", choices=("auto", "numpy", "mlx"), default="auto")
    parser.add_argument("--data", type=Path, default=platformdirs.user_data_path("Pellucid"),
                        help="where runs and settings are kept")
    args = parser.parse_args(arguments)
    problem = screen.problem()
    if problem:
        print(problem, file=sys.stderr)
        return NO_SCREEN

    from PySide6.QtCore import QSettings
    from PySide6.QtWidgets import QApplication

    import resources
    from desktop.window import Window

    sys.setswitchinterval(0.0005)  # while the worker computes in Python, the window waits so long at most
    app = QApplication(sys.argv[:1])
    app.setApplicationName("Pellucid")
    app.setDesktopFileName("pellucid")
    data = args.data.resolve()  # the training child works in another folder
    settings = QSettings(str(data / "settings.ini"), QSettings.Format.IniFormat)
    sample = resources.sample_corpus_dir() / "zh-en.train.tsv"
    window = Window(app, models_dir=resources.models_dir(), runs_root=data / "runs", settings=settings,
                    backend=args.backend, sample_corpus=sample if sample.is_file() else None)
    gc.freeze()  # what lasts as long as the window need not be walked through while it is used
    window.show()
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
