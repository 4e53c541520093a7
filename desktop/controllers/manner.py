"""With what and how a text is translated: what a job on the worker's thread takes with it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from core.alignment import Head
from core.config import DecodeConfig
from core.decoding.translator import Translator
from core.live import LiveText
from desktop.workers.inference import Engine

if TYPE_CHECKING:
    from core.terms.steering import Steered


@dataclass(frozen=True)
class Manner:
    """The model's folder, the search, the person's terms and rules, and the head that they want to see."""

    folder: Path
    config: DecodeConfig
    steered: Steered | None = None
    head: Head | None = None

    @contextmanager
    def translator(self, engine: Engine) -> Iterator[Translator]:
        """Steered for the block alone: other pages use the same translator without a person's terms."""
        translator = engine.translator(self.folder)
        translator.steering = self.steered
        try:
            yield translator
        finally:
            translator.steering = None


class LiveTexts:
    """What was translated before by the same model, in the same manner. Belongs to the worker's thread."""

    def __init__(self):
        self._translator: Translator | None = None
        self._key: tuple = ()
        self._live: LiveText | None = None

    def of(self, translator: Translator, manner: Manner) -> LiveText:
        key = (manner.config, manner.steered.identity() if manner.steered is not None else None)
        if self._live is None or self._translator is not translator or self._key != key:
            self._translator, self._key = translator, key
            self._live = LiveText(translator, manner.config)
        self._live.choose_head(manner.head)
        return self._live
