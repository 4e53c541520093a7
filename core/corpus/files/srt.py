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
_JOINED = 3  # cues at the most; what is shown all the film long is no sentence of it
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
    """The cues of `src` with those of `tgt` that share most of their time: one with one, or where one file
    shows as two cues what the other shows as one, those joined. Else a cue of `src` stands with nothing."""
    first, second = list(cues(src)), list(cues(tgt))
    shared = _shared(first, second)
    of_first, of_second = _groups(shared)
    for index, cue in enumerate(first):
        ours, theirs = of_first.get(index, ([index], []))
        if index == min(ours):
            (text, changes), (other, other_changes) = _joined(first, ours), _joined(second, theirs)
            yield Unit(cue.line, cue.number, [(langs[0], text), (langs[1], other)], "",
                       changes + other_changes if theirs else ())
    met = {other for _, _, other in shared}
    for index, cue in enumerate(second):
        if index not in of_second:
            ours, theirs = src.path.name, tgt.path.name
            yield Problem(cue.line, cue.number,
                          f"{theirs}: more cues of {ours} are shown at its time than are joined"
                          if index in met else f"{theirs}: no cue of {ours} is shown for most of its time")


def _joined(all_: list[Cue], group: list[int]) -> tuple[str, tuple[Change, ...]]:
    """The text of a group of cues in order of time, and what was done to it."""
    found = sorted((all_[index] for index in group), key=lambda cue: cue.begins_ms)
    if len(found) == 1:
        return found[0].text, found[0].changes
    text = " ".join(cue.text for cue in found)
    return text, (Change(CUE_LINES, "\n".join(cue.text for cue in found), text),) if found else ()


def _shared(first: list[Cue], second: list[Cue]) -> list[tuple[float, int, int]]:
    """(minus the part of their time that is shared, index, index) of the cues that share most of the shorter
    one's time. Both lists are nearly in order of time."""
    order = sorted(range(len(second)), key=lambda index: second[index].begins_ms)
    found, low = [], 0
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
                both = cue.ends_ms - cue.begins_ms + other.ends_ms - other.begins_ms
                found.append((-shared / max(1, both - shared), index, order[place]))
    return found


def _groups(shared: list[tuple[float, int, int]]) -> tuple[dict, dict]:
    """For each index of either side the group that it is in: (indices of the first, of the second)."""
    of_first: dict[int, tuple[list[int], list[int]]] = {}
    of_second: dict[int, tuple[list[int], list[int]]] = {}
    for _, index, other in sorted(shared):  # what shares most comes first
        if index in of_first and other in of_second:
            continue
        ours, theirs = of_first.get(index) or of_second.get(other) or ([], [])
        group = ours, theirs = sorted({*ours, index}), sorted({*theirs, other})
        if max(map(len, group)) > _JOINED:
            continue
        of_first |= dict.fromkeys(ours, group)
        of_second |= dict.fromkeys(theirs, group)
    return of_first, of_second


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
