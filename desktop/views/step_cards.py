"""What the Step page is put together from: each part is made when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, partial

from desktop.controllers.models import ModelsController
from desktop.controllers.step import StepController
from desktop.controllers.step_parts import StepParts
from desktop.theme.theme import Theme
from desktop.views.checks_line import ChecksLine
from desktop.views.lesson_bar import LessonBar
from desktop.views.model_card import ModelCard
from desktop.views.step_side import BranchesCard, NextTokenCard
from desktop.views.step_views import StepViews
from desktop.views.token_band import TokenBand
from desktop.views.transport import Transport

_MADE_AHEAD = ("transport", "band", "model_card", "views", "next_token", "branches")


class StepCards:
    """All of them together hold the window for longer than it may stop, so they are made ahead one by one,
    and the page then only lays them out."""

    def __init__(self, controller: StepController, parts: StepParts, models: ModelsController, theme: Theme):
        self.controller, self.parts, self.models, self.theme = controller, parts, models, theme

    def ahead(self) -> list[tuple[str, Callable[[], None]]]:
        """For `Ahead`: the module and the maker of each. What a card makes ahead itself can wait."""
        return [(__name__, partial(self._make, name)) for name in _MADE_AHEAD]

    def _make(self, name: str) -> None:
        getattr(self, name)

    @cached_property
    def transport(self) -> Transport:
        return Transport(self.controller, self.parts.player, self.theme)

    @cached_property
    def band(self) -> TokenBand:
        return TokenBand(self.controller, self.theme)

    @cached_property
    def model_card(self) -> ModelCard:
        return ModelCard(self.controller, self.theme)

    @cached_property
    def views(self) -> StepViews:
        return StepViews(self.controller, self.parts, self.models, self.theme)

    @cached_property
    def next_token(self) -> NextTokenCard:
        return NextTokenCard(self.controller, self.theme)

    @cached_property
    def branches(self) -> BranchesCard:
        return BranchesCard(self.controller, self.theme)

    @cached_property
    def checks(self) -> ChecksLine:
        return ChecksLine(self.controller)

    @cached_property
    def lesson(self) -> LessonBar:
        return LessonBar(self.parts.lessons)
