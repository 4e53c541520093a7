"""Why a term was not used, in the language of the window."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from core.terms.enforcing import NO_END, NO_ROOM, NOT_FOUND, PREFERRED, TOO_COSTLY
from core.terms.steering import NOT_CHOSEN

_WHYS = {
    NO_ROOM: QT_TRANSLATE_NOOP("Terms", "this sentence has more terms than the model has room for"),
    NO_END: QT_TRANSLATE_NOOP("Terms", "no translation with it ends within the model's length"),
    NOT_FOUND: QT_TRANSLATE_NOOP("Terms", "no translation with it was found"),
    TOO_COSTLY: QT_TRANSLATE_NOOP("Terms", "it would have cost more than {most} log p"),
    NOT_CHOSEN: QT_TRANSLATE_NOOP("Terms", "it is not among the words that were chosen"),
}


def why(reason: str) -> str:
    known = _WHYS.get(reason)
    return QCoreApplication.translate("Terms", known).format(most=f"{PREFERRED:g}") if known else reason
