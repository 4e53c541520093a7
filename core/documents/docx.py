"""Word documents (DOCX): every paragraph is a unit; formatting, links, fields and pictures are its codes.
So is every paragraph of a chart or diagram, and every description of a picture."""

from __future__ import annotations

import contextlib
import io
import re
import zipfile
import zlib
from collections.abc import Mapping

from lxml import etree

from core.documents import docx_direction, docx_left, xml_file
from core.documents.document import Document, DocumentError, Languages, Unit
from core.documents.docx_drawn import A, DrawnParagraph
from core.documents.docx_field import W
from core.documents.docx_paragraph import Paragraph
from core.documents.docx_words import Words, words_of
from core.documents.inline import Inline
from core.text.languages import is_right_to_left

_CONTENT_TYPES = "[Content_Types].xml"
_TEXT_PARTS = re.compile(r"(?:wordprocessingml\.(?:document\.main|template\.main|header|footer|footnotes|"
                         r"endnotes|comments)|ms-word\.\w+\.macroEnabled(?:Template)?\.main)\+xml$", re.I)
_MAIN_PART = re.compile(r"\.main\+xml$", re.I)
_DRAWN_PARTS = re.compile(r"(?:drawingml\.(?:chart|chartshapes|diagramData|diagramDrawing)"
                          r"|ms-office\.chartex)\+xml$", re.I)
_NUMBERING_PART = re.compile(r"wordprocessingml\.numbering\+xml$", re.I)
_OLE = b"\xd0\xcf\x11\xe0"  # what Word puts around a document with a password, and old .doc files
_STRICT = "{http://purl.oclc.org/ooxml/"
_MAX_PART, _MAX_RATIO = 200_000_000, 400


class WordDocument(Document):
    def __init__(self, data: bytes, languages: Languages):
        super().__init__()
        self._parts, self._languages = _unpacked(data), languages
        self._turns = bool(languages.src and languages.tgt) and (
            is_right_to_left(languages.src) != is_right_to_left(languages.tgt))
        self._trees: dict[str, etree._ElementTree] = {}
        self._homes: list[tuple[str, Paragraph | DrawnParagraph | Words]] = []  # part, place of each unit
        self._partly: list[str] = []  # where a paragraph has words that stay as they are
        for name in [*self._parts_of(_TEXT_PARTS), *self._parts_of(_DRAWN_PARTS)]:
            try:
                tree = _tree(self._parts[name][1])
            except DocumentError as error:
                if name in self._parts_of(_MAIN_PART):
                    raise DocumentError(f"{name}, the text of the document, could not be read: {error}") \
                        from None
                self.notes.append(f"{name} could not be read and was left as it is: {error}")
                continue
            self._trees[name] = tree
            self._add_paragraphs(name, tree)
        self._say_what_is_left()
        if not self._trees:
            raise DocumentError("expected a Word document, found no text part in it: "
                                + "; ".join(self.notes or ["it has no document part"]))

    def _parts_of(self, kind: re.Pattern) -> list[str]:
        """Names of the parts whose content type, their own or that of their suffix, is of a kind."""
        if _CONTENT_TYPES not in self._parts:
            raise DocumentError(f"expected a Word document, found a ZIP file without {_CONTENT_TYPES}")
        suffixes, own = {}, {}
        for node in xml_file.parse(self._parts[_CONTENT_TYPES][1]).getroot():
            type_ = node.get("ContentType", "")
            suffixes[node.get("Extension", "").lower()] = type_
            own[node.get("PartName", "").lstrip("/")] = type_
        return [name for name in self._parts
                if kind.search(own.get(name) or suffixes.get(name.rpartition(".")[2].lower()) or "")]

    def _say_what_is_left(self) -> None:
        self.notes += docx_left.in_paragraphs(self._partly)
        for name, tree in self._trees.items():
            self.notes += [f"{name}: {note}" for note in docx_left.in_part(tree)]
        for name in self._parts_of(_NUMBERING_PART):
            with contextlib.suppress(DocumentError):  # its words are nobody's loss
                self.notes += docx_left.in_numbering(xml_file.parse(self._parts[name][1]))

    def _add_paragraphs(self, name: str, tree: etree._ElementTree) -> None:
        for number, element in enumerate(tree.iter(W + "p"), 1):
            paragraph = Paragraph(element)
            where = self._add(name, paragraph, "paragraph", number)
            if paragraph.has_words_inside_codes:
                self._partly.append(where)
        for number, element in enumerate(tree.iter(A + "p"), 1):
            self._add(name, DrawnParagraph(element), "drawn text", number)
        for number, words in enumerate(words_of(tree), 1):
            self._add(name, words, "description", number)

    def _add(self, name: str, home: Paragraph | DrawnParagraph | Words, kind: str, number: int) -> str:
        """Returns where that is."""
        unit = Unit(home.inline, f"{name.split('/')[-1]}, {kind} {number}")
        if unit.text.strip():
            self.units.append(unit)
            self._homes.append((name, home))
        return unit.where

    def render(self, targets: Mapping[int, Inline]) -> bytes:
        changed = set()
        for index, (name, home) in enumerate(self._homes):
            if index in targets and home.write(targets[index]):
                changed.add(name)
                if self._turns:
                    home.turn(is_right_to_left(self._languages.tgt))
            elif index in targets:  # never seen
                self.notes.append(f"{self.units[index].where}: its breaks could not be placed; it was left "
                                  "as it is")
        for name in changed if self._turns else ():
            docx_direction.turn_part(self._trees[name], is_right_to_left(self._languages.tgt))
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, (info, data) in self._parts.items():
                if name in changed:
                    data = xml_file.serialize(self._trees[name], data)
                archive.writestr(info, data, compress_type=info.compress_type)
        return out.getvalue()


def _tree(data: bytes) -> etree._ElementTree:
    """Raises DocumentError; also for a document type, which packages forbid (ECMA-376 part 2, 8.1.4): what
    stands for an entity would be lost."""
    tree = xml_file.parse(data)
    if tree.getroot().tag.startswith(_STRICT):
        raise DocumentError("it is a Strict Open XML document; save it as an ordinary Word document (.docx)")
    if tree.docinfo.doctype:
        raise DocumentError("it declares a document type (<!DOCTYPE>), which no Word document may have")
    return tree


def _unpacked(data: bytes) -> dict[str, tuple[zipfile.ZipInfo, bytes]]:
    """Name -> (entry, content), after checks against files that are no documents, or bombs."""
    if data.startswith(_OLE):
        raise DocumentError("this document is protected with a password, or is an old .doc file; save it as "
                            ".docx without a password and try again")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        entries = archive.infolist()
        total = sum(entry.file_size for entry in entries)
        if total > _MAX_PART or total > _MAX_RATIO * max(len(data), 10_000):
            raise DocumentError(f"this file unpacks to {total:,} bytes from {len(data):,}: too much for a "
                                "document")
        if any(entry.flag_bits & 1 for entry in entries):
            raise DocumentError("this document is encrypted; save it without a password and try again")
        parts = {}
        for entry in entries:
            with archive.open(entry) as file:
                content = file.read(entry.file_size + 1)
            if len(content) > entry.file_size:
                raise DocumentError(f"{entry.filename} is longer than the archive says")
            parts[entry.filename] = (entry, content)
        return parts
    except DocumentError:
        raise
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError) as error:
        raise DocumentError(f"expected a Word document (.docx), but it is damaged or no such file: {error}") \
            from None
