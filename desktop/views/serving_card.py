"""For other programs: a switch, and while it is on the address and the key that a plug-in asks for."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop.controllers.serving import OFF, ON, ServingController
from desktop.theme.style import mark
from desktop.theme.theme import Theme
from desktop.widgets.banner import Banner
from desktop.widgets.card import Card, text
from desktop.widgets.retranslated import Retranslated
from desktop.widgets.switch import Switch


class ServingCard(Retranslated, Card):
    """Renders a ServingController and forwards the switch."""

    def __init__(self, controller: ServingController, theme: Theme, parent: QWidget | None = None):
        super().__init__(parent)
        self._controller = controller
        self.switch = Switch(theme)
        self.title_row.addWidget(self.switch)
        self.about = text("caption", wrap=True)
        self.body.addWidget(self.about)
        self.address, self.key = _Copied(), _Copied(is_secret=True)
        self.body.addWidget(self.address)
        self.body.addWidget(self.key)
        self.banner = Banner()
        self.body.addWidget(self.banner)
        self.switch.clicked.connect(lambda on: controller.start() if on else controller.stop())
        controller.changed.connect(self.render)
        self.retranslate()

    def retranslate(self) -> None:
        self.set_title(self.tr("For other programs"))
        self.switch.setAccessibleName(self.tr("Translate for other programs on this machine"))
        self.address.say(self.tr("Address"), self.tr("Copy"), self.tr("Copied"))
        self.key.say(self.tr("Key"), self.tr("Copy"), self.tr("Copied"))
        self.render()

    def render(self) -> None:
        controller = self._controller
        on = controller.state == ON
        self.switch.setChecked(controller.state != OFF)
        self.about.setText(
            self.tr("Plug-ins made for LibreTranslate translate here, with your models and terms, as long as "
                    "this window is open. Other machines cannot reach it.") if on else
            self.tr("Off: nothing listens. Switched on, plug-ins made for LibreTranslate can translate with "
                    "your models; other machines cannot.") if controller.state == OFF else
            self.tr("One moment…"))
        for field, value in ((self.address, controller.address), (self.key, controller.key)):
            field.setVisible(on)
            field.show_value(value)
        self.banner.say(controller.problem, "bad")


class _Copied(QWidget):
    """A value under its name, with a button that copies it; a secret one shows as dots."""

    def __init__(self, is_secret: bool = False, parent: QWidget | None = None):
        super().__init__(parent)
        self.name, self.value, self.button = text("note"), QLineEdit(), mark(QPushButton(), small="true")
        self.value.setReadOnly(True)
        if is_secret:
            self.value.setEchoMode(QLineEdit.EchoMode.Password)
        column, row = QVBoxLayout(self), QHBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        row.setSpacing(8)
        row.addWidget(self.value, 1)
        row.addWidget(self.button)
        column.addWidget(self.name)
        column.addLayout(row)
        self._copy, self._copied = "", ""
        self.button.clicked.connect(self._on_clicked)

    def say(self, name: str, copy: str, copied: str) -> None:
        self._copy, self._copied = copy, copied
        self.name.setText(name)
        self.value.setAccessibleName(name)
        self.button.setText(copy)
        self.button.setAccessibleName(f"{copy}: {name}")

    def show_value(self, value: str) -> None:
        if self.value.text() != value:
            self.value.setText(value)
            self.value.setCursorPosition(0)
            self.button.setText(self._copy)

    def _on_clicked(self) -> None:
        QGuiApplication.clipboard().setText(self.value.text())
        self.button.setText(self._copied)
