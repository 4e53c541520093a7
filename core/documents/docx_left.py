"""What of a Word document is not translated, so that it can be said."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lxml import etree

from core.documents.docx_field import W

_LISTED = 5
_SCIENTIFIC = re.compile(r"[-+.\d]+E[-+]?\d+")
_NUMBER = re.compile(r"%\d")
_CHUNK = W + "altChunk"
# Of series and categories: kept beside the table that Word makes them from again.
_CHARTED = ("{http://schemas.openxmlformats.org/drawingml/2006/chart}v",
            "{http://schemas.microsoft.com/office/drawing/2014/chartex}pt")


def in_paragraphs(where: Sequence[str]) -> list[str]:
    """A note on paragraphs of which a part stays: those whose codes hold words."""
    if not where:
        return []
    more = ", ..." if len(where) > _LISTED else ""
    return ["text that Word computes or offers for choice (fields, lists), that tracked changes take away or "
            f"that has a phonetic guide was left as it is: {', '.join(where[:_LISTED])}{more}"]


def in_part(tree: etree._ElementTree) -> list[str]:
    """What else of a part has words."""
    return [*_pieces(sum(1 for _ in tree.iter(_CHUNK))), *_charted(list(dict.fromkeys(
        value.text.strip() for value in tree.iter(*_CHARTED) if _is_name(value.text or ""))))]


def _pieces(count: int) -> list[str]:
    return [f"pieces of other files, which Word takes in when it opens, were left as they are: {count}"] \
        if count else []


def _charted(names: list[str]) -> list[str]:
    more = ", ..." if len(names) > _LISTED else ""
    return ["names that the chart has from its table were left as they are: "
            f"{', '.join(names[:_LISTED])}{more}"] if names else []


def _is_name(text: str) -> bool:
    return any(map(str.isalpha, text)) and not _SCIENTIFIC.fullmatch(text.strip())


def in_numbering(tree: etree._ElementTree) -> list[str]:
    """Words that Word writes before the items of a list: "Article 1"."""
    words = {_NUMBER.sub("", text.get(W + "val", "")).strip(" .:)")
             for level in tree.iter(W + "lvl") if not _is_bullet(level) for text in level.iter(W + "lvlText")}
    words = sorted(word for word in words if sum(map(str.isalpha, word)) > 1)
    return [f"words before the numbers of lists were left as they are: {', '.join(words)}"] if words else []


def _is_bullet(level) -> bool:
    return any(kind.get(W + "val") == "bullet" for kind in level.iter(W + "numFmt"))
