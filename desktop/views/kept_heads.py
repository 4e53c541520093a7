"""Which heads' attention the next validations keep of the pinned sentences: those chosen, or the best one."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from core.training.probe_attention import Heads
from desktop.widgets.staying_menu import StayingMenu


class KeptHeads(QPushButton):
    """Opens a menu: the best aligned head, and each layer with its heads. None chosen is the best aligned."""

    chosen = Signal(list)  # of (layer, head)

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self._shape = (0, 0)
        self._heads: Heads = []
        self.menu_of_heads = StayingMenu(self)
        self.setMenu(self.menu_of_heads)
        self._fill()

    def retranslate(self) -> None:
        self._fill()

    def set_shape(self, num_layers: int, num_heads: int) -> None:
        """How many layers, and heads in each, there are to choose among."""
        if (num_layers, num_heads) != self._shape:
            self._shape = (num_layers, num_heads)
            self._fill()
        self.setVisible(num_layers * num_heads > 1)

    def show_heads(self, heads: Iterable[tuple[int, int]]) -> None:
        """As they are chosen now."""
        there = set(product(*map(range, self._shape)))
        self._heads = sorted(there & set(heads))
        self._check()

    def _fill(self) -> None:
        menu = self.menu_of_heads
        for action in menu.actions():
            if action.menu() is not None:  # which `clear` would leave there
                action.menu().deleteLater()
        menu.clear()
        self.best = menu.addAction(self.tr("The best aligned head, measured each time"))
        self.best.setCheckable(True)
        self.best.triggered.connect(lambda: self._choose([]))
        menu.addSeparator()
        self.heads = {}
        for layer in range(self._shape[0]):
            inner = StayingMenu(self.tr("Layer {}").format(layer + 1), menu)
            menu.addMenu(inner)
            for head in range(self._shape[1]):
                action = self.heads[layer, head] = inner.addAction(self.tr("Head {}").format(head + 1))
                action.setCheckable(True)
                action.triggered.connect(lambda _, one=(layer, head): self._switch(one))
        self._check()

    def _switch(self, head: tuple[int, int]) -> None:
        self._choose(sorted(set(self._heads) ^ {head}))

    def _choose(self, heads: Heads) -> None:
        self._heads = heads
        self._check()
        self.chosen.emit(heads)

    def _check(self) -> None:
        self.best.setChecked(not self._heads)
        for head, action in self.heads.items():
            action.setChecked(head in self._heads)
        count = len(self._heads)
        if not count:
            words = self.tr("Keeps the best head")
        elif count == 1:
            words = self.tr("Keeps layer {}, head {}").format(*(number + 1 for number in self._heads[0]))
        else:
            words = self.tr("Keeps {} heads").format(count)
        self.setText(words)
        self.setAccessibleName(self.tr("Which heads the next validations keep"))
        self.setToolTip(self.accessibleName())
