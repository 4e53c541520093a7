"""One side of the Translate page: a card with a heading, a note and a text that can be marked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

from PySide6.QtCore import QCoreApplication, QMimeData, QObject, QPointF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QKeySequence,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollBar, QTextEdit, QVBoxLayout, QWidget

from core.text.paragraphs import broken
from desktop.theme.style import mark
from desktop.views.paragraph_breaks import ParagraphBreaks
from desktop.widgets.card import Card, line, text
from desktop.widgets.turns import Turns

Span = tuple[int, int]  # characters, from and behind
LINE_HEIGHT = 30 / 16  # of the size of the type
SIZES = (12, 14, 16, 18, 20, 24, 28, 32)  # pixels
USUAL_SIZE = 16
AT_ONCE = 2000  # characters of a long text that are laid out in one turn of the event loop


class PaneText(QTextEdit):
    """Plain text; says which character the pointer is on.

    What is laid out as a whole (pasted, filled in, of another size) is so in turns of AT_ONCE characters:
    10,000 words at once would hold the window up for a tenth of a second. Keys that come while a text is
    pasted wait until it is whole; anything else is done first.
    """

    pointed = Signal(int)  # the character, or -1
    picked = Signal(int)  # clicked without a selection

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self._pointed = -1
        self._marks: list[QTextEdit.ExtraSelection] = []
        self._is_lit = False
        self._turns = Turns(self)
        self.is_filling = False  # its text is not whole yet; `textChanged` follows when it is
        self.is_broken = False  # very long paragraphs got line breaks
        self._held: list[QKeyEvent] = []
        self._breaks = ParagraphBreaks(self.document(), self)
        self._breaks.made.connect(self._on_breaks)
        self.textChanged.connect(self._break)  # first: whoever listens gets the text with its line breaks
        self.size_px = USUAL_SIZE
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.document().setDocumentMargin(0)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.viewport().setMouseTracking(True)
        mark(self, pane="true")
        self.space_lines()

    def show_text(self, content: str) -> None:
        """Replaces only what differs, so that a long text is not laid out anew, and the view stays put."""
        old = self.toPlainText()
        if old == content:
            return
        same = _common(old, content)
        rest = _common(old[same:][::-1], content[same:][::-1])
        cursor = QTextCursor(self.document())
        cursor.setPosition(_units(old[:same]))
        cursor.setPosition(_units(old[:len(old) - rest]), QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(content[same:len(content) - rest])

    def set_size(self, px: int) -> None:
        self.size_px = px
        self.setStyleSheet(f"QTextEdit {{ font-size: {px}px; }}")
        self.space_lines()

    def space_lines(self) -> None:
        """Lines of an even height; what is typed or inserted later takes over its paragraph's."""
        self.finish()
        count = self.document().characterCount()
        self._turns.take([*(partial(self._space, start, min(start + AT_ONCE, count - 1))
                            for start in range(0, count, AT_ONCE)), self.document().clearUndoRedoStacks])
        if count <= AT_ONCE:
            self.finish()

    def _space(self, start: int, end: int) -> None:
        line_format = QTextBlockFormat()
        line_format.setLineHeight(round(LINE_HEIGHT * self.size_px),
                                  QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        cursor = QTextCursor(self.document())
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        self.blockSignals(True)
        cursor.mergeBlockFormat(line_format)
        self.blockSignals(False)

    def fill(self, content: str) -> str:
        """Replaces the text, with the cursor before it; returns it as it stands there."""
        self.finish()
        given, content = content, broken(content)
        self.is_broken = content != given
        first, *rest = _parts(content)
        self.is_filling = bool(rest)
        self.setPlainText(first)
        self.space_lines()
        self.finish()
        if rest:
            self._insert(_end_of(self.document()), rest, self.document().clearUndoRedoStacks)
        return content

    def insertFromMimeData(self, source: QMimeData) -> None:
        """What is pasted or dropped; one step of undo, however long it is."""
        content = source.text() if source.hasText() else ""
        if len(content) <= AT_ONCE:
            super().insertFromMimeData(source)
            return
        self.finish()
        lines = broken(content)
        self.is_broken |= lines != content
        self.is_filling = True
        self._insert(self.textCursor(), list(_parts(lines)), self.ensureCursorVisible)

    def _insert(self, cursor: QTextCursor, parts: Sequence[str], then: Callable[[], None]) -> None:
        """In turns, in the place of what the cursor has selected."""
        def insert(part: str, is_first: bool) -> None:
            if is_first:
                cursor.beginEditBlock()
            else:
                cursor.joinPreviousEditBlock()
            cursor.insertText(part)
            cursor.endEditBlock()

        def end() -> None:
            self.is_filling = False
            then()
            self.textChanged.emit()
            held, self._held = self._held, []
            for key in held:
                QCoreApplication.sendEvent(self, key)

        self._turns.take([*(partial(insert, part, not number) for number, part in enumerate(parts)), end])

    def _break(self) -> None:
        if not self.is_filling and not self.isReadOnly():
            self._breaks.apply()

    def _on_breaks(self) -> None:
        self.is_broken = True

    def finish(self) -> None:
        """What is still to be laid out, now."""
        self._turns.finish()

    def keyPressEvent(self, event) -> None:
        if self.is_filling:
            self._held.append(event.clone())
            return
        self.finish()
        super().keyPressEvent(event)

    def inputMethodEvent(self, event) -> None:
        self.finish()
        super().inputMethodEvent(event)

    def mark_spans(self, spans: Iterable[tuple[Span, QTextCharFormat]]) -> None:
        """Replaces all marks."""
        before, self._marks = self._marks, self._selections(spans)
        if before or self._marks or self._is_lit:
            self.setExtraSelections(self._marks)
        self._is_lit = False

    def light_spans(self, spans: Iterable[tuple[Span, QTextCharFormat]]) -> None:
        """Besides the marks, for as long as something is pointed at: the marks are not made anew."""
        lit = self._selections(spans)
        if lit or self._is_lit:
            self.setExtraSelections([*self._marks, *lit])
        self._is_lit = bool(lit)

    def _selections(self, spans: Iterable[tuple[Span, QTextCharFormat]]) -> list[QTextEdit.ExtraSelection]:
        content, selections = None, []
        for span, style in spans:
            if content is None:
                self.finish()
                content = self.toPlainText()
                is_wide = not content.isascii() and max(content) > "\uffff"
            start, end = (_units(content[:place]) for place in span) if is_wide else span
            selection = QTextEdit.ExtraSelection()
            selection.cursor = QTextCursor(self.document())
            selection.cursor.setPosition(start)
            selection.cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            selection.format = style
            selections.append(selection)
        return selections

    def character_at(self, point) -> int:
        """The character under a point of the viewport, or -1."""
        place = self.document().documentLayout().hitTest(
            point + _offset(self), Qt.HitTestAccuracy.ExactHit)
        return _characters(self.toPlainText(), place) if place >= 0 else -1

    def rect_of(self, place: int):
        """Where a character stands, in the viewport."""
        cursor = QTextCursor(self.document())
        cursor.setPosition(_units(self.toPlainText()[:place]))
        return self.cursorRect(cursor)

    def cursor_character(self) -> int:
        """The character behind the text cursor."""
        return _characters(self.toPlainText(), self.textCursor().position())

    def mouseMoveEvent(self, event) -> None:
        super().mouseMoveEvent(event)
        self._point(self.character_at(event.position()))

    def mouseReleaseEvent(self, event) -> None:
        super().mouseReleaseEvent(event)
        place = self.character_at(event.position())
        is_click = event.button() == Qt.MouseButton.LeftButton and not self.textCursor().hasSelection()
        if is_click and place >= 0:
            self.picked.emit(place)

    def leaveEvent(self, event) -> None:
        super().leaveEvent(event)
        self._point(-1)

    def _point(self, place: int) -> None:
        if place != self._pointed:
            self._pointed = place
            self.pointed.emit(place)


class TextPane(Card):
    """A text under its language's name; banners stand below it."""

    def __init__(self, role: str, banners: Sequence[QWidget] = (), read_only: bool = False):
        super().__init__(padding=0)
        self.text = PaneText()
        self.text.setReadOnly(read_only)
        if read_only:
            self.text.setUndoRedoEnabled(False)
            self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse
                                              | Qt.TextInteractionFlag.TextSelectableByKeyboard)
        self.name, self.note = text(role), text("note")
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        self.top = QHBoxLayout()
        self.top.setContentsMargins(16, 0, 16, 0)
        self.top.addWidget(self.name)
        self.top.addStretch(1)
        self.top.addWidget(self.note)
        bar = QFrame()
        bar.setFixedHeight(40)
        bar.setLayout(self.top)
        self.body.addWidget(bar)
        self.body.addWidget(line())
        inner = QVBoxLayout()
        inner.setContentsMargins(16, 14, 16, 12)
        inner.setSpacing(8)
        inner.addWidget(self.text, 1)
        for banner in banners:
            inner.addWidget(banner)
        self.body.addLayout(inner, 1)

    def set_right_to_left(self, right_to_left: bool) -> None:
        """The direction of the text alone: the window keeps its own."""
        direction = Qt.LayoutDirection.RightToLeft if right_to_left else Qt.LayoutDirection.LeftToRight
        option = self.text.document().defaultTextOption()
        if option.textDirection() == direction:
            return  # setting it lays the whole text out anew
        self.text.setLayoutDirection(direction)
        option.setTextDirection(direction)
        self.text.document().setDefaultTextOption(option)


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


