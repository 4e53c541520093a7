"""Words of a Word document in attributes: descriptions of pictures and tables, tooltips, drawn words."""

from __future__ import annotations

import re

from core.documents.docx_field import W
from core.documents.inline import Inline, protect, unprotected

_VML = "{urn:schemas-microsoft-com:vml}"
# Elements of DrawingML in whichever namespace, and the attributes that a person reads.
_DRAWN = {"{*}docPr": ("descr", "title"), "{*}cNvPr": ("descr", "title"), "{*}hlinkClick": ("tooltip",)}
_OF_WORD = {W + "hyperlink": W + "tooltip", W + "tblCaption": W + "val", W + "tblDescription": W + "val"}
# What programs put where nobody described a picture.
_FILE_NAME = re.compile(r"\S+\.\w{3,4}|.+\.(?:png|jpe?g|gif|bmp|tiff?|emf|wmf|svg|webp)", re.I)


class Words:
    """One text, everywhere in a part: Word writes the description of one picture up to three times."""

    def __init__(self, text: str):
        self.inline: Inline = protect(text)
        self._places: list[tuple] = []  # (element, attribute)

    def also_in(self, element, attribute: str) -> None:
        self._places.append((element, attribute))

    def write(self, inline: Inline) -> bool:
        for element, attribute in self._places:
            element.set(attribute, unprotected(inline))
        return True

    def turn(self, right_to_left: bool) -> None:
        """An attribute has no direction of its own."""


def words_of(tree) -> list[Words]:
    """Of one part, in its order."""
    found: dict[str, Words] = {}
    for element in tree.iter(*_DRAWN, *_OF_WORD, _VML + "*"):
        for attribute in _attributes(element.tag):
            text = element.get(attribute, "")
            if any(map(str.isalpha, text)) and not _FILE_NAME.fullmatch(text.strip()):
                found.setdefault(text, Words(text)).also_in(element, attribute)
    return list(found.values())


def _attributes(tag: str) -> tuple[str, ...]:
    if tag in _OF_WORD:
        return (_OF_WORD[tag],)
    if tag.startswith(_VML):
        return ("string",) if tag == _VML + "textpath" else ("alt", "title")
    return _DRAWN["{*}" + tag.rpartition("}")[2]]
