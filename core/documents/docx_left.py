"""What of a Word document is not translated, so that it can be said."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from lxml import etree

from core.documents.docx_field import W

_LISTED = 5
# Charts and diagrams have text in grammars of their own.
_DRAWN_TEXT = re.compile(rb"<a:t>[^<]*[^<\s]")
_FILE_NAME = re.compile(r"\S+\.\w{3,4}$")  # what programs put where nobody described a picture
_NUMBER = re.compile(r"%\d")
_VML, _CHUNK = "{urn:schemas-microsoft-com:vml}", W + "altChunk"


def in_paragraphs(where: Sequence[str]) -> list[str]:
    """A note on paragraphs of which a part stays: those whose codes hold words."""
    if not where:
        return []
    more = ", ..." if len(where) > _LISTED else ""
    return ["text that Word computes or offers for choice (fields, lists), that tracked changes take away or "
            f"that has a phonetic guide was left as it is: {', '.join(where[:_LISTED])}{more}"]


def in_part(tree: etree._ElementTree) -> list[str]:
    """What else of a part has words: descriptions of pictures, words drawn as art, pieces of other files."""
    counts = (
        ("descriptions of pictures", sum(_is_described(node) for node in tree.iter("{*}docPr"))),
        ("words drawn as art or a watermark", sum(
            any(map(str.isalpha, node.get("string", ""))) for node in tree.iter(_VML + "textpath"))),
        ("pieces of other files, which Word takes in when it opens", sum(1 for _ in tree.iter(_CHUNK))))
    return [f"{what}: {count} left" for what, count in counts if count]


def _is_described(properties) -> bool:
    words = properties.get("descr", "").strip()
    return any(map(str.isalpha, words)) and not _FILE_NAME.match(words)


def in_numbering(tree: etree._ElementTree) -> list[str]:
    """Words that Word writes before the items of a list: "Article 1"."""
    words = {_NUMBER.sub("", text.get(W + "val", "")).strip(" .:)")
             for level in tree.iter(W + "lvl") if not _is_bullet(level) for text in level.iter(W + "lvlText")}
    words = sorted(word for word in words if sum(map(str.isalpha, word)) > 1)
    return [f"words before the numbers of lists were left as they are: {', '.join(words)}"] if words else []


def _is_bullet(level) -> bool:
    return any(kind.get(W + "val") == "bullet" for kind in level.iter(W + "numFmt"))


def in_drawings(parts: Mapping[str, bytes]) -> list[str]:
    drawn = [name for name, data in parts.items() if _DRAWN_TEXT.search(data)]
    return [f"text within charts and diagrams was left as it is: {', '.join(drawn)}"] if drawn else []
