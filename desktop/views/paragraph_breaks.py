"""No paragraph of a text that is edited grows beyond LONGEST: each key lays out a whole one."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QTextBlock, QTextCursor, QTextDocument

from core.text.paragraphs import LONGEST, broken

_UNEVEN = 1000  # characters to either side of an even share, in which a good place is looked for


class ParagraphBreaks(QObject):
    """`apply` breaks what was typed, pasted or joined since the last time.

    What is undone is left as it was until something is edited again: else the next undo would find the
    same line break again.
    """

    made = Signal()

    def __init__(self, document: QTextDocument, parent: QObject):
        super().__init__(parent)
        self._document = document
        self._changed = 0, 0  # places in the document, from and behind
        document.contentsChange.connect(self._note)

    def _note(self, place: int, removed: int, added: int) -> None:
        start, end = self._changed
        self._changed = min(start, place) if end else place, max(end + added - removed, place + added, 1)

    def apply(self) -> None:
        if self._document.isRedoAvailable():
            return
        (start, end), self._changed = self._changed, (0, 0)
        places = [place for block in self._blocks(start, end) if block.length() > LONGEST
                  for place in _places(block)]
        if not places:
            return
        cursor = QTextCursor(self._document)
        cursor.joinPreviousEditBlock()  # one step of undo, where Qt made the change one that can be joined
        for place in reversed(places):
            cursor.setPosition(place)
            cursor.insertBlock()
        cursor.endEditBlock()
        self.made.emit()

    def _blocks(self, start: int, end: int) -> Iterator[QTextBlock]:
        block = self._document.findBlock(start)
        while block.isValid() and block.position() <= end:
            yield block
            block = block.next()


def _places(block: QTextBlock) -> list[int]:
    """Where it is broken: in about even parts, so that what is typed in one of them has room."""
    content = block.text()
    share = len(content) / -(-len(content) // LONGEST)
    place, places = block.position(), []
    if len(content) > LONGEST:
        for part in broken(content, min(round(share) + _UNEVEN, LONGEST)).split("\n")[:-1]:
            place += len(part.encode("utf-16-le")) // 2  # as Qt counts
            places.append(place)
    return places
