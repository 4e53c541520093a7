"""Which format a file is in, by its content, and which files belong together."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from core.corpus.files import delimited, jsonl, line_pair, po, srt, tmx, xliff
from core.corpus.files.first_row import FirstRow, first_row
from core.corpus.halves import are_halves
from core.corpus.textfile import HEAD, TextFile
from core.corpus.unit import CorpusError, Facts, Problem, Reading, Unit, quoted
from core.text import languages

_READERS = {"tmx": tmx.read, "xliff": xliff.read, "po": po.read, "jsonl": jsonl.read, "tsv": delimited.read,
            "csv": delimited.read}
HALVES = ("moses", "srt")  # formats of which it takes two files to make pairs

_XML_BEFORE_ROOT = re.compile(r"\s*(?:<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>|\s+)*", re.DOTALL)
_ROOT = re.compile(r"<(?:[\w.-]+:)?([\w.-]+)")
_OF_TEXT = {"a", "b", "br", "code", "div", "em", "font", "h1", "h2", "h3", "i", "img", "li", "p", "s",
            "small", "span", "strong", "sub", "sup", "u"}
_NO_WORDS = "the file is empty: there are no words in it; expected sentence pairs"
_PO = re.compile(r'^msgid[ \t]+"', re.MULTILINE)


class UndividedError(CorpusError):
    """Nothing that is known to divide source and target stands in a text that is alone at `path`."""

    def __init__(self, path: Path, message: str):
        super().__init__(message)
        self.path = path


@dataclass(frozen=True)
class Source:
    """What gives pairs: one file, or two that belong together (`format` "moses" or "srt")."""

    format: str
    files: tuple[TextFile, ...]
    langs: tuple[str, str] = ("", "")  # of a pair of files, as their names end

    @property
    def path(self) -> str:
        return " + ".join(str(file.path) for file in self.files)

    @property
    def size(self) -> int:
        return sum(file.size for file in self.files)

    def units(self, reading: Reading) -> Iterator[Unit | Problem | Facts]:
        if self.format == "moses":
            return line_pair.read(*self.files, self.langs)
        if self.format == "srt":
            return srt.read(*self.files, self.langs)
        file = self.files[0]
        return _READERS[self.format](file, reading.of(file.path))

    def first_row(self, reading: Reading) -> FirstRow | None:
        """Of a table, what its first row is taken for."""
        file = self.files[0]
        return first_row(file, reading.of(file.path)) if _READERS.get(self.format) is delimited.read else None


def open_all(paths: list[Path], reading: Reading,
             progress: Callable[[int], object] = lambda done: None) -> list[Source]:
    """The sources in the order of `paths`. Raises CorpusError for what is no corpus."""
    files = [TextFile(path, reading.encoding, progress) for path in paths]
    for file in files:
        if file.size < HEAD and not file.head.strip():
            raise CorpusError(f"{file.path}: {_NO_WORDS}")
    kinds = [kind(file, reading.of(file.path)) for file in files]
    kinds = _moses_by_languages(files, _moses_by_name(files, kinds), reading)
    sources: list[Source] = []
    halves: dict[str, list[TextFile]] = {name: [] for name in HALVES}
    for file, name in zip(files, kinds, strict=True):
        if name in HALVES:
            halves[name].append(file)
        else:
            if name in ("tsv", "csv"):  # before any file is read
                delimited.check(file, reading.of(file.path))
            elif name == "jsonl":
                jsonl.check(file, reading.of(file.path))
            sources.append(Source(name, (file,)))
    for name, alone in halves.items():
        sources += [_paired(name, couple, reading) for couple in _couples(name, alone)]
    order = {file: index for index, file in enumerate(files)}
    return sorted(sources, key=lambda source: min(order[file] for file in source.files))


def unclear(file: TextFile, reading: Reading) -> delimited.Preview | None:
    """What to show a person who is to say which columns of a table or of arrays are the sentences."""
    return jsonl.unclear(file) if kind(file, reading) == "jsonl" else delimited.unclear(file, reading)


def kind(file: TextFile, reading: Reading) -> str:
    """"tmx", "xliff", "po", "srt", "jsonl", "tsv", "csv", or "moses" for text of one side."""
    head = file.head
    if reading.delimiter:
        return "tsv" if reading.delimiter == "\t" else "csv"
    if _is_xml(head.lstrip()):
        return _xml_kind(file)
    if srt.looks_like(head):
        return "srt"
    if jsonl.looks_like(head):
        return "jsonl"
    if jsonl.is_document(head):
        raise CorpusError(f"{file.path}: expected of JSON {jsonl.WANTED}; found all of it in one array or "
                          "object. Write it as JSON lines (JSONL)")
    if _PO.search(head) and "msgstr" in head:
        return "po"
    table = delimited.dialect(head, reading, file.size < HEAD)
    return "moses" if table is None else "tsv" if table.delimiter == "\t" else "csv"


def _is_xml(text: str) -> bool:
    """A first sentence may begin with a tag too: of HTML's text, or with a TAB on its line."""
    if text.startswith(("<?xml", "<!")):
        return True
    root = _ROOT.match(text)
    if root is None or root[1].lower() in _OF_TEXT:
        return False
    return root[1] in ("tmx", "xliff") or "\t" not in text.split("\n", 1)[0]


