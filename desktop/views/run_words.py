"""The words for what a run is and does; one place, so that list, header and sidebar agree."""

from __future__ import annotations

import math

from PySide6.QtCore import QCoreApplication

from desktop.controllers.active_run import ActiveRun
from desktop.controllers.runs import Run, Status
from desktop.theme import numbers

TAGS = {Status.FINISHED: "ok", Status.STOPPED: "plain", Status.INTERRUPTED: "watch",
        Status.FAILED: "bad", Status.PAUSED: "watch"}



def tag_of(status: Status) -> str:
    """Which look of `QLabel[tag=…]` a status has."""
    return TAGS.get(status, "accent")


def status_word(status: Status) -> str:
    return {
        Status.RUNNING: QCoreApplication.translate("RunWords", "Running"),
        Status.INTERRUPTED: QCoreApplication.translate("RunWords", "Interrupted"),
        Status.FINISHED: QCoreApplication.translate("RunWords", "Finished"),
        Status.STOPPED: QCoreApplication.translate("RunWords", "Stopped"),
        Status.FAILED: QCoreApplication.translate("RunWords", "Failed"),
        Status.STARTING: QCoreApplication.translate("RunWords", "Starting"),
        Status.PAUSING: QCoreApplication.translate("RunWords", "Pausing"),
        Status.PAUSED: QCoreApplication.translate("RunWords", "Paused"),
        Status.STOPPING: QCoreApplication.translate("RunWords", "Saving"),
    }[status]


def stage_word(active: ActiveRun) -> str:
    """What the child does at this moment."""
    return {
        "starting": QCoreApplication.translate("RunWords", "Starting"),
        "reading": QCoreApplication.translate("RunWords", "Reading the sentences"),
        "tokenizer": QCoreApplication.translate("RunWords", "Learning the pieces of words"),
        "preparing": QCoreApplication.translate("RunWords", "Preparing the engine (once)"),
        "model": QCoreApplication.translate("RunWords", "Getting the model ready"),
        "validating": QCoreApplication.translate("RunWords", "Validating"),
        "saving": QCoreApplication.translate("RunWords", "Saving"),
        "training": QCoreApplication.translate("RunWords", "Training"),
        "paused": QCoreApplication.translate("RunWords", "Paused"),
    }.get(active.stage, active.stage)


def preset_word(preset: str) -> str:
    return {
        "fine-tuned": QCoreApplication.translate("RunWords", "Fine-tuned"),
        "tiny": QCoreApplication.translate("RunWords", "Tiny"),
        "small": QCoreApplication.translate("RunWords", "Small"),
        "base": QCoreApplication.translate("RunWords", "Base"),
    }.get(preset, preset)


def direction(run: Run) -> str:
    """ "zh → en", or "" where the languages are not known."""
    return f"{run.src_lang} → {run.tgt_lang}" if run.src_lang and run.tgt_lang else ""


def time_figure(seconds: float) -> tuple[str, str]:
    """A number and its unit: ("11", "min")."""
    if seconds < 90:
        return str(max(1, round(seconds))), QCoreApplication.translate("RunWords", "s")
    if seconds < 90 * 60:
        return str(round(seconds / 60)), QCoreApplication.translate("RunWords", "min")
    return f"{seconds / 3600:.1f}", QCoreApplication.translate("RunWords", "h")


def time_range(least: float, most: float) -> tuple[str, str]:
    """As `time_figure`: ("11–14", "min"); one number where the two round to the same."""
    number, unit = time_figure(most)
    scale, digits = (1, 0) if most < 90 else (60, 0) if most < 90 * 60 else (3600, 1)
    lowest = f"{max(least / scale, 1 if scale == 1 else 0):.{digits}f}"
    return (number if lowest == number else f"{lowest}–{number}"), unit


def duration(seconds: float) -> str:
    return "{} {}".format(*time_figure(seconds))


def gigabytes(size: float) -> tuple[str, str]:
    if size < 1e9:
        return f"{size / 1e6:.0f}", "MB"
    return f"{size / 1e9:.1f}", "GB"


def rate(value: float) -> str:
    """4.6e-4 as "4.6 × 10⁻⁴"."""
    if not value:
        return "0"
    power = math.floor(math.log10(abs(value)))
    superscript = str(power).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
    return f"{value / 10 ** power:.1f}{numbers.THIN}×{numbers.THIN}10{superscript}"
