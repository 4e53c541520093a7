"""A page that nobody has seen yet is got ready out of sight, a little at a time.

The first look at a page costs far more than the second: every widget gets its style and its place, every
size of letter its glyphs, every small picture is painted. All in one turn of the event loop, that would be
felt by whoever opens the page. Nor does it wait for that: the first figure that is exported has Qt give all
widgets of the window their places, seen or not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from PySide6.QtCore import QCoreApplication, QElapsedTimer, QPoint, QSize, Qt
from PySide6.QtGui import QMoveEvent, QPixmap, QRegion, QResizeEvent
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from desktop.theme.theme import Theme

TURN_MS = 5
_Part = tuple[str, Callable[[], object]]


class Dressing:
    """Waits until everything has its look: a part for `Ahead` that asks for further turns until then."""

    def __init__(self, theme: Theme):
        self._theme = theme

    def __call__(self) -> Dressing | None:
        return self if self._theme.is_dressing else None

    def ahead(self) -> list[_Part]:
        return [(__name__, self)]


class Settling:
    """Polishes and places a widget and all in it: what Qt does when it is first shown, or drawn elsewhere.

    A part for `Ahead` that asks for further turns until all is done.
    """

    def __init__(self, widget: QWidget):
        self._widgets = _parents_first(widget)

    def __call__(self) -> Settling | None:
        clock = QElapsedTimer()
        clock.start()
        for widget in self._widgets:
            if isValid(widget):
                widget.ensurePolished()
                if not widget.isVisible():
                    _place(widget)
            if clock.elapsed() >= TURN_MS:
                return self
        return None

    def ahead(self) -> list[_Part]:
        return [(__name__, self)]


def placing(page: QWidget) -> Settling | None:
    """For a page of a stack that nobody has seen yet: settles it at the size that it will have."""
    if page.isVisible():
        return None
    page.resize(page.parentWidget().size())
    return Settling(page)


class Rehearsal:
    """Paints what a page is made of, for nobody, one part a turn; once the page has been seen, none.

    A part for `Ahead`, as `Settling` is.
    """

    def __init__(self, page: QWidget, parts: Iterable[QWidget]):
        self._page, self._parts = page, iter(parts)

    def __call__(self) -> Rehearsal | None:
        part = None if self._page.isVisible() else next(self._parts, None)
        if part is None:
            return None
        _paint(part)
        return self

    def ahead(self) -> list[_Part]:
        return [(__name__, self)]


def _parents_first(widget: QWidget) -> Iterator[QWidget]:
    """What is deleted between two turns is passed over."""
    yield widget
    for child in widget.children() if isValid(widget) else ():
        if isValid(child) and isinstance(child, QWidget) and not child.isWindow():
            yield from _parents_first(child)


def _place(widget: QWidget) -> None:
    """Sends what a hidden widget would be told when it is shown: its place, and its size, by which its layout
    then places what it holds."""
    if widget.testAttribute(Qt.WidgetAttribute.WA_PendingMoveEvent):
        widget.setAttribute(Qt.WidgetAttribute.WA_PendingMoveEvent, False)
        QCoreApplication.sendEvent(widget, QMoveEvent(widget.pos(), widget.pos()))
    if widget.testAttribute(Qt.WidgetAttribute.WA_PendingResizeEvent):
        widget.setAttribute(Qt.WidgetAttribute.WA_PendingResizeEvent, False)
        # By the class: a card may have a `size` of its own.
        QCoreApplication.sendEvent(widget, QResizeEvent(QWidget.size(widget), QSize()))


def _paint(part: QWidget) -> None:
    ratio = part.devicePixelRatio()
    picture = QPixmap(part.size() * ratio)
    picture.setDevicePixelRatio(ratio)
    # By the class: our views have a `render` of their own.
    QWidget.render(part, picture, QPoint(), QRegion(part.rect()))
