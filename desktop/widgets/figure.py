"""A widget as a figure in a file, exactly as shown: SVG and PDF keep text as text, PNG is finer."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QPoint, QRect, QSize, QSizeF
from PySide6.QtGui import QColor, QImage, QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QWidget

from core.formats import atomic

FORMATS = (".svg", ".pdf", ".png")
PNG_SCALE = 3
_DPI = 96


def figure_bytes(widget: QWidget, suffix: str, background: QColor) -> bytes:
    """The widget as it stands, whole even where it is scrolled. `suffix` is one of FORMATS."""
    size = widget.size()
    if suffix == ".png":
        image = QImage(size * PNG_SCALE, QImage.Format.Format_ARGB32)
        image.setDevicePixelRatio(PNG_SCALE)
        image.fill(background)
        _draw(widget, image, None)
        data = QByteArray()
        buffer = QBuffer(data)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        image.save(buffer, "PNG")
        return bytes(data.data())
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    device = _svg(buffer, size) if suffix == ".svg" else _pdf(buffer, size)
    _draw(widget, device, background)
    buffer.close()
    return bytes(data.data())


def save_figure(widget: QWidget, path: Path, background: QColor) -> None:
    """Writes whole or not at all. Raises ValueError for another kind of file, OSError."""
    suffix = path.suffix.lower()
    if suffix not in FORMATS:
        raise ValueError(f"{path.name}: expected a name that ends in .svg, .pdf or .png")
    atomic.write_bytes(path, figure_bytes(widget, suffix, background))


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
    painter = QPainter(device)
    if background is not None:
        painter.fillRect(QRect(QPoint(0, 0), widget.size()), background)
    # By the class: our views have a `render` of their own.
    QWidget.render(widget, painter, QPoint(), renderFlags=QWidget.RenderFlag.DrawChildren)
    painter.end()


