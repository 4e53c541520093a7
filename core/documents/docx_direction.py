"""The direction of a Word paragraph, where the translation runs the other way (17.3.1.6, 17.3.2.30)."""

from __future__ import annotations

from lxml import etree

from core.documents.docx_field import W

# What the schema wants before <w:bidi> in a paragraph's properties, and behind <w:rtl> in a run's.
_BEFORE_BIDI = tuple(W + tag for tag in (
    "pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr", "pBdr", "shd",
    "suppressLineNumbers", "tabs", "suppressAutoHyphens", "kinsoku", "wordWrap", "overflowPunct",
    "topLinePunct", "autoSpaceDE", "autoSpaceDN"))
_BEHIND_RTL = tuple(W + tag for tag in (
    "cs", "em", "lang", "eastAsianLayout", "specVanish", "oMath", "rPrChange"))


def turn(paragraph, right_to_left: bool) -> None:
    """Sets the direction of a paragraph and of its own runs, not of those in its text boxes."""
    properties = paragraph.find(W + "pPr")
    if properties is None:
        properties = etree.Element(W + "pPr")
        paragraph.insert(0, properties)
    before = [index for index, node in enumerate(properties, 1) if node.tag in _BEFORE_BIDI]
    _set(properties, W + "bidi", right_to_left, max(before, default=0))
    for run in paragraph.iter(W + "r"):
        if next(run.iterancestors(W + "p")) is not paragraph or run.find(W + "t") is None:
            continue
        formatting = run.find(W + "rPr")
        if formatting is None:
            formatting = etree.Element(W + "rPr")
            run.insert(0, formatting)
        behind = [index for index, node in enumerate(formatting) if node.tag in _BEHIND_RTL]
        _set(formatting, W + "rtl", right_to_left, min(behind, default=len(formatting)))


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
