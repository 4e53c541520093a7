"""Where everything is put together: workers, controllers, views; and the way into the window."""

from __future__ import annotations

import argparse
import gc
import sys
from collections.abc import Sequence
from pathlib import Path

import platformdirs

from desktop import screen

NO_SCREEN = 3  # exit code: a window cannot be shown here


def build_window(app, *, models_dir: Path, runs_root: Path, settings, backend: str = "auto",
                 sample_corpus: Path | None = None, training_command: Sequence[str] | None = None):
    """The whole application as one window, not shown yet; closing it ends its threads.

    Everything that belongs to a person (settings, runs) comes from outside, so that tests bring
    their own.
    """
    from desktop.controllers.batch import BatchController
    from desktop.controllers.beam import BeamController
    from desktop.controllers.comparison import ComparisonController
    from desktop.controllers.data import DataController
    from desktop.controllers.lab import LabController
    from desktop.controllers.lessons import LessonController
    from desktop.controllers.models import ModelsController
    from desktop.controllers.player import Player
    from desktop.controllers.step import StepController
    from desktop.controllers.training import TrainingController
    from desktop.controllers.translate import TranslateController
    from desktop.language import Language
    from desktop.theme import icons
    from desktop.theme.theme import Theme
    from desktop.views.data_page import DataPage
    from desktop.views.guide_page import GuidePage
    from desktop.views.shell import Shell
    from desktop.views.sidebar import Sidebar
    from desktop.views.step_page import StepPage, StepParts
    from desktop.views.train_page import TrainPage
    from desktop.views.translate_page import TranslatePage
    from desktop.workers.inference import Inference

    language = Language(app, settings)
    theme = Theme(app, settings)
    inference = Inference(backend)
    models = ModelsController(inference, models_dir, runs_root, settings)
    translate = TranslateController(inference, models, settings)
    step = StepController(inference, models)
    parts = StepParts(LabController(inference, step), Player(step), BeamController(inference, step),
                      ComparisonController(inference, step), BatchController(inference, step),
                      LessonController(step))
    command = {} if training_command is None else {"command": training_command}
    training = TrainingController(runs_root, **command)
    data = DataController(runs_root.parent / "corpora", **command)
    translate_page = TranslatePage(translate, models, theme)
    step_page = StepPage(step, parts, models, theme)
    train_page = TrainPage(training, theme, sample_corpus)
    data_page = DataPage(data, theme)
    guide_page = GuidePage(parts.lessons, language, theme)
    sidebar = Sidebar(models, training, theme, language)
    window = Shell(sidebar, [translate_page, step_page, train_page, data_page, guide_page], theme, settings)
    window.setWindowIcon(icons.app_icon())
    for part in (language, theme, inference, models, translate, step, training, data, *vars(parts).values()):
        part.setParent(window)
    window.models, window.translate, window.step, window.training = models, translate, step, training
    window.step_parts, window.guide_page = parts, guide_page
    window.theme, window.language, window.inference = theme, language, inference
    window.translate_page, window.step_page, window.train_page = translate_page, step_page, train_page

    window.data, window.data_page = data, data_page

    def train_on(corpus: Path) -> None:
        window.show_page("train")
        train_page.open_form_with(corpus)

    def open_in_step(sentence: str) -> None:
        window.show_page("step")
        step_page.show_sentence(sentence)

    def start_lesson(number: int) -> None:
        window.show_page("step")
        parts.lessons.start(number)
        step_page.setFocus()

    def translate_with(folder: Path) -> None:
        models.refresh()
        models.choose(folder)
        window.show_page("translate")

    def close() -> None:
        inference.close()
        training.close()
        data.close()
        language.remove()

    translate_page.step_asked.connect(open_in_step)
    guide_page.lesson_asked.connect(start_lesson)
    for page in (translate_page, step_page):
        page.train_asked.connect(lambda: window.show_page("train"))
    data_page.train_asked.connect(train_on)
    train_page.translate_requested.connect(translate_with)
    training.runs_changed.connect(models.refresh)
    window.closing.connect(close)
    models.start()
    return window


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

    app = QApplication(sys.argv[:1])
    app.setApplicationName("Pellucid")
    app.setDesktopFileName("pellucid")
    data = args.data.resolve()  # the training child works in another folder
    settings = QSettings(str(data / "settings.ini"), QSettings.Format.IniFormat)
    sample = resources.sample_corpus_dir() / "zh-en.train.tsv"
    window = build_window(app, models_dir=resources.models_dir(), runs_root=data / "runs",
                          settings=settings, backend=args.backend,
                          sample_corpus=sample if sample.is_file() else None)
    gc.freeze()  # what lasts as long as the window need not be walked through while it is used
    window.show()
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
