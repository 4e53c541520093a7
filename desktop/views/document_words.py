"""The words for a document on its way; one place, so that its line and its details agree."""

from __future__ import annotations

import re
from typing import Any

from PySide6.QtCore import QCoreApplication

from desktop.controllers.document_jobs import ASKING, DONE, FAILED, PAUSED, WAITING, WORKING, Job
from desktop.core_words import in_words
from desktop.theme.numbers import thousands
from desktop.views.run_words import time_range
from desktop.views.words import legible

_NOTES = 200  # lines of a report


def tag_of(job: Job) -> str:
    """Which look of a tag its state has."""
    if job.state == DONE and has_gaps(job.report):
        return "watch"
    looks = {DONE: "ok", FAILED: "bad", WORKING: "accent", PAUSED: "watch", ASKING: "watch"}
    return looks.get(job.state, "plain")


def has_gaps(report: dict[str, Any]) -> bool:
    """Is there something to know about it?"""
    return bool(report.get("same") or report.get("unfinished") or report.get("notes"))


def state_word(job: Job) -> str:
    return {WAITING: QCoreApplication.translate("DocumentWords", "Waiting"),
            WORKING: QCoreApplication.translate("DocumentWords", "Translating"),
            PAUSED: QCoreApplication.translate("DocumentWords", "Paused"),
            ASKING: QCoreApplication.translate("DocumentWords", "Which column?"),
            DONE: QCoreApplication.translate("DocumentWords", "Done"),
            FAILED: QCoreApplication.translate("DocumentWords", "Not translated")}[job.state]


def facts(job: Job, time_left: tuple[float, float] | None) -> str:
    """What there is to say of it in one line."""
    if job.state == FAILED:
        return legible(in_words(job.problem))
    if job.state == ASKING:
        return QCoreApplication.translate("DocumentWords", "Choose below what is translated")
    if job.state == DONE:
        return QCoreApplication.translate("DocumentWords", "{done} of {total} parts translated").format(
            done=thousands(job.report.get("translated", 0)), total=thousands(job.report.get("total", 0)))
    if not job.total:
        return ""
    counted = QCoreApplication.translate("DocumentWords", "{done} of {total} sentences").format(
        done=thousands(job.done), total=thousands(job.total))
    if job.state != WORKING or time_left is None:
        return counted
    left = QCoreApplication.translate("DocumentWords", "{time} left").format(
        time=" ".join(time_range(*time_left)))
    return f"{counted} · {left}"


def report_lines(report: dict[str, Any]) -> list[str]:
    """What was not translated and why, a line each."""
    places = ", ".join(place(str(where)) for where in report.get("same_where") or ())
    counted = (
        ("same", QCoreApplication.translate(
            "DocumentWords", "{count} came out as they went in: {places}")),
        ("copied", QCoreApplication.translate("DocumentWords", "{count} have no words in them")),
        ("kept", QCoreApplication.translate(
            "DocumentWords", "{count} had a translation already, which was kept")),
        ("left", QCoreApplication.translate(
            "DocumentWords", "{count} could not be read and stay as they are")),
        ("unfinished", QCoreApplication.translate(
            "DocumentWords", "{count} translations were cut off at the limit of their length")),
        ("unknown", QCoreApplication.translate(
            "DocumentWords", "{count} pieces of the text were never seen in training")),
        ("resumed", QCoreApplication.translate(
            "DocumentWords", "{count} sentences are from before an interruption")))
    lines = [words.format(count=thousands(report[name]), places=places)
             for name, words in counted if report.get(name)]
    return [*lines, *(legible(in_words(str(note))) for note in report.get("notes") or ())][:_NOTES]


def place(where: str) -> str:
    """Which part of a document is meant ("line 12", "header1.xml, paragraph 3"), in the window's language."""
    found = re.fullmatch(r"(.+, )?(line|row|cue|paragraph|drawn text|description) (\d+)", where, re.DOTALL)
    if not found:
        return where
    number = {"line": QCoreApplication.translate("DocumentWords", "line {number}"),
              "row": QCoreApplication.translate("DocumentWords", "row {number}"),
              "cue": QCoreApplication.translate("DocumentWords", "subtitle {number}"),
              "paragraph": QCoreApplication.translate("DocumentWords", "paragraph {number}"),
              "drawn text": QCoreApplication.translate("DocumentWords", "drawn text {number}"),
              "description": QCoreApplication.translate("DocumentWords", "description {number}")}[found[2]]
    return (found[1] or "") + number.format(number=found[3])
