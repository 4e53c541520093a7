"""The text of a Markdown block: emphasis and links as pairs, all that is no text as codes on their own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from itertools import pairwise

from core.documents.inline import ADDRESS, CLOSE, OPEN, PLACEHOLDER, SINGLE, Code, Inline, protect

_TARGET = r"\((?:[^()\s]|\([^()\s]*\))*(?:\s+\"[^\"]*\")?\)"  # of a link: (https://example.org/a_(b) "title")

# Code spans, autolinks, formulas and what software fills in: letter for letter.
_OPAQUE = re.compile(r"(?P<ticks>`+)[^`].*?(?<!`)(?P=ticks)(?!`) | <https?://[^>\s]+> | \[\^[^\]]+\] "
                     r" | \$\$.+?\$\$ | \$(?![\s{$])[^$\n]*(?<!\s)\$(?!\w) | \\[^\w\s] | "
                     + PLACEHOLDER.pattern.replace(ADDRESS, r"(?<!\]\()" + ADDRESS), re.VERBOSE)
_LINK = re.compile(r"!?\[(?=[^\]\[]+\](?:" + _TARGET + r"|\[[^\]]*\]))")
_LINK_END = re.compile(r"\](?:" + _TARGET + r"|\[[^\]]*\])")
_PICTURE_LINK = re.compile(r"\[!\[[^\]]*\](?:" + _TARGET + r"|\[[^\]]*\])\](?:" + _TARGET + r"|\[[^\]]*\])")
_SHORTCUT = re.compile(r"\[([^\]\[]+)\](?![\[(:])")
_EMPHASIS = re.compile(r"\*{1,3}(?!\*)|__|~~|(?<!\w)_(?=\S)|(?<=\S)_(?!\w)")
# What would be no text: a star with a blank at both sides is one, and so is a line within a word.
_SPECIAL = re.compile(r"(?<!\s)\*|\*(?!\s)|`|(?<!\w)_|_(?!\w)|<(?=[A-Za-z/!?])")
_RUNS = ("*", "_", "~", "`")  # which are one mark where they touch
_NESTED = ((OPEN, OPEN), (CLOSE, CLOSE))
_MASK = "\ue000"  # in the place of a code: no sign and no letter


@dataclass(frozen=True)
class _Mark:
    """A sign in the text. `name` is the same at both ends of a pair; `side` is 1 at its beginning only, -1 at
    its end only."""

    start: int
    end: int
    name: str
    side: int
    data: str


def read(text: str, labels: Collection[str] = ()) -> Inline:
    """`labels`: what links may refer to, as `label` gives it."""
    parts = protect(text, _OPAQUE)
    masked = "".join(part if isinstance(part, str) else _MASK * len(part.data) for part in parts)
    marks = _marks(masked, text, labels)
    made: list[str | Code] = []
    at = 0
    for start, end, code in sorted([*_placed(parts), *_paired(marks, text)], key=lambda item: item[0]):
        if start < at:  # within a mark, as an address in the target of a link
            continue
        made += [text[at:start]] if start > at else []
        made.append(code)
        at = end
    return (*made, text[at:]) if at < len(text) else tuple(made)


def label(text: str) -> str:
    """As references are compared (CommonMark 0.31, 4.7)."""
    return " ".join(text.split()).casefold()


def _placed(parts: Inline) -> list[tuple[int, int, Code]]:
    found, at = [], 0
    for part in parts:
        end = at + len(part if isinstance(part, str) else part.data)
        if isinstance(part, Code):
            found.append((at, end, part))
        at = end
    return found


def _marks(masked: str, text: str, labels: Collection[str]) -> list[_Mark]:
    """In order; where one lies in another the outer counts."""
    found = [_Mark(m.start(), m.end(), "picture", 0, m[0]) for m in _PICTURE_LINK.finditer(masked)]
    found += [_Mark(m.start(), m.end(), "[", 1, m[0]) for m in _LINK.finditer(masked)]
    found += [_Mark(m.start(), m.end(), "[", -1, text[m.start():m.end()]) for m in _LINK_END.finditer(masked)]
    for match in _SHORTCUT.finditer(masked):
        if label(text[match.start(1):match.end(1)]) in labels:
            found += [_Mark(match.start(), match.start() + 1, "[", 1, "["),
                      _Mark(match.end() - 1, match.end(), "[", -1, "]")]
    for match in _EMPHASIS.finditer(masked):
        before, after = masked[match.start() - 1:match.start()], masked[match.end():match.end() + 1]
        opens, closes = bool(after.strip()), bool(before.strip())
        if opens or closes:
            found.append(_Mark(match.start(), match.end(), match[0], opens - closes, match[0]))
    kept: list[_Mark] = []
    for mark in sorted(found, key=lambda mark: (mark.start, -mark.end)):
        if not kept or mark.start >= kept[-1].end:
            kept.append(mark)
    return kept


def _paired(marks: list[_Mark], text: str) -> list[tuple[int, int, Code]]:
    """As codes; a mark without its partner stands alone."""
    partner, stack, num_open = {}, [], Counter()
    for number, mark in enumerate(marks):
        if mark.name == "picture":
            continue
        if mark.side != 1 and num_open[mark.name]:
            opening = None
            while opening is None or marks[opening].name != mark.name:
                opening = stack.pop()
                num_open[marks[opening].name] -= 1
            partner[opening], partner[number] = number, opening
        elif mark.side != -1:
            stack.append(number)
            num_open[mark.name] += 1
    made = []
    for number, mark in enumerate(marks):
        other = partner.get(number)
        kind = SINGLE if other is None else OPEN if other > number else CLOSE
        data = mark.data
        if kind == CLOSE and data in ("]", "][]"):  # what it refers to is not what it will say
            data = f"][{text[marks[other].end:mark.start]}]"
        key = f"m{number if other is None else min(number, other)}"
        made.append((mark.start, mark.end, Code(kind, key, data)))
    return made


def write(inline: Inline) -> str:
    """As Markdown: emphasis begins and ends where its rules see it (CommonMark 0.31, 6.2)."""
    texts = [_SPECIAL.sub(r"\\\g<0>", part) if isinstance(part, str) else part.data for part in inline]
    emphasis = [(place, part) for place, part in enumerate(inline) if isinstance(part, Code)
                and part.kind != SINGLE and part.data[:1] in ("*", "_", "~")]
    for place, part in emphasis:  # with nothing in it, which would be stars to read
        if part.kind == OPEN and isinstance(inline[place + 1], Code) and inline[place + 1].key == part.key:
            texts[place] = texts[place + 1] = ""
    emphasis = [(place, part) for place, part in emphasis if texts[place]]
    unseen = {part.key for place, part in emphasis if not _is_seen(texts, place, _inwards(part))}
    for place, part in emphasis:
        if part.key in unseen:
            is_text = isinstance(inline[place + _inwards(part)], str)
            _move_out(texts, place, _inwards(part), is_text)
    within_words = {part.key for place, part in emphasis if part.data[0] == "_"
                    and _beside(texts, place, -_inwards(part)).isalnum()}
    for place, part in emphasis:
        if part.key in within_words:  # where _ is a letter
            texts[place] = texts[place].replace("_", "*")
    _keep_apart(inline, texts)
    return "".join(texts)


def _keep_apart(inline: Inline, texts: list[str]) -> None:
    """*a**b* would be a mark of two stars."""
    for place, (part, following) in enumerate(pairwise(inline)):
        both = isinstance(part, Code) and isinstance(following, Code)
        if both and (part.kind, following.kind) not in _NESTED and texts[place][-1:] in _RUNS \
                and texts[place][-1:] == texts[place + 1][:1]:
            texts[place] += " "


def _inwards(code: Code) -> int:
    return 1 if code.kind == OPEN else -1


def _is_seen(texts: list[str], place: int, inwards: int) -> bool:
    outer, inner = _beside(texts, place, -inwards), _beside(texts, place, inwards)
    return not (inner.isspace() or (_is_sign(inner) and outer.isalnum()))


def _move_out(texts: list[str], place: int, inwards: int, is_text: bool) -> None:
    """Signs and blanks at the inner side go out: Chinese has not the blanks that the rules count on."""
    text = texts[place + inwards] if is_text else ""
    signs = "".join(character for character in set(text) if character.isspace() or _is_sign(character))
    core = text.lstrip(signs) if inwards == 1 else text.rstrip(signs)
    moved = "" if _is_seen(texts, place, inwards) else " "  # where a link or code begins
    if core != text and core:
        moved = text[:len(text) - len(core)] if inwards == 1 else text[len(core):]
        texts[place + inwards] = core
    texts[place] = moved + texts[place] if inwards == 1 else texts[place] + moved


def _beside(texts: list[str], place: int, step: int) -> str:
    """The character at a side of a text; "" at the end of all."""
    place += step
    while 0 <= place < len(texts) and not texts[place]:
        place += step
    if not 0 <= place < len(texts):
        return ""
    return texts[place][0 if step > 0 else -1]


def _is_sign(character: str) -> bool:
    return bool(character) and not character.isalnum() and not character.isspace()
