"""The views of the Step page, one card each; only the first is made with the page."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, partial

from PySide6.QtWidgets import QWidget

from desktop.controllers.looks import VIEWS
from desktop.controllers.models import ModelsController
from desktop.controllers.step import StepController
from desktop.controllers.step_parts import StepParts
from desktop.theme.theme import Theme
from desktop.views.attention_card import AttentionCard
from desktop.widgets.card import Card
from desktop.widgets.roomy_stack import RoomyStack

_MODULES = {"inside": "block_card", "heads": "heads_card", "beam": "beam_card", "compare": "compare_card",
            "batch": "batch_card"}


class StepViews(RoomyStack):
    """A property for each of `looks.VIEWS`. The others are made when they are first asked for, or `ahead`:
    all of them at once would hold the window up."""

    def __init__(self, controller: StepController, parts: StepParts, models: ModelsController, theme: Theme,
                 parent: QWidget | None = None):
        super().__init__(parent)
        self._controller, self._parts, self._models, self._theme = controller, parts, models, theme
        self.attention = self._add(AttentionCard(controller, theme))

    def show_view(self, name: str) -> None:
        """One of VIEWS."""
        self.setCurrentWidget(getattr(self, name))

    def ahead(self) -> list[tuple[str, Callable[[], QWidget]]]:
        """For `Ahead`: the module and the maker of each card that may not be there yet."""
        return [(f"desktop.views.{_MODULES[name]}", partial(getattr, self, name)) for name in VIEWS[1:]]

    @cached_property
    def inside(self) -> Card:
        from desktop.views.block_card import BlockCard

        return self._add(BlockCard(self._controller, self._theme))

    @cached_property
    def heads(self) -> Card:
        from desktop.views.heads_card import HeadsCard

        return self._add(HeadsCard(self._controller, self._parts.lab, self._theme))

    @cached_property
    def beam(self) -> Card:
        from desktop.views.beam_card import BeamCard

        return self._add(BeamCard(self._controller, self._parts.beam, self._theme))

    @cached_property
    def compare(self) -> Card:
        from desktop.views.compare_card import CompareCard

        return self._add(CompareCard(self._controller, self._parts.comparison, self._models, self._theme))

    @cached_property
    def batch(self) -> Card:
        from desktop.views.batch_card import BatchCard

        return self._add(BatchCard(self._controller, self._parts.batch, self._theme))

    def _add(self, view: Card) -> Card:
        self.addWidget(view)
        self._theme.dress(view)
        return view
