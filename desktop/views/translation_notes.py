"""What is said below the translation: an error, a text in another language, what the model did not know."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject

from core.text.languages import base
from core.text.paragraphs import LONGEST
from desktop.controllers.models import ModelsController
from desktop.controllers.translate import TranslateController
from desktop.theme.numbers import thousands
from desktop.views.text_pane import PaneText
from desktop.views.words import language_name
from desktop.widgets.banner import Banner

_UNKNOWN_SHOWN = 12


class TranslationNotes(QObject):
    """Two banners: `error`, and `banner` for what a reader of the translation should know."""

    def __init__(self, controller: TranslateController, models: ModelsController, source: PaneText,
                 choose_model: Callable[[], None], parent: QObject):
        super().__init__(parent)
        self._controller, self._models, self._source = controller, models, source
        self._choose_model = choose_model
        self.error, self.banner = Banner(), Banner()

    def render(self) -> None:
        """An error of the model or of the translation; what is amiss with the text."""
        controller = self._controller
        error = self._models.error or controller.error
        actions = [(self.tr("Choose another…"), self._choose_model)] if self._models.error else []
        self.error.say(error, "bad", actions)
        if controller.is_stopped:
            self.banner.say(self._stopped_words(), "watch",
                            [(self.tr("Go on (Ctrl+Enter)"), controller.translate_now)])
            return
        seems = controller.unlike
        if seems is not None:  # then pieces are unknown for that reason
            self.banner.say(self._unlike_words(seems), "watch", self._other_models(seems))
            return
        actions = [(self.tr("Show them"), self._show_unknown)] if controller.num_unknown else []
        self.banner.say(" ".join(self._notes()), "watch", actions)

    def _stopped_words(self) -> str:
        done, total = self._controller.progress
        if not done:
            return self.tr("Stopped before the first sentence was translated.")
        return self.tr("Stopped at {done} of {total} sentences: the rest is not translated.").format(
            done=thousands(done), total=thousands(total))

    def _unlike_words(self, languages: tuple[str, ...]) -> str:
        expected = language_name(self._models.direction[0])
        if not languages:
            return self.tr("This text does not look like {expected}, which the model reads.").format(
                expected=expected)
        return self.tr("This text looks like {language}; the model reads {expected}.").format(
            language=language_name(languages[0]), expected=expected)

    def _other_models(self, languages: tuple[str, ...]) -> list[tuple[str, Callable[[], None]]]:
        """To translate from the language that the text is in, where a model does."""
        known = {base(code): code for code in reversed(self._models.languages(0))}
        return [(self.tr("Translate from {language}").format(language=language_name(known[one])),
                 partial(self._models.choose_language, 0, known[one]))
                for one in languages if one in known][:1]

    def _notes(self) -> list[str]:
        """What a reader of this translation should know."""
        controller, notes = self._controller, []
        unknown, cut, ended = controller.num_unknown, controller.num_cut, controller.num_unfinished
        if self._source.is_broken and self._source.document().characterCount() > LONGEST:
            notes.append(self.tr("A very long paragraph got line breaks, so that typing stays quick."))
        if unknown:
            notes.append(self.tr("1 piece of this text was never seen in training.") if unknown == 1 else
                         self.tr("{count} pieces of this text were never seen in training.").format(
                             count=thousands(unknown)))
        if cut:
            notes.append(self.tr("1 sentence is longer than this model reads; it was translated in parts.")
                         if cut == 1 else
                         self.tr("{count} sentences are longer than this model reads; they were translated "
                                 "in parts.").format(count=thousands(cut)))
        if ended:
            notes.append(self.tr("1 translation was cut off at the limit of its length.") if ended == 1 else
                         self.tr("{count} translations were cut off at the limit of their length.").format(
                             count=thousands(ended)))
        return notes

    def _show_unknown(self) -> None:
        pieces = self._controller.unknown
        words = "  ".join(pieces[:_UNKNOWN_SHOWN]) + (" …" if len(pieces) > _UNKNOWN_SHOWN else "")
        self.banner.say(self.tr("Never seen in training: {pieces}").format(pieces=words), "watch",
                        [(self.tr("Close"), self.render)])
