"""XML as a stream of events: no tree, no entities, no files, no network; lines known throughout.

lxml hands each tag to a target object, so memory stays what one unit takes. `huge_tree` stays off: text
comes in pieces and needs no such limit lifted, while a tag or comment of 10 MB is an attack or an
accident. Depth is counted here, with a limit far below libxml2's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from core.corpus.textfile import BLOCK, TextFile
from core.corpus.unit import MAX_TEXT, CorpusError, Problem, Unit

MAX_DEPTH = 200
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

# Stands where XML allows no character, or names an entity that it does not declare, so that the unit
# around is skipped rather than the file refused. A noncharacter: no text holds it.
HOLE = "\ufdd0"
_ILLEGAL = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_REFERENCE = re.compile(
    r"&(?!(?:amp|lt|gt|quot|apos);)(?:#(?:x([0-9A-Fa-f]{1,6})|([0-9]{1,7}));|([\w:.-]{1,60});)?")
_ENTITY = re.compile(r"<!(ENTITY|ATTLIST|ELEMENT|NOTATION)\b")
_UNIT = re.compile(r"<(?:tu|trans-unit|segment|unit)[\s>]")
_LINES = re.compile(r"[^\n]*\n|[^\n]+")
_ROOT = re.compile(r"<(?![!?])")


class _TooDeep(Exception):  # noqa: N818
    """Said with its line by `units`."""


class Target:
    """Told of tags and text; a subclass fills `out` with units and problems."""

    def __init__(self):
        self.line = 0  # of the piece that is being parsed
        self.depth = 0
        self.out: list[Unit | Problem] = []
        self.hole = ""  # what the last HOLE stands for
        self.names: dict[str, str] = {}  # tag -> the same without its namespace

    def deeper(self) -> None:
        """At each start tag. Nesting costs time and memory by its depth, so it ends here."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            self.too_deep()

    def too_deep(self) -> None:
        raise _TooDeep

    def local(self, tag: str) -> str:
        """The tag without its namespace."""
        name = self.names.get(tag)
        if name is None:
            name = tag.rpartition("}")[2]
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

    def start(self, tag, attrib) -> None:
        raise NotImplementedError

    def end(self, tag) -> None:
        raise NotImplementedError

    def data(self, text) -> None:
        raise NotImplementedError

    def close(self) -> None:
        """The document is complete."""


def units(file: TextFile, target: Target) -> Iterator[Unit | Problem]:
    """What `target` makes of the file. Raises CorpusError with the line where it is no XML to be read."""
    parser = etree.XMLParser(target=target, resolve_entities=False, no_network=True, load_dtd=False,
                             dtd_validation=False, huge_tree=False)
    prolog: list[str] | None = []
    target.line = 1
    try:
        for piece in _pieces(file):
            if prolog is not None:
                prolog = _checked_prolog(file, prolog, piece)
            parser.feed(_made_whole(piece, target))
            if target.out:
                yield from target.out
                target.out.clear()
            target.line += piece.count("\n")
        parser.close()  # here lxml tells of errors, wherever they were
        yield from target.out
    except _TooDeep:
        raise CorpusError(f"{file.path}, line {target.line}: elements nested over {MAX_DEPTH} deep; no "
                          "corpus is. Export the file again") from None
    except etree.XMLSyntaxError as error:
        raise CorpusError(_explained(file, error, target.line)) from None


def _pieces(file: TextFile) -> Iterator[str]:
    """The text, cut before every tag that may begin a unit: so the line of each is known, and lxml is
    called no more often than that."""
    rest, is_unit = "", False
    for block in file.blocks():
        text, start = rest + block, 0
        for match in _UNIT.finditer(text, 1):
            if is_unit:
                yield text[start: match.start()]
            else:  # the header, which may be anything: line by line, so that errors have their place
                yield from _LINES.findall(text[: match.start()])
                is_unit = True
            start = match.start()
        rest = text[start:]
        if len(rest) > BLOCK:
            cut = max(rest.rfind("<"), 0) or len(rest)  # not within the name of a tag, or a reference
            yield from _LINES.findall(rest[:cut])
            rest, is_unit = rest[cut:], False
    yield from _LINES.findall(rest)


def _checked_prolog(file: TextFile, prolog: list[str], piece: str) -> list[str] | None:
    """Gathers what stands before the root; None once that is seen. No declaration is ever read."""
    prolog.append(piece)
    text = "".join(prolog)
    declared = _ENTITY.search(text)
    if declared:
        line = text.count("\n", 0, declared.start()) + 1
        raise CorpusError(f"{file.path}, line {line}: the file declares entities or elements of its own "
                          f"(<!{declared[1]}), which Pellucid never reads; remove its DOCTYPE, or export it "
                          "again")
    if _ROOT.search(re.sub(r"<!--.*?(?:-->|\Z)", "", text, flags=re.DOTALL)):
        return None
    if len(text) > 1 << 16:
        raise CorpusError(f"{file.path}: expected an element in the first {1 << 16} characters, found none")
    return prolog


def _made_whole(piece: str, target: Target) -> str:
    """The piece with a HOLE for each character and reference that XML does not allow.

    In a TMX of a Word document stray control characters are common; they cost their unit, not the file.
    """
    illegal = _ILLEGAL.search(piece)
    if illegal:
        line = target.line + piece.count("\n", 0, illegal.start())
        target.hole = f"the control character U+{ord(illegal[0]):04X} (line {line})"
        piece = _ILLEGAL.sub(HOLE, piece)
    if "&" in piece and "<![CDATA[" not in piece:
        piece = _REFERENCE.sub(lambda match: _reference(match, target), piece)
    return piece


def _reference(match: re.Match, target: Target) -> str:
    line = target.line + match.string.count("\n", 0, match.start())
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


def _explained(file: TextFile, error: etree.XMLSyntaxError, last_line: int) -> str:
    line = (error.position[0] if error.position else 0) or last_line
    reason = re.sub(r", line \d+, column \d+.*", "", error.msg or "not XML", flags=re.DOTALL)
    reason = " ".join(reason.split())
    where = f"{file.path}, line {line}"
    if "limit exceeded" in reason or "too big" in reason or "too long" in reason:
        return f"{where}: one tag or comment of over 10 MB; no corpus has such. Export the file again"
    if line >= last_line and not any(word in reason for word in ("mismatch", "EntityRef", "CharRef")):
        return f"{where}: the file ends before its last element does ({reason}); it was cut off. Get it " \
               "again, whole"
    return f"{where}: not well-formed XML ({reason}); correct that place, or export the file again"
