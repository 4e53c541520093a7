"""White space at the ends of a unit: where the source has it, on the same side of the same codes."""

from __future__ import annotations

import re

from core.documents.inline import SINGLE, Code, Inline, plain
from core.text.sentences import MARKER

_MARK = Code(SINGLE, "mark of a list")
_BLANK = re.compile(r"[^\S\n]*")  # line breaks are the document's, and no white space


def with_ends(source: Inline, target: Inline) -> Inline:
    """The target with the source's white space before and after all words and placeholders, and behind the
    mark of a list that both begin with."""
    if not (_has_words(source) and _has_words(target)):
        return target  # without words nothing has ends
    return joined_parts(_reversed(_with_beginning(_reversed(source), _reversed(_with_head(source, target)))))


def _with_head(source: Inline, target: Inline) -> Inline:
    """With the beginning, where the mark of a list is no word but stands like a code among the others."""
    found = MARKER.match(plain(source))
    mark = found[0].strip() if found else ""
    marked = [_with_code(mark, side) for side in (source, target)] if mark else []
    if not (marked and all(map(_has_words, marked))):
        return _with_beginning(source, target)
    return tuple(mark if part is _MARK else part for part in _with_beginning(*marked))


def _with_code(mark: str, inline: Inline) -> Inline:
    """With _MARK in the place of the mark; () where something else comes first."""
    count = _ahead(inline)
    first = inline[count]
    if isinstance(first, Code) or not first.lstrip().startswith(mark):
        return ()
    blank, _, rest = first.partition(mark)
    return tuple(part for part in (*inline[:count], blank, _MARK, rest, *inline[count + 1:]) if part)


def _has_words(inline: Inline) -> bool:
    return _ahead(inline) < len(inline)


def joined_parts(parts: Inline) -> Inline:
    """No empty text, and no two beside one another."""
    made: list[str | Code] = []
    for part in parts:
        if isinstance(part, str) and made and isinstance(made[-1], str):
            made[-1] += part
        elif part != "":
            made.append(part)
    return tuple(made)


def _reversed(inline: Inline) -> Inline:
    return tuple(part[::-1] if isinstance(part, str) else part for part in reversed(inline))


def _ahead(inline: Inline) -> int:
    """How many parts are codes and white space before all words and placeholders."""
    return next((number for number, part in enumerate(inline) if (
        part.is_word if isinstance(part, Code) else not _BLANK.fullmatch(part))), len(inline))


def _with_beginning(source: Inline, target: Inline) -> Inline:
    """The white space stands at the codes that both begin with; that at codes that moved, in front."""
    (wanted, _), (made, words) = _cut(source), _cut(target)
    same = 0
    while same < min(len(wanted), len(made)) - 1 and wanted[same][1] == made[same][1]:
        same += 1
    kept = [part for piece in wanted[:same] for part in piece]
    blank, code = "".join(blank for blank, _ in wanted[same:]), made[same][1]
    moved = [part for piece in made[same + 1:] for part in piece]
    return tuple(part for part in (*kept, blank, code, *moved, *words) if part)


def _cut(inline: Inline) -> tuple[list[tuple[str, Code | None]], Inline]:
    """(white space, the code behind it) for each code before all words and placeholders, and None behind the
    last; the rest, from the first word or placeholder on."""
    pieces, blank, count = [], "", _ahead(inline)
    for part in inline[:count]:
        if isinstance(part, str):
            blank += part
        else:
            pieces.append((blank, part))
            blank = ""
    rest = inline[count:]
    if isinstance(rest[0], str):
        start = _BLANK.match(rest[0]).end()
        blank, rest = blank + rest[0][:start], (rest[0][start:], *rest[1:])
    return [*pieces, (blank, None)], rest
