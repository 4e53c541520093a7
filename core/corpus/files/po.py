"""PO catalogues (GNU gettext): read line by line; plural forms and fuzzy entries by choice."""

from __future__ import annotations

import re
from collections.abc import Iterator

from core.corpus.textfile import TextFile
from core.corpus.unit import FUZZY, PLURAL, Problem, Reading, Unit
from core.text import languages

_KEYWORD = re.compile(r'(msgctxt|msgid_plural|msgid|msgstr)(?:\[(\d{1,2})\])?[ \t]*(?=")')
_ESCAPE = re.compile(r"\\(?:([0-7]{1,3})|x([0-9a-fA-F]{2})|(.))", re.DOTALL)
_NAMED = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v"}
_MAX_ENTRY = 1 << 20  # characters


class _Entry:
    def __init__(self, line: int):
        self.line = line
        self.fields: dict[str, list[str]] = {}
        self.is_fuzzy = False
        self.flaw: str | None = None
        self.length = 0

    def text(self, field: str) -> str:
        return "".join(self.fields.get(field, ()))


def read(file: TextFile, reading: Reading) -> Iterator[Unit | Problem]:
    """Every entry but the header and obsolete ones (`#~`). Fuzzy ones are marked so."""
    langs = ("", "")
    for entry in _entries(file):
        if entry.flaw:
            yield Problem(entry.line, entry.text("msgid")[:60], entry.flaw)
        elif "msgid" not in entry.fields:
            yield Problem(entry.line, "", "a translation without msgid")
        elif not entry.text("msgid") and "msgctxt" not in entry.fields:
            langs = _languages(entry.text("msgstr"))
        else:
            yield from _units(entry, langs, reading.plurals)


def _units(entry: _Entry, langs: tuple[str, str], plurals: str) -> Iterator[Unit]:
    """With plurals: the singular is form 0; every other form translates msgid_plural.

    A language with one form alone (such as Chinese) has it translate the plural, which says "%d". Forms that
    the person does not want are marked so.
    """
    singular, name = entry.text("msgid"), entry.text("msgid")[:60]
    mark = FUZZY if entry.is_fuzzy else ""
    if "msgid_plural" not in entry.fields:
        yield Unit(entry.line, name, [(langs[0], singular), (langs[1], entry.text("msgstr"))], mark)
        return
    plural = entry.text("msgid_plural")
    forms = sorted((field for field in entry.fields if field.startswith("msgstr")), key=_form)
    pairs = [(plural if len(forms) == 1 or _form(field) else singular, entry.text(field)) for field in forms]
    wanted = {"skip": 0, "first": 1}.get(plurals, len(pairs))
    for number, (src, tgt) in enumerate(pairs):
        yield Unit(entry.line, f"{name} [{number}]", [(langs[0], src), (langs[1], tgt)],
                   mark if number < wanted else PLURAL)


def _form(field: str) -> int:
    return int(field.removeprefix("msgstr") or 0)


def _entries(file: TextFile) -> Iterator[_Entry]:
    entry, field, fuzzy = None, "", False
    for number, line in file.lines():
        if line is None:
            entry = entry or _Entry(number)
            entry.flaw = file.too_long()
            continue
        line = line.strip()
        starts_next = entry is not None and any(name.startswith("msgstr") for name in entry.fields)
        if line.startswith("#") or not line:
            if starts_next or (entry is not None and entry.flaw):
                yield entry
                entry, field = None, ""
            if line.startswith("#,"):
                fuzzy = fuzzy or "fuzzy" in (flag.strip() for flag in line[2:].split(","))
            elif line.startswith("#~"):
                fuzzy = False
            continue
        keyword = _KEYWORD.match(line)
        if keyword:
            is_translation = keyword[1] == "msgstr"
            if entry is None or (starts_next and not is_translation):
                if entry is not None:
                    yield entry
                entry = _Entry(number)
                entry.is_fuzzy, fuzzy = fuzzy, False
            field = keyword[1] + (keyword[2] or "")
            if field in entry.fields and entry.flaw is None:
                entry.flaw = f"{field} twice in one entry"
            line = line[keyword.end():]
        entry = entry or _Entry(number)
        _add(entry, field, line)
    if entry is not None:
        yield entry


def _add(entry: _Entry, field: str, quoted: str) -> None:
    """One quoted string of a field."""
    if not field or len(quoted) < 2 or not quoted.startswith('"') or not quoted.endswith('"'):
        entry.flaw = entry.flaw or f'expected text in double quotes after a keyword, found "{quoted[:40]}"'
        return
    entry.length += len(quoted)
    if entry.length > _MAX_ENTRY:
        entry.flaw = entry.flaw or f"an entry of over {_MAX_ENTRY} characters"
        return
    entry.fields.setdefault(field, []).append(_ESCAPE.sub(_unescaped, quoted[1:-1]))


def _unescaped(match: re.Match) -> str:
    octal, digits, letter = match.groups()
    if letter is not None:
        return _NAMED.get(letter, letter)
    return chr(int(octal, 8) if octal else int(digits, 16))


def _languages(header: str) -> tuple[str, str]:
    """(source, target) as the header names them, "" for what it does not.

    gettext knows no field for the source, Poedit does. "sr@latin" is Serbian.
    """
    named = dict(line.split(":", 1) for line in header.split("\n") if ":" in line)
    tags = [named.get(field, "").strip().split("@")[0] for field in ("X-Source-Language", "Language")]
    source, target = (tag if languages.is_code(tag) else "" for tag in tags)
    return source, target
