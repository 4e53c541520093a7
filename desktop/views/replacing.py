"""A long text takes the place of another in turns: to lay out 300,000 characters takes half a second."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import zip_longest

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QTextCursor, QTextDocument

from desktop.views.text_units import units
from desktop.widgets.turns import Turns

AT_ONCE = 8000  # characters in one turn: to lay them out takes as long as to move what stands below


class Replacing(QObject):
    """Only what differs is replaced, from its beginning on: the first part at once, then one a turn.

    What is asked for meanwhile is compared with what stands there by then.
    """

    done = Signal()  # the text is whole; of one that is so at once nothing is said, unless another waited

    def __init__(self, document: QTextDocument, parent: QObject):
        super().__init__(parent)
        self._document, self._turns = document, Turns(self)

    @property
    def is_waiting(self) -> bool:
        return self._turns.is_waiting

    def show(self, content: str) -> None:
        # What waited is told of even if it is whole now: who asks need not be who waits for it.
        done = [self.done.emit] if self.is_waiting else []
        old = self._document.toRawText().replace("\u2029", "\n")  # with its no-break spaces
        if old == content:
            self._turns.take(done)
            return
        same = _common(old, content)
        rest = _common(old[same:][::-1], content[same:][::-1])
        cursor = QTextCursor(self._document)
        cursor.setPosition(units(old[:same]))
        old, new = old[same:len(old) - rest], content[same:len(content) - rest]
        first, *others = _pairs(list(parts(old, AT_ONCE)), list(parts(new, AT_ONCE)))
        _replace(cursor, *first)
        self._turns.take([*(partial(_replace, cursor, *pair) for pair in others), self.done.emit]
                         if others else done)


def _pairs(old: list[str], new: list[str]) -> list[tuple[str, str]]:
    """What is only taken away goes with the last pair: that takes the same time, however much it is."""
    if len(old) > len(new):
        old = [*old[:len(new) - 1], "".join(old[len(new) - 1:])]
    return list(zip_longest(old, new, fillvalue=""))


def _replace(cursor: QTextCursor, old: str, new: str) -> None:
    """What stands behind the cursor; afterwards it stands behind the new."""
    if old or new:
        cursor.setPosition(cursor.position() + units(old), QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(new)


def parts(content: str, length: int) -> Iterator[str]:
    """Of so many characters and up to the end of the paragraph, which is laid out as a whole at any rate."""
    start = 0
    while start < len(content):
        end = content.find("\n", start + length - 1) + 1 or len(content)
        yield content[start:end]
        start = end
    if not content:
        yield ""


def _common(one: str, other: str) -> int:
    """How many characters two texts begin with alike."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if one[low:middle] == other[low:middle] else (low, middle - 1)
    return low
