"""A paragraph of WordprocessingML as text and codes, and back (ECMA-376 part 1, section 17.3).

Runs of the same formatting are one pair of codes. What Word splits for its own bookkeeping (spelling
marks, revision ids) is no formatting, and joins again. A break (line, page, tab) is "\\n" in the text, so
that what it parts are sentences of their own; the n-th "\\n" of the translation is the n-th break.
"""

from __future__ import annotations

import copy

from lxml import etree

from core.documents import docx_direction
from core.documents.docx_field import W, split_field, steps_of
from core.documents.inline import CLOSE, OPEN, SINGLE, Code, Inline, codes, plain, protect_all

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_WRAPPERS = {W + tag for tag in ("hyperlink", "ins", "smartTag", "customXml", "moveTo", "dir", "bdo")}
_DROPPED = {W + "proofErr", W + "lastRenderedPageBreak", W + "softHyphen"}
_BREAKS = {W + "br", W + "cr", W + "tab", W + "ptab"}
# A control whose text is one of a list, or a part of the document's properties that Word puts there again.
_FIXED_CONTROLS = {W + tag for tag in ("dropDownList", "comboBox", "date", "dataBinding")}

# The data of a code: ("run", formatting or None) or ("wrapper", element, where its content goes) at an OPEN;
# ("nodes", [element]) on the level of runs, ("in run", element, formatting) on the level of text; a
# placeholder's is its text.


class Paragraph:
    """One that was read: `inline`, and how its translation is put in its place."""

    def __init__(self, element):
        self._element = element
        reader = _Reader()
        reader.read(list(element))
        self._breaks = reader.breaks
        self.inline: Inline = protect_all(reader.parts)

    @property
    def has_words_inside_codes(self) -> bool:
        """Is there text, as in a field or a list of choices, that is none of the paragraph's own?"""
        for code in codes(self.inline):
            if isinstance(code.data, tuple) and code.data[0] in ("nodes", "in run"):
                nodes = code.data[1] if code.data[0] == "nodes" else [code.data[1]]
                if any(map(_says, nodes)):
                    return True
        return False

    def write(self, inline: Inline) -> bool:
        """Replaces what the paragraph holds, its properties aside; False, and nothing, where the translation
        has not as many breaks. Elements are moved: call it once."""
        if plain(inline).count("\n") != len(self._breaks):
            return False
        for node in list(self._element):
            if node.tag != W + "pPr":
                self._element.remove(node)
        _Writer(self._element, self._breaks).write(inline)
        return True

    def turn(self, right_to_left: bool) -> None:
        docx_direction.turn_runs(self._element, right_to_left)


def _says(node) -> bool:
    """Has it letters, other than in text boxes, whose paragraphs are read on their own?"""
    return any(any(map(str.isalpha, text.text or "")) for text in node.iter(W + "t", W + "delText")
               if not any(above.tag == W + "txbxContent" for above in text.iterancestors()))


