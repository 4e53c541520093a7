"""What the core's reasons for leaving a pair out are called in the window."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication


def reason(name: str) -> str:
    """A reason in the window's language; one that is not known stays as it is."""
    words = {
        "duplicate": QCoreApplication.translate("DataWords", "Same pair twice"),
        "near-duplicate": QCoreApplication.translate("DataWords", "Nearly the same pair"),
        "empty side": QCoreApplication.translate("DataWords", "Empty side"),
        "too long": QCoreApplication.translate("DataWords", "Too long"),
        "length ratio": QCoreApplication.translate("DataWords", "Lengths too unlike"),
        "identical sides": QCoreApplication.translate("DataWords", "Target looks untranslated"),
        "different digits": QCoreApplication.translate("DataWords", "Figures differ"),
        "wrong script": QCoreApplication.translate("DataWords", "Another script than the language's"),
        "repeated punctuation": QCoreApplication.translate("DataWords", "Repeated punctuation"),
        "broken encoding": QCoreApplication.translate("DataWords", "Broken encoding"),
        "non-printing character": QCoreApplication.translate("DataWords", "Non-printing character"),
        "fuzzy": QCoreApplication.translate("DataWords", "Marked as not finished"),
        "in the given development set": QCoreApplication.translate("DataWords", "In the development set too"),
        "not readable": QCoreApplication.translate("DataWords", "Unit not readable"),
    }
    return words.get(name, name)
