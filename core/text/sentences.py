"""Text as sentences and what stands between them, so that a translation keeps its line breaks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from core.text.abbreviations import BEFORE, BEFORE_NUMBER, EITHER, GERMAN_MONTHS, MONTHS, PLACES, STARTERS

# An end mark with closing quotes; in scripts with spaces it ends a sentence only before a space, and
# a Latin ! or ? between Han characters as it would if it were a wide one.
# Nothing here backtracks (++ and the look-behind): 10,000 dots take no longer than other text.
_END = re.compile(
    r"""(?: [。！？｡…]++ [”’」』）]*+
          | (?<=[\u3040-\u30ff\u3400-\u9fff]) [!?]++ (?=[\u3040-\u30ff\u3400-\u9fff])
          | (?<![.!?؟۔।॥]) (?P<mark>[.!?؟۔।॥]++) ["'”’»)\]]*+ (?=\s|$)
          | \n
        ) \s*+""", re.VERBOSE)

# What numbers or marks an item of a list: it is kept as it is, and only what follows is translated.
MARKER = re.compile(
    r"""[^\S\n]*+ (?: (?: [-*+•·▪◦‣–—] | \d{1,3}[.)] | [A-Za-z]\) | \(\w{1,3}\) ) [^\S\n]++ (?=\S)
          | (?: \d{1,3}[、．] | [（(] [\d一二三四五六七八九十]{1,3} [)）] | [一二三四五六七八九十]{1,3}、
            | [①-⑳] ) [^\S\n]*+ (?=\S) )""", re.VERBOSE)

_WORD_BEFORE = re.compile(r"[\w.°№]+\Z")
_NUMBER, _FIRST_WORD = re.compile(r"\d|[IVXLC]{2,}+\b"), re.compile(r"\w*+")
_LOOK_BACK = 24  # characters in which an abbreviation must lie

_NEAR = 8_000  # characters to either side of a middle: without a place to cut they fit no model anyway

# Where a sentence that is too long may be cut, best first.
_CUTS = tuple(re.compile(mark) for mark in (r"[；;]\s*", r"[：:，,、]\s*(?!\d)", r"\s+"))


@dataclass(frozen=True)
class Segment:
    """`text` is translated; `gap` (spaces, line breaks, the mark of a list's next item) is kept.

    code  of the language that was asked for earlier in the same line (">>isl<<"), or ""
    """

    text: str
    gap: str = ""
    code: str = ""

    @property
    def told(self) -> str:
        """What the model is told: the text, behind the code that holds for it."""
        return f"{self.code} {self.text}" if self.code else self.text

    @property
    def lead(self) -> int:
        """How many characters of `told` come before the text."""
        return len(self.code) + 1 if self.code else 0


def split(text: str) -> list[Segment]:
    """The sentences of a text in order; joining text and gap of all gives the text back.

    Only the first segment's text can be empty: where the text begins with blanks or the mark of a
    list. A small letter behind a quotation or dots goes on with it. Abbreviations and initials ("e.g.",
    "J. Smith") end no sentence; those that can ("etc.") do where a capital follows.
    """
    segments, start = [], 0
    for match in _END.finditer(text):
        if not _is_abbreviation(text, match) and not _goes_on(text, match):
            _add(segments, text[start:match.end()])
            start = match.end()
    if start < len(text):
        _add(segments, text[start:])
    return segments


def cut(text: str, fits: Callable[[str], bool]) -> Iterator[str]:
    """A sentence that does not fit, in parts that do, in order; joined they give it back.

    Cut after a clause where there is one, else between words, else anywhere. `fits` is not asked about the
    blanks after a part.
    """
    core = text.rstrip()
    if len(core) < 2 or fits(core):
        yield text
        return
    place = _middle(core)
    yield from cut(text[:place], fits)
    yield from cut(text[place:], fits)


def _middle(text: str) -> int:
    """The best place to cut: close to the middle, and not before a blank."""
    middle = len(text) // 2
    start, end = max(middle - _NEAR, 0), min(middle + _NEAR, len(text))
    for mark in _CUTS:
        places = [match.end() for match in mark.finditer(text, start, end) if 0 < match.end() < end]
        if places:
            return min(places, key=lambda place: abs(place - middle))
    return len(text) - len(text[middle:].lstrip())


def _goes_on(text: str, match: re.Match) -> bool:
    """Does a small letter follow a quotation, a bracket or dots? `"Hello!" she said.` is one sentence.

    (After a bare mark it does not: who writes without capitals still ends sentences.)
    """
    mark = match[0].rstrip()
    if "\n" in match[0] or len(mark) == len(match[0]) or not text[match.end():match.end() + 1].islower():
        return False
    if match["mark"] is None:  # a wide mark, or dots
        return mark[-1] == "…"
    return mark[-1] in "\"'”’»)]" or mark.endswith("..")


def _is_abbreviation(text: str, match: re.Match) -> bool:
    """Does this stop belong to its word rather than to the sentence?"""
    if match["mark"] != ".":
        return False
    stop = match.start("mark")
    found = _WORD_BEFORE.search(text, max(0, stop - _LOOK_BACK), stop)
    following = text[match.end():match.end() + 1]
    if found is None or not following or "\n" in match[0]:
        return False
    word = found[0]
    if word in BEFORE:
        return True
    if word in BEFORE_NUMBER and _NUMBER.match(text, match.end()):
        return True
    if word in BEFORE_NUMBER and len(word) > 1:
        return False  # "S." may still be an initial
    if word in PLACES:
        return _FIRST_WORD.match(text, match.end())[0] not in STARTERS
    if word in MONTHS and following.isdigit():
        return True
    if word in EITHER or word.lower() in EITHER or ("." in word and not word[0].isdigit()):
        return following.islower()
    if len(word) == 1 and word.isalpha():  # an initial: "J. Smith", "z. B."; but "you and I. Then"
        is_dotted = text[match.end() + 1:match.end() + 2] == "."
        return following.islower() or is_dotted or (word.isupper() and word != "I" and following.isupper())
    if not word.isdigit():
        return False
    line = text[text.rfind("\n", 0, stop) + 1:found.start()] if len(word) < 4 else "-"
    if following.islower() or not line.strip():  # an ordinal: "am 3. jeden Monats"; or a list's "1."
        return True
    return text.startswith(GERMAN_MONTHS, match.end()) and len(word) < 3  # "am 3. Mai"


def _add(segments: list[Segment], part: str) -> None:
    """Trailing blanks become the segment's gap; leading ones and a list's mark that of the one before."""
    starts_line = not segments or "\n" in segments[-1].gap
    marker = MARKER.match(part) if starts_line else None
    lead = marker.end() if marker else len(part) - len(part.lstrip())
    core = part[lead:].rstrip()
    if lead or not core:
        before = part[:lead] if core else part
        last = segments.pop() if segments else Segment("")
        segments.append(Segment(last.text, last.gap + before))
    if core:
        segments.append(Segment(core, part[lead + len(core):]))
