"""Small pictures that are drawn again and again: kept for the screen, drawn anew for a figure."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPaintEngine, QPainter, QPixmap, QPixmapCache


def draw_kept(painter: QPainter, rect: QRectF, key: str, paint: Callable[[QPainter, QRectF], None]) -> None:
    """`paint(painter, rect)`, or a picture of what it painted before under that key and of that size.

    `key` says all that the picture depends on. On the screen it stands on whole pixels; in a figure, which
    has text as text and finer pixels, it is painted.
    """
    ratio = painter.device().devicePixelRatio()
    is_plain = painter.paintEngine().type() == QPaintEngine.Type.Raster and (
        painter.deviceTransform().m11() == ratio) and ratio == round(ratio) < 3
    if not is_plain:
        paint(painter, rect)
        return
    size = QSize(int(rect.width()) + 2, int(rect.height()) + 2)
    name = f"{key} {rect.width():.2f} {rect.height():.2f} {ratio}"
    picture = QPixmap()
    if not QPixmapCache.find(name, picture):
        picture = QPixmap(size * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        inner = QPainter(picture)
        inner.setRenderHints(painter.renderHints())
        paint(inner, QRectF(0, 0, rect.width(), rect.height()))
        inner.end()
        QPixmapCache.insert(name, picture)
    painter.drawPixmap(QPointF(round(rect.left()), round(rect.top())), picture)
