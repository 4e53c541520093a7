"""The lines of a gettext catalogue: where each entry's translations stand, and others put in their place.

Only these lines are written anew. A library that writes a whole catalogue also sorts its header and wraps its
comments, which a person then finds among the changes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

import polib

_KEYWORD = re.compile(r"\s*(msgctxt|msgid_plural|msgid|msgstr)\s*(?:\[\s*(\d+)\s*\])?\s*\"")
_MORE = re.compile(r"\s*\"")
_WRAPPED = re.compile(r'^"(?:[^"\\\n]|\\.)*(?<!\\n)"\r?\n"', re.MULTILINE)  # no break of the text itself
_AT = 78

Form = int | None  # of a plural; None: the entry has none


@dataclass
class Place:
    """An entry that is not obsolete: lines from 0, each stretch up to the line behind it."""

    msgid: str = ""
    msgid_line: int = 0
    end: int = 0  # behind its msgid and msgstr lines
    is_plural: bool = False
    msgstr: dict[Form, tuple[int, int]] = field(default_factory=dict)


class PoLines:
    """Of a file's text as it is, line ends and all; `places` has the header too, which has no msgid."""

    def __init__(self, text: str):
        self._lines = text.split("\n")
        self._newline = "\r\n" if "\r\n" in text else "\n"
        self._width = _AT if _WRAPPED.search(text) else 0
        self.places: list[Place] = []
        number = 0
        while number < len(self._lines):
            found = _KEYWORD.match(self._lines[number])
            after = number + 1
            if found:
                while after < len(self._lines) and _MORE.match(self._lines[after]):
                    after += 1
                self._take(found[1], found[2], number, after)
            number = after

    def _take(self, keyword: str, form: str | None, start: int, end: int) -> None:
        if keyword == "msgid":
            quoted = (line.strip()[1:-1] for line in self._lines[start + 1:end])
            first = self._lines[start].split('"', 1)[1].rstrip().removesuffix('"')
            self.places.append(Place(polib.unescape("".join([first, *quoted])), start, end))
        elif self.places and keyword != "msgctxt":
            self.places[-1].end = end
            self.places[-1].is_plural |= keyword == "msgid_plural"
            if keyword == "msgstr":
                self.places[-1].msgstr[int(form) if form else None] = start, end

    def with_texts(self, texts: Mapping[int, Mapping[Form, str]]) -> str:
        """The catalogue with these translations: place -> form -> text."""
        made, at = [], 0
        for index in sorted(texts):
            place = self.places[index]
            stretches = sorted((*place.msgstr.get(form, (place.end, place.end)), form or 0, text)
                               for form, text in texts[index].items())
            for start, end, form, text in stretches:
                made += self._lines[at:start]
                made += self._written(form if place.is_plural else None, text)
                at = end
        made += self._lines[at:]
        made[-1] = made[-1].removesuffix("\r")  # the last line has no end
        return "\n".join(made)

    def _written(self, form: Form, text: str) -> list[str]:
        """As gettext writes it; without the line end, which joins lines."""
        entry = polib.POEntry(msgstr=text) if form is None else polib.POEntry(msgstr_plural={form: text})
        lines = entry.__unicode__(self._width).split("\n")
        start = next(number for number, line in enumerate(lines) if line.startswith("msgstr"))
        end = self._newline.removesuffix("\n")
        return [line + end for line in lines[start:] if line]