def lit(fill: QColor, color: QColor) -> QTextCharFormat:
    """A word that is looked at, or what it came from."""
    made = QTextCharFormat()
    made.setBackground(fill)
    made.setForeground(color)
    return made


def underlined(style: QTextCharFormat.UnderlineStyle, color: QColor) -> QTextCharFormat:
    made = QTextCharFormat()
    made.setUnderlineStyle(style)
    made.setUnderlineColor(color)
    return made


def _parts(content: str) -> Iterator[str]:
    """Of AT_ONCE characters and up to the end of the paragraph, which is laid out as a whole at any rate."""
    start = 0
    while start < len(content):
        end = content.find("\n", start + AT_ONCE - 1) + 1 or len(content)
        yield content[start:end]
        start = end
    if not content:
        yield ""


def _end_of(document: QTextDocument) -> QTextCursor:
    cursor = QTextCursor(document)
    cursor.movePosition(QTextCursor.MoveOperation.End)
    return cursor


def _common(one: str, other: str) -> int:
    """How many characters two texts begin with alike."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if one[:middle] == other[:middle] else (low, middle - 1)
    return low


def _units(text: str) -> int:
    """Qt counts UTF-16: what lies beyond the first plane counts twice."""
    return len(text) + (0 if text.isascii() else sum(character > "\uffff" for character in text))


def _characters(text: str, units: int) -> int:
    """The character that begins at a place counted in UTF-16."""
    if text.isascii() or max(text, default="") <= "\uffff":
        return units
    seen = 0
    for index, character in enumerate(text):
        if seen >= units:
            return index
        seen += 1 + (character > "\uffff")
    return len(text)


def _offset(editor: QTextEdit):
    return QPointF(editor.horizontalScrollBar().value(), editor.verticalScrollBar().value())
