"""Fonts in pixels, from the system's family, with digits of one width."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache

from PySide6.QtGui import QFont, QFontMetricsF, QGuiApplication

BODY = 13
_base: tuple[QFont, str] | None = None


def font(px: float = BODY, bold: bool = False, medium: bool = False) -> QFont:
    """The application's font at a size; `bold` is semibold, as titles are. All who ask get the same: whoever
    wants another makes a copy."""
    return _made(base_key(), px, bold, medium)


def base_key() -> str:
    """Tells the application's font from any other that it may have later."""
    global _base
    now = QGuiApplication.font()
    if _base is None or _base[0] != now:
        _base = (now, now.key())  # which takes ten times as long as to compare
    return _base[1]


@cache
def _made(base: str, px: float, bold: bool, medium: bool) -> QFont:
    """Kept, for a picture asks for hundreds; `base` tells when the application's font has changed."""
    made = QFont(QGuiApplication.font())
    made.setPixelSize(round(px))
    if bold:
        made.setWeight(QFont.Weight.DemiBold)
    elif medium:
        made.setWeight(QFont.Weight.Medium)
    else:
        made.setWeight(QFont.Weight.Normal)
    return tabular(made)


def advances(texts: Iterable[str], px: float = BODY, bold: bool = False, medium: bool = False) -> list[float]:
    """How wide each text is in such a font."""
    base = base_key()
    return [_advance(base, text, px, bold, medium) for text in texts]


@lru_cache(16384)
def _advance(base: str, text: str, px: float, bold: bool, medium: bool) -> float:
    """Kept, for the tokens of a sentence are measured again at every step of its decoding."""
    return _metrics(base, px, bold, medium).horizontalAdvance(text)


def ink(texts: Iterable[str], px: float = BODY, bold: bool = False) -> float:
    """How high they are drawn, from the highest to the lowest of all about one baseline; 0 where they are
    plain ASCII, which stays within the height of the font. Scripts with marks above and below do not."""
    base = base_key()
    rects = [_ink(base, text, px, bold) for text in texts if not text.isascii()]
    return max((bottom for _, bottom in rects), default=0.0) - min((top for top, _ in rects), default=0.0)


@lru_cache(16384)
def _ink(base: str, text: str, px: float, bold: bool) -> tuple[float, float]:
    rect = _metrics(base, px, bold, False).tightBoundingRect(text)
    return rect.top(), rect.bottom()


@cache
def _metrics(base: str, px: float, bold: bool, medium: bool) -> QFontMetricsF:
    return QFontMetricsF(_made(base, px, bold, medium))


def tabular(made: QFont) -> QFont:
    """Digits of equal width, so that changing numbers do not dance."""
    if hasattr(made, "setFeature"):  # Qt 6.7
        made.setFeature(QFont.Tag("tnum"), 1)
    return made
