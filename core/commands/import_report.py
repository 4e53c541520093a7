"""The report of an import, for a terminal."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from pathlib import Path

from core.corpus.changes import visible
from core.corpus.cleaning import RULE_OF
from core.corpus.importing import DROPPED, TABLE
from core.corpus.report import Dropped, FileReport, Report, named

_SHOWN_ROWS, _SHOWN_CHARACTERS = 10, 60  # of each reason, of each side, in a dry run
_SHOWN_CHANGES = 2  # of each kind
_SHOWN_SIGNS = 40  # characters that are hard to learn
_BINS, _WIDEST_BAR = 8, 24  # of a histogram
_MOST = 0.99  # of the sentences are in its bins but the last


def shown(report: Report) -> str:
    """The report for a terminal. Of a dry run also the first rows that each reason would drop."""
    lines = []
    for file in report.files:
        langs = ", ".join(f"{tag} {count}" for tag, count in file.languages.items())
        use = " (to validate on)" if file.is_dev else ""
        lines.append(f"{file.path}{use}: {file.format}, {file.encoding}{f', {langs}' if langs else ''}; "
                     f"{file.units} units, {file.pairs} pairs, {file.kept} kept" + _further(file.further))
        lines += _languages(file)
        lines += _first_row(file)
        lines += [f"    line {problem['line']}{_unit(problem)}: {problem['reason']}. Skipped."
                  for problem in file.problems[:5]]
        if file.num_problems > 5:
            lines.append(f"    and {file.num_problems - 5} more, all in {DROPPED}" if report.out else
                         f"    and {file.num_problems - 5} more")
    for reason, count in report.dropped.most_common():
        examples = report.examples.get(reason, [])
        place = f"   such as {_place(examples[0], report)}" if examples and report.out else ""
        keep = f"   (--off {RULE_OF[reason]} keeps them)" if reason in RULE_OF and not report.out else ""
        further = report.dropped_further[reason]
        beside = f", {_translations(further)} among them" if further else ""
        lines.append(f"{count:>9}  {reason}{beside}{place}{keep}")
        if not report.out:
            lines += _rows(examples, count, report)
    lines += _changed(report)
    if report.kept_to_learn:
        lines += [*_histograms(report.facts), *_characters(report.facts), *_alike(report.facts["alike"])]
    lines += report.warnings
    parts = ", ".join(f"{name} {count}" for name, count in report.parts.items())
    kept = f"{report.kept} of {report.pairs} pairs{_further(report.further)}"
    if report.out:
        others = f"; {DROPPED} there lists the others, {TABLE} has all of this" \
            if report.has_left_out else f"; {TABLE} there has all of this"
        lines.append(f"{kept} kept ({parts}) in {report.out}{others}")
    else:
        lines.append(f"{kept} would be kept ({parts}). Nothing was written; --out CORPUS imports them, "
                     "--no-clean keeps all")
    return "\n".join(lines)


def _further(count: int) -> str:
    return f" and {_translations(count)} of them" if count else ""


def _translations(count: int) -> str:
    return "1 further translation" if count == 1 else f"{count} further translations"


def _changed(report: Report) -> list[str]:
    """What reading and tidying did to pairs that stay, with the first of each kind."""
    lines = []
    if report.changed_lines:
        lines.append(f"{report.changed_lines} of the kept pairs do not stand in their file letter for "
                     "letter:")
    for kind, count in report.changed.most_common():
        lines.append(f"{count:>9}  {kind}")
        shown = [(file, item) for file in report.files for item in file.changes.examples.get(kind, ())]
        for file, item in shown[:_SHOWN_CHANGES]:
            before, after = visible(kind, item["before"], item["after"], _SHOWN_CHARACTERS)
            place = f"{named(file.path, item['side'])}:{item['line']}"
            lines.append(f"{'':>11}{place}  {short(before, 1000)} -> {short(after, 1000)}")
    return lines


def _languages(file: FileReport) -> list[str]:
    """What its sides claim to be in, and what they read like, where that is known."""
    said = []
    for side, claimed, found in zip(("source", "target"), file.claimed, file.found, strict=True):
        if found:
            tag, count = found.most_common(1)[0]
            said.append(f"{side} {f'claims {claimed}, ' if claimed else ''}reads like {tag} in {count} of "
                        f"{found.total()} samples")
    return [f"    {'; '.join(said)}"] if said else []


def _first_row(file: FileReport) -> list[str]:
    """What the first row of a table was taken for, and how to say that it is not."""
    if file.first_row is None:
        return []
    cells, path = short(" | ".join(file.first_row.cells)), shlex.quote(file.path)
    if file.first_row.is_names:
        return [f"    first row taken as names of the columns: {cells}   (--no-header {path} if a pair)"]
    return [f"    first row taken as a pair: {cells}   (--header {path} if it names the columns)"]


def _histograms(facts: dict) -> list[str]:
    """Lengths of both sides beside each other, and the ratio of their lengths."""
    sides = [dict(facts[name]) for name in ("src_words", "tgt_words")]
    every = sorted((sides[0] | sides[1]).keys())
    lines = ["  words in a sentence: source, target"]
    lines += _bars(_bins(every, [sum(side.get(value, 0) for side in sides) for value in every]), sides, str)
    ratios = dict(facts["ratio_tenths"])
    lines.append("  characters of the target for one of the source")
    bins = _bins(list(ratios), list(ratios.values()))
    return lines + _bars(bins, [ratios], lambda tenths: f"{tenths / 10:.1f}")


def _bins(values: list[int], counts: list[int]) -> list[tuple[int, int]]:
    """(first, last value) of each: of like width up to where nearly all are, the last has the others."""
    total, seen, most = sum(counts), 0, values[0]
    for value, count in zip(values, counts, strict=True):
        seen, most = seen + count, value
        if seen >= _MOST * total:
            break
    width = max(1, -(-(most - values[0] + 1) // _BINS))
    bins = [(low, low + width - 1) for low in range(values[0], most + 1, width)]
    return bins if bins[-1][1] >= values[-1] else [*bins, (bins[-1][1] + 1, values[-1])]


def _bars(bins: list[tuple[int, int]], series: list[dict[int, int]], name: Callable[[int], str]) -> list[str]:
    sums = [[sum(count for value, count in counts.items() if low <= value <= high) for counts in series]
            for low, high in bins]
    most = max(map(max, sums))
    lines = []
    for (low, high), row in zip(bins, sums, strict=True):
        label = name(low) if low == high else f"{name(low)}-{name(high)}"
        bars = "  ".join(f"{count:>9} {'#' * round(_WIDEST_BAR * count / most):<{_WIDEST_BAR}}"
                         for count in row)
        lines.append(f"{label:>11}{bars}".rstrip())
    return lines


def _characters(facts: dict) -> list[str]:
    rare, unknown, lines = facts["rare_characters"], facts["unknown_characters"], []
    if rare:
        lines.append(f"{facts['num_rare']:>9}  of {facts['characters']} characters are seen once or twice, "
                     f"hard to learn: {_signs(rare)}")
    if unknown:
        lines.append(f"{facts['num_unknown']:>9}  characters that a vocabulary learned from the training "
                     f"part will not know: {_signs(unknown)}")
    return lines


def _signs(characters: str) -> str:
    more = " …" if len(characters) > _SHOWN_SIGNS else ""
    return " ".join(map(short, characters[:_SHOWN_SIGNS])) + more


def _alike(found: dict) -> list[str]:
    if not found["count"]:
        return []
    pair = " | ".join(map(short, found["examples"][0]))
    return [f"{found['count']:>9}  of {found['held_out']} held-out sources differ by one word from one in "
            f"training   such as {pair}"]


def _place(item: Dropped, report: Report) -> str:
    return f"{Path(report.files[item.row.file].path).name}:{item.row.line}"


def _rows(examples: list[Dropped], count: int, report: Report) -> list[str]:
    """What a dry run shows of the rows of one reason."""
    lines = [f"{'':>11}{_place(item, report)}  {short(item.row.src)} | {short(item.row.tgt)}"
             f"{f'   ({item.detail})' if item.detail else ''}" for item in examples[:_SHOWN_ROWS]]
    if examples and count > len(lines):
        lines.append(f"{'':>11}and {count - len(lines)} more")
    return lines


def short(text: str, characters: int = _SHOWN_CHARACTERS) -> str:
    """On one line, with nothing that a terminal would obey."""
    shown = text if len(text) <= characters else f"{text[:characters]}…"
    return "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in shown)


def _unit(problem: dict) -> str:
    return f", {problem['unit']}" if problem["unit"] else ""
