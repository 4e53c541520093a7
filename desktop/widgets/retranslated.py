"""What a widget says follows the language of the window."""

from __future__ import annotations

from PySide6.QtCore import QEvent


class Retranslated:
    """Stands before the Qt class among the bases; `retranslate()` says every word anew."""

    def retranslate(self) -> None:
        raise NotImplementedError

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
