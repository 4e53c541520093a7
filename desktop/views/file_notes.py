"""What is odd about a file of an import, in the window's language."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication

from core.corpus.sources import HALVES
from desktop.core_words import in_words
from desktop.theme import numbers
from desktop.views.words import language_name


def names_of(path: str) -> str:
    """Of a file, or of the two that make one corpus."""
    return " + ".join(Path(part).name for part in path.split(" + "))


def num_files(report: dict[str, Any]) -> int:
    return sum(2 if file["format"] in HALVES else 1 for file in report["files"])


def kind_of(file: dict[str, Any]) -> str:
    """The format of one of a report's files, with an encoding that is worth a word."""
    kind = QCoreApplication.translate("DataReport", "Paired line by line") if file["format"] == "moses" \
        else file["format"].upper()
    return kind if set(file["encoding"].split(" + ")) == {"utf-8"} else f"{kind} {file['encoding']}"


def notes_of(file: dict[str, Any]) -> list[str]:
    """A sentence each, of one of a report's files."""
    name, notes = names_of(file["path"]), []
    if not file["pairs"]:
        words = QCoreApplication.translate(
            "DataReport", "{file}: nothing in it has both a source and a target.")
        notes.append(words.format(file=name))
    if file["format"] == "moses" and not file["languages"]:  # nothing in their names said so
        words = QCoreApplication.translate(
            "DataReport", "{file}: taken for two halves, line by line. If each is a table of its own, remove "
                          "them and add one at a time.")
        notes.append(words.format(file=name))
    if file["problems"]:
        first = file["problems"][0]
        words = QCoreApplication.translate(
            "DataReport", "{file}: could not be read: {count}. First at line {line}: {reason}")
        notes.append(words.format(count=numbers.thousands(file["num_problems"]), file=name,
                                  line=numbers.thousands(first["line"]), reason=in_words(first["reason"])))
    if file["further"] == 1:
        words = QCoreApplication.translate(
            "DataReport", "{file}: 1 further translation of the same unit is a pair of its own.")
        notes.append(words.format(file=name))
    elif file["further"]:
        words = QCoreApplication.translate(
            "DataReport", "{file}: {count} further translations of the same units are pairs of their own.")
        notes.append(words.format(file=name, count=numbers.thousands(file["further"])))
    beside = sum(file["dropped_further"].values())
    if beside:
        words = QCoreApplication.translate(
            "DataReport", "{file}: rows below that are further translations, and count as no pairs: {count}")
        notes.append(words.format(file=name, count=numbers.thousands(beside)))
    for said, taken in file["overruled"].items():
        words = QCoreApplication.translate(
            "DataReport", "{file}: says that it is in {said}, but is read as {taken}.")
        notes.append(words.format(file=name, said=language_name(said), taken=language_name(taken)))
    for doubt in file["doubts"]:
        words = QCoreApplication.translate(
            "DataReport", "{file}: claimed to be {claimed}, but reads like {found}.")
        notes.append(words.format(file=name, claimed=language_name(doubt["claimed"]),
                                  found=language_name(doubt["found"])))
    return notes


def heavy_rules(report: dict[str, Any]) -> list[str]:
    """The rules that leave out most of a file, a sentence each."""
    return [in_words(words.replace(file["path"], names_of(file["path"]), 1))
            for file in report["files"] for words in file["heavy"].values()]
