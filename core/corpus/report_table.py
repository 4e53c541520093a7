"""An import's report as one table that any spreadsheet opens."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from core.corpus.changes import LONGEST, visible

COLUMNS = ("section", "file", "line", "what", "value", "source", "target")
DROPPED_ROW = "dropped row"

_HISTOGRAMS = {"src_words": ("words in a source", 1), "tgt_words": ("words in a target", 1),
               "ratio_tenths": ("characters of the target for one of the source", 0.1)}

Row = tuple[object, ...]  # as COLUMNS; shorter ones end in empty cells


def cell(value: object) -> str:
    return " ".join(str(value).split())


def write(path: Path, report: dict[str, Any], dropped: Path | None = None) -> None:
    """All of a report.json; with `dropped` (its dropped.tsv) also each row that was left out."""
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        file.write("\t".join(COLUMNS) + "\n")
        for row in rows(report):
            cells = [*map(cell, row), *[""] * (len(COLUMNS) - len(row))]
            file.write("\t".join(cells) + "\n")
        if dropped is not None:
            with open(dropped, encoding="utf-8", newline="\n") as lines:
                next(lines)  # its columns are those after the first here
                file.writelines(f"{DROPPED_ROW}\t{line}" for line in lines)


def rows(report: dict[str, Any]) -> Iterator[Row]:
    facts = report["facts"]
    for name in ("pairs", "kept", "src_lang", "tgt_lang", "changed_lines", "seed", "seconds"):
        yield "import", "", "", name, report[name]
    for text in report["warnings"]:
        yield "warning", "", "", text
    yield from (("rule", "", "", name, "off" if value in (None, False) else "on" if value is True else value)
                for name, value in report["rules"].items())
    for file in report["files"]:
        yield from _of_file(file)
    yield from (("part", "", "", name, count) for name, count in report["parts"].items())
    yield "part", "", "", "held-out rows that share a sentence with training", facts["leaks"]
    alike = facts["alike"]
    yield "part", "", "", "held-out sources that differ by one word from one in training", alike["count"]
    yield from (("alike", "", "", "held-out, training source", "", *pair) for pair in alike["examples"])
    for name, (words, unit) in _HISTOGRAMS.items():
        yield from (("histogram", "", "", f"{words}: {value * unit:g}", count)
                    for value, count in facts[name])
    yield "characters", "", "", "different characters", facts["characters"]
    yield "characters", "", "", "seen once or twice", facts["num_rare"]
    yield from (("characters", "", "", "seen once or twice", f"U+{ord(one):04X}", one)
                for one in facts["rare_characters"])
    yield "characters", "", "", "that a vocabulary will not know", facts["num_unknown"]
    yield from (("characters", "", "", "not known to a vocabulary", f"U+{ord(one):04X}", one)
                for one in facts["unknown_characters"])


def _of_file(file: dict[str, Any]) -> Iterator[Row]:
    path, changes = file["path"], file["changes"]
    for name in ("format", "encoding", "size", "units", "pairs", "kept", "further"):
        yield "file", path, "", name, file[name]
    yield "file", path, "", "used", "to validate on" if file["is_dev"] else "to learn from"
    first = file["first_row"]
    if first:
        what = "first row taken as names of the columns" if first["is_names"] else "first row taken as a pair"
        yield "file", path, "", what, " | ".join(first["cells"])
    yield from (("units by language", path, "", tag, count) for tag, count in file["languages"].items())
    for side, claimed, found in zip(("source", "target"), file["claimed"], file["found"], strict=True):
        votes = sum(found.values())
        read = ", ".join(f"{tag} {count} of {votes} samples" for tag, count in found.items())
        yield "language", path, "", f"{side} claims to be", claimed
        yield "language", path, "", f"{side} reads like", read
    yield from (("dropped", path, "", reason, count) for reason, count in file["dropped"].items())
    yield from (("dropped", path, "", f"{reason}: of those, further translations", count)
                for reason, count in file["dropped_further"].items())
    if file["num_problems"]:
        yield "dropped", path, "", "not readable", file["num_problems"]
    yield from (("changed", path, "", kind, count) for kind, count in changes["counts"].items())
    for kind, examples in changes["examples"].items():
        for item in examples:
            change = " -> ".join(visible(kind, item["before"], item["after"], LONGEST))
            yield "changed line", path, item["line"], kind, item["unit"], *[""] * item["side"], change
