"""What was translated before: found, taken up again, cleared, or never kept."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QListWidget, QListWidgetItem, QPushButton, QWidget

from core.stores.history import Entry
from desktop.controllers.history import HistoryController
from desktop.theme.style import mark
from desktop.theme.theme import Theme
from desktop.widgets.banner import Banner
from desktop.widgets.card import Card, text
from desktop.widgets.retranslated import Retranslated
from desktop.widgets.switch import Switch

_SHOWN = 120  # characters of a side


class HistoryPanel(Retranslated, Card):
    """A click on an entry takes its text up again; Delete forgets it."""

    closed = Signal()
    text_asked = Signal(str)

    def __init__(self, controller: HistoryController, theme: Theme, parent: QWidget | None = None):
        super().__init__(parent)
        self._controller = controller
        self.leave, self.clear = (mark(QPushButton(), small="true") for _ in range(2))
        self.leave.clicked.connect(self.closed)
        self.clear.clicked.connect(controller.clear)
        for button in (self.clear, self.leave):
            self.title_row.addWidget(button)
        self.field, self.list = QLineEdit(), _Entries()
        self.field.setClearButtonEnabled(True)
        self.field.textChanged.connect(controller.search)
        self.switch, self._word, self._label = Switch(theme), text("caption"), text("body2")
        self.switch.toggled.connect(controller.set_on)
        row = QHBoxLayout()
        row.addWidget(self._label, 1)
        row.addWidget(self._word)
        row.addWidget(self.switch)
        self._note, self._empty = text("note", wrap=True), text("caption", wrap=True)
        self.more = mark(QPushButton(), small="true")
        self.more.clicked.connect(controller.more)
        self.banner = Banner()
        self.body.addLayout(row)
        self.body.addWidget(self._note)
        for widget in (self.field, self.banner, self._empty):
            self.body.addWidget(widget)
        self.body.addWidget(self.list, 1)
        self.body.addWidget(self.more)
        self.body.addStretch(0)
        self.list.itemActivated.connect(self._take)
        self.list.itemClicked.connect(self._take)
        self.list.removed.connect(lambda index: controller.remove(controller.entries[index]))
        controller.changed.connect(self.render)
        self._shown: list[Entry] = []
        self.retranslate()

    def open(self) -> None:
        """Reads what there is."""
        self._controller.refresh()

    def retranslate(self) -> None:
        self.set_title(self.tr("History"))
        self.leave.setText(self.tr("Close"))
        self.clear.setText(self.tr("Clear"))
        self.clear.setToolTip(self.tr("Forget all translations; nothing of them stays in the file"))
        self.field.setPlaceholderText(self.tr("Search both sides"))
        self.field.setAccessibleName(self.tr("Search both sides"))
        self.list.setAccessibleName(self.tr("History"))
        self._label.setText(self.tr("Keep a history"))
        self.switch.setAccessibleName(self.tr("Keep a history"))
        self._note.setText(self.tr("On this machine only. Click an entry to take its text up again."))
        self.more.setText(self.tr("Show older ones"))
        self.render()

    def render(self) -> None:
        controller = self._controller
        if controller.entries != self._shown or self.list.count() != len(controller.entries):
            self._shown = controller.entries
            self.list.offer(controller.entries)
        self.switch.blockSignals(True)
        self.switch.setChecked(controller.is_on)
        self.switch.blockSignals(False)
        self._word.setText(self.tr("On") if controller.is_on else self.tr("Off"))
        self.clear.setEnabled(bool(controller.entries) or bool(controller.query))
        self.list.setVisible(bool(controller.entries))
        self._empty.setText(self.tr("Nothing found.") if controller.query else self.tr("Nothing yet."))
        self._empty.setVisible(not controller.entries)
        self.more.setVisible(controller.has_more)
        self.banner.say(controller.error, "bad")

    def _take(self, item: QListWidgetItem) -> None:
        index = self.list.row(item)
        if index < len(self._controller.entries):
            self.text_asked.emit(self._controller.entries[index].source)


class _Entries(QListWidget):
    removed = Signal(int)

    def __init__(self):
        super().__init__()
        self.setWordWrap(True)
        self.setSpacing(3)
        self.setUniformItemSizes(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def offer(self, entries: list[Entry]) -> None:
        self.clear()
        for entry in entries:
            when = datetime.fromtimestamp(entry.time).strftime("%Y-%m-%d %H:%M")
            facts = [when, f"{entry.src_lang} → {entry.tgt_lang}", entry.model]
            self.addItem(f"{_short(entry.source)}\n{_short(entry.target)}\n{' · '.join(filter(None, facts))}")

    def keyPressEvent(self, event) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self.currentRow() >= 0:
            self.removed.emit(self.currentRow())
        else:
            super().keyPressEvent(event)


def _short(words: str) -> str:
    line = " ".join(words[:4 * _SHOWN].split())
    return line if len(line) <= _SHOWN else line[:_SHOWN] + "…"
