"""Plain text: every line is a unit, so that line breaks stay where they are."""

from __future__ import annotations

import re
from collections.abc import Mapping

from core.documents.document import Document, Languages, Unit
from core.documents.encoded import decode
from core.documents.inline import Inline, protect, unprotected

_LINE = re.compile(r"[^\r\n]+")


class PlainText(Document):
    def __init__(self, data: bytes, languages: Languages):
        super().__init__()
        self._file = decode(data)
        self._places: list[tuple[int, int]] = []
        line, at = 1, 0
        for match in _LINE.finditer(self._file.text):
            line += self._file.text.count("\n", at, match.start())
            at = match.start()
            if match[0].strip():
                self._places.append(match.span())
                self.units.append(Unit(protect(match[0]), f"line {line}"))

    def render(self, targets: Mapping[int, Inline]) -> bytes:
        parts, at = [], 0
        for index, (start, end) in enumerate(self._places):
            if index in targets:
                parts += [self._file.text[at:start], unprotected(targets[index])]
                at = end
        data, note = self._file.encode("".join([*parts, self._file.text[at:]]))
        self.notes += [note] if note else []
        return data
