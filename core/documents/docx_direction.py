"""The direction of a Word document, where the translation runs the other way (ECMA-376 part 1, 17.3.1.6,
17.3.2.30, 17.4.1, 17.6.1).

All paragraphs, tables and sections of a part turn; of the runs those that were translated: figures and signs
that stayed as they are would change places.
"""

from __future__ import annotations

from lxml import etree

from core.documents.docx_field import W


def _tags(names: str) -> tuple[str, ...]:
    return tuple(W + name for name in names.split())


# What the schema wants before these switches, and behind <w:rtl> and the <w:bidi> of a section.
_BEFORE_BIDI = _tags("pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr pBdr shd tabs "
                     "suppressLineNumbers suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct "
                     "autoSpaceDE autoSpaceDN")
_BEFORE_VISUAL = _tags("tblStyle tblpPr tblOverlap")
_BEHIND_RTL = _tags("cs em lang eastAsianLayout specVanish oMath rPrChange")
_BEHIND_SECTION = _tags("rtlGutter docGrid printerSettings sectPrChange")


def turn_part(tree, right_to_left: bool) -> None:
    """Sets the direction of everything in a part but its runs."""
    for paragraph in tree.iter(W + "p"):
        properties = _properties(paragraph, W + "pPr")
        _set(properties, W + "bidi", right_to_left, _after(properties, _BEFORE_BIDI))
    for properties in tree.iter(W + "tblPr"):
        _set(properties, W + "bidiVisual", right_to_left, _after(properties, _BEFORE_VISUAL))
    for properties in tree.iter(W + "sectPr"):
        _set(properties, W + "bidi", right_to_left, _ahead(properties, _BEHIND_SECTION))


def turn_runs(paragraph, right_to_left: bool) -> None:
    """Sets the direction of a paragraph's own runs, not of those in its text boxes."""
    for run in paragraph.iter(W + "r"):
        if next(run.iterancestors(W + "p")) is not paragraph or run.find(W + "t") is None:
            continue
        formatting = _properties(run, W + "rPr")
        _set(formatting, W + "rtl", right_to_left, _ahead(formatting, _BEHIND_RTL))


def _properties(holder, tag: str):
    found = holder.find(tag)
    if found is None:
        found = etree.Element(tag)
        holder.insert(0, found)
    return found


def _after(properties, tags: tuple[str, ...]) -> int:
    return max((index for index, node in enumerate(properties, 1) if node.tag in tags), default=0)


def _ahead(properties, tags: tuple[str, ...]) -> int:
    return min((index for index, node in enumerate(properties) if node.tag in tags), default=len(properties))


def _set(properties, tag: str, is_on: bool, index: int) -> None:
    """Switched off in words too: a style may have it on."""
    switch = properties.find(tag)
    if switch is None:
        switch = etree.Element(tag)
        properties.insert(index, switch)
    if is_on:
        switch.attrib.pop(W + "val", None)
    else:
        switch.set(W + "val", "0")
