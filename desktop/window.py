"""The application's window: every controller and page, each made when it is first asked for.

A new page is a property here that imports and makes it, a name in `sidebar.PAGES` and a word in the sidebar.
"""

from __future__ import annotations

import gc
from collections.abc import Sequence
from functools import cached_property, partial
from pathlib import Path

from PySide6.QtCore import QSettings, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from desktop.ahead import Ahead, Part
from desktop.controllers.models import ModelsController
from desktop.controllers.training import TrainingController
from desktop.language import Language
from desktop.notification import Notification
from desktop.theme import icons
from desktop.theme.theme import Theme
from desktop.views.shell import Shell
from desktop.views.sidebar import PAGES, Sidebar
from desktop.workers.inference import Inference

BEGIN_MS = 1000


class Window(Shell):
    """The whole application; closing it ends its threads.

    Only what the sidebar shows is made at once. The rest are cached properties, so that whoever asks for
    `window.step_page`, by a click or in a test, gets it made with all that it needs, and once. When the
    window has been shown for a moment the pages are made ahead, so that the first click finds them there.
    """

    def __init__(self, app: QApplication, *, models_dir: Path, runs_root: Path, settings: QSettings,
                 backend: str = "auto", sample_corpus: Path | None = None,
                 training_command: Sequence[str] | None = None):
        super().__init__(settings)
        self._settings, self._runs_root, self._sample_corpus = settings, runs_root, sample_corpus
        self._child = {} if training_command is None else {"command": training_command}
        self.language = Language(app, settings, self)
        self.theme = Theme(app, settings, self)
        self.inference = Inference(backend, self, waits=True)
        QTimer.singleShot(BEGIN_MS, self, self.inference.begin)  # should it never be shown
        self._imported_root = runs_root.parent / "models"
        self.models = ModelsController(self.inference, models_dir, runs_root, self._imported_root, settings,
                                       self)
        self.training = TrainingController(runs_root, self, **self._child)
        self.training.runs_changed.connect(self.models.refresh)
        Notification(self.training, self)
        self.closing.connect(self._end)
        self.setWindowIcon(icons.app_icon())
        self._ahead = Ahead(self.inference, self.theme, self._parts(), self)
        self.furnish(Sidebar(self.models, self.training, self.theme, self.language), self.theme)
        self.inference.preparing_changed.connect(self.preparing.setVisible)
        self.models.start()

    def _parts(self) -> dict[str, list[Part]]:
        """For `Ahead`: a group for each page, which has its look and its places before it is shown."""
        groups = {name: [(f"desktop.views.{name}_page", partial(self._make, name)),
                         ("desktop.widgets.rehearsal", self._dressing),
                         ("desktop.widgets.rehearsal", partial(self._placing, name)),
                         (__name__, partial(self._uncover, name))] for name in PAGES}
        groups["data"].insert(0, ("desktop.controllers.data", lambda: self.data))
        groups["models"].insert(0, ("desktop.controllers.shelf", lambda: self.shelf))
        groups["guide"].insert(0, ("desktop.controllers.step_parts", lambda: self.step_parts))
        groups["step"].insert(0, ("desktop.views.step_cards", lambda: self._step_cards))
        groups["step"].insert(-1, ("desktop.widgets.rehearsal", lambda: self.step_page.rehearsal()))
        return {**groups, "": [("desktop.widgets.rehearsal", self._settle)]}

    def _make(self, name: str) -> None:
        self.page(name)

    def _dressing(self):
        from desktop.widgets.rehearsal import Dressing

        return Dressing(self.theme)

    def _placing(self, name: str):
        from desktop.widgets.rehearsal import placing

        return placing(self.page(name))

    def _uncover(self, name: str) -> QWidget:
        """What else a page has can wait."""
        self._ahead.rest(name)
        self.reveal(name)
        return self.page(name)

    def hurry(self, name: str) -> None:
        self._ahead.want(name)

    def page(self, name: str) -> QWidget:
        return getattr(self, f"{name}_page")

    def showEvent(self, event) -> None:
        super().showEvent(event)
        self._ahead.start()

    def paintEvent(self, event) -> None:
        """The first picture comes before the model, which would take the interpreter from it."""
        super().paintEvent(event)
        if not self.inference.has_begun:
            QTimer.singleShot(0, self, self.inference.begin)

    def _settle(self):
        """The last part that is made ahead: all has its place, and stays for as long as the window."""
        from desktop.widgets.rehearsal import Settling

        gc.freeze()  # need not be walked through while the window is used
        return Settling(self.pages)

    # Translate

    @cached_property
    def translate(self):
        from desktop.controllers.translate import TranslateController

        return TranslateController(self.inference, self.models, self._settings, self)

    @cached_property
    def translate_parts(self):
        from desktop.controllers.history import HistoryController
        from desktop.controllers.memory import MemoryController
        from desktop.controllers.other_words import OtherWords
        from desktop.controllers.serving import ServingController
        from desktop.controllers.terms import TermsController
        from desktop.views.translate_side import TranslateParts
        from desktop.workers.background_reader import BackgroundReader

        self._stores, data = BackgroundReader(self), self._runs_root.parent
        translate, models = self.translate, self.models
        parts = TranslateParts(OtherWords(translate, self.inference, self),
                               TermsController(data / "terms.json", models, self._stores, self),
                               MemoryController(data / "memory.sqlite", data / "corpora", models,
                                                self._stores, self),
                               HistoryController(data / "history.sqlite", self._stores, self),
                               ServingController(data / "serve.key", data / "terms.json", models, self,
                                                 **self._child))
        parts.terms.steering_changed.connect(lambda: translate.set_steered(parts.terms.steered))
        translate.rested.connect(lambda: parts.history.record(
            translate.text, translate.result.text, *models.direction, models.current.card.name))
        return parts

    @cached_property
    def translate_page(self) -> QWidget:
        from desktop.views.translate_page import TranslatePage

        page = TranslatePage(self.translate, self.translate_parts, self.models, self.theme)
        page.step_asked.connect(self._open_in_step)
        page.train_asked.connect(lambda: self.show_page("train"))
        page.offer_documents(self._documents_view, self._model_drops.sift)
        return self.place("translate", page)

    def _documents_view(self) -> QWidget:
        from desktop.views.documents_view import DocumentsView

        return DocumentsView(self.documents, self.theme)

    @cached_property
    def documents(self):
        from desktop.controllers.documents import DocumentsController

        return DocumentsController(self._runs_root.parent / "documents", self.models, self.translate,
                                   self.translate_parts.terms, self, **self._child)

    def _open_in_step(self, sentence: str, token_ids: Sequence[int]) -> None:
        self.show_page("step", lambda: self.step_page.show_sentence(sentence, token_ids))

    # Step

    @cached_property
    def step(self):
        from desktop.controllers.step import StepController

        return StepController(self.inference, self.models, self)

    @cached_property
    def step_parts(self):
        from desktop.controllers.batch import BatchController
        from desktop.controllers.beam import BeamController
        from desktop.controllers.comparison import ComparisonController
        from desktop.controllers.lab import LabController
        from desktop.controllers.lessons import LessonController
        from desktop.controllers.player import Player
        from desktop.controllers.search import SearchSettings
        from desktop.controllers.step_parts import StepParts

        inference, step = self.inference, self.step
        lessons = LessonController(step, self)
        lessons.set_language(self.language.code)  # from then on the Guide page sees to it
        return StepParts(LabController(inference, step, self), Player(step, self),
                         BeamController(inference, step, SearchSettings(self._settings, "step"), self),
                         ComparisonController(inference, step, self),
                         BatchController(inference, step, self), lessons)

    @cached_property
    def _step_cards(self):
        from desktop.views.step_cards import StepCards

        return StepCards(self.step, self.step_parts, self.models, self.theme)

    @cached_property
    def step_page(self) -> QWidget:
        from desktop.views.step_page import StepPage

        page = StepPage(self._step_cards)
        page.train_asked.connect(lambda: self.show_page("train"))
        return self.place("step", page)

    # Train

    @cached_property
    def train_page(self) -> QWidget:
        from desktop.views.train_page import TrainPage

        page = TrainPage(self.training, self.theme, self._sample_corpus, self.models)
        page.translate_requested.connect(self._translate_with)
        page.sift = self._model_drops.sift
        return self.place("train", page)

    def _translate_with(self, folder: Path) -> None:
        self.models.refresh()
        self.models.choose(folder)
        self.show_page("translate")

    # Data

    @cached_property
    def data(self):
        from desktop.controllers.data import DataController

        return DataController(self._runs_root.parent / "corpora", self, **self._child)

    @cached_property
    def data_page(self) -> QWidget:
        from desktop.views.data_page import DataPage

        page = DataPage(self.data, self.theme)
        page.train_asked.connect(self._train_on)
        page.sift = self._model_drops.sift
        return self.place("data", page)

    def _train_on(self, corpus: Path, size: str) -> None:
        self.show_page("train", lambda: self.train_page.open_form_with(corpus, size))

    # Models

    @cached_property
    def shelf(self):
        from desktop.controllers.model_uses import ModelUses
        from desktop.controllers.shelf import ShelfController

        shelf = ShelfController(self.models, self.inference, self._imported_root,
                                ModelUses(self.training, self.documents, self.translate_parts.serving, self),
                                self, **self._child)
        shelf.thrown_away.connect(lambda _: self.training.refresh())
        return shelf

    @cached_property
    def models_page(self) -> QWidget:
        from desktop.views.models_page import ModelsPage

        page = ModelsPage(self.shelf, self.models, self.theme)
        page.translate_asked.connect(self._translate_with)
        page.step_asked.connect(self._step_with)
        page.train_asked.connect(self._train_further)
        return self.place("models", page)

    @cached_property
    def _model_drops(self):
        """What is dropped on other pages, and is a model, is looked at here."""
        from desktop.controllers.model_drops import ModelDrops

        drops = ModelDrops(self)
        drops.found.connect(self._import)
        return drops

    def _import(self, paths: list[Path]) -> None:
        self.show_page("models")
        self.models_page.take_files(paths)

    def _step_with(self, folder: Path) -> None:
        self.models.choose(folder)
        self.show_page("step")

    def _train_further(self, entry) -> None:
        self.show_page("train", lambda: self.train_page.open_form_from(entry.folder, entry.card.name,
                                                                       *entry.direction))

    # Guide

    @cached_property
    def guide_page(self) -> QWidget:
        from desktop.views.guide_page import GuidePage

        page = GuidePage(self.step_parts.lessons, self.language, self.theme)
        page.lesson_asked.connect(self._start_lesson)
        return self.place("guide", page)

    def _start_lesson(self, number: int) -> None:
        self.show_page("step", lambda: self._begin_lesson(number))

    def _begin_lesson(self, number: int) -> None:
        self.step_parts.lessons.start(number)
        self.step_page.setFocus()

    def _end(self) -> None:
        self._ahead.close()
        self.inference.close()
        self.training.close()
        for name in ("data", "documents", "shelf"):
            if name in vars(self):
                vars(self)[name].close()
        if "_model_drops" in vars(self):
            self._model_drops.close()
        if "translate_parts" in vars(self):
            self.translate_parts.memory.close()
            self.translate_parts.serving.close()
            self._stores.finish()
        self.language.remove()
