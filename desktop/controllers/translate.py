"""Live translation: what is typed is translated shortly after, and the newest text wins."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings, QTimer, Signal

from core.alignment import Head
from core.config import ConfigError
from core.decoding.translator import Translation
from core.live import LiveTranslation
from desktop.controllers import models
from desktop.controllers.manner import LiveTexts, Manner
from desktop.controllers.models import ModelsController
from desktop.controllers.search import SearchSettings
from desktop.workers.inference import Engine, Inference, Task

if TYPE_CHECKING:
    from core.terms.steering import Steered

DEBOUNCE_MS = 5  # what is typed faster than this is one change
REST_MS = 400  # without a key, until words are aligned
LONG_REST_MS = 2000  # until a translation goes into the history
SLOW_MS = 300  # only then is waiting worth a word
EMPTY, OUTDATED, WAITING, CURRENT, FAILED = "empty", "outdated", "waiting", "current", "failed"


class TranslateController(QObject):
    """Text in, translation out; `state` says how the two relate."""

    changed = Signal()
    options_changed = Signal()
    rested = Signal()  # a translation has stood for a while: worth remembering

    def __init__(self, inference: Inference, models_controller: ModelsController, settings: QSettings,
                 parent: QObject | None = None):
        super().__init__(parent)
        self._inference, self._models, self._settings = inference, models_controller, settings
        self.text = ""
        self.result: LiveTranslation | None = None
        self.seconds = 0.0  # that the newest result took
        self.state = EMPTY
        self.error = ""
        self.is_slow = False  # waiting, and for long enough to say so
        self.progress = (0, 0)  # sentences done, of how many
        self.is_stopped = False  # by the person, after so many: `translate_now` goes on
        self._search = SearchSettings(settings, "translate")
        self._searched = models_controller.current  # whose search it is
        self.config = self._search.of(self._searched)
        self.is_live = str(settings.value("translate/live", "true")) != "false"
        self.text_size = _stored_size(settings)  # pixels
        self.head: Head | None = None  # that a person chose to see; None: the one that measures best
        self._steered: Steered | None = None
        self._guessed: tuple[tuple, tuple[str, ...] | None] = (), None
        self._model = None  # as `ModelsController.in_use`
        self._live = LiveTexts()  # the worker's
        self._debounce = QTimer(self, singleShot=True, interval=DEBOUNCE_MS)
        self._debounce.timeout.connect(self.translate_now)
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._look)
        self._long_rest = QTimer(self, singleShot=True, interval=LONG_REST_MS)
        self._long_rest.timeout.connect(self.rested)
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
    def unlike(self) -> tuple[str, ...] | None:
        """Languages that the text seems to be in instead of the model's; None where nothing is amiss."""
        if self.state != CURRENT:
            return None
        from core.text import guess

        kept = self._steered.kept if self._steered is not None else None
        key = self.text[:guess.LOOKED_AT], self._models.direction[0], kept
        if key != self._guessed[0]:
            text = kept.left_out(key[0]) if kept is not None else key[0]
            self._guessed = key, guess.unlike(text, key[1])
        return self._guessed[1]

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
        self.is_stopped = False
        self._settle(OUTDATED if self.result is not None or not self.is_live else WAITING)
        if self.is_live:
            self._debounce.start()

    def translate_now(self) -> None:
        """Translates the text as it stands, replacing a translation under way."""
        self._debounce.stop()
        if not self.text.strip() or self._models.state != models.READY:
            return
        self.progress = (0, 0)
        self._submit()

    def choose(self, chosen: Translation) -> None:
        """This is the translation of its sentence from now on."""
        if self._models.in_use == self._model:
            self._submit(chosen)

    def manner(self) -> Manner:
        """With what and how the text is translated now."""
        return Manner(self._models.current.folder, self.config, self._steered, self.head)

    def _submit(self, chosen: Translation | None = None) -> None:
        text, manner = self.text, self.manner()
        self._settle(WAITING)
        self._slow.start()

        def job(engine: Engine, task: Task) -> tuple[LiveTranslation, float]:
            started = time.perf_counter()
            with manner.translator(engine) as translator:
                live = self._live.of(translator, manner)
                if chosen is not None:
                    live.choose(chosen)
                result = live.translate(text, task.stop, task.report)
            return result, time.perf_counter() - started

        self._inference.submit("translate", job, self._on_done, self._on_failed, self._on_part)

    def translation_of(self, sentence: str) -> Translation | None:
        """As it stands on the page."""
        return next((one for one in self._sentences if one.source == sentence), None)

    def _look(self) -> None:
        """Finds what each word came from; at rest only, for it takes longer than to translate a sentence."""
        if self._models.in_use != self._model:  # another is on its way: the text will be translated by that
            return
        result, manner = self.result, self.manner()

        def job(engine: Engine, task: Task) -> LiveTranslation:
            with manner.translator(engine) as translator:
                return self._live.of(translator, manner).aligned(result, task.stop)

        def looked(aligned: LiveTranslation) -> None:
            if self.result is result:
                self._settle(self.state, result=aligned)

        self._inference.submit("look", job, looked, lambda message: None)

    def stop(self) -> None:
        """Ends a translation under way; what there is of it stays."""
        self._debounce.stop()
        self._inference.cancel("translate")
        if self.state == WAITING:
            self.is_stopped = True
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
        self._search.keep(self._searched, config)
        self.options_changed.emit()
        self._renew()

    def set_live(self, live: bool) -> None:
        self.is_live = live
        self._settings.setValue("translate/live", "true" if live else "false")
        self.options_changed.emit()
        if live and self.state in (OUTDATED, WAITING):
            self._debounce.start()

    @property
    def num_heads(self) -> tuple[int, int]:
        """(layers, heads a layer) of the model's cross-attention."""
        config = self._models.current.card.config if self._models.current is not None else None
        return (config.num_decoder_layers, config.num_heads) if config is not None else (0, 0)

    def set_head(self, head: Head | None) -> None:
        """The head whose attention lights words; None: the one that measures best."""
        if head != self.head:
            self.head = head
            self.options_changed.emit()
            if self.state == CURRENT:
                self._look()

    def set_steered(self, steered: Steered | None) -> None:
        """The person's terms and rules for the model in use."""
        if steered != self._steered:
            self._steered = steered
            self._renew()

    def set_text_size(self, px: int) -> None:
        """Remembers how large both texts are shown."""
        self.text_size = px
        self._settings.setValue("translate/text_size", px)

    def _renew(self) -> None:
        """What is shown no longer follows from the text, the model and the options."""
        if not self.text.strip():
            return
        self._inference.cancel("translate")
        self.is_stopped = False
        self._settle(OUTDATED if self.result is not None else WAITING)
        if self.is_live:
            self._debounce.start()

    def _on_model(self) -> None:
        if self._models.current != self._searched:  # also while it is read: a document may be given to it
            self._searched = self._models.current
            self.config = self._search.of(self._searched)
            self.options_changed.emit()
        if self._models.state != models.READY or self._models.in_use == self._model:
            return
        self._model = self._models.in_use
        self.head = None
        self.options_changed.emit()
        self._renew()

    def _on_done(self, answer: tuple[LiveTranslation, float]) -> None:
        result, self.seconds = answer
        self._settle(CURRENT, result=result)
        self._rest.start()
        self._long_rest.start()

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
            self._long_rest.stop()
            self._inference.cancel("look")
        if state != WAITING:
            self._slow.stop()
            self.is_slow = False
        if state != FAILED:
            self.error = ""
        if state != OUTDATED:
            self.is_stopped = False
        self.changed.emit()


def _stored_size(settings: QSettings) -> int:
    try:
        return min(max(int(settings.value("translate/text_size", 16)), 12), 32)
    except (TypeError, ValueError):
        return 16
