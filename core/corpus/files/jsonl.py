"""JSON lines: an object or array a line, as Hugging Face datasets, OPUS and people write them."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator

from core.corpus.files.delimited import LOOKED_AT, PREVIEWED, ColumnsError, Preview, sentence_columns
from core.corpus.files.header import header_of
from core.corpus.textfile import TextFile
from core.corpus.unit import MAX_TEXT, Problem, Reading, Unit, quoted
from core.text import languages

_NAMED = (("source", "target"), ("src", "tgt"), ("source_text", "target_text"), ("src_text", "tgt_text"),
          ("original", "translation"), ("input", "output"), ("sentence1", "sentence2"))
WANTED = 'one object a line, such as {"source": "...", "target": "..."}'

_MOST = 20  # texts of an array that are shown
_DOCUMENT = re.compile(r'\[\s*[\[{]\s*"|[\[{][ \r]*\n\s*["\[{]')


def is_document(head: str) -> bool:
    """Does it begin like JSON that is no JSON lines: an array of all pairs, an object over several lines?"""
    return _DOCUMENT.match(head.lstrip()) is not None and "\t" not in head.lstrip().split("\n", 1)[0]


def looks_like(head: str) -> bool:
    first = head.lstrip().split("\n", 1)[0].strip()
    if not first.startswith(("{", "[")):
        return False
    try:
        json.loads(first)
    except RecursionError:
        return True
    except ValueError:
        return first.startswith('{"')
    return True


def check(file: TextFile, reading: Reading) -> None:
    """Raises ColumnsError where neither arrays nor `reading` say which of their texts are the sentences."""
    preview, said = unclear(file), file.path in reading.headers | reading.no_headers
    if preview and not reading.columns and (preview.columns > 2 or not said):
        raise ColumnsError(file, preview)


def unclear(file: TextFile) -> Preview | None:
    """What to show a person who is to say it: where over a third of the arrays have more than two texts, or
    the first looks like names of the others.

    Fewer are slips, which are listed.
    """
    lines = (line for _, line in itertools.islice(file.lines(), LOOKED_AT) if line and line.strip())
    rows = [row for line in lines if (row := _items_of_array(line))]
    longer = [row for row in rows if len(row) > 2]
    header = header_of(_as_shown(rows[0])) if rows else None
    if 3 * len(longer) <= len(rows) and header is None:
        return None
    shown, count = rows[:PREVIEWED], max(map(len, rows))
    if max(map(len, shown)) < count:
        shown[-1] = max(longer, key=len)
    texts = [[item if isinstance(item, str) else "" for item in row] for row in shown]
    likely = (header and header[0]) or sentence_columns(texts[header is not None:] or texts, count)
    return Preview([_as_shown(row) for row in shown], count, header is not None, likely, ",", is_array=True)


def _items_of_array(line: str) -> list:
    """But empty texts behind the others; none of what is no array."""
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return []
    items = value[:_MOST] if isinstance(value, list) else []
    while items and isinstance(items[-1], str) and not items[-1].strip():
        items.pop()
    return items


def _as_shown(items: list) -> list[str]:
    return [item if isinstance(item, str) else json.dumps(item, ensure_ascii=False) for item in items]


def read(file: TextFile, reading: Reading) -> Iterator[Unit | Problem]:
    is_name = file.path in reading.headers  # the first line, of an array's columns
    for number, line in file.lines():
        if line is None:
            yield Problem(number, "", file.too_long())
        elif line.strip() and is_name:
            is_name = False
        elif line.strip():
            yield _unit(number, line, reading.columns)


def _unit(number: int, line: str, columns: tuple[int, int] | None) -> Unit | Problem:
    try:
        value = json.loads(line)
    except RecursionError:
        return Problem(number, "", f"JSON nested too deep; expected {WANTED}")
    except ValueError as error:
        if not isinstance(error, json.JSONDecodeError):  # a number of thousands of digits
            return Problem(number, "", f"not JSON that can be read: {error}")
        return Problem(number, "", f"not JSON at character {error.pos + 1} ({error.msg}): {quoted(line)}")
    name = str(value.get("id", "")) if isinstance(value, dict) else ""
    if isinstance(value, list):
        if columns is None and any(not isinstance(item, str) or item.strip() for item in value[2:]):
            return Problem(number, "", f"expected two texts in the array, found {len(value)} in "
                                       f"{quoted(line)}; leave the others out")
        if columns and max(columns) > len(value):
            return Problem(number, "", f"expected {max(columns)} texts in the array, found {len(value)} in "
                                       f"{quoted(line)}")
        value = [value[place - 1] for place in columns] if columns else value[:2]
        if columns and not all(isinstance(item, str) for item in value):
            return Problem(number, "", f"expected texts in columns {columns[0]} and {columns[1]} of the "
                                       f"array, found {quoted(line)}")
    texts = _texts(value)
    if texts is None:
        return Problem(number, name, 'expected {"source": ..., "target": ...}, {"translation": {"en": ..., '
                                     f'"de": ...}}}} or ["...", "..."], found {quoted(line)}')
    if max(len(text) for _, text in texts) > MAX_TEXT:
        return Problem(number, name, f"over {MAX_TEXT} characters on one side; expected a sentence")
    if any("\ud800" <= letter <= "\udfff" for _, text in texts for letter in text):
        return Problem(number, name, "half of a surrogate pair, which is no character")
    return Unit(number, name, texts)


def _texts(value) -> list[tuple[str, str]] | None:
    if isinstance(value, list):
        ok = len(value) == 2 and all(isinstance(item, str) for item in value)
        return [("", value[0]), ("", value[1])] if ok else None
    if not isinstance(value, dict):
        return None
    if isinstance(value.get("translation"), dict):
        value = value["translation"]
    strings = {key: text for key, text in value.items() if isinstance(text, str)}
    for src, tgt in _NAMED:
        if src in strings and tgt in strings:
            return [("", strings[src]), ("", strings[tgt])]
    tagged = [(key, text) for key, text in strings.items() if languages.is_code(key)]
    if len(tagged) >= 2:
        return tagged
    return [("", text) for text in strings.values()] if len(strings) == 2 else None
