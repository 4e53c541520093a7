"""SubRip subtitles (SRT): numbers and times stay, each cue is translated whole and broken again."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import zip_longest

from core.documents.document import Document, DocumentError, Languages, Unit
from core.documents.encoded import decode
from core.documents.inline import PLACEHOLDER, Code, Inline, protect, unprotected
from core.text.languages import is_spaced

# Possessive, and begun only where blanks or digits begin: a hostile file has long runs of both.
_TIMES = re.compile(r"(?:(?<![^\S\r\n])[^\S\r\n]++|(?<!\d))\d++:\d\d:\d\d[,.]\d++[^\S\r\n]*+-->"
                    r"[^\r\n]*(?:\r?\n|\Z)")
_UNREAD = re.compile(r"(?m)(?:^[^\S\n]*+\S[^\n]*+(?:\n|\Z))+")  # lines with something in them
_CUE_END = re.compile(r"\r?\n[^\S\r\n]*(?:\r?\n|\Z)|\Z")
_NUMBER = re.compile(r"\r?\n\s*(?:\d+\s*)?\Z")  # what stands before the times of the next cue
_LISTED, _SHOWN = 20, 40  # cues that cannot be read; characters of a line
_CUE_CODE = re.compile(r"\{\\[^{}]{0,200}\} | " + PLACEHOLDER.pattern, re.VERBOSE)
_SENTENCE_END = re.compile(r"[.!?。！？…](?:</\w{1,9}>|[\"'”’»)])*\s*$")
_MARK = re.compile(r"[.!?。！？…，,；;：]")
_NEAR = 30  # characters in which a sentence's end is looked for
_AT_AN_END = 0.5  # of a line's length: how much farther from where lines are equal a sentence's end may lie
_SPEAKER = re.compile(r"\s*[-–—]\s*")  # two people in one cue: a line each


class Subtitles(Document):
    def __init__(self, data: bytes, languages: Languages):
        super().__init__()
        self._file = decode(data)
        self._is_spaced = is_spaced(languages.src)
        self._places: list[tuple[int, int, int]] = []  # start, end, lines
        text = self._file.text
        matches, behind = list(_TIMES.finditer(text)), 0
        for match, following in zip_longest(matches, matches[1:]):
            self._say_unread(behind, match.start())
            next_cue = following.start() if following else len(text)
            cue_end = _CUE_END.search(text, max(match.end() - 2, 0), next_cue)
            behind = cue_end.start()
            if following and cue_end[0].count("\n") < 2:  # no blank line between the two
                number = _NUMBER.search(text, match.end(), next_cue)
                behind = number.start() if number else next_cue
            self._add_cue(match.end(), behind)
        if not self._places:
            raise DocumentError("expected subtitles with times such as 00:00:01,000 --> 00:00:02,000, "
                                "found none")
        self._say_unread(behind, len(text))
        if self.left > _LISTED:
            self.notes.append(f"subtitles without times that can be read: {self.left} in all")

    def _say_unread(self, start: int, end: int) -> None:
        """What stands between two cues is the second one's number, or a cue whose times are damaged."""
        text = self._file.text
        for block in _UNREAD.finditer(text[start:end]):
            lines = block[0].splitlines()
            if not any(map(str.isalpha, block[0])):
                continue
            self.left += 1
            number = int(len(lines) > 1 and lines[0].strip().isdecimal())
            if self.left <= _LISTED:
                line = text.count("\n", 0, start + block.start()) + 1 + number
                found = lines[number].strip()[:_SHOWN]
                self.notes.append(f"line {line}: expected times such as 00:00:01,000 --> 00:00:02,000, found "
                                  f'"{found}"; this subtitle was left as it is')

    def _add_cue(self, start: int, end: int) -> None:
        lines = self._file.text[start:end].splitlines(keepends=True)
        if sum(bool(_SPEAKER.match(line)) for line in lines) > 1 or self._is_sentence_a_line(lines):
            for line in lines:
                mark = _SPEAKER.match(line)
                lead = mark.end() if mark else 0
                self._add(start + lead, start + len(line.rstrip("\r\n")), 1)
                start += len(line)
        else:
            self._add(start, end, len(lines))

    def _is_sentence_a_line(self, lines: list[str]) -> bool:
        """Some subtitles, Chinese as a rule, have no stops, and a new line for a new sentence; a model that
        reads both as one loses the second. In scripts with spaces each begins with a capital then."""
        if len(lines) < 2 or any(map(_MARK.search, lines)):
            return False
        return not self._is_spaced or all(_first_letter(line).isupper() for line in lines)

    def _add(self, start: int, end: int, num_lines: int) -> None:
        text = re.sub(r"\s*\r?\n\s*", " " if self._is_spaced else "", self._file.text[start:end])
        if text.strip():
            self._places.append((start, end, num_lines))
            self.units.append(Unit(protect(text, _CUE_CODE), f"cue {len(self._places)}"))

    def render(self, targets: Mapping[int, Inline]) -> bytes:
        newline = "\r\n" if "\r\n" in self._file.text else "\n"
        parts, at = [], 0
        for index, (start, end, num_lines) in enumerate(self._places):
            if index in targets:
                parts += [self._file.text[at:start], newline.join(_broken(targets[index], num_lines))]
                at = end
        data, note = self._file.encode("".join([*parts, self._file.text[at:]]))
        self.notes += [note] if note else []
        return data


def _first_letter(line: str) -> str:
    return next(filter(str.isalpha, _CUE_CODE.sub("", line)), "")


def _broken(inline: Inline, num_lines: int) -> list[str]:
    """The cue in about equal lines, broken at spaces (in scripts without them, after a mark or anywhere)."""
    text, protected = unprotected(inline).strip(), _protected(inline)
    lines = []
    for left in range(num_lines, 1, -1):
        wanted = len(text) / left
        places = [match.end() for match in re.finditer(r"\s+|[，。！？；、]", text)]
        if not places and not text.isascii():
            places = list(range(1, len(text)))
        letters = [at for at, character in enumerate(text) if character.isalnum()
                   and not any(start <= at < end for start, end in protected)] or [len(text)]
        places = [place for place in places if letters[0] < place <= letters[-1]  # no line without words
                  and not any(start < place < end for start, end in protected)]
        if not places:
            break
        place = min(places, key=lambda place: abs(place - wanted) - _AT_AN_END * wanted * bool(
            _SENTENCE_END.search(text, max(place - _NEAR, 0), place)))
        lines.append(text[:place].rstrip())
        protected = [(start - place, end - place) for start, end in protected]
        text = text[place:]
    return [*lines, text]


def _protected(inline: Inline) -> list[tuple[int, int]]:
    """Where codes stand in the text, which no line break may part."""
    spans, at = [], 0
    for part in inline:
        length = len(part if isinstance(part, str) else part.data)
        if isinstance(part, Code):
            spans.append((at, at + length))
        at += length
    lead = len(unprotected(inline)) - len(unprotected(inline).lstrip())
    return [(start - lead, end - lead) for start, end in spans]
