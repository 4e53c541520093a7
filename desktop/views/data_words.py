"""What the core's reasons for leaving a pair out are called in the window."""

from __future__ import annotations

import re

from PySide6.QtCore import QCoreApplication

from core.corpus import changes


def reason(name: str) -> str:
    """A reason in the window's language; one that is not known stays as it is."""
    words = {
        "duplicate": QCoreApplication.translate("DataWords", "Same pair twice"),
        "near-duplicate": QCoreApplication.translate("DataWords", "Nearly the same pair"),
        "empty side": QCoreApplication.translate("DataWords", "Empty side"),
        "no words": QCoreApplication.translate("DataWords", "No words on one side"),
        "too long": QCoreApplication.translate("DataWords", "Too long"),
        "length ratio": QCoreApplication.translate("DataWords", "Lengths too unlike"),
        "identical sides": QCoreApplication.translate("DataWords", "Target looks untranslated"),
        "different digits": QCoreApplication.translate("DataWords", "Figures differ"),
        "wrong script": QCoreApplication.translate("DataWords", "Another script than the language's"),
        "repeated punctuation": QCoreApplication.translate("DataWords", "Repeated punctuation"),
        "broken encoding": QCoreApplication.translate("DataWords", "Broken encoding"),
        "non-printing character": QCoreApplication.translate("DataWords", "Non-printing character"),
        "not translated yet": QCoreApplication.translate("DataWords", "Not translated yet"),
        "rejected in review": QCoreApplication.translate("DataWords", "Rejected in review"),
        "not to be translated": QCoreApplication.translate("DataWords", "Marked as not to be translated"),
        "plural form": QCoreApplication.translate("DataWords", "Plural form, left out as asked"),
        "fuzzy": QCoreApplication.translate("DataWords", "Marked as not finished"),
        "in the given development set": QCoreApplication.translate("DataWords", "In the development set too"),
        "not readable": QCoreApplication.translate("DataWords", "Unit not readable"),
    }
    return words.get(name, name)


def change(kind: str) -> str:
    """What was done to a pair on its way into the corpus, in the window's language."""
    words = {
        changes.CODES: QCoreApplication.translate("DataWords", "inline codes left out"),
        changes.PLACEHOLDERS: QCoreApplication.translate("DataWords", "inline codes made placeholders"),
        changes.STYLES: QCoreApplication.translate("DataWords", "styles of subtitles left out"),
        changes.CUE_LINES: QCoreApplication.translate("DataWords", "lines of a subtitle joined"),
        changes.NFC: QCoreApplication.translate("DataWords", "composed (Unicode NFC)"),
        changes.ENDS: QCoreApplication.translate("DataWords", "blanks at the ends removed"),
        changes.BREAKS: QCoreApplication.translate("DataWords", "line breaks and TABs made spaces"),
        changes.ODD_SPACES: QCoreApplication.translate("DataWords", "no-break and other spaces made plain"),
        changes.RUNS: QCoreApplication.translate("DataWords", "several spaces made one"),
        changes.CONTROLS: QCoreApplication.translate("DataWords", "control characters made spaces"),
    }
    return words.get(kind, kind)


def detail(text: str) -> str:
    """What shows why a pair was left out, in the window's language; figures and signs stay as they are."""
    for pattern, words in (
        (r"as line (\d+) of (.*)", QCoreApplication.translate("DataWords", "as line {0} of {1}")),
        (r"as line (\d+)", QCoreApplication.translate("DataWords", "as line {0}")),
        (r"(\d+) characters", QCoreApplication.translate("DataWords", "{0} characters")),
        (r"no source", QCoreApplication.translate("DataWords", "no source")),
        (r"no text", QCoreApplication.translate("DataWords", "no text")),
        (r"no target", QCoreApplication.translate("DataWords", "no target")),
        (r"by its state in the file", QCoreApplication.translate("DataWords", "by its state in the file")),
        (r"by its review in the file", QCoreApplication.translate("DataWords", "by its review in the file")),
        (r'translate="no" in the file',
         QCoreApplication.translate("DataWords", 'translate="no" in the file')),
        (r"left out as it was asked", QCoreApplication.translate("DataWords", "left out as it was asked")),
        (r"marked fuzzy in the file", QCoreApplication.translate("DataWords", "marked fuzzy in the file")),
        (r"(\d+)% of the letters are of (.*)",
         QCoreApplication.translate("DataWords", "{0} % of the letters are of {1}")),
    ):
        match = re.fullmatch(pattern, text, re.DOTALL)
        if match:
            return words.format(*match.groups())
    return text
