"""How far two sentences are from each other, and where they differ."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from dataclasses import dataclass

_PARTS = re.compile(r"[^\W_]+|.", re.DOTALL)


@dataclass(frozen=True)
class Difference:
    """theirs[start:end] of the sentence in the memory stands where ours[our_start:our_end] is wanted; either
    may be empty."""

    start: int
    end: int
    our_start: int
    our_end: int


def edit_distance(a: str, b: str) -> int:
    """Insertions, deletions and exchanges of characters: Myers 1999, a whole column in one integer."""
    if not a or not b:
        return len(a) + len(b)
    masks: dict[str, int] = {}
    for place, character in enumerate(a):
        masks[character] = masks.get(character, 0) | 1 << place
    everything, last = (1 << len(a)) - 1, 1 << len(a) - 1
    up, down, distance = everything, 0, len(a)
    for character in b:
        equal = masks.get(character, 0)
        diagonal = (((equal & up) + up) ^ up) | equal | down
        right, left = (down | ~(diagonal | up)) & everything, up & diagonal
        distance += bool(right & last) - bool(left & last)
        right, left = (right << 1 | 1) & everything, left << 1 & everything
        up, down = (left | ~(diagonal | right)) & everything, right & diagonal
    return distance


def similarity(a: str, b: str, at_least: float = 0.0) -> float:
    """1 for equal, 0 for nothing in common; 0, too, where it is less than `at_least`."""
    longest = max(len(a), len(b))
    if not longest:
        return 1.0
    allowed = int((1 - at_least) * longest + 1e-9)
    if abs(len(a) - len(b)) > allowed:
        return 0.0
    ours, theirs = Counter(a), Counter(b)  # what has no partner must be changed
    if max((ours - theirs).total(), (theirs - ours).total()) > allowed:
        return 0.0
    distance = edit_distance(a, b)
    return 1 - distance / longest if distance <= allowed else 0.0


def differences(theirs: str, ours: str) -> tuple[Difference, ...]:
    """Word by word, Han characters one by one."""
    left, right = _parts(theirs), _parts(ours)
    matcher = difflib.SequenceMatcher(None, left, right, autojunk=False)
    starts, our_starts = _starts(left), _starts(right)
    return tuple(Difference(starts[a], starts[b], our_starts[c], our_starts[d])
                 for tag, a, b, c, d in matcher.get_opcodes() if tag != "equal")


def _parts(text: str) -> list[str]:
    parts: list[str] = []
    for word in _PARTS.findall(text):
        parts += list(word) if any(character >= "⺀" for character in word) else [word]
    return parts


def _starts(parts: list[str]) -> list[int]:
    starts = [0]
    for part in parts:
        starts.append(starts[-1] + len(part))
    return starts
