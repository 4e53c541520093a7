"""Colours for numbers: the "glass" map for attention weights and a two-sided map for scores."""

from __future__ import annotations

from functools import cache

import numpy as np
from PySide6.QtGui import QColor, QImage

# Lightness falls in equal steps (OKLab 0.98 to 0.32, hue 220 to 268): equal differences look equal.
_GLASS = {
    False: "F6FBFD C6E5EE 94CEE3 69B4D9 4898CE 307BC0 265DAD 22438F 1C2D68",
    True: "1C2128 253654 2E4C7D 3566A1 3C84BC 4BA3CE 6BC1D9 9CDCE3 D1F3F2",
}
_SIGNED = {
    False: "B25519 DBA78D F9FAFD 9CB5E3 4470C3",
    True: "DD8250 7B4E37 1E2125 455B82 709CED",
}


class ColorMap:
    """256 colours over a fixed range; a value outside it takes the colour of the nearer end."""

    def __init__(self, stops: str, low: float, high: float):
        self.low, self.high = low, high
        rgb = np.array([[int(stop[i:i + 2], 16) for i in (0, 2, 4)] for stop in stops.split()])
        at, places = np.linspace(0, 1, 256), np.linspace(0, 1, len(rgb))
        self.table = np.stack([np.interp(at, places, rgb[:, i]) for i in range(3)], axis=1)
        self.table = self.table.round().astype(np.uint8)  # [256,3]
        red, green, blue = self.table.T.astype(np.uint32)
        self._argb = np.uint32(0xFF000000) | red << 16 | green << 8 | blue
        self._black_text = np.array([_contrast_with_black(entry) for entry in self.table])

    def indices(self, values: np.ndarray, scale: float = 1.0) -> np.ndarray:
        """Table entries (uint8) of values; `scale` widens the range (for the signed map: max |x|)."""
        low, high = self.low * scale, self.high * scale
        return (np.clip((values - low) / ((high - low) or 1), 0, 1) * 255).round().astype(np.uint8)

    def image(self, values: np.ndarray, scale: float = 1.0) -> QImage:
        """[rows, columns] as an image of one pixel a value, clear where it is NaN; draw it scaled, without
        smoothing."""
        values = np.asarray(values, np.float32)
        hidden = np.isnan(values)
        argb = self._argb[self.indices(np.where(hidden, 0, values), scale)]
        argb[hidden] = 0
        rows, columns = argb.shape
        return QImage(argb.tobytes(), columns, rows, 4 * columns,
                      QImage.Format.Format_ARGB32_Premultiplied).copy()

    def color(self, value: float, scale: float = 1.0) -> QColor:
        return self.entry(int(self.indices(np.float32(value), scale)))

    def entry(self, index: int) -> QColor:
        return QColor(*self.table[index].tolist())

    def text_color(self, value: float, scale: float = 1.0) -> QColor:
        """Black or white, whichever contrasts more with the value's colour."""
        return QColor("black" if self.needs_black(np.float32(value), scale) else "white")

    def needs_black(self, values: np.ndarray, scale: float = 1.0) -> np.ndarray:
        """True where black contrasts more with a value's colour than white."""
        return self._black_text[self.indices(values, scale)]


@cache
def glass(dark: bool) -> ColorMap:
    """Attention weights, always 0 to 1."""
    return ColorMap(_GLASS[dark], 0.0, 1.0)


@cache
def signed(dark: bool) -> ColorMap:
    """Scores, symmetric about 0; pass the largest magnitude as `scale`."""
    return ColorMap(_SIGNED[dark], -1.0, 1.0)


def luminance(rgb) -> float:
    """Relative luminance (WCAG 2.2) of 0 to 255 channels."""
    parts = [c / 255 for c in rgb]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast_with_black(rgb) -> bool:
    light = luminance(rgb)
    return (light + 0.05) / 0.05 >= 1.05 / (light + 0.05)
