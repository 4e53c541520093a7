"""A paragraph of WordprocessingML as text and codes, and back (ECMA-376 part 1, section 17.3).

Runs of the same formatting are one pair of codes. What Word splits for its own bookkeeping (spelling
marks, revision ids) is no formatting, and joins again.
"""

from __future__ import annotations

import copy

from lxml import etree

from core.documents.inline import CLOSE, OPEN, SINGLE, Code, Inline

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_WRAPPERS = {W + tag for tag in ("hyperlink", "ins", "smartTag", "customXml", "moveTo", "dir", "bdo")}
_DROPPED = {W + "proofErr", W + "lastRenderedPageBreak"}

# The data of a code: ("run", formatting or None), ("wrapper", element) at an OPEN; ("node", element) on
# the level of runs and ("in run", element, formatting) on the level of text otherwise.


def read_paragraph(paragraph) -> Inline:
    parts: list[str | Code] = []
    _Reader(parts).read(list(paragraph))
    return tuple(parts)


class _Reader:
    def __init__(self, parts: list[str | Code]):
        self._parts = parts
        self._number = 0
        self._field: list | None = None  # the runs of a field under way: from its begin to its end
        self._depth = 0

    def _key(self) -> str:
        self._number += 1
        return f"c{self._number}"

    def read(self, nodes: list) -> None:
        for node in nodes:
            if node.tag in (W + "pPr", *_DROPPED):
                continue
            if node.tag == W + "r":
                self._run(node)
            elif self._field is not None:
                self._field.append(node)
            elif node.tag in _WRAPPERS:
                key = self._key()
                self._parts.append(Code(OPEN, key, ("wrapper", node)))
                self.read(list(node))
                self._parts.append(Code(CLOSE, key))
            else:
                self._parts.append(Code(SINGLE, self._key(), ("node", [node])))

    def _run(self, run) -> None:
        """A field (page number, reference) is one code from its begin to its end, its result included."""
        kinds = [node.get(W + "fldCharType") for node in run.iter(W + "fldChar")]
        if self._field is None and "begin" in kinds:
            self._field = []
        if self._field is not None:
            self._field.append(run)
            self._depth += kinds.count("begin") - kinds.count("end")
            if self._depth <= 0:
                self._parts.append(Code(SINGLE, self._key(), ("node", self._field)))
                self._field, self._depth = None, 0
            return
        formatting = run.find(W + "rPr")
        content = [node for node in run if node.tag != W + "rPr" and node.tag not in _DROPPED]
        if not content:
            return
        key = self._open_run(formatting)
        for node in content:
            if node.tag == W + "t":
                if node.text:
                    self._parts.append(node.text)
            else:
                self._parts.append(Code(SINGLE, self._key(), ("in run", node, formatting)))
        self._parts.append(Code(CLOSE, key))

    def _open_run(self, formatting) -> str:
        """Goes on with the run before where it is formatted alike."""
        last = self._parts[-1] if self._parts else None
        if isinstance(last, Code) and last.kind == CLOSE:
            opening = next(part for part in self._parts
                           if isinstance(part, Code) and part.kind == OPEN and part.key == last.key)
            if opening.data[0] == "run" and _looks(opening.data[1]) == _looks(formatting):
                self._parts.pop()
                return opening.key
        key = self._key()
        self._parts.append(Code(OPEN, key, ("run", formatting)))
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


def write_paragraph(paragraph, inline: Inline) -> None:
    """Replaces what a paragraph holds, its properties aside. Elements are moved, so codes must be unique."""
    for node in list(paragraph):
        if node.tag != W + "pPr":
            paragraph.remove(node)
    _Writer(paragraph).write(inline)


class _Writer:
    def __init__(self, paragraph):
        self._parents = [paragraph]
        self._formatting: list = []  # of the runs that are open
        self._last = None  # the formatting of the last run, for text between runs
        self._run = None
        self._keys: list[str] = []

    def write(self, inline: Inline) -> None:
        kinds = {part.key: part.data[0] for part in inline if isinstance(part, Code) and part.kind == OPEN}
        for part in inline:
            if isinstance(part, str):
                self._text(part)
            elif part.kind == OPEN and part.data[0] == "run":
                self._run = None
                self._formatting.append(part.data[1])
                self._last = part.data[1]
            elif part.kind == OPEN:
                self._run = None
                wrapper = part.data[1]
                for node in list(wrapper):
                    wrapper.remove(node)
                wrapper.tail = None
                self._parents[-1].append(wrapper)
                self._parents.append(wrapper)
            elif part.kind == CLOSE:
                self._run = None
                (self._formatting if kinds[part.key] == "run" else self._parents).pop()
            elif part.data[0] == "in run":
                if self._run is None and not self._formatting:
                    self._last = part.data[2]
                self._append(part.data[1])
            else:
                self._run = None
                for node in part.data[1]:
                    node.tail = None
                    self._parents[-1].append(node)

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
        node = etree.SubElement(self._open(), W + "t")
        node.text = text
        node.set(_SPACE, "preserve")
