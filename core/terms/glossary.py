"""Glossaries: source terms and the target forms that will do for each.

CSV and TSV have a term a row, source and target; a header may name the columns ("source", "target", or
languages). In a cell "|" stands between forms: `猫|猫咪, cat|cats`. TBX is in core.terms.tbx.

A term in small letters is found in any case; one with a capital ("US", "Apple") only so.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from core.documents.document import DocumentError
from core.documents.encoded import decode
from core.documents.reading import read_bytes
from core.text import languages

LONGEST = 200  # characters of a form
_LISTED = 5  # problems, where nothing can be used
SUFFIXES = (".csv", ".tsv", ".txt", ".tbx", ".xml")
_SOURCES = {"source", "src", "source term", "原文", "源语"}
_TARGETS = {"target", "tgt", "translation", "target term", "译文", "目标语"}


class GlossaryError(ValueError):
    """A glossary that cannot be used at all."""


@dataclass(frozen=True)
class Term:
    """Forms that are looked for, and forms of which one must appear; `where` tells a person its place.

    exact  case counts on both sides
    must   it must appear, even where terms are only preferred
    """

    sources: tuple[str, ...]
    targets: tuple[str, ...]
    where: str = ""
    exact: bool = False
    must: bool = False


@dataclass(frozen=True)
class Glossary:
    """The terms of one file that can be used; `problems` says of each other why not."""

    name: str
    terms: tuple[Term, ...]
    problems: tuple[str, ...] = ()


def read_glossary(path: Path, src_lang: str = "", tgt_lang: str = "") -> Glossary:
    """A CSV, TSV or TBX file. Raises GlossaryError or OSError where no term of it can be used."""
    try:
        data = read_bytes(path)
        if data.lstrip()[:1] == b"<" or b"<\0" in data[:6] or path.suffix.lower() == ".tbx":
            from core.terms.tbx import read_tbx

            found = read_tbx(data, src_lang, tgt_lang)
        else:
            found = _rows(decode(data).text, src_lang, tgt_lang)
        terms, problems = checked(found)
    except (DocumentError, GlossaryError) as error:
        text = str(error)
        raise GlossaryError(text if text.startswith(str(path)) else f"{path}: {text}") from None
    if not terms:
        more = f"; and {len(problems) - _LISTED} more" if len(problems) > _LISTED else ""
        why = "".join(f"; {problem}" for problem in problems[:_LISTED]) + more
        raise GlossaryError(f"{path}: no term in it can be used{why}. Expected a row a term, such as "
                            "猫,cat|cats")
    return Glossary(path.name, tuple(terms), tuple(problems))


def checked(found: Iterable[Term]) -> tuple[list[Term], list[str]]:
    """(terms that can be used, problems): empty, too long and contradictory ones are left out."""
    problems: list[str] = []
    kept: list[Term] = []
    by_form: dict[str, Term] = {}
    clashing: set[int] = set()
    for term in found:
        flaw = _flaw(term)
        if flaw:
            problems.append(f"{term.where}: {flaw}")
            continue
        for form in term.sources:
            other = by_form.setdefault(_key(form), term)
            if other is not term and set(other.targets) != set(term.targets):
                clashing |= {id(other), id(term)}
                problems.append(f'{term.where}: "{form}" is also on {other.where}, with another translation; '
                                f"neither is used. If both will do, write them in one row with | between")
        kept.append(term)
    usable = [term for term in kept if id(term) not in clashing]
    return list({(term.sources, term.targets): term for term in reversed(usable)}.values())[::-1], problems


def _flaw(term: Term) -> str | None:
    for side, forms in (("source", term.sources), ("target", term.targets)):
        if not forms:
            return f"the {side} term is empty"
        for form in forms:
            if not any(character.isalnum() for character in form):
                return f'the {side} term "{form}" has no letter or digit'
            if len(form) > LONGEST:
                return f"the {side} term has {len(form)} characters; expected at most {LONGEST}"
    return None


def _key(form: str) -> str:
    return form if form != form.lower() else form.lower()


def forms(cell: str) -> tuple[str, ...]:
    """The forms in a cell, each once."""
    whole = (" ".join(unicodedata.normalize("NFC", form).split()) for form in cell.split("|"))
    return tuple(dict.fromkeys(form for form in whole if form))


def _rows(text: str, src_lang: str, tgt_lang: str) -> Iterator[Term]:
    text = text.replace("\0", "")
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = "\t" if "\t" in first else ";" if first.count(";") > first.count(",") else ","
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True,
                      quoting=csv.QUOTE_NONE if delimiter == "\t" and '"' not in text else csv.QUOTE_MINIMAL)
    columns: tuple[int, int] | None = None
    try:
        for row in rows:
            if not any(cell.strip() for cell in row):
                continue
            if columns is None:
                columns = _header(row, src_lang, tgt_lang)
                if columns is not None:
                    continue
                columns = (0, 1)
            source, target = (row[number] if number < len(row) else "" for number in columns)
            yield Term(forms(source), forms(target), f"line {rows.line_num}")
    except csv.Error as error:
        raise GlossaryError(f"line {rows.line_num}: {error}; expected a row a term, with quotes around cells "
                            "that hold a comma") from None


def _header(row: Sequence[str], src_lang: str, tgt_lang: str) -> tuple[int, int] | None:
    """The columns of source and target in a header; None for a row of terms. Raises GlossaryError."""
    cells = [cell.strip().casefold() for cell in row]
    sources = [number for number, cell in enumerate(cells) if cell in _SOURCES]
    targets = [number for number, cell in enumerate(cells) if cell in _TARGETS]
    if sources and targets:
        return sources[0], targets[0]
    if len(cells) < 2 or not (languages.is_code(row[0]) and languages.is_code(row[1])):
        return None
    if not (src_lang and tgt_lang):
        return 0, 1
    chosen = tuple(next((number for number, cell in enumerate(row) if languages.is_code(cell)
                         and languages.matches(lang, cell)), None) for lang in (src_lang, tgt_lang))
    if None in chosen:
        raise GlossaryError(f"line 1 names the languages {', '.join(filter(str.strip, row))}; expected "
                            f"{src_lang} and {tgt_lang}, between which the model translates")
    return chosen
