"""A widget as a figure in a file, exactly as shown: SVG and PDF keep text as text, PNG is finer."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QPoint, QRect, QSize, QSizeF
from PySide6.QtGui import QColor, QImage, QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QWidget

from desktop.widgets.head_grid import HeadGrid

FORMATS = (".svg", ".pdf", ".png")
PNG_SCALE = 3
_DPI = 96


def drawn(widget: QWidget, suffix: str, background: QColor) -> Callable[[], bytes]:
    """Draws the widget as it stands, whole even where it is scrolled; what is returned makes the file's bytes
    of it, and may do so on another thread. `suffix` is one of FORMATS; else ValueError."""
    if suffix not in FORMATS:
        raise ValueError(f"{suffix}: expected one of {', '.join(FORMATS)}")
    size = widget.size()
    if suffix == ".png":
        image = QImage(size * PNG_SCALE, QImage.Format.Format_ARGB32)
        image.setDevicePixelRatio(PNG_SCALE)
        image.fill(background)
        _draw(widget, image, None)
        return lambda: _packed(image)
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    _draw(widget, _svg(buffer, size) if suffix == ".svg" else _pdf(buffer, size), background)
    buffer.close()
    made = bytes(data.data())
    return lambda: made


def _packed(image: QImage) -> bytes:
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(data.data())


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


def _draw(widget: QWidget, device, background: QColor | None) -> None:
    for part in (widget, *widget.findChildren(HeadGrid)):
        if isinstance(part, HeadGrid):
            part.complete()
    painter = QPainter(device)
    if background is not None:
        painter.fillRect(QRect(QPoint(0, 0), widget.size()), background)
    # By the class: our views have a `render` of their own.
    QWidget.render(widget, painter, QPoint(), renderFlags=QWidget.RenderFlag.DrawChildren)
    painter.end()
