"""XML as a stream of events: no tree, no entities, no files, no network; the line of each tag known.

Expat hands each tag to a target's functions (a third of what lxml's parser takes for the same), so memory
stays what one unit takes. Nothing that a document declares is read: the first declaration of an entity, an
element or an attribute ends it, and external ones are never asked for. Depth is counted, and a tag or
comment of over 10 MB is an attack or an accident.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from xml.parsers import expat

from core.corpus.files.tmx_plain import PlainUnits
from core.corpus.textfile import BLOCK, TextFile
from core.corpus.unit import MAX_TEXT, CorpusError, Facts, Problem, Unit

MAX_DEPTH = 200
MAX_TAG = 10_000_000  # bytes
XML_LANG = "xml:lang"

# Stands where XML allows no character, or names an entity that it does not declare, so that the unit
# around is skipped rather than the file refused. A noncharacter: no text holds it.
HOLE = "\ufdd0"
_ILLEGAL = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_CONTROLS = bytes({*range(32)} - {9, 10, 13})
_NONCHARACTERS = ("\ufffe".encode(), "\uffff".encode())
_ODD_REFERENCE = re.compile("&(?!(?:amp|lt|gt|quot|apos);)")
_REFERENCE = re.compile(
    r"&(?!(?:amp|lt|gt|quot|apos);)(?:#(?:x([0-9A-Fa-f]{1,6})|([0-9]{1,7}));|([\w:.-]{1,60});)?")
_LONGEST_REFERENCE = 64
_CDATA = "<!["
_UNIT = re.compile(r"<(?:tu|trans-unit|segment|unit)[\s>]")

_CUT_OFF = {expat.errors.codes[name] for name in (
    expat.errors.XML_ERROR_NO_ELEMENTS, expat.errors.XML_ERROR_UNCLOSED_TOKEN,
    expat.errors.XML_ERROR_PARTIAL_CHAR, expat.errors.XML_ERROR_UNCLOSED_CDATA_SECTION)}


class _Refused(Exception):  # noqa: N818
    """Said with its line by `units`."""


class Target:
    """Told of tags and text; a subclass fills `out` with units and problems."""

    def __init__(self):
        self.parser = _parser()
        self.depth = 0
        self.out: list[Unit | Problem | Facts] = []
        self.hole = ""  # what the last HOLE stands for
        self.names: dict[str, str] = {}  # tag -> the same without its namespace
        self.plain: PlainUnits | None = None  # where units can be taken by a pattern

    @property
    def line(self) -> int:
        """Of the tag that is being told."""
        return self.parser.CurrentLineNumber

    def listen(self, to: Callable[[str], object] | None) -> None:
        """Who hears of text from now on. Text that nobody hears of costs nothing."""
        self.parser.CharacterDataHandler = to

    def deeper(self) -> None:
        """At each start tag. Nesting costs time and memory by its depth, so it ends here."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise _Refused(f"elements nested over {MAX_DEPTH} deep; no corpus is. Export the file again")

    def local(self, tag: str) -> str:
        """The tag without its namespace's prefix."""
        name = self.names.get(tag)
        if name is None:
            name = tag.rpartition(":")[2]
            if len(self.names) < 1000:
                self.names[tag] = name
        return name

    def flaw(self, text: str) -> str | None:
        """Why a text cannot be used as it stands, or None."""
        if HOLE in text:
            return f"holds {self.hole or 'a character that is none'}"
        if len(text) > MAX_TEXT:
            return f"{len(text)} characters on one side; expected a sentence of at most {MAX_TEXT}"
        return None

    def start(self, tag: str, attrib: dict[str, str]) -> None:
        raise NotImplementedError

    def end(self, tag: str) -> None:
        raise NotImplementedError

    def take(self, text: str, place: int) -> int:
        """Takes the plain units at a place, and says where they end. Of a target with `plain`."""
        raise NotImplementedError

    def stands_between(self) -> bool:
        """Between units, so that one can be taken? Of a target with `plain`."""
        raise NotImplementedError


def _parser() -> expat.XMLParserType:
    parser = expat.ParserCreate("utf-8")  # whatever the file declares: it comes decoded
    for kind, handler in (("ENTITY", "EntityDeclHandler"), ("ATTLIST", "AttlistDeclHandler"),
                          ("ELEMENT", "ElementDeclHandler"), ("NOTATION", "NotationDeclHandler")):
        setattr(parser, handler, _refuses(kind))
    return parser


def _refuses(kind: str) -> Callable:
    def refuse(*_) -> None:
        raise _Refused(f"the file declares entities or elements of its own (<!{kind}), which Pellucid never "
                       "reads; remove its DOCTYPE, or export it again")

    return refuse


def units(file: TextFile, target: Target) -> Iterator[Unit | Problem | Facts]:
    """What `target` makes of the file. Raises CorpusError with the line where it is no XML to be read."""
    parser, out = target.parser, target.out
    parser.StartElementHandler, parser.EndElementHandler = target.start, target.end
    feed = _Feed(parser)
    try:
        for text, is_whole in _pieces(file, target):
            if _CDATA in text:  # in which tags are none, and expat does not say that one is open
                target.plain = None
            if is_whole and target.plain:
                _take_or_give(text, feed, target)
            else:
                feed.give(text)
            yield from out
            out.clear()
        feed.end()
        yield from out
    except _Refused as error:
        raise CorpusError(f"{file.path}, line {parser.CurrentLineNumber}: {error}") from None
    except expat.ExpatError as error:
        raise CorpusError(_explained(file, error)) from None


