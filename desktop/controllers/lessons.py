"""Lessons that drive the real page: cards of text, each with what it sets on the Step page.

resources/guide/lessons.LANG.json: [{"title", "cards": [{"do": [[action, ...]], "text"}]}]. Actions:
["step", n] stands at step n; ["view", v]; ["block", b]; ["stage", name] scrolls to a sub-step of the block;
["look", name, on]; ["lab", open]; ["reset"] undoes the lab's edits. A lesson begins with no edits, the lab
closed, one head as a matrix of pieces, and greedy.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any

from PySide6.QtCore import QObject, Signal

from core.config import DecodeConfig
from core.edits import Edits
from desktop.controllers.step import StepController

_PLAIN = DecodeConfig()
_BEGIN = (
    ("reset",), ("lab", False),
    *(("look", name, False) for name in ("as_lines", "by_words", "is_averaged", "is_alone")),
    ("decode", {name: getattr(_PLAIN, name) for name in ("method", "temperature", "top_k", "top_p")}),
)


@dataclass(frozen=True)
class Card:
    text: str
    do: tuple[tuple[Any, ...], ...]


@dataclass(frozen=True)
class Lesson:
    title: str
    cards: tuple[Card, ...]


def load(code: str) -> list[Lesson]:
    """The lessons in a language: "en" or "zh_CN"."""
    text = resources.files("resources").joinpath("guide", f"lessons.{code}.json").read_text(encoding="utf-8")
    return [Lesson(entry["title"], tuple(Card(card["text"], tuple(map(tuple, card["do"])))
                                         for card in entry["cards"])) for entry in json.loads(text)]


class LessonController(QObject):
    """One lesson is open, or none; its card in view has been put on the page."""

    changed = Signal()
    lab_asked = Signal(bool)
    stage_asked = Signal(str)  # a sub-step of the block in view, to be scrolled to

    def __init__(self, step: StepController, parent: QObject | None = None):
        super().__init__(parent)
        self._step = step
        self.lessons: list[Lesson] = []
        self.number, self.card = -1, 0
        self._stage = ""  # to be asked for when one stands there
        self._wanted = 0  # the step to stand at, as soon as there is a walk
        step.changed.connect(self._advance)

    def set_language(self, code: str) -> None:
        self.lessons = load(code)
        self.changed.emit()

    @property
    def lesson(self) -> Lesson | None:
        return self.lessons[self.number] if 0 <= self.number < len(self.lessons) else None

    def start(self, number: int) -> None:
        self.number = number
        self._show_from_begin(0)

    def next(self) -> None:
        """The next card; after the last, the next lesson."""
        if self.lesson is None:
            return
        if self.card + 1 < len(self.lesson.cards):
            self._show(self.card + 1)
        elif self.number + 1 < len(self.lessons):
            self.start(self.number + 1)
        else:
            self.close()

    def back(self) -> None:
        """The card before, on the page as it was then."""
        if self.lesson is not None and self.card > 0:
            self._show_from_begin(self.card - 1)

    def close(self) -> None:
        self.number = -1
        self.changed.emit()

    def _show_from_begin(self, card: int) -> None:
        """Sets the page as if the lesson had been walked through up to this card: not as somebody left it."""
        acts = [act for earlier in self.lesson.cards[:card + 1] for act in earlier.do]
        self._put([*_BEGIN, *acts])
        self.card = card
        self.changed.emit()

    def _show(self, card: int) -> None:
        self._put(self.lesson.cards[card].do)
        self.card = card
        self.changed.emit()

    def _put(self, acts: Sequence[tuple[Any, ...]]) -> None:
        """Looks first, in one change of the picture, then what the engine must work for."""
        step, open_lab = self._step, None
        self._stage = ""
        with step.together():
            for action, *arguments in acts:
                if action == "view":
                    step.choose_view(*arguments)
                elif action == "block":
                    step.choose_block(*arguments)
                elif action == "look":
                    step.set_look(**{arguments[0]: arguments[1]})
                elif action == "decode":
                    step.set_decode(**arguments[0])
        for action, *arguments in acts:
            if action == "step":
                self._wanted = arguments[0]
            elif action == "lab":
                open_lab = arguments[0]
            elif action == "stage":
                self._stage = arguments[0]
            elif action == "reset":
                step.set_edits(Edits())
            elif action not in ("view", "block", "look", "decode"):
                raise ValueError(f"a lesson asks for {action!r}, which the page does not know")
        if open_lab is not None:
            self.lab_asked.emit(open_lab)
        self._advance()

    def _advance(self) -> None:
        """One step nearer to the one that is wanted; each answer of the engine calls again."""
        walk = self._step.walk
        if walk is None or self._step.is_busy:
            return
        if walk.current.position < self._wanted and walk.can_advance():
            self._step.next()
            return
        wanted, self._wanted = self._wanted, 0
        stage, self._stage = self._stage, ""
        if 0 < wanted < walk.current.position:
            self._step.go_to(walk.path()[wanted].id)
        if stage:
            self.stage_asked.emit(stage)
