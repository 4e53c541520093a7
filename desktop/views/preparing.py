"""The engine is being compiled for this machine: said above every page, for it slows all of them."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QVBoxLayout

from desktop.theme.style import mark
from desktop.widgets.banner import Banner
from desktop.widgets.retranslated import Retranslated


class Preparing(Retranslated, QFrame):
    """Hidden but for the seconds, once on a machine, that it is about."""

    def __init__(self):
        super().__init__()
        mark(self, header="true")
        self.banner = Banner()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 8, 16, 8)
        layout.addWidget(self.banner)
        self.hide()
        self.retranslate()

    def retranslate(self) -> None:
        self.banner.say(self.tr("Preparing the engine for this machine (once) … Everything works meanwhile, "
                                "only more slowly."), "plain")
