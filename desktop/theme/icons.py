"""Line icons from resources/icons, drawn in a colour of the theme."""

from __future__ import annotations

from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

from PySide6.QtCore import QByteArray, QObject, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton

from desktop.theme.theme import Theme

SIZE = 18
GAP = 4  # between an icon and the words beside it


@cache
def _folder() -> Traversable:
    return resources.files("resources").joinpath("icons")


def _source(name: str) -> str:
    return _folder().joinpath(f"{name}.svg").read_text(encoding="utf-8")


def pixmap(name: str, color: QColor, size: int = SIZE, ratio: float = 2.0) -> QPixmap:
    """The icon as a picture; `currentColor` in the file becomes the colour."""
    key = f"pellucid {name} {color.name()} {size} {ratio}"
    known = QPixmap()
    if QPixmapCache.find(key, known):
        return known
    svg = _source(name).replace("currentColor", color.name())
    picture = QPixmap(round(size * ratio), round(size * ratio))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(picture.rect()))
    painter.end()
    picture.setDevicePixelRatio(ratio)
    QPixmapCache.insert(key, picture)
    return picture


def icon(name: str, color: QColor, disabled: QColor | None = None, size: int = SIZE,
         gap_after: int = 0, gap_before: int = 0) -> QIcon:
    """For a button; the gaps are empty room between the icon and the words beside it."""
    made = QIcon()
    for mode, shade in ((QIcon.Mode.Normal, color), (QIcon.Mode.Disabled, disabled or color)):
        drawn = pixmap(name, shade, size)
        ratio = drawn.devicePixelRatio()
        canvas = QPixmap(round((size + gap_after + gap_before) * ratio), round(size * ratio))
        canvas.fill(Qt.GlobalColor.transparent)
        canvas.setDevicePixelRatio(ratio)
        painter = QPainter(canvas)
        painter.drawPixmap(gap_before, 0, drawn)
        painter.end()
        made.addPixmap(canvas, mode)
    return made


def app_icon() -> QIcon:
    """The logo: two sheets of glass, one over the other."""
    made = QIcon()
    for size in (16, 24, 32, 48, 64, 128, 256):
        made.addPixmap(pixmap("logo", QColor("black"), size, ratio=1.0))
    return made


class _Following(QObject):
    """Keeps a button's icon in the theme's colour; lives and dies with the button."""

    def __init__(self, button: QAbstractButton, name: str, theme: Theme, role: str):
        super().__init__(button)
        self._button, self._theme = button, theme
        self.name, self.role = name, role
        theme.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        gap = 0 if self._button.property("square") == "true" else GAP
        before = gap and self._button.layoutDirection() == Qt.LayoutDirection.RightToLeft
        self._button.setIconSize(QSize(SIZE + gap, SIZE))
        self._button.setIcon(icon(self.name, self._theme.color(self.role), self._theme.color("control_line"),
                                  gap_after=0 if before else gap, gap_before=gap if before else 0))


def set_icon(button: QAbstractButton, name: str, theme: Theme, role: str = "text") -> None:
    """Gives a button an icon (again) that follows the theme; `role` names a palette colour.

    A button without words is marked square="true" before.
    """
    following = button.findChild(_Following)
    if following is None:
        _Following(button, name, theme, role)
    elif (following.name, following.role) != (name, role):
        following.name, following.role = name, role
        following.refresh()