class _Reader:
    def __init__(self):
        self.parts: list[str | Code] = []
        self.breaks: list = []
        self._formatting: dict[str, bytes] = {}  # of the runs that were read, by their codes' keys
        self._number = 0

    def _key(self) -> str:
        self._number += 1
        return f"c{self._number}"

    def _add(self, kind: str, data, key: str = "") -> str:
        key = key or self._key()
        self.parts.append(Code(kind, key, data))
        return key

    def read(self, nodes: list) -> None:
        """Elements of one level; a field or a bookmark that ends on another is no pair."""
        field: list = []
        depth = 0
        bookmarks: dict[str, str] = {}
        for node in nodes:
            if node.tag in (W + "pPr", *_DROPPED):
                continue
            steps = steps_of(node)
            deeper = steps.count("begin") - steps.count("end")
            if field or deeper > 0 or ("begin" in steps and node.tag == W + "r"):
                field.append(node)
                depth += deeper
                if depth <= 0:
                    self._field(field)
                    field, depth = [], 0
            elif node.tag == W + "r":
                self._run(node)
            elif node.tag in (W + "bookmarkStart", W + "commentRangeStart"):
                bookmarks[node.tag[:-5] + node.get(W + "id", "")] = self._add(OPEN, ("nodes", [node]))
            elif node.tag in (W + "bookmarkEnd", W + "commentRangeEnd"):
                key = bookmarks.pop(node.tag[:-3] + node.get(W + "id", ""), "")
                self._add(CLOSE if key else SINGLE, ("nodes", [node]), key)
            else:
                self._other(node)
        if field:
            self._field(field)

    def _other(self, node) -> None:
        holder = node if node.tag in _WRAPPERS else None
        kinds = {found.tag for found in node.iterfind(W + "sdtPr/*")}
        if node.tag == W + "sdt" and not kinds & _FIXED_CONTROLS:
            holder = node.find(W + "sdtContent")
        if holder is None:
            self._add(SINGLE, ("nodes", [node]))
            return
        key = self._add(OPEN, ("wrapper", node, holder))
        self.read(list(holder))
        self._add(CLOSE, None, key)

    def _field(self, nodes: list) -> None:
        """A computed one (page number, reference) is one code with its result. A link's text is text, and so
        is what a field holds that ends in a later paragraph (a table of contents)."""
        head, result, end = split_field(nodes)
        if not result:
            self._add(SINGLE, ("nodes", nodes))
            return
        key = self._add(OPEN if end else SINGLE, ("nodes", head))
        self.read(result)
        if end:
            self._add(CLOSE, ("nodes", end), key)

    def _run(self, run) -> None:
        formatting = run.find(W + "rPr")
        content = [node for node in run if node.tag != W + "rPr" and node.tag not in _DROPPED]
        if not content:
            return
        key = self._open_run(formatting)
        for node in content:
            if node.tag == W + "t":
                if node.text:
                    self.parts.append(node.text.replace("\n", " "))
            elif node.tag == W + "noBreakHyphen":
                self.parts.append("-")
            elif node.tag in _BREAKS:
                self.parts.append("\n")
                self.breaks.append(node)
            else:
                self._add(SINGLE, ("in run", node, formatting))
        self._add(CLOSE, None, key)

    def _open_run(self, formatting) -> str:
        """Goes on with the run before where it is formatted alike."""
        last, looks = self.parts[-1] if self.parts else None, _looks(formatting)
        if isinstance(last, Code) and last.kind == CLOSE and self._formatting.get(last.key) == looks:
            return self.parts.pop().key
        key = self._add(OPEN, ("run", formatting))
        self._formatting[key] = looks
        return key


def _looks(formatting) -> bytes:
    """What of a formatting a reader can see."""
    if formatting is None:
        return b""
    seen = copy.deepcopy(formatting)
    for node in list(seen):
        if node.tag in (W + "lang", W + "noProof"):
            seen.remove(node)
    return b"".join(sorted(etree.tostring(node, method="c14n") for node in seen))


class _Writer:
    def __init__(self, paragraph, breaks: list):
        self._parents = [paragraph]
        self._breaks = iter(breaks)
        self._formatting: list = []  # of the runs that are open
        self._last = None  # the formatting of the last run, for text between runs
        self._run = None

    def write(self, inline: Inline) -> None:
        kinds = {part.key: part.data[0] for part in codes(inline) if part.kind == OPEN}
        for part in inline:
            if isinstance(part, str):
                self._text(part)
            elif isinstance(part.data, str):
                self._text(part.data)
            elif part.data is None:  # the end of a run or a wrapper
                self._run = None
                (self._formatting if kinds[part.key] == "run" else self._parents).pop()
            elif part.data[0] == "run":
                self._run = None
                self._formatting.append(part.data[1])
                self._last = part.data[1]
            elif part.data[0] == "wrapper":
                self._open_wrapper(*part.data[1:])
            elif part.data[0] == "in run":
                if self._run is None and not self._formatting:
                    self._last = part.data[2]
                self._append(part.data[1])
            else:
                self._run = None
                for node in part.data[1]:
                    node.tail = None
                    self._parents[-1].append(node)

    def _open_wrapper(self, wrapper, holder) -> None:
        self._run = None
        for node in list(holder):
            holder.remove(node)
        wrapper.tail = None
        self._parents[-1].append(wrapper)
        self._parents.append(holder)

    def _open(self):
        if self._run is None:
            self._run = etree.SubElement(self._parents[-1], W + "r")
            formatting = self._formatting[-1] if self._formatting else self._last
            if formatting is not None:
                self._run.append(copy.deepcopy(formatting))
        return self._run

    def _append(self, node) -> None:
        node.tail = None
        self._open().append(node)

    def _text(self, text: str) -> None:
        for number, piece in enumerate(text.split("\n")):
            if number:
                self._append(next(self._breaks))
            if piece:
                node = etree.SubElement(self._open(), W + "t")
                node.text = piece
                node.set(_SPACE, "preserve")
