"""One side of the Translate page: a card with a heading, a note and a text that can be marked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from PySide6.QtCore import QCoreApplication, QMimeData, QPointF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QTextEdit, QVBoxLayout, QWidget

from core.text.paragraphs import broken
from desktop.theme.style import mark
from desktop.views.paragraph_breaks import ParagraphBreaks
from desktop.views.replacing import Replacing, parts
from desktop.views.text_units import characters, unit_places, units
from desktop.widgets.card import Card, line, text
from desktop.widgets.turns import Turns

Span = tuple[int, int]  # characters, from and behind
LINE_HEIGHT = 30 / 16  # of the size of the type
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
    touched = Signal()  # pressed with the mouse, wherever
    shown = Signal()  # a text that took several turns is whole

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self._pointed = -1
        self._marks: list[QTextEdit.ExtraSelection] = []
        self._is_lit = False
        self._turns = Turns(self)
        self._showing = Replacing(self.document(), self)
        self._showing.done.connect(self.shown)
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

    @property
    def is_showing(self) -> bool:
        """Is what was to be shown not whole yet? `shown` follows when it is."""
        return self._showing.is_waiting

    def show_text(self, content: str) -> None:
        """Replaces only what differs, so that a long text is not laid out anew, and the view stays put."""
        self._showing.show(content)

    def set_size(self, px: int) -> None:
        self.size_px = px
        self.setStyleSheet(f"QTextEdit {{ font-size: {px}px; }}")
        self.space_lines()

    def space_lines(self) -> None:
        """Lines of an even height; what is typed or inserted later takes over its paragraph's."""
        self.finish()
        self._turns.take([partial(self._space, QTextCursor(self.document()))])
        if self.document().characterCount() <= AT_ONCE:
            self.finish()

    def _space(self, cursor: QTextCursor) -> None:
        """From the cursor on, which moves along with what is inserted meanwhile."""
        line_format = QTextBlockFormat()
        line_format.setLineHeight(round(LINE_HEIGHT * self.size_px),
                                  QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        last = self.document().characterCount() - 1
        cursor.setPosition(min(cursor.position() + AT_ONCE, last), QTextCursor.MoveMode.KeepAnchor)
        self.blockSignals(True)
        cursor.mergeBlockFormat(line_format)
        self.blockSignals(False)
        cursor.setPosition(cursor.position())
        self._turns.add(self.document().clearUndoRedoStacks if cursor.position() == last
                        else partial(self._space, cursor))

    def fill(self, content: str) -> str:
        """Replaces the text, with the cursor before it; returns it as it stands there."""
        self.finish()
        given, content = content, broken(content)
        self.is_broken = content != given
        first, *rest = parts(content, AT_ONCE)
        self.is_filling = bool(rest)
        self.setPlainText(first)
        self.space_lines()
        self.finish()
        if rest:
            self._insert(_end_of(self.document()), rest, self.document().clearUndoRedoStacks)
        return content

    def replace(self, content: str) -> str:
        """As `fill`, and what was there comes back by undo."""
        mime = QMimeData()
        mime.setText(content)
        self.selectAll()
        self.insertFromMimeData(mime)
        self.moveCursor(QTextCursor.MoveOperation.Start)
        return broken(content)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """What is pasted or dropped; one step of undo, however long it is."""
        content = source.text() if source.hasText() else ""
        if not content:  # a picture, say: what is selected stays
            return
        if len(content) <= AT_ONCE:
            cursor = self.textCursor()
            cursor.beginEditBlock()  # which the line breaks of a long paragraph can join
            cursor.insertText(content)  # Qt's own way brings line heights of its own along
            cursor.endEditBlock()
            self.ensureCursorVisible()
            return
        self.finish()
        lines = broken(content)
        self.is_broken |= lines != content
        self.is_filling = True
        self._insert(self.textCursor(), list(parts(lines, AT_ONCE)), self.ensureCursorVisible)

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

    def forget_pointer(self) -> None:
        """What is pointed at next is told of, though it were the same character as before."""
        self._pointed = -1

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
                place_of = unit_places(content)
            start, end = map(place_of, span)
            selection = QTextEdit.ExtraSelection()
            selection.cursor = QTextCursor(self.document())
            selection.cursor.setPosition(start)
            selection.cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            selection.format = style
            selections.append(selection)
        return selections

    def character_at(self, point) -> int:
        """The character under a point of the viewport, or -1; none while the text is not whole."""
        if self.is_showing:
            return -1
        place = self.document().documentLayout().hitTest(
            point + _offset(self), Qt.HitTestAccuracy.ExactHit)
        return characters(self.toPlainText(), place) if place >= 0 else -1

    def rect_of(self, place: int):
        """Where a character stands, in the viewport."""
        cursor = QTextCursor(self.document())
        cursor.setPosition(units(self.toPlainText()[:place]))
        return self.cursorRect(cursor)

    def cursor_character(self) -> int:
        """The character behind the text cursor."""
        return characters(self.toPlainText(), self.textCursor().position())

    def mouseMoveEvent(self, event) -> None:
        super().mouseMoveEvent(event)
        self._point(self.character_at(event.position()))

    def mousePressEvent(self, event) -> None:
        super().mousePressEvent(event)
        self.touched.emit()

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


def _end_of(document: QTextDocument) -> QTextCursor:
    cursor = QTextCursor(document)
    cursor.movePosition(QTextCursor.MoveOperation.End)
    return cursor


def _offset(editor: QTextEdit):
    return QPointF(editor.horizontalScrollBar().value(), editor.verticalScrollBar().value())
