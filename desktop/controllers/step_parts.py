"""The controllers beside the Step page's own, as the page takes them."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.controllers.batch import BatchController
from desktop.controllers.beam import BeamController
from desktop.controllers.comparison import ComparisonController
from desktop.controllers.lab import LabController
from desktop.controllers.lessons import LessonController
from desktop.controllers.player import Player


@dataclass(frozen=True)
class StepParts:
    lab: LabController
    player: Player
    beam: BeamController
    comparison: ComparisonController
    batch: BatchController
    lessons: LessonController