class _Feed:
    """Gives text to expat."""

    def __init__(self, parser: expat.XMLParserType):
        self._parser = parser
        self._fed = self._size = self._behind = 0
        self._waiting: list[bytes] = []

    @property
    def is_settled(self) -> bool:
        """Has expat read all that it was given, with no tag or comment half read?"""
        return not self._waiting and not self._behind

    def give(self, text: str) -> None:
        data = text.encode()
        self._waiting.append(data)
        self._size += len(data)
        # While a long tag has no end yet, wait for as much again: expat looks at all of it each time.
        if self._size + self._behind > MAX_TAG:
            raise _Refused("one tag or comment of over 10 MB; no corpus has such. Export the file again")
        if self._size >= self._behind:
            self._parser.Parse(b"".join(self._waiting))
            self._fed += self._size
            self._behind, self._size = self._fed - self._parser.CurrentByteIndex, 0
            self._waiting.clear()

    def end(self) -> None:
        self._parser.Parse(b"".join(self._waiting), True)


def _take_or_give(text: str, feed: _Feed, target: Target) -> None:
    """Plain units are the target's to take, where expat stands between elements; it gets their line breaks.

    So lines are counted as if it had read all, and it alone judges what may stand where.
    """
    place = 0
    while place < len(text):
        taken = place
        if feed.is_settled and target.stands_between():
            taken = target.take(text, place)
            feed.give("\n" * text.count("\n", place, taken))
        elif place:  # within something that is not plain: expat's to its end
            feed.give(text[place:])
            return
        place = target.plain.after(text, taken + 1)
        feed.give(text[taken:place])


def _pieces(file: TextFile, target: Target) -> Iterator[tuple[str, bool]]:
    """(text, has XML nothing against its characters), with line feeds alone ending lines, cut before a tag.

    Cut behind a unit where the target takes plain ones. Where there was something, a HOLE stands for it.
    """
    rest, line, line_ends = "", 1, io.IncrementalNewlineDecoder(None, translate=True)
    for block in file.blocks():
        text = rest + line_ends.decode(block)
        cut = _cut(text, target)
        rest = text[cut:]
        yield from _made_whole(text[:cut], line, target)
        line += text.count("\n", 0, cut)
    yield from _made_whole(rest + line_ends.decode("", final=True), line, target)


def _cut(text: str, target: Target) -> int:
    if target.plain:
        behind = text.rfind(target.plain.end)
        if behind >= 0:
            return behind + len(target.plain.end)
    cut = text.rfind("<")
    if cut <= 0 and len(text) > BLOCK:  # one long text or tag
        cut = text.rfind("&", len(text) - _LONGEST_REFERENCE)
        cut = len(text) if cut < 0 else cut
    return max(cut, 0)


def _made_whole(text: str, line: int, target: Target) -> Iterator[tuple[str, bool]]:
    """The text, with a HOLE for each character and reference that XML does not allow.

    In a TMX of a Word document stray control characters are common; they cost their unit, not the file. A
    text that has any is given unit by unit, so that `target.hole` is of the one that is being read.
    """
    data = text.encode()
    if len(data.translate(None, _CONTROLS)) == len(data) and not _ODD_REFERENCE.search(text) and \
            not any(code in data for code in _NONCHARACTERS):
        yield text, True
        return
    starts = [match.start() for match in _UNIT.finditer(text)]
    for begin, end in zip([0, *starts], [*starts, len(text)], strict=True):
        piece = text[begin:end]
        yield _filled(piece, line, target), False
        line += piece.count("\n")


def _filled(piece: str, line: int, target: Target) -> str:
    illegal = _ILLEGAL.search(piece)
    if illegal:
        where = line + piece.count("\n", 0, illegal.start())
        target.hole = f"the control character U+{ord(illegal[0]):04X} (line {where})"
        piece = _ILLEGAL.sub(HOLE, piece)
    if "<![CDATA[" not in piece:
        piece = _REFERENCE.sub(lambda match: _reference(match, line, target), piece)
    return piece


def _reference(match: re.Match, line: int, target: Target) -> str:
    line += match.string.count("\n", 0, match.start())
    if match[3]:
        target.hole = f"the entity &{match[3]};, which nothing declares (line {line})"
        return HOLE
    if match[1] or match[2]:
        code = int(match[1], 16) if match[1] else int(match[2])
        legal = code in (9, 10, 13) or 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD \
            or 0x10000 <= code <= 0x10FFFF
        if legal:
            return match[0]
        target.hole = f"the character U+{code:04X}, which XML does not allow (line {line})"
        return HOLE
    return match[0]  # an & that begins nothing: the parser says where


def _explained(file: TextFile, error: expat.ExpatError) -> str:
    where, reason = f"{file.path}, line {error.lineno}", expat.ErrorString(error.code)
    if error.code in _CUT_OFF:
        return f"{where}: the file ends before its last element does ({reason}); it was cut off. Get it " \
               "again, whole"
    return f"{where}: not well-formed XML ({reason}); correct that place, or export the file again"
