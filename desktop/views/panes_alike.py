"""The two texts of the Translate page are alike in the size of their type and in how far they scroll."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QScrollBar, QTextEdit

from desktop.views.text_pane import USUAL_SIZE, PaneText

SIZES = (12, 14, 16, 18, 20, 24, 28, 32)  # pixels


class Zoom(QObject):
    """Ctrl with + and - makes texts larger and smaller, with 0 as they usually are."""

    changed = Signal(int)  # pixels

    def __init__(self, texts: Sequence[PaneText], px: int,
                 shortcut: Callable[[QKeySequence, Callable[[], None]], None]):
        super().__init__(texts[0])
        self._texts = texts
        for keys, step in ((QKeySequence.StandardKey.ZoomIn, 1), (QKeySequence.StandardKey.ZoomOut, -1)):
            for sequence in QKeySequence.keyBindings(keys):
                shortcut(sequence, partial(self._change, step))
        shortcut(QKeySequence("Ctrl+="), partial(self._change, 1))
        shortcut(QKeySequence("Ctrl+0"), partial(self._change, 0))
        self._set(px)

    def _change(self, step: int) -> None:
        now = min(range(len(SIZES)), key=lambda index: abs(SIZES[index] - self._texts[0].size_px))
        px = SIZES[min(max(now + step, 0), len(SIZES) - 1)] if step else USUAL_SIZE
        self._set(px)
        self.changed.emit(px)

    def _set(self, px: int) -> None:
        for one in self._texts:
            one.set_size(px)


class Together:
    """Two texts that scroll in step: where one stands of its whole way, the other does."""

    def __init__(self, first: QTextEdit, second: QTextEdit):
        self._is_following = False
        bars = first.verticalScrollBar(), second.verticalScrollBar()
        for leader, follower in (bars, bars[::-1]):
            leader.valueChanged.connect(partial(self._follow, leader, follower))

    def _follow(self, leader: QScrollBar, follower: QScrollBar, _value: int) -> None:
        if self._is_following or not leader.maximum():
            return
        self._is_following = True
        follower.setValue(round(leader.value() / leader.maximum() * follower.maximum()))
        self._is_following = False
