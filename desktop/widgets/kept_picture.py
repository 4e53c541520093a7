"""Small pictures that are drawn again and again: kept for the screen, drawn anew for a figure."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPaintEngine, QPainter

MOST_BYTES = 32_000_000  # a chip has some 10 kB, the model's diagram 2 MB on a fine screen
_kept: dict[tuple, QImage] = {}
_kept_bytes = 0


def draw_kept(painter: QPainter, rect: QRectF, key: tuple, paint: Callable[[QPainter, QRectF], None]) -> None:
    """`paint(painter, rect)`, or a picture of what it painted before under that key and of that size.

    `key` says all that the picture depends on. On the screen it stands on whole pixels; in a figure, which
    has text as text and finer pixels, it is painted.
    """
    global _kept_bytes
    ratio = painter.device().devicePixelRatio()
    is_plain = painter.paintEngine().type() == QPaintEngine.Type.Raster and (
        painter.deviceTransform().m11() == ratio) and ratio == round(ratio) < 3
    if not is_plain:
        paint(painter, rect)
        return
    name = (key, round(rect.width(), 2), round(rect.height(), 2), ratio)
    picture = _kept.get(name)
    if picture is None:
        picture = _painted(rect, ratio, painter.renderHints(), paint)
        _kept_bytes += picture.sizeInBytes()
        if _kept_bytes > MOST_BYTES:
            _kept.clear()
            _kept_bytes = picture.sizeInBytes()
        _kept[name] = picture
    painter.drawImage(QPointF(round(rect.left()), round(rect.top())), picture)


def _painted(rect: QRectF, ratio: float, hints: QPainter.RenderHint,
             paint: Callable[[QPainter, QRectF], None]) -> QImage:
    size = QSize(int(rect.width()) + 2, int(rect.height()) + 2)
    picture = QImage(size * ratio, QImage.Format.Format_ARGB32_Premultiplied)
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    inner = QPainter(picture)
    inner.setRenderHints(hints)
    paint(inner, QRectF(0, 0, rect.width(), rect.height()))
    inner.end()
    return picture
