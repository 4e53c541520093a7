"""A widget as a figure in a file, exactly as shown: SVG and PDF keep text as text, PNG is finer."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

from PySide6.QtCore import (
    QBuffer,
    QByteArray,
    QElapsedTimer,
    QIODevice,
    QMarginsF,
    QObject,
    QPoint,
    QRect,
    QSize,
    QSizeF,
    QTimer,
)
from PySide6.QtGui import QColor, QImage, QPageLayout, QPageSize, QPaintDevice, QPainter, QPdfWriter, QRegion
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from desktop.widgets.rehearsal import Settling

FORMATS = (".svg", ".pdf", ".png")
PNG_SCALE = 3
MOST_PIXELS = 9_000_000  # of one that is so fine; what is larger is twice as fine as the screen
TRIES = 3  # to draw in turns what goes on changing
TURN_MS = 10  # of drawing at a time, and then the piece that was begun
_DPI = 96


def drawn(widget: QWidget, suffix: str, background: QColor) -> Callable[[], bytes]:
    """Draws the widget as it stands, whole even where it is scrolled; what is returned makes the file's bytes
    of it, and may do so on another thread. `suffix` is one of FORMATS; else ValueError."""
    drawing = _Drawing(widget, suffix, background)
    for piece in drawing.pieces:
        piece()
    return drawing.packed


class FigureMaker(QObject):
    """Draws a figure in turns of the event loop, because a tall one takes longer than a window may stop.

    What changes meanwhile (`begin_again`) is drawn anew from the start, so that no figure is half of this
    and half of that; where that goes on, it is drawn at once.
    """

    def __init__(self, parent: QObject):
        super().__init__(parent)
        self._turn = QTimer(self, singleShot=True, interval=0)
        self._turn.timeout.connect(self._go_on)
        self._asked: tuple | None = None  # widget, suffix, background, done
        self._settling: Settling | None = None  # before the drawing
        self._drawing: _Drawing | None = None  # of what is asked for
        self._tries = 0

    def make(self, widget: QWidget, suffix: str, background: QColor,
             done: Callable[[Callable[[], bytes]], None]) -> None:
        """`done` gets what `drawn` returns."""
        self.finish()
        self._asked, self._tries = (widget, suffix, background, done), 0
        # Else Qt would place all that was never shown at the first stroke.
        self._settling = Settling(widget.window())
        self._turn.start()

    def begin_again(self) -> None:
        """What is drawn has changed, and gets its new size and places before the next turn."""
        if self._drawing is None:
            return
        self._drawing.give_up()
        self._drawing = None
        self._tries += 1

    def finish(self) -> None:
        """Draws the rest of what was asked for, now."""
        self._settling = None
        if self._asked is not None:
            self._draw(until_ms=math.inf)

    def _go_on(self) -> None:
        if self._settling is not None:
            self._settling, is_done = self._settling(), False
        else:
            until_ms = TURN_MS if self._tries < TRIES else math.inf
            is_done = self._asked is None or self._draw(until_ms)
        if not is_done:
            self._turn.start()

    def _draw(self, until_ms: float) -> bool:
        """Was that the end of it?"""
        widget, suffix, background, done = self._asked
        clock = QElapsedTimer()
        clock.start()
        self._drawing = self._drawing or _Drawing(widget, suffix, background)
        for piece in self._drawing.pieces:
            piece()
            if clock.elapsed() >= until_ms:
                return False
        drawing, self._drawing, self._asked = self._drawing, None, None
        done(drawing.packed)
        return True


class _Drawing:
    """`pieces` draw one widget each, parents before what they hold; the last one ends the picture."""

    def __init__(self, widget: QWidget, suffix: str, background: QColor):
        if suffix not in FORMATS:
            raise ValueError(f"{suffix}: expected one of {', '.join(FORMATS)}")
        self._data = QByteArray()
        self._buffer = QBuffer(self._data)
        self._buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        self._device = _device(self._buffer, widget.size(), suffix)
        self._painter, self._is_raster = QPainter(self._device), suffix == ".png"
        if self._is_raster:
            self._device.fill(background)
        else:
            self._painter.fillRect(QRect(QPoint(0, 0), widget.size()), background)
        self.pieces = self._pieces(widget)

    def _pieces(self, widget: QWidget) -> Iterator[Callable[[], None]]:
        for part, offset, area in _parts(widget, QPoint(), QRect(QPoint(), widget.size())):
            bands = part.bands(self._is_raster) if hasattr(part, "bands") else [area]
            for band in bands:
                yield lambda part=part, offset=offset, band=band & area: self._draw(part, offset, band)
        yield self.give_up

    def _draw(self, part: QWidget, offset: QPoint, area: QRect) -> None:
        if not area.isEmpty() and isValid(part):
            if hasattr(part, "complete"):
                part.complete(area)
            # By the class: our views have a `render` of their own.
            QWidget.render(part, self._painter, offset + area.topLeft(), QRegion(area), QWidget.RenderFlag(0))

    def give_up(self) -> None:
        """Nothing more is drawn."""
        if self._painter.isActive():
            self._painter.end()
        self.pieces = iter(())

    def packed(self) -> bytes:
        """The bytes of the file."""
        if self._is_raster:
            self._device.save(self._buffer, "PNG")
        self._buffer.close()
        return bytes(self._data.data())


def _parts(widget: QWidget, offset: QPoint, clip: QRect) -> Iterator[tuple[QWidget, QPoint, QRect]]:
    """A widget and all that it holds: each with its place in the figure and the area of it that is seen."""
    area = QRect(offset, widget.size()) & clip
    if area.isEmpty():
        return
    yield widget, offset, area.translated(-offset)
    for child in widget.children():
        if isinstance(child, QWidget) and not child.isHidden() and not child.isWindow():
            yield from _parts(child, offset + child.pos(), area)


def _device(buffer: QBuffer, size: QSize, suffix: str) -> QPaintDevice:
    if suffix == ".png":
        scale = PNG_SCALE if PNG_SCALE**2 * size.width() * size.height() < MOST_PIXELS else 2
        image = QImage(size * scale, QImage.Format.Format_ARGB32)
        image.setDevicePixelRatio(scale)
        return image
    return _svg(buffer, size) if suffix == ".svg" else _pdf(buffer, size)


def _svg(buffer: QBuffer, size: QSize) -> QSvgGenerator:
    device = QSvgGenerator()
    device.setOutputDevice(buffer)
    device.setSize(size)
    device.setViewBox(QRect(QPoint(0, 0), size))
    device.setResolution(_DPI)
    device.setTitle("Pellucid")
    return device


def _pdf(buffer: QBuffer, size: QSize) -> QPdfWriter:
    device = QPdfWriter(buffer)
    device.setResolution(_DPI)
    points = QSizeF(size.width() * 72 / _DPI, size.height() * 72 / _DPI)
    page = QPageSize(points, QPageSize.Unit.Point)
    device.setPageLayout(QPageLayout(page, QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0)))
    device.setTitle("Pellucid")
    device.setCreator("Pellucid")
    return device
