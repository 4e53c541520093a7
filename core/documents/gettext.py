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
from core.documents.po_lines import Form, PoLines

_CHARSET = re.compile(r"(Content-Type:[^\n]*charset=)[\w.:-]+", re.IGNORECASE)


class Catalogue(Document):
    def __init__(self, data: bytes, languages: Languages):
        super().__init__()
        self._file = decode(data)
        text = self._file.text.replace("\r\n", "\n")
        if not re.search(r"^msgid\s", text, re.MULTILINE):
            raise DocumentError("expected a PO file, found no msgid")
        try:
            # With a line break at its end polib never takes the text for the name of a file.
            catalogue = polib.pofile(text + "\n")
        except (OSError, ValueError, IndexError, AttributeError, UnicodeError) as error:
            raise DocumentError(f"expected a PO file: {error}") from None
        said = catalogue.metadata.get("Language", "")
        self.notes += other_languages(Languages(languages.src, said), languages)
        self._num_plurals = _num_plurals(catalogue.metadata.get("Plural-Forms", ""))
        self._lines = PoLines(self._file.text)
        self._homes: list[tuple[int, Form]] = []  # places in the lines
        in_doubt = 0
        for number, (index, entry) in enumerate(_placed(catalogue, self._lines), 1):
            if not entry.msgid.strip():
                continue
            if entry.translated():
                self.kept += 1
                continue
            in_doubt += entry.fuzzy
            where = f"entry {number}, line {self._lines.places[index].msgid_line + 1}"
            if entry.msgid_plural:
                there = sorted(form for form in self._lines.places[index].msgstr if form is not None)
                forms = range(self._num_plurals) if self._num_plurals else there or range(2)
                for form in forms:
                    text = entry.msgid if form == 0 and len(forms) > 1 else entry.msgid_plural
                    self._add(index, form, text, f"{where}, form {form}")
            else:
                self._add(index, None, entry.msgid, where)
        if in_doubt:
            self.notes.append(f"entries marked fuzzy: {in_doubt}; they get another text and stay marked, for "
                              "nobody has approved it")

    def _add(self, index: int, form: Form, text: str, where: str) -> None:
        self.units.append(Unit(protect(text), where))
        self._homes.append((index, form))

    def render(self, targets: Mapping[int, Inline]) -> bytes:
        texts: dict[int, dict[Form, str]] = {}
        for number, (index, form) in enumerate(self._homes):
            if number in targets:
                msgid = self._lines.places[index].msgid
                texts.setdefault(index, {})[form] = _with_ends(msgid, unprotected(targets[number]))
        text = self._lines.with_texts(texts)
        data, note = self._file.encode(text)
        if note:
            self.notes.append(note)
            data = _CHARSET.sub(r"\g<1>UTF-8", text, count=1).encode("utf-8")  # as its header now has to say
        return data


def _placed(catalogue: polib.POFile, lines: PoLines) -> list[tuple[int, polib.POEntry]]:
    """Every entry that is not obsolete with its place. Raises DocumentError where the two do not agree."""
    header = next((index for index, place in enumerate(lines.places) if not place.msgid), None)
    places = [index for index in range(len(lines.places)) if index != header]
    entries = [entry for entry in catalogue if not entry.obsolete]
    for index, entry in zip(places, entries, strict=False):
        place = lines.places[index]
        if place.msgid != entry.msgid:
            raise DocumentError(f"expected a PO file, but the msgid of line {place.msgid_line + 1} "
                                "cannot be read; it goes on in the lines right below it, in quotes")
    if len(places) != len(entries):
        raise DocumentError(f"expected a PO file, but of {len(places)} entries {len(entries)} can be read")
    return list(zip(places, entries, strict=True))


def _num_plurals(header: str) -> int:
    """0 where the header does not say."""
    found = re.search(r"nplurals\s*=\s*(\d+)", header)
    return min(max(int(found[1]), 1), 6) if found else 0


def _with_ends(source: str, target: str) -> str:
    """msgfmt wants a line break at the ends of both or of neither."""
    if source.startswith("\n") != target.startswith("\n"):
        target = "\n" + target if source.startswith("\n") else target.lstrip("\n")
    if source.endswith("\n") != target.endswith("\n"):
        target = target + "\n" if source.endswith("\n") else target.rstrip("\n")
    return target
