"""A paragraph of DrawingML (charts, diagrams) as text and codes, and back (ECMA-376 part 1, section 21.1.2).

As in Word's own paragraphs runs of one formatting are a pair of codes, and the n-th "\\n" of the translation
is the n-th break; here a break stands between runs.
"""

from __future__ import annotations

import copy

from lxml import etree

from core.documents.inline import CLOSE, OPEN, SINGLE, Code, Inline, codes, plain, protect_all

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_AROUND = (A + "pPr", A + "endParaRPr")
_UNSEEN = ("lang", "altLang", "dirty", "err", "smtClean", "noProof")  # what spelling leaves in a formatting


class DrawnParagraph:
    """One that was read: `inline`, and how its translation is put in its place."""

    def __init__(self, element):
        self._element, self._breaks = element, []
        parts: list[str | Code] = []
        looks_before = None
        for number, node in enumerate(element):
            looks = None
            if node.tag == A + "r":
                formatting = node.find(A + "rPr")
                looks = _looks(formatting)
                key = parts.pop().key if looks == looks_before else f"c{number}"
                if looks != looks_before:
                    parts.append(Code(OPEN, key, formatting))
                parts += [node.findtext(A + "t", "").replace("\n", " "), Code(CLOSE, key)]
            elif node.tag == A + "br":
                parts.append("\n")
                self._breaks.append(node)
            elif node.tag not in _AROUND:  # a computed field, a formula
                parts.append(Code(SINGLE, f"c{number}", node))
            looks_before = looks
        self.inline: Inline = protect_all(parts)

    def write(self, inline: Inline) -> bool:
        """Replaces the runs; False, and nothing, where the translation has not as many breaks; once."""
        if plain(inline).count("\n") != len(self._breaks):
            return False
        before, after = (self._element.findall(tag) for tag in _AROUND)
        self._element[:] = [*before, *_Runs(inline, self._breaks).made, *after]
        return True

    def turn(self, right_to_left: bool) -> None:
        properties = self._element.find(A + "pPr")
        if properties is None:
            properties = etree.Element(A + "pPr")
            self._element.insert(0, properties)
        properties.set("rtl", "1" if right_to_left else "0")


def _looks(formatting) -> bytes:
    """What of a formatting a reader can see."""
    if formatting is None:
        return b""
    seen = copy.deepcopy(formatting)
    seen.tail = None
    for name in _UNSEEN:
        seen.attrib.pop(name, None)
    return etree.tostring(seen, method="c14n")


class _Runs:
    """`made`: runs, breaks and the rest, in the order of the translation."""

    def __init__(self, inline: Inline, breaks: list):
        self.made: list = []
        self._breaks = iter(breaks)
        self._run = None
        formatting = next((code.data for code in codes(inline) if code.kind == OPEN
                           and not isinstance(code.data, str)), None)
        for part in inline:
            if isinstance(part, str) or isinstance(part.data, str):
                self._text(part if isinstance(part, str) else part.data, formatting)
            elif part.kind == SINGLE:
                self._put(part.data)
            else:  # text between runs looks as in the last one
                formatting = part.data if part.kind == OPEN else formatting
                self._run = None

    def _put(self, node) -> None:
        self._run = None
        self.made.append(node)

    def _text(self, text: str, formatting) -> None:
        for number, piece in enumerate(text.split("\n")):
            if number:
                self._put(next(self._breaks))
            if piece and self._run is None:
                self._run = etree.Element(A + "r")
                if formatting is not None:
                    self._run.append(copy.deepcopy(formatting))
                etree.SubElement(self._run, A + "t").text = ""
                self.made.append(self._run)
            if piece:
                self._run[-1].text += piece
