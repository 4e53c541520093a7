"""What is marked in the two texts: uncertain words, the word that is looked at, and what it came from."""

from __future__ import annotations

from itertools import islice

from PySide6.QtCore import QObject
from PySide6.QtGui import QTextCharFormat

from core.live import LiveWord
from desktop.controllers import translate as states
from desktop.controllers.translate import TranslateController
from desktop.theme.theme import Theme
from desktop.views.evidence_bar import EvidenceBar
from desktop.views.legend import Legend
from desktop.views.text_pane import PaneText, lit, underlined

DOTTED_BELOW, DASHED_BELOW = 0.8, 0.6  # the share of such words that were right
MOST = 1500  # underlines: more are no help to a reader, and slow to draw


class WordMarks(QObject):
    """Marks by the pointer, or by the text cursor of the translation for those who use the keyboard."""

    def __init__(self, controller: TranslateController, source: PaneText, target: PaneText,
                 evidence: EvidenceBar, legend: Legend, theme: Theme, parent: QObject):
        super().__init__(parent)
        self._controller, self._theme, self._evidence, self._legend = controller, theme, evidence, legend
        self._source, self._target = source, target
        self._looked_at: list[LiveWord] = []
        self._terms: list[tuple[int, int]] = []  # where words of a glossary stand in the translation
        target.pointed.connect(self._point_target)
        source.pointed.connect(self._point_source)
        target.cursorPositionChanged.connect(lambda: self._point_target(target.cursor_character()))
        controller.changed.connect(self.renew)
        target.shown.connect(self.renew)
        controller.options_changed.connect(self._show_heads)
        evidence.head_chosen.connect(controller.set_head)
        theme.changed.connect(self._draw)
        self._show_heads()
        self.renew()

    @property
    def words(self) -> tuple[LiveWord, ...]:
        """Those of the translation as it stands; none while text and translation differ."""
        return self._controller.result.words if self._is_current else ()

    @property
    def _is_current(self) -> bool:
        return (self._controller.state == states.CURRENT and self._controller.result is not None
                and not self._target.is_showing)

    def _show_heads(self) -> None:
        self._evidence.set_heads(*self._controller.num_heads, self._controller.head)

    def renew(self) -> None:
        self._terms = self._find_terms()
        if self.words:
            self._legend.set_measured(any(word.right is not None for word in self.words))
        self._looked_at = []
        self._draw()
        self._look_at([])
        self._source.forget_pointer()
        self._target.forget_pointer()

    def _point_target(self, place: int) -> None:
        word = self._controller.result.word_at(place) if self.words and place >= 0 else None
        self._look_at([word] if word is not None else [])

    def _point_source(self, place: int) -> None:
        self._look_at(self._controller.result.words_from(place) if self.words and place >= 0 else [])

    def _look_at(self, words: list[LiveWord]) -> None:
        self._looked_at = words
        self._light()
        result = self._controller.result
        self._evidence.say(self._controller.text, result.text if result is not None else "",
                           words[0] if words else None, result.head if result is not None else None)

    def _find_terms(self) -> list[tuple[int, int]]:
        result = self._controller.result
        if not self._is_current or not any(one.terms for one in result.sentences):
            return []
        from core.terms.matching import used_places

        return [(place.target + start, place.target + end) for place in result.places
                if place.translation is not None and place.translation.terms
                for start, end in used_places(place.translation)]

    def _draw(self) -> None:
        """Marks that stay as long as the translation does."""
        color, line = self._theme.color, QTextCharFormat.UnderlineStyle
        dotted, dashed = (underlined(style, color("watch")) for style in (line.DotLine, line.DashUnderline))
        uncertain = [word for word in self.words if word.right is not None and word.right < DOTTED_BELOW]
        marks = [((word.start, word.end), dashed if word.right < DASHED_BELOW else dotted)
                 for word in islice(uncertain, MOST)]
        whole = underlined(line.SingleUnderline, color("target"))
        marks += [(span, whole) for span in islice(self._terms, MOST)]
        self._target.mark_spans(marks)
        self._light()

    def _light(self) -> None:
        """What is pointed at, and what it came from."""
        color = self._theme.color
        here, there = lit(color("target_fill"), color("target")), lit(color("source_fill"), color("source"))
        self._target.light_spans(((word.start, word.end), here) for word in self._looked_at)
        self._source.light_spans((span, there) for word in self._looked_at for span in word.sources)