def _xml_kind(file: TextFile) -> str:
    root = _ROOT.match(file.head, _XML_BEFORE_ROOT.match(file.head).end())
    name = root[1] if root else ""
    if name in ("tmx", "xliff"):
        return name
    if not root and re.search(r"<(?:tmx|xliff)\b|<!ENTITY", file.head):
        return "tmx" if "<tmx" in file.head else "xliff"  # a prolog to be refused with its line
    found = f"an element <{name}> first" if name else "none"
    raise CorpusError(f"{file.path}: expected TMX or XLIFF, whose first element is <tmx> or <xliff>; found "
                      f"{found}. Export the file as TMX, XLIFF or a table")


def _language(file: TextFile) -> str:
    """The language a name says it holds: "x.en", "x.en.txt", "film.pt-BR.srt"."""
    for suffix in reversed(file.path.suffixes[-2:]):
        if languages.is_code(suffix[1:]):
            return suffix[1:]
    return ""


def _stem(file: TextFile) -> str:
    """The name without its language."""
    language = _language(file)
    return str(file.path) if not language else str(file.path).rsplit(f".{language}", 1)[0]


def _moses_by_name(files: list[TextFile], kinds: list[str]) -> list[str]:
    """A half of a Moses pair may look like a table (a comma in every line): its partner's name tells."""
    def is_half(index: int) -> bool:
        mine = files[index]
        return kinds[index] in ("csv", "tsv", "moses") and bool(_language(mine)) and any(
            other is not mine and _stem(other) == _stem(mine)
            and _language(other) not in ("", _language(mine))
            and kinds[place] in ("csv", "tsv", "moses") for place, other in enumerate(files))

    return ["moses" if is_half(index) else name for index, name in enumerate(kinds)]


def _moses_by_languages(files: list[TextFile], kinds: list[str], reading: Reading) -> list[str]:
    """Two files alone that have no language in their names, as english.txt and german.txt."""
    told = (reading.delimiter or reading.delimiter_of or reading.columns or reading.columns_of
            or reading.headers)
    if told or len(files) != 2 or sorted(kinds) not in (["csv", "csv"], ["csv", "moses"]):
        return kinds
    forms = [delimited.dialect(file.head, reading.of(file.path), file.size < HEAD) for file in files]
    return ["moses", "moses"] if are_halves(*files, forms) else kinds


def _couples(name: str, files: list[TextFile]) -> list[tuple[TextFile, TextFile]]:
    """Those of one stem belong together; the others in the order in which they were named."""
    by_stem: dict[str, list[TextFile]] = {}
    for file in files:
        by_stem.setdefault(_stem(file), []).append(file)
    couples = [tuple(same) for same in by_stem.values() if len(same) == 2]
    rest = [file for same in by_stem.values() if len(same) != 2 for file in same]
    if len(rest) % 2:
        _refuse_alone(name, rest[-1])
    return couples + [(rest[place], rest[place + 1]) for place in range(0, len(rest), 2)]


def _refuse_alone(name: str, file: TextFile) -> NoReturn:
    if name == "srt":
        raise CorpusError(f"{file.path}: subtitles of one language; give the same film's subtitles in the "
                          "other language too")
    number, line = next((pair for pair in file.lines() if pair[1] is None or pair[1].strip()), (0, ""))
    if not number:
        raise CorpusError(f"{file.path}: {_NO_WORDS}")
    if line is None:
        raise CorpusError(f"{file.path}, line {number}: {file.too_long()}")
    raise UndividedError(
        file.path,
        f"{file.path}, line {number}: expected source and target with a TAB between them, found no TAB in "
        f"{quoted(line)}; if it is one half of two line-aligned files, give the other too; say --delimiter "
        "SIGN to `pellucid import` if another sign divides them. The Data page asks for it")


def _paired(name: str, couple: tuple[TextFile, TextFile], reading: Reading) -> Source:
    """The source side first: as asked for, else as named."""
    langs = (_language(couple[0]), _language(couple[1]))
    if not all(langs):
        langs = ("", "")
    backwards = all(langs) and any(
        wanted and languages.matches(wanted, langs[place]) and not languages.matches(wanted, langs[1 - place])
        for wanted, place in ((reading.src, 1), (reading.tgt, 0)))
    return Source(name, couple[::-1] if backwards else couple, langs[::-1] if backwards else langs)
