"""The sentence that a person is at: by the cursor of whichever of the two texts was touched last."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from core.live import Place
from core.text import sentences
from desktop.controllers.translate import CURRENT, TranslateController
from desktop.views.text_pane import PaneText


class AtCursor(QObject):
    """`place` is its sentence while text and translation belong together; `sentence` is always known."""

    changed = Signal()

    def __init__(self, controller: TranslateController, source: PaneText, target: PaneText, parent: QObject):
        super().__init__(parent)
        self._controller, self._source, self._target = controller, source, target
        self._is_target = False
        self.place: Place | None = None
        source.cursorPositionChanged.connect(lambda: self._touch(False))
        target.cursorPositionChanged.connect(lambda: self._touch(target.hasFocus()))
        source.touched.connect(lambda: self._touch(False))  # a click where its cursor stood moves none
        target.touched.connect(lambda: self._touch(True))
        target.shown.connect(self._find)
        controller.changed.connect(self._find)

    @property
    def sentence(self) -> str:
        """As it stands in the source; "" where there is none."""
        if self.place is not None:
            return self.place.translation.source
        return _sentence_at(self._source.toPlainText(), self._source.cursor_character())

    def _touch(self, is_target: bool) -> None:
        self._is_target = is_target
        self._find()

    def _find(self) -> None:
        before, self.place = self.place, self._found()
        if self.place != before:
            self.changed.emit()

    def _found(self) -> Place | None:
        result = self._controller.result if self._controller.state == CURRENT else None
        if result is None:
            return None
        places = [place for place in result.places if place.translation is not None]
        if self._is_target:
            at, start = self._target.cursor_character(), lambda place: place.target
        else:
            at, start = self._source.cursor_character(), lambda place: place.source
        before = [place for place in places if start(place) <= at]
        return before[-1] if before else places[0] if places else None


def _sentence_at(content: str, at: int) -> str:
    start, chosen = 0, ""
    for segment in sentences.split(content):
        end = start + len(segment.text) + len(segment.gap)
        chosen = segment.text or chosen
        if chosen and at < end:
            break
        start = end
    return chosen
