"""Inline tags within a sentence: text kept, native codes dropped or kept as placeholders.

TMX 1.4b: bpt ept ph it ut hold code, hi and sub text. XLIFF 1.2: g mrk hold text, x bx ex nothing, bpt ept
ph it code with sub for text. XLIFF 2: pc mrk hold text, ph sc ec nothing, cp one character by its number.
A tag that none of them has (a dialect's own) holds text. A code that breaks the line there leaves a space
where it is dropped, unless one stands beside it, so that no two words become one; Chinese and Japanese need
none between theirs.
"""

from __future__ import annotations

import itertools
import re

from core.corpus.changes import CODES, PLACEHOLDERS, Change
from core.corpus.scripts import RANGES

_CODES = {"bpt", "ept", "ph", "it", "ut"}
_EMPTY = {"x", "bx", "ex", "sc", "ec"}
_OPENING, _CLOSING = {"bpt", "bx", "sc"}, {"ept", "ex", "ec"}
_AROUND = {"g", "pc", "hi"}
_DROPPED = ("", True, "")
_BREAKS = {"lb", "pb", "br", "x-lb", "x-pb", "x-br", "x-html-br", "xlf:lb", "xlf:pb"}  # types of codes
_BREAK = re.compile(r"\s*<br\b[^<>]*>\s*|[^\S\n]*\n\s*|\\n", re.IGNORECASE)  # what such a code holds
# Thai and its like have no spaces between words either, but between phrases, which a line often is.
_UNSPACED = re.compile(f"[{RANGES['Han']}{RANGES['Kana']}]")
_TOLD = 100  # tags that `changes` shows


