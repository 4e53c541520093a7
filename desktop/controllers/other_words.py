"""What else a sentence could say: other words for one, words typed by a person, other whole translations."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from core import alternatives, confidence
from core.confidence import Word
from core.decoding.translator import Translation
from core.live import Place
from desktop.controllers.translate import CURRENT, TranslateController
from desktop.workers.inference import Engine, Inference, Task


@dataclass(frozen=True)
class Option:
    """A whole sentence, and the word in it that is offered; None: all of it is."""

    whole: Translation
    word: Word | None = None


@dataclass(frozen=True)
class Asked:
    """Options for those characters of the translation; `current` is the sentence as it stands."""

    start: int
    end: int
    place: Place
    token: int
    options: tuple[Option, ...]

    @property
    def current(self) -> Translation:
        return self.place.translation

    @property
    def is_whole(self) -> bool:
        return all(option.word is None for option in self.options)


class OtherWords(QObject):
    """`asked` is what the window shows, as long as text and translation are as they were then."""

    changed = Signal()

    def __init__(self, translate: TranslateController, inference: Inference, parent: QObject | None = None):
        super().__init__(parent)
        self._translate, self._inference = translate, inference
        self.asked: Asked | None = None
        self.error = ""
        translate.changed.connect(self._on_translate)

    def ask(self, character: int) -> None:
        """Other words for the one that has this character of the translation."""
        result = self._translate.result if self._translate.state == CURRENT else None
        word = result.word_at(character) if result is not None else None
        place = result.place_at(character) if word is not None else None
        if place is None:
            return

        def job(translator, task: Task) -> Asked:
            token = next(one.first_token for one in confidence.words(translator, place.translation)
                         if place.target + one.start == word.start)
            found = alternatives.alternatives(translator, place.translation, token, stop=task.stop)
            return Asked(word.start, word.end, place, token,
                         tuple(Option(whole, one) for one, whole in found))

        self._submit(job, self._show)

    def ask_whole(self, place: Place | None) -> None:
        """Other translations of a whole sentence."""
        if place is None or place.translation is None or self._translate.state != CURRENT:
            return
        config = self._translate.config

        def job(translator, task: Task) -> Asked:
            found = alternatives.best(translator, place.translation, config, stop=task.stop)
            return Asked(place.target, place.target + len(place.translation.text), place, 0,
                         tuple(Option(whole) for whole in found))

        self._submit(job, self._show)

    def choose(self, number: int) -> None:
        """Takes an option for its sentence, as long as the window is open or another is taken."""
        asked = self.asked
        if asked is not None and 0 <= number < len(asked.options):
            self.close()
            self._translate.choose(asked.options[number].whole)

    def start_from(self, typed: str) -> None:
        """Keeps what stands before the word that was asked about, then what was typed; the rest is new."""
        asked = self.asked
        if asked is None or asked.is_whole or not typed.strip():
            return

        def job(translator, task: Task) -> Translation:
            return alternatives.continued(translator, asked.current, asked.token, typed, task.stop)

        def done(made: Translation) -> None:
            if self.asked is asked:
                self.close()
                self._translate.choose(made)

        self._submit(job, done)

    def close(self) -> None:
        self._inference.cancel("alternatives")
        self._show(None)

    def _submit(self, job: Callable, done: Callable) -> None:
        manner = self._translate.manner()

        def steered(engine: Engine, task: Task):
            with manner.translator(engine) as translator:
                return job(translator, task)

        self._inference.submit("alternatives", steered, done, self._on_failed)

    def _on_failed(self, message: str) -> None:
        self.error = message
        self.changed.emit()

    def _show(self, asked: Asked | None) -> None:
        if (asked, "") != (self.asked, self.error):
            self.asked, self.error = asked, ""
            self.changed.emit()

    def _on_translate(self) -> None:
        if self._translate.state != CURRENT:
            self.close()
