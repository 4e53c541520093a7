"""Live translation: what is typed is translated shortly after, and the newest text wins."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QObject, QSettings, QTimer, Signal

from core import confidence
from core.alternatives import alternatives
from core.confidence import Word
from core.config import ConfigError, DecodeConfig
from core.decoding.translator import Translation, Translator
from core.live import LiveText, LiveTranslation
from desktop.controllers import models
from desktop.controllers.models import ModelsController
from desktop.workers.inference import Engine, Inference, Task

DEBOUNCE_MS = 30  # what is typed faster than this is one change
REST_MS = 400  # without a key, until words are aligned
SLOW_MS = 300  # only then is waiting worth a word
EMPTY, OUTDATED, WAITING, CURRENT, FAILED = "empty", "outdated", "waiting", "current", "failed"


@dataclass(frozen=True)
class Asked:
    """Other words for those characters of the translation; `current` is the sentence as it stands."""

    start: int
    end: int
    current: Translation
    options: list[tuple[Word, Translation]]


class TranslateController(QObject):
    """Text in, translation out; `state` says how the two relate."""

    changed = Signal()
    alternatives_changed = Signal()
    options_changed = Signal()

    def __init__(self, inference: Inference, models_controller: ModelsController, settings: QSettings,
                 parent: QObject | None = None):
        super().__init__(parent)
        self._inference, self._models, self._settings = inference, models_controller, settings
        self.text = ""
        self.result: LiveTranslation | None = None
        self.alternatives: Asked | None = None
        self.seconds = 0.0  # that the newest result took
        self.state = EMPTY
        self.error = ""
        self.is_slow = False  # waiting, and for long enough to say so
        self.progress = (0, 0)  # sentences done, of how many
        self.config = _stored_config(settings)
        self.is_live = str(settings.value("translate/live", "true")) != "false"
        self.text_size = _stored_size(settings)  # pixels
        self._model = None  # as `ModelsController.in_use`
        self._live: tuple[Translator, LiveText] | None = None  # the worker's
        self._debounce = QTimer(self, singleShot=True, interval=DEBOUNCE_MS)
        self._debounce.timeout.connect(self.translate_now)
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._look)
        self._slow = QTimer(self, singleShot=True, interval=SLOW_MS)
        self._slow.timeout.connect(self._on_slow)
        models_controller.changed.connect(self._on_model)

    @property
    def unknown(self) -> list[str]:
        """The characters that training never saw, each once."""
        pieces = [piece for s in self._sentences for piece in s.unknown]
        return list(dict.fromkeys(pieces))

    @property
    def num_unknown(self) -> int:
        return sum(len(sentence.unknown) for sentence in self._sentences)

    @property
    def num_cut(self) -> int:
        """How many sentences were longer than the model takes, and were translated in parts."""
        return self.result.num_cut if self.result is not None and self.state == CURRENT else 0

    @property
    def num_unfinished(self) -> int:
        """How many sentences the model did not end before the limit of their length."""
        return sum(not sentence.finished for sentence in self._sentences)

    @property
    def _sentences(self):
        return self.result.sentences if self.result is not None and self.state == CURRENT else ()

    def set_text(self, text: str) -> None:
        if text == self.text:
            return
        self.text = text
        self._inference.cancel("translate")
        if not text.strip():
            self._debounce.stop()
            self._settle(EMPTY, result=None)
            return
        self._settle(OUTDATED if self.result is not None or not self.is_live else WAITING)
        if self.is_live:
            self._debounce.start()

    def translate_now(self) -> None:
        """Translates the text as it stands, replacing a translation under way."""
        self._debounce.stop()
        if not self.text.strip() or self._models.state != models.READY:
            return
        text, config, folder = self.text, self.config, self._models.current.folder
        self.progress = (0, 0)
        self._submit(text, config, folder)

    def _submit(self, text: str, config: DecodeConfig, folder: Path,
                chosen: Translation | None = None) -> None:
        self._settle(WAITING)
        self._slow.start()

        def job(engine: Engine, task: Task) -> tuple[LiveTranslation, float]:
            started = time.perf_counter()
            live = self._live_text(engine, folder, config)
            if chosen is not None:
                live.choose(chosen)
            result = live.translate(text, task.stop, task.report)
            return result, time.perf_counter() - started

        self._inference.submit("translate", job, self._on_done, self._on_failed, self._on_part)

    def translation_of(self, sentence: str) -> Translation | None:
        """As it stands on the page; None where the model read something else than the sentence."""
        found = (one for one in self._sentences if one.source == one.model_source == sentence)
        return next(found, None)

    def ask_alternatives(self, place: int) -> None:
        """Other words for the one that has this character of the translation."""
        if self.state != CURRENT or self._models.state != models.READY:
            return
        asked, sentence, folder = self.result.word_at(place), self.result.place_at(place), self._model[0]
        if asked is None or sentence is None:
            return

        def job(engine: Engine, task: Task) -> Asked:
            translator, current = engine.translator(folder), sentence.translation
            token = next(word.first_token for word in confidence.words(translator, current)
                         if sentence.target + word.start == asked.start)
            options = alternatives(translator, current, token, stop=task.stop)
            return Asked(asked.start, asked.end, current, options)

        self._inference.submit("alternatives", job, self._show_alternatives, lambda message: None)

    def choose_alternative(self, number: int) -> None:
        """Takes an option for its sentence, as long as the window is open or another is taken."""
        asked = self.alternatives
        if asked is not None and number < len(asked.options):
            self.close_alternatives()
            self._submit(self.text, self.config, self._model[0], asked.options[number][1])

    def close_alternatives(self) -> None:
        self._show_alternatives(None)

    def _show_alternatives(self, asked: Asked | None) -> None:
        self.alternatives = asked
        self.alternatives_changed.emit()

    def _look(self) -> None:
        """Finds what each word came from; at rest only, for it takes longer than to translate a sentence."""
        result, config, folder = self.result, self.config, self._models.current.folder

        def job(engine: Engine, task: Task) -> LiveTranslation:
            return self._live_text(engine, folder, config).aligned(result, task.stop)

        def looked(aligned: LiveTranslation) -> None:
            if self.result is result:
                self._settle(self.state, result=aligned)

        self._inference.submit("look", job, looked, lambda message: None)

    def _live_text(self, engine: Engine, folder: Path, config: DecodeConfig) -> LiveText:
        """On the worker: what was translated before by this very model in this very way."""
        translator = engine.translator(folder)
        if self._live is None or self._live[0] is not translator or self._live[1].config != config:
            self._live = (translator, LiveText(translator, config))
        return self._live[1]

    def stop(self) -> None:
        """Ends a translation under way; what there is of it stays."""
        self._debounce.stop()
        self._inference.cancel("translate")
        if self.state == WAITING:
            self._settle(OUTDATED)

    def set_options(self, **options) -> None:
        """Changes fields of the decoding configuration; a value that cannot be is refused whole."""
        try:
            config = replace(self.config, **options)
        except ConfigError:
            return
        if config == self.config:
            return
        self.config = config
        for name in ("method", "beam_size", "length_penalty", "temperature", "top_p", "seed"):
            self._settings.setValue(f"translate/{name}", getattr(config, name))
        self.options_changed.emit()
        self._renew()

    def set_live(self, live: bool) -> None:
        self.is_live = live
        self._settings.setValue("translate/live", "true" if live else "false")
        self.options_changed.emit()
        if live and self.state in (OUTDATED, WAITING):
            self._debounce.start()

    def set_text_size(self, px: int) -> None:
        """Remembers how large both texts are shown."""
        self.text_size = px
        self._settings.setValue("translate/text_size", px)

    def _renew(self) -> None:
        """What is shown no longer follows from the text, the model and the options."""
        if not self.text.strip():
            return
        self._inference.cancel("translate")
        self._settle(OUTDATED if self.result is not None else WAITING)
        if self.is_live:
            self._debounce.start()

    def _on_model(self) -> None:
        if self._models.state != models.READY or self._models.in_use == self._model:
            return
        self._model = self._models.in_use
        self._renew()

    def _on_done(self, answer: tuple[LiveTranslation, float]) -> None:
        result, self.seconds = answer
        self._settle(CURRENT, result=result)
        self._rest.start()

    def _on_failed(self, message: str) -> None:
        self.error = message
        self._settle(FAILED)

    def _on_part(self, result: LiveTranslation) -> None:
        self.progress = (len(result.sentences), len(result.places))
        self.result = result
        self.changed.emit()

    def _on_slow(self) -> None:
        self.is_slow = True
        self.changed.emit()

    _KEEP = object()

    def _settle(self, state: str, result=_KEEP) -> None:
        self.state = state
        if result is not self._KEEP:
            self.result = result
        if state != CURRENT:
            self._rest.stop()
            self._inference.cancel("look")
            self._inference.cancel("alternatives")
            self.alternatives = None
        if state != WAITING:
            self._slow.stop()
            self.is_slow = False
        if state != FAILED:
            self.error = ""
        self.changed.emit()


def _stored_size(settings: QSettings) -> int:
    try:
        return min(max(int(settings.value("translate/text_size", 16)), 12), 32)
    except (TypeError, ValueError):
        return 16


def _stored_config(settings: QSettings) -> DecodeConfig:
    """The options of last time; any that no longer make sense fall back to the default."""
    default = DecodeConfig(method="beam")
    values = {}
    for name in ("method", "beam_size", "length_penalty", "temperature", "top_p", "seed"):
        stored = settings.value(f"translate/{name}")
        if stored is not None:
            try:
                values[name] = type(getattr(default, name))(stored)
            except ValueError:
                continue
    try:
        return replace(default, **values)
    except ConfigError:
        return default