class InlineText:
    """Gathers one sentence; `parts` is None while inside a code, so that callers skip its text."""

    def __init__(self, keep_codes: bool = False):
        self._keep = keep_codes
        self._all: list[str] = []
        # Of each open tag: what to put at its end, is its text code, how its end is shown.
        self._stack: list[tuple[str, bool, str]] = []
        self._numbered = 0  # placeholders
        self._open: dict[str, int] = {}  # the file's id of a code that opened -> its number
        self._tags: list[tuple[int, str]] = []  # before which part a tag stands, as `changes` shows it
        self._made: set[int] = set()  # parts that the file does not have
        self._breaks: list[int] = []  # parts that become a space where one is needed
        self._code: list[str] = []  # what is in the code that is being dropped
        self._is_break = False  # by its tag
        self.parts: list[str] | None = self._all

    @property
    def sink(self) -> list[str]:
        """Where text goes: the sentence, or the code that it is in."""
        return self._code if self.parts is None else self.parts

    def start(self, name: str, attrib) -> None:
        if name in _CODES and not self._keep:  # by far the most frequent
            if self.parts is not None:
                self._tell(f"<{name}>…</{name}>")
                self._code, self._is_break = [], is_break(attrib)
            self._stack.append(_DROPPED)
            self.parts = None
            return
        at_end, shown_end = "", ""
        if name == "sub" or (self.parts is not None and name != "cp"
                             and not (name == "mrk" and attrib.get("mtype") == "seg")):
            is_empty = name in _EMPTY or name in _CODES
            self._tell(f"<{name}/>" if is_empty else f"<{name}>")
            shown_end = "" if is_empty else f"</{name}>"
        if name == "cp":
            self._put(_character(attrib.get("hex", "")))
        elif name == "sub":  # text of its own, such as a title inside a link's code
            self._put(" ", is_made=True)
            at_end = " "
        elif name in _EMPTY and self.parts is not None and not self._keep and is_break(attrib):
            self._break()
        elif self._keep and self.parts is not None:
            at_end = self._placeholder(name, attrib)
        is_code = name != "sub" and (self.parts is None or name in _CODES or name in _EMPTY or name == "cp")
        self._stack.append((at_end, is_code, shown_end))
        self.parts = None if is_code else self._all

    def end(self) -> None:
        at_end, _, shown = self._stack.pop()
        if shown:
            self._tell(shown)
        self._put(at_end, is_made=True)
        stack = self._stack
        was_code = self.parts is None
        self.parts = None if stack and stack[-1][1] else self._all
        if was_code and self.parts is not None:
            if not self._keep and (self._is_break or holds_break("".join(self._code))):
                self._break()
            self._code, self._is_break = [], False

    def data(self, text: str) -> None:
        self.sink.append(text)

    def text(self) -> str:
        if self._breaks:
            self._part_words()
        return "".join(self._all)

    def changes(self) -> tuple[Change, ...]:
        """What became of the tags, with the sentence as the file has it; the content of codes is not held."""
        if not self._tags:
            return ()
        parts, tags = [], iter([*self._tags, (len(self._all) + 1, "")])
        place, tag = next(tags)
        for number, part in enumerate([*self._all, ""]):
            while place <= number:
                parts.append(tag)
                place, tag = next(tags)
            parts.append("" if number in self._made else part)
        return (Change(PLACEHOLDERS if self._keep else CODES, "".join(parts), self.text()),)

    def _tell(self, tag: str) -> None:
        if len(self._tags) < _TOLD:
            self._tags.append((len(self._all), tag))

    def _put(self, text: str, is_made: bool = False) -> None:
        if text:
            if is_made:
                self._made.add(len(self._all))
            self._all.append(text)

    def _part_words(self) -> None:
        """Puts a space for each break, or several in a row, where what is around it needs one."""
        before = "".join(self._all[:self._breaks[0]])
        for place, end in itertools.pairwise([*self._breaks, len(self._all)]):
            if after := "".join(self._all[place:end]):
                if before and _need_space(before, after):
                    self._all[place] = " "
                before = after
        self._breaks = []

    def _break(self) -> None:
        place = len(self._all)
        self._breaks.append(place)
        self._made.add(place)
        self._all.append("")

    def _placeholder(self, name: str, attrib) -> str:
        """Puts what stands for the tag and returns what stands for its end.

        Each tag has a number of its own: the ids of a file may repeat or be missing, so they only tell which
        end belongs to which beginning.
        """
        if name not in _CODES and name not in _EMPTY and name not in _AROUND:
            return ""
        key = attrib.get("startRef") or attrib.get("i") or attrib.get("rid") or attrib.get("id") or ""
        number = self._open.pop(key, 0) if name in _CLOSING else 0
        if not number:
            self._numbered += 1
            number = self._numbered
        if name in _AROUND:
            self._put(f"<{number}>", is_made=True)
            return f"</{number}>"
        if name in _OPENING:
            self._open[key] = number
        self._put(f"<{'/' if name in _CLOSING else ''}{number}"
                  f"{'' if name in _CLOSING or name in _OPENING else '/'}>", is_made=True)
        return ""


def _need_space(before: str, after: str) -> bool:
    """Do two texts, neither empty, need a space between them? Not if one is there, nor between two
    characters of scripts that have none, whatever punctuation stands between these."""
    if before[-1].isspace() or after[0].isspace():
        return False
    letters = (next(filter(str.isalnum, text), "") for text in (reversed(before), after))
    return not all(map(_UNSPACED.match, letters))


def is_break(attrib) -> bool:
    """Does a code's tag say that it breaks the line: by its type, or the text that it stands for?"""
    return any((attrib.get(name) or "").lower() in _BREAKS for name in ("ctype", "type", "subType")) or any(
        holds_break(attrib.get(name) or "") for name in ("equiv-text", "equiv", "disp"))


def holds_break(code: str) -> bool:
    """Is what a code stands for, such as "<br/>", a break of the line?"""
    return _BREAK.fullmatch(code) is not None


def _character(digits: str) -> str:
    """XLIFF 2 writes a control character as <cp hex="001B"/>; what is no character is left out."""
    try:
        code = int(digits, 16)
    except ValueError:
        return ""
    return chr(code) if 0 < code < 0xD800 or 0xE000 <= code <= 0x10FFFF else ""
