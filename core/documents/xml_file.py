"""XML read safely (no entities expanded, nothing fetched) and written back as it came."""

from __future__ import annotations

import codecs
import copy
from collections.abc import Callable
from dataclasses import dataclass

from lxml import etree

from core.documents.document import DocumentError
from core.documents.inline import CLOSE, OPEN, SINGLE, Code, Inline, protect_all

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def parse(data: bytes) -> etree._ElementTree:
    """Raises DocumentError with the line."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
                             remove_blank_text=False, strip_cdata=False)
    try:
        return etree.ElementTree(etree.fromstring(data, parser))
    except etree.XMLSyntaxError as error:
        raise DocumentError(f"expected XML, but line {error.lineno}: {error.msg}") from None


def serialize(tree: etree._ElementTree, original: bytes) -> bytes:
    """In the original's encoding, with its byte order mark, declaration and DOCTYPE."""
    info = tree.docinfo
    wide = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}.get(original[:2])
    encoding = "UTF-16" if wide else info.encoding or "UTF-8"  # which a declaration need not say
    head = original[:200].replace(b"\0", b"")
    data = etree.tostring(tree, encoding=encoding, xml_declaration=b"<?xml" in head,
                          standalone=info.standalone if b"standalone" in head else None)
    if wide:
        data = original[:2] + data.decode("utf-16").encode(wide)
    if original.startswith(codecs.BOM_UTF8) and not data.startswith(codecs.BOM_UTF8):
        data = codecs.BOM_UTF8 + data
    end = "\n".encode(wide or "ascii")
    return data + (end if original.endswith(end) and not data.endswith(end) else b"")


def name(element) -> str:
    """The tag without its namespace; "" for comments and their like."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def children(element, *names: str) -> list:
    """Direct child elements of these names, in any namespace."""
    return [child for child in element if name(child) in names]


def child(element, *names: str):
    found = children(element, *names)
    return found[0] if found else None


@dataclass(frozen=True)
class Grammar:
    """Which inline elements hold text that is translated, and which two belong together.

    paired    tags whose content is text: <g>, <pc>
    partner   element -> (OPEN or CLOSE, id) for those that mark one end of a span: <bpt i="1">
    """

    paired: frozenset[str]
    partner: Callable[[etree._Element], tuple[str, str] | None]


def read_inline(element, grammar: Grammar) -> Inline:
    """The content of an element as text and codes; a code's data is a copy of its element, or the text of a
    placeholder."""
    parts: list[str | Code] = []
    _read(element, grammar, parts, [0])
    return protect_all(_once(parts))


def _once(parts: list[str | Code]) -> list[str | Code]:
    """Of two codes that name themselves alike the second stands alone."""
    seen, made = set(), []
    for number, part in enumerate(parts):
        if isinstance(part, Code) and (part.kind, part.key) in seen:
            part = Code(SINGLE, f"again {number}", part.data)
        if isinstance(part, Code):
            seen.add((part.kind, part.key))
        made.append(part)
    return made


def _read(element, grammar: Grammar, parts: list, counter: list[int]) -> None:
    if element.text:
        parts.append(element.text)
    for node in element:
        counter[0] += 1
        number = counter[0]
        if name(node) in grammar.paired and not _is_protected(node):
            key = f"{name(node)}{number}"
            parts.append(Code(OPEN, key, _shell(node)))
            _read(node, grammar, parts, counter)
            parts.append(Code(CLOSE, key))
        else:
            ends = grammar.partner(node) if isinstance(node.tag, str) else None
            kind, key = (ends[0], f"pair {ends[1]}") if ends else (SINGLE, f"{name(node) or 'node'}{number}")
            parts.append(Code(kind, key, _copy(node), is_word=_is_protected(node)))
        if node.tail:
            parts.append(node.tail)


def _is_protected(node) -> bool:
    """Is what it holds marked not to be translated?"""
    return node.get("translate") == "no" or node.get("mtype") == "protected"


def fill(element, inline: Inline) -> None:
    """Replaces the content of an element."""
    for node in list(element):
        element.remove(node)
    element.text = None
    stack = [element]
    for part in inline:
        parent = stack[-1]
        if isinstance(part, str):
            _add_text(parent, part)
        elif isinstance(part.data, str):
            _add_text(parent, part.data)
        elif part.kind == CLOSE and part.data is None:
            stack.pop()
        else:
            node = _copy(part.data)
            parent.append(node)
            if part.kind == OPEN and any(other.kind == CLOSE and other.key == part.key and other.data is None
                                         for other in inline if isinstance(other, Code)):
                stack.append(node)


def _add_text(parent, text: str) -> None:
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text


def _copy(node):
    made = copy.deepcopy(node)
    made.tail = None
    return made


def _shell(node):
    """The element without what it holds."""
    return etree.Element(node.tag, node.attrib, node.nsmap)
