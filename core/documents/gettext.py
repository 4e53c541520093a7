"""Gettext catalogues (PO): entries without a translation, or with one in doubt, are filled.

An entry in doubt (fuzzy) gets another text and stays in doubt: nobody has approved it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import polib

from core.documents.document import Document, DocumentError, Languages, Unit, other_languages
from core.documents.encoded import decode
from core.documents.inline import Inline, protect, unprotected


class Catalogue(Document):
    def __init__(self, data: bytes, languages: Languages):
        super().__init__()
        self._file = decode(data)
        text = self._file.text.replace("\r\n", "\n")
        if not re.search(r"^msgid\s", text, re.MULTILINE):
            raise DocumentError("expected a PO file, found no msgid")
        try:
            # With a line break at its end polib never takes the text for the name of a file.
            self._catalogue = polib.pofile(text + "\n", wrapwidth=_width(text))
        except (OSError, ValueError, IndexError, AttributeError, UnicodeError) as error:
            raise DocumentError(f"expected a PO file: {error}") from None
        said = self._catalogue.metadata.get("Language", "")
        self.notes += other_languages(Languages(languages.src, said), languages)
        self._num_plurals = _num_plurals(self._catalogue.metadata.get("Plural-Forms", ""))
        self._homes: list[tuple[polib.POEntry, int | None]] = []
        for number, entry in enumerate(self._catalogue, 1):
            if entry.obsolete or not entry.msgid.strip():
                continue
            where = f"entry {number}, line {entry.linenum}"
            if entry.translated():
                self.kept += 1
            elif entry.msgid_plural:
                for form in range(self._num_plurals):
                    text = entry.msgid if form == 0 and self._num_plurals > 1 else entry.msgid_plural
                    self._add(entry, form, text, f"{where}, form {form}")
            else:
                self._add(entry, None, entry.msgid, where)
        if in_doubt := sum(entry.fuzzy for entry, form in self._homes if not form):
            self.notes.append(f"entries marked fuzzy: {in_doubt}; they get another text and stay marked, for "
                              "nobody has approved it")

    def _add(self, entry: polib.POEntry, form: int | None, text: str, where: str) -> None:
        self.units.append(Unit(protect(text), where))
        self._homes.append((entry, form))

    def render(self, targets: Mapping[int, Inline]) -> bytes:
        for index, (entry, form) in enumerate(self._homes):
            if index not in targets:
                continue
            text = _with_ends(entry.msgid, unprotected(targets[index]))
            if form is None:
                entry.msgstr = text
            else:
                entry.msgstr_plural[form] = text
            entry.previous_msgid = entry.previous_msgctxt = entry.previous_msgid_plural = None
        text = str(self._catalogue)
        if not self._catalogue.header:
            text = text.removeprefix("#\n")  # polib's own
        if "\r\n" in self._file.text:
            text = text.replace("\n", "\r\n")
        data, note = self._file.encode(text)
        self.notes += [note] if note else []
        return data


def _width(text: str) -> int:
    """Catalogues are wrapped at 78, or not at all."""
    return 78 if any(line.startswith('"') and len(line) < 82 for line in text.split("\n")[20:]) else 0


def _num_plurals(header: str) -> int:
    found = re.search(r"nplurals\s*=\s*(\d+)", header)
    return min(max(int(found[1]), 1), 6) if found else 2


def _with_ends(source: str, target: str) -> str:
    """msgfmt wants a line break at the ends of both or of neither."""
    if source.startswith("\n") != target.startswith("\n"):
        target = "\n" + target if source.startswith("\n") else target.lstrip("\n")
    if source.endswith("\n") != target.endswith("\n"):
        target = target + "\n" if source.endswith("\n") else target.rstrip("\n")
    return target
