"""Subtitles: two SRT files, whose cues belong together by the time they are shown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from core.corpus.changes import CUE_LINES, STYLES, Change, of_tidying
from core.corpus.textfile import TextFile
from core.corpus.unit import CorpusError, Problem, Unit

_TIME = r"(\d{1,3}):(\d{2}):(\d{2})[,.](\d{1,3})"
_TIMES = re.compile(rf"\s*{_TIME}\s*-->\s*{_TIME}")
_STYLE = re.compile(r"</?(?:[biu]|font)\b[^>]{0,200}>|\{\\[^}]{0,200}\}", re.IGNORECASE)
_MAX_CUES = 100_000  # a film has two thousand
ENOUGH = 0.5  # of the shorter cue's time must be shared


@dataclass(frozen=True)
class Cue:
    line: int
    number: str
    begins_ms: int
    ends_ms: int
    text: str
    changes: tuple[Change, ...]


def looks_like(head: str) -> bool:
    return re.match(rf"\s*\d+\s*\n{_TIMES.pattern}", head.replace("\r\n", "\n")) is not None


def read(src: TextFile, tgt: TextFile, langs: tuple[str, str]) -> Iterator[Unit | Problem]:
    """Each cue of `src` with the cue of `tgt` that shares most of its time, or with nothing."""
    first, second = list(cues(src)), list(cues(tgt))
    partner = dict(_matched(first, second))
    taken = set(partner.values())
    for index, cue in enumerate(first):
        other = second[partner[index]] if index in partner else None
        yield Unit(cue.line, cue.number, [(langs[0], cue.text), (langs[1], other.text if other else "")], "",
                   cue.changes + other.changes if other else ())
    for index, cue in enumerate(second):
        if index not in taken:
            yield Problem(cue.line, cue.number,
                          f"{tgt.path.name}: no cue of {src.path.name} is shown at its time")


def _matched(first: list[Cue], second: list[Cue]) -> Iterator[tuple[int, int]]:
    """Index pairs by most shared time, each cue once. Both lists are nearly in order of time."""
    order = sorted(range(len(second)), key=lambda index: second[index].begins_ms)
    candidates, low = [], 0
    for index in sorted(range(len(first)), key=lambda index: first[index].begins_ms):
        cue = first[index]
        while low < len(order) and second[order[low]].ends_ms <= cue.begins_ms:
            low += 1
        for place in range(low, min(len(order), low + 50)):
            other = second[order[place]]
            if other.begins_ms >= cue.ends_ms:
                break
            shared = min(cue.ends_ms, other.ends_ms) - max(cue.begins_ms, other.begins_ms)
            shorter = max(1, min(cue.ends_ms - cue.begins_ms, other.ends_ms - other.begins_ms))
            if shared / shorter > ENOUGH:
                candidates.append((-shared, index, order[place]))
    used: tuple[set[int], set[int]] = (set(), set())
    for _, index, other_index in sorted(candidates):
        if index not in used[0] and other_index not in used[1]:
            used[0].add(index)
            used[1].add(other_index)
            yield index, other_index


def cues(file: TextFile) -> Iterator[Cue]:
    """The cues with text; styles (<i>, {\\an8}) are dropped, lines of one cue joined by a space."""
    number, held, begun, count = "", [], None, 0
    for line_number, line in file.lines():
        raw = line or ""
        line = raw.strip()
        times = _TIMES.match(line)
        if times:
            if begun:  # the blank line between two cues is missing: its last line is this cue's number
                yield _cue(begun, held[:-1] if held and held[-1].strip().isdigit() else held)
            parts = [int(part) for part in times.groups()]
            begun, held = (line_number, number, _ms(parts[:4]), _ms(parts[4:])), []
            count += 1
            if count > _MAX_CUES:
                raise CorpusError(f"{file.path}, line {line_number}: over {_MAX_CUES} cues; expected the "
                                  "subtitles of one film")
        elif not line:
            if begun:
                yield _cue(begun, held)
            begun, held = None, []
        elif begun:
            held.append(raw)
        else:
            number = line[:20]
    if begun:
        yield _cue(begun, held)


def _cue(begun: tuple[int, str, int, int], held: list[str]) -> Cue:
    """`held`: its lines as the file has them."""
    bare = [_STYLE.sub("", line) for line in held]
    text, raw = " ".join(line.strip() for line in bare).strip(), "\n".join(held)
    kinds = [STYLES] * (bare != held) + [CUE_LINES] * (len(held) > 1)
    kinds += sorted({kind for line in bare for kind in of_tidying(line, line.strip())})
    return Cue(*begun, text, tuple(Change(kind, raw, text) for kind in kinds))


def _ms(parts: list[int]) -> int:
    hours, minutes, seconds, fraction = parts
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + fraction
